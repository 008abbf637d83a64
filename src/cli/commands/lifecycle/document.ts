import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';
import { deprecationOf, type Deprecation } from '../../../models/capabilities.ts';
import { alternativesTo, compared, namesLike, type Alternative } from './alternatives.ts';
import { Living } from './living.ts';
import { KnownNames, type Meaning } from './known.ts';
import { readInput, type Input } from './read.ts';
import { listedNames, wordsOf, type Word } from './words-in-text.ts';
import type { ModelStore, Summary } from '../../../models/store.ts';
import { sayThatItWaits } from '../../terminal/streams.ts';
import type { Notice } from '../../../core/notice.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';

export interface LifecycleOptions extends MapOptions {
  /** Names of models, files, `-`. */
  readonly inputs: readonly string[];
  /** How far ahead a deprecation counts. */
  readonly withinDays: number;
  /** Told how many of the inputs were looked through. */
  readonly onFile?: ((count: number) => void) | undefined;
}

/**
 * Deprecated: its day has come. Due: it comes within the days asked for. Renamed: the map has it under
 * another name. Missing: the map does not have it.
 */
export type LifecycleStatus = 'deprecated' | 'due' | 'renamed' | 'missing';

export interface Place {
  /** As it was named; null for a name on the command line. */
  readonly file: string | null;
  readonly line: number | null;
}

/** A model that needs a look. */
export interface Finding {
  /** As it was written. */
  readonly name: string;
  readonly status: LifecycleStatus;
  /** The models of the map that it is, several where a bare name is sold by several. */
  readonly models: readonly string[];
  readonly provider: string | null;
  /** The day on which the last of them is deprecated; null for other findings. */
  readonly deprecation: Deprecation | null;
  readonly places: readonly Place[];
  readonly alternatives: readonly Alternative[];
}

export interface LifecycleDocument extends MapDocument {
  readonly withinDays: number;
  readonly files: number;
  /** Names of models that were found, each counted once. */
  readonly modelCount: number;
  readonly findings: readonly Finding[];
  /** Values of fields called model that are like no name that the map could be expected to know. */
  readonly notJudged: readonly string[];
}

/**
 * Which of the models that somebody uses are deprecated, will be soon, or are not in the map.
 * @throws UsageError when nothing is named, and for files that cannot be read.
 */
export async function lifecycle(options: LifecycleOptions, deps: Deps): Promise<LifecycleDocument> {
  if (options.inputs.length === 0) {
    throw new UsageError('No model and no file is given.', 'Write: llmcost lifecycle gpt-4o src/app.py .env');
  }
  if (options.inputs.includes('-')) sayThatItWaits(deps);
  const known = new Map<string, Input>();
  return await useMap(options, deps, async ({ loaded, settings }) => {
    const { store, source, warnings } = loaded;
    for (const argument of options.inputs) {
      // Standard input can be read once only, and a damaged copy of the map makes this run again.
      if (!known.has(argument)) {
        known.set(argument, await readInput(argument, (name) => store.get(name) !== undefined, deps));
      }
    }
    const inputs = [...known.values()];
    const uses = usesIn(inputs, new KnownNames(store, settings.lookUp), options.onFile);
    const dates = datesOf(store, deps.now());
    const living = new Living(store, dates, options.withinDays);
    const found = [...uses.values()].filter(({ meaning }) => meaning.kind !== 'unjudged');
    return {
      schemaVersion: SCHEMA_VERSION,
      withinDays: options.withinDays,
      files: inputs.filter(({ kind }) => kind !== 'name').length,
      modelCount: found.length,
      findings: found
        .flatMap((use) => findingOf(use, store, dates, living) ?? [])
        .sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status)),
      notJudged: [...uses.values()]
        .filter(({ meaning }) => meaning.kind === 'unjudged')
        .map(({ name }) => name),
      warnings: [...warnings, ...inputs.flatMap(skipped)],
      source,
    };
  });
}

const ORDER: readonly LifecycleStatus[] = ['deprecated', 'due', 'renamed', 'missing'];

function skipped(input: Input): readonly Notice[] {
  if (input.kind !== 'binary') return [];
  return [{ code: 'NO_TEXT', message: `${input.file} is no text and was passed over.` }];
}

/** A name, what it is, and everywhere that it stands. */
interface Use {
  readonly name: string;
  readonly meaning: Meaning;
  readonly places: readonly Place[];
}

function usesIn(
  inputs: readonly Input[],
  names: KnownNames,
  onFile: LifecycleOptions['onFile'],
): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use & { places: Place[] }>();
  for (const [count, input] of inputs.entries()) {
    onFile?.(count);
    const file = input.kind === 'name' ? null : input.file;
    for (const { name, standing, line } of wordsIn(input, names)) {
      const meaning = names.meaningOf(name, standing);
      if (meaning.kind === 'nothing') continue;
      const place = { file, line: file === null ? null : line };
      const use = uses.get(name);
      if (use === undefined) uses.set(name, { name, meaning, places: [place] });
      else if (use.places.every((other) => other.file !== file || other.line !== place.line))
        use.places.push(place);
    }
  }
  return uses;
}

function wordsIn(input: Input, names: KnownNames): readonly Word[] {
  if (input.kind === 'name') return [{ name: input.name, standing: 'named', line: 1 }];
  if (input.kind === 'binary') return [];
  const listed = listedNames(input.text);
  // A list of other words has hardly any model in it.
  const models = listed?.filter(({ name }) => names.meaningOf(name, 'named').kind !== 'missing').length ?? 0;
  return listed !== undefined && models * 2 >= listed.length ? listed : wordsOf(input.text);
}

/** The models with a day of deprecation; nothing else is parsed. */
function datesOf(store: ModelStore, now: Date): ReadonlyMap<string, Deprecation> {
  const dates = new Map<string, Deprecation>();
  for (const entry of store.all((json) => json.includes('"deprecation_date"'))) {
    const deprecation = deprecationOf(entry, now);
    if (deprecation !== null) dates.set(entry.key, deprecation);
  }
  return dates;
}

function findingOf(
  { name, meaning, places }: Use,
  store: ModelStore,
  dates: ReadonlyMap<string, Deprecation>,
  living: Living,
): Finding | undefined {
  const finding = { name, places, provider: null, deprecation: null };
  switch (meaning.kind) {
    case 'missing':
      return { ...finding, status: 'missing', models: [], alternatives: namesLike(name, store, living) };
    case 'renamed': {
      const models = [...meaning.models].sort((a, b) => nearestSpelling(a, name) - nearestSpelling(b, name));
      const alternatives = models.filter((model) => living.isLiving(model)).slice(0, 3);
      return {
        ...finding,
        status: 'renamed',
        models: models.map(({ key }) => key),
        alternatives: alternatives.map((model) => compared(model, undefined)),
      };
    }
    case 'known':
      return deprecated(finding, meaning.models, store, dates, living);
    default:
      return undefined;
  }
}

/** The same letters first, then the shortest key, which is mostly the maker's own. */
function nearestSpelling({ key }: Summary, name: string): number {
  return (key.endsWith(name) ? 0 : 1000) + key.length;
}

/** A bare name that several sell is deprecated when it is so at all of them. */
function deprecated(
  finding: Pick<Finding, 'name' | 'places' | 'provider' | 'deprecation'>,
  models: readonly Summary[],
  store: ModelStore,
  dates: ReadonlyMap<string, Deprecation>,
  living: Living,
): Finding | undefined {
  const [first] = models;
  const days = models.flatMap(({ key }) => dates.get(key) ?? []);
  if (first === undefined || days.length < models.length) return undefined;
  const last = days.reduce((latest, day) => (day.daysLeft > latest.daysLeft ? day : latest));
  if (last.daysLeft > living.withinDays) return undefined;
  return {
    ...finding,
    status: last.daysLeft <= 0 ? 'deprecated' : 'due',
    models: models.map(({ key }) => key),
    provider: first.provider,
    deprecation: last,
    alternatives: alternativesTo(first, store, living),
  };
}

/** Checks the names in a settings file against the map. */
import { dirname, resolve } from 'node:path';
import { lookUp } from '../models/catalog.ts';
import { suggest } from '../models/suggest.ts';
import { readUserJson } from '../core/data-files.ts';
import { LlmcostError, UsageError } from '../core/errors.ts';
import { field } from '../core/json.ts';
import type { Entry } from '../models/entry.ts';
import { parseField } from '../models/fields.ts';
import type { ModelStore } from '../models/store.ts';
import { isProvider } from '../models/providers.ts';
import { parseScores } from '../models/scores.ts';
import { pathText, type Issue, type Path } from '../core/reading/issue.ts';
import type { LoadedConfig } from './load.ts';
import type { UserModel } from './model.ts';
import { refuseForeignFile } from './named-file.ts';
import { overlayStore } from './overlay.ts';
import type { Rule } from './read.ts';

/** A setting that has no effect, or not the obvious one. */
export interface Note {
  readonly path: string;
  readonly message: string;
}

/** Checks the names of a file against the map, and the file of scores that it names. */
export function notesOn(
  loaded: LoadedConfig,
  map: ModelStore,
  configDir: string,
): { readonly issues: readonly Issue[]; readonly notes: readonly Note[] } {
  const { config } = loaded;
  const own = [...config.models].flatMap(([key, model]) => ownIssues(map, ['models', key], model));
  const store = overlayStore(map, {
    own: own.length === 0 ? config.models : new Map(),
    overrides: new Map(),
  });
  return {
    issues: [...own, ...scoresIssues(loaded, configDir)],
    notes: [
      ...[...config.aliases].flatMap(([name, target]) => aliasNotes(store, name, target)),
      ...[...config.models.keys()].flatMap((key) => ownNotes(map, key)),
      ...[...config.overrides].flatMap(([key, model]) => overrideNotes(store, key, model)),
      ...config.prefer.flatMap((provider, index) => providerNotes(store, provider, ['prefer', index])),
      ...[...config.discounts, ...config.margins].flatMap((rule) => ruleNotes(store, rule)),
    ],
  };
}

function note(path: Path, message: string): Note {
  return { path: pathText(path), message };
}

/** ` The nearest is "gpt-4o".` */
function nearestKey(store: ModelStore, name: string): string {
  const [near] = suggest(store.summaries(), name, 1);
  return near === undefined ? '' : ` The nearest is "${near.key}".`;
}

function ownIssues(map: ModelStore, path: Path, { sameAs }: UserModel): readonly Issue[] {
  if (sameAs === null || map.get(sameAs) !== undefined) return [];
  const problem = `is "${sameAs}", which is no key of the map.${nearestKey(map, sameAs)}`;
  return [{ path: [...path, 'sameAs'], problem: problem.replace(/\.$/, '') }];
}

function ownNotes(map: ModelStore, key: string): readonly Note[] {
  if (map.get(key) === undefined) return [];
  return [note(['models', key], 'The map has a model of this key; yours stands in its place.')];
}

function aliasNotes(store: ModelStore, name: string, target: string): readonly Note[] {
  const path = ['aliases', name];
  if (store.get(name) !== undefined) {
    return [note(path, `The map has a model called "${name}"; your alias comes first.`)];
  }
  try {
    lookUp(store, target);
    return [];
  } catch (error) {
    if (!(error instanceof LlmcostError)) throw error;
    return [note(path, `It leads nowhere: ${error.message}${nearestKey(store, target)}`)];
  }
}

function overrideNotes(store: ModelStore, key: string, model: UserModel): readonly Note[] {
  const path = ['overrides', key];
  const entry = store.get(key);
  if (entry === undefined) {
    return [note(path, `It has no effect: no model has this key.${nearestKey(store, key)}`)];
  }
  return [...model.fields].flatMap(([name, { value, path: at }]) => {
    if (JSON.stringify(field(entry.fields, name)) === JSON.stringify(value)) {
      return [note(at, `The map says the same of ${name}.`)];
    }
    return passedBy(entry, name, model).map((message) => note(at, message));
  });
}

/** A plain field does not change the rates that the map has for ranges, thresholds or tiers. */
function passedBy(entry: Entry, name: string, model: UserModel): readonly string[] {
  const mine = parseField(name);
  if (mine === undefined || mine.metric !== name) return [];
  if (field(entry.fields, 'tiered_pricing') !== undefined && !model.fields.has('tiered_pricing')) {
    return ['The map prices this model by ranges, which come before it; "usdPer1M ranges" replaces them.'];
  }
  const others = Object.keys(entry.fields).filter((other) => {
    return other !== name && parseField(other)?.metric === name && !model.fields.has(other);
  });
  return others.length === 0 ? [] : [`These prices of the map stay as they are: ${others.join(', ')}.`];
}

function ruleNotes(store: ModelStore, { provider, model, path }: Rule): readonly Note[] {
  if (provider !== null) return providerNotes(store, provider, [...path, 'provider']);
  const isKnown = store.summaries().some(({ key }) => key.toLowerCase() === model?.toLowerCase());
  if (model === null || isKnown) return [];
  return [
    note([...path, 'model'], `It has no effect: no model has the key "${model}".${nearestKey(store, model)}`),
  ];
}

function providerNotes(store: ModelStore, name: string, path: Path): readonly Note[] {
  if (store.summaries().some(({ provider }) => isProvider(provider, name))) return [];
  return [note(path, `It has no effect: no model of the map is of a provider "${name}".`)];
}

function scoresIssues({ config: { scores }, ...source }: LoadedConfig, configDir: string): readonly Issue[] {
  if (scores === null) return [];
  try {
    refuseForeignFile(scores, source, configDir);
    const path = resolve(dirname(source.path), scores);
    parseScores(readUserJson(path, 'The settings name a file of scores'), scores);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [{ path: ['scores'], problem: `cannot be used: ${error.message.replace(/\.$/, '')}` }];
  }
}

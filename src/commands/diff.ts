import { isFrom } from '../choosing/filter.ts';
import { lookUp } from '../catalog.ts';
import { settingsFor } from '../config/for.ts';
import type { Deps } from '../deps.ts';
import { diffMaps, type DiffFilters, type MapDiff } from '../diff/diff.ts';
import { SCHEMA_VERSION, type Document } from '../documents.ts';
import { ModelNotFoundError } from '../errors.ts';
import type { LoadOptions } from '../load.ts';
import type { Entry } from '../map/entry.ts';
import { CURRENT, namedMap, PREVIOUS } from '../map/named.ts';
import type { LoadedMap, MapSource, ModelStore, Notice } from '../map/store.ts';

export interface DiffOptions {
  /** Names as `namedMap` takes them; previous and current if not given. */
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  /** Names of models as every command takes them, or patterns with `*`. */
  readonly models: readonly string[];
  readonly providers: readonly string[];
  readonly pricesOnly: boolean;
  readonly minPercent?: number | undefined;
  readonly load: LoadOptions;
}

export interface DiffDocument extends Document, MapDiff {
  readonly before: MapSource;
  readonly after: MapSource;
  readonly filters: {
    /** Keys, and patterns as they were given. */
    readonly models: readonly string[];
    readonly providers: readonly string[];
    readonly pricesOnly: boolean;
    readonly minPercent: number | null;
  };
}

/**
 * Holds two maps against each other as they were published: the user's own prices are laid over
 * neither.
 * @throws UsageError, MapUnavailableError, BrokenMapError for maps that cannot be had;
 * ModelNotFoundError for a model that neither of them has.
 */
export async function diff(options: DiffOptions, deps: Deps): Promise<DiffDocument> {
  const [before, after] = await bothMaps(options, deps);
  const { lookUp: byName } = await settingsFor(deps);
  const keys = options.models.map((name) =>
    name.includes('*') ? name : keyOf(name, [after.store, before.store], byName),
  );
  return diffDocument(before, after, { ...options, models: keys });
}

/** The difference of two maps that are at hand. */
export function diffDocument(
  before: LoadedMap,
  after: LoadedMap,
  wanted: Pick<DiffOptions, 'models' | 'providers' | 'pricesOnly' | 'minPercent'>,
): DiffDocument {
  const { models, providers, pricesOnly, minPercent } = wanted;
  const filters: DiffFilters = { isWanted: wantedBy(models, providers), pricesOnly, minPercent };
  return {
    schemaVersion: SCHEMA_VERSION,
    before: before.source,
    after: after.source,
    filters: { models, providers, pricesOnly, minPercent: minPercent ?? null },
    ...diffMaps(before.store.all(), after.store.all(), filters),
    warnings: distinct([...before.warnings, ...after.warnings]),
  };
}

/** What is true of both maps, such as that there is no network, is said once. */
function distinct(warnings: readonly Notice[]): readonly Notice[] {
  return warnings.filter(
    ({ message }, index) => warnings.findIndex((other) => other.message === message) === index,
  );
}

/** The newer one first: it may have to be fetched, and the previous one is the one before it. */
async function bothMaps(
  { before = PREVIOUS, after = CURRENT, load }: DiffOptions,
  deps: Deps,
): Promise<readonly [LoadedMap, LoadedMap]> {
  const now = await namedMap(after, load, deps);
  const again = after === CURRENT ? { ...load, refresh: false } : load;
  return [await namedMap(before, again, deps), now];
}

function keyOf(name: string, stores: readonly ModelStore[], byName: Parameters<typeof lookUp>[2]): string {
  let miss: unknown;
  for (const store of stores) {
    try {
      return lookUp(store, name, byName).entry.key;
    } catch (error) {
      if (!(error instanceof ModelNotFoundError)) throw error;
      miss ??= error;
    }
  }
  throw miss;
}

function wantedBy(
  models: readonly string[],
  providers: readonly string[],
): ((entry: Entry) => boolean) | undefined {
  if (models.length + providers.length === 0) return undefined;
  const keys = models.map(matcherOf);
  return ({ key, provider }) =>
    (keys.length === 0 || keys.some((matches) => matches(key))) &&
    (providers.length === 0 || providers.some((name) => isFrom(provider, name)));
}

/** `gpt-5*` is every key that begins so; without a star it is that key. */
function matcherOf(pattern: string): (key: string) => boolean {
  if (!pattern.includes('*')) return (key) => key === pattern;
  const parts = pattern.toLowerCase().split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  return (key) => {
    const text = key.toLowerCase();
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
      return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}

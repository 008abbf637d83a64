import { isFrom } from '../../../models/search/filter.ts';
import { refuseUnknownValues } from '../../../models/search/unknown-values.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Deps } from '../../../core/deps.ts';
import { diffMaps, type DiffFilters, type MapDiff } from './diff-maps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import type { LoadOptions } from '../../../map/load.ts';
import type { Entry } from '../../../models/entry.ts';
import { CURRENT, namedMap, PREVIOUS } from '../../../map/named.ts';
import type { LoadedMap, MapSource } from '../../../models/store.ts';
import type { Notice } from '../../../core/notice.ts';
import { isPattern, keyOf, matcherOf } from '../../../models/patterns.ts';

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

export interface DiffDocument extends MapDocument, MapDiff {
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
  const { lookUp: byName, warnings } = await settingsFor(deps);
  const keys = options.models.map((name) =>
    isPattern(name) ? name : keyOf(name, [after.store, before.store], byName),
  );
  const document = diffDocument(before, after, { ...options, models: keys });
  return { ...document, warnings: [...warnings, ...document.warnings] };
}

/** The difference of two maps that are at hand. */
export function diffDocument(
  before: LoadedMap,
  after: LoadedMap,
  wanted: Pick<DiffOptions, 'models' | 'providers' | 'pricesOnly' | 'minPercent'>,
): DiffDocument {
  const { models, providers, pricesOnly, minPercent } = wanted;
  // A provider may have come or gone: one of the two maps must know it.
  refuseUnknownValues(after.store, { providers }, before.store.all());
  const filters: DiffFilters = { isWanted: wantedBy(models, providers), pricesOnly, minPercent };
  return {
    schemaVersion: SCHEMA_VERSION,
    before: before.source,
    after: after.source,
    source: after.source,
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

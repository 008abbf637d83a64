import { lookUp, type LookUpOptions, type Match } from '../../../models/catalog.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { MapUnavailableError, ModelNotFoundError } from '../../../core/errors.ts';
import { seriesOf, type PriceSeries, type Sighting } from './series.ts';
import { IMPORT_HINT, openSeen } from '../../../map/as-of.ts';
import { openCopy } from '../../../map/cache/cache.ts';
import type { CacheLocation } from '../../../map/cache/location.ts';
import { toEntry } from '../../../models/entry.ts';
import { listSeen, readPublished, type Seen } from '../../../map/cache/history.ts';
import { refuseForeignHistory } from '../../../map/cache/trust.ts';
import { parseEntry } from '../../../map/parse.ts';
import { planFor } from '../../../map/plan.ts';
import type { LoadedMap, MapSource } from '../../../models/store.ts';
import type { Notice } from '../../../core/notice.ts';
import { dayOf } from '../../../core/dates.ts';

export interface HistoryOptions {
  readonly model: string;
  /** The address whose history is meant; the configured one if not given. */
  readonly map?: string | undefined;
}

export interface HistoryDocument extends MapDocument {
  readonly model: string;
  readonly requested: string;
  readonly matchedBy: Match['by'];
  /** As the newest map that has the model says. */
  readonly provider: string | null;
  readonly mode: string | null;
  /** The address whose history it is. */
  readonly url: string;
  /** The maps of the history, oldest first; from `at` on, each was the published one. */
  readonly snapshots: readonly { readonly at: string; readonly sha256: string; readonly hasModel: boolean }[];
  /** Until when the history is told (ISO 8601, UTC). */
  readonly until: string;
  readonly prices: readonly PriceSeries[];
}

/**
 * Each price of a model over the maps that the cache has kept. It opens no socket.
 * @throws MapUnavailableError where there is no history; ModelNotFoundError, AmbiguousModelError.
 */
export async function history(options: HistoryOptions, deps: Deps): Promise<HistoryDocument> {
  const { location, address } = planFor({ map: options.map }, deps);
  refuseForeignHistory(location);
  const seen = await listSeen(location);
  if (seen.length === 0) {
    throw new MapUnavailableError(
      `There is no history of ${address.shown} yet.`,
      `\`llmcost sync\` begins it; ${IMPORT_HINT}`,
    );
  }
  const settings = await settingsFor(deps);
  const { match, source } = await newest(options.model, location, seen, settings.lookUp);
  const { entry, by, assumptions } = match;
  const { sightings, warnings } = await sightingsOf(entry.key, location, seen);
  return {
    schemaVersion: SCHEMA_VERSION,
    model: entry.key,
    requested: options.model,
    matchedBy: by,
    provider: entry.provider,
    mode: entry.mode,
    url: address.shown,
    snapshots: sightings.map(({ at, sha256, entry }) => ({ at, sha256, hasModel: entry !== undefined })),
    until: deps.now().toISOString(),
    prices: seriesOf(sightings),
    source: { ...source, projectFiles: settings.projectFiles },
    warnings: [...settings.warnings, ...assumptions, ...warnings],
  };
}

/** The model as the newest map has it that knows the name: a model that is gone has a history, too. */
async function newest(
  name: string,
  location: CacheLocation,
  seen: readonly Seen[],
  options: LookUpOptions,
): Promise<{ readonly match: Match; readonly source: MapSource }> {
  let miss: unknown;
  for (const opening of mapsOf(location, seen)) {
    try {
      const { store, source } = await opening;
      return { match: lookUp(store, name, options), source };
    } catch (error) {
      if (!(error instanceof ModelNotFoundError || error instanceof MapUnavailableError)) throw error;
      miss ??= error;
    }
  }
  throw miss;
}

/** The cached copy, which is read a line at a time, and then the snapshots from the newest on. */
function* mapsOf(location: CacheLocation, seen: readonly Seen[]): Iterable<OpenedMap | Promise<OpenedMap>> {
  const copy = openCopy(location, true);
  if (copy.state === 'usable') {
    const { sha256, fetchedAt, checks } = copy.pointer;
    const at = { location: location.address.shown, sha256, syncedAt: fetchedAt };
    yield {
      store: copy.store,
      source: { kind: 'cache', ...at, modelCount: checks.models, projectFiles: [] },
    };
  }
  for (const one of [...seen].reverse()) yield openSeen(location, one);
}

type OpenedMap = Pick<LoadedMap, 'store' | 'source'>;

/** So many snapshots are read and inflated at once, off the main thread. */
const AT_ONCE = 4;

async function sightingsOf(
  key: string,
  location: CacheLocation,
  seen: readonly Seen[],
): Promise<{ readonly sightings: readonly Sighting[]; readonly warnings: readonly Notice[] }> {
  const sightings: Sighting[] = [];
  const warnings: Notice[] = [];
  for (let first = 0; first < seen.length; first += AT_ONCE) {
    const some = seen.slice(first, first + AT_ONCE);
    const read = await Promise.all(some.map(({ sha256 }) => readPublished(location.root, sha256)));
    for (const [index, { at, sha256 }] of some.entries()) {
      const bytes = read[index];
      if (bytes === undefined) {
        const message = `The map of ${dayOf(at)} is missing from the history, or damaged, and is left out.`;
        warnings.push({ code: 'SNAPSHOT_DAMAGED', message });
        continue;
      }
      const fields = parseEntry(bytes.toString('utf8'), key, `the map of ${dayOf(at)}`);
      sightings.push({ at, sha256, entry: toEntry(key, fields) });
    }
  }
  return { sightings, warnings };
}

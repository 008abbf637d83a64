import { SYNC_CONNECT_TIMEOUT_MS, SYNC_TIMEOUT_MS } from '../../../core/defaults.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { MapUnavailableError, systemCode, UsageError } from '../../../core/errors.ts';
import { mapAt, toAddress } from '../../../map/address.ts';
import type { Progress } from '../../../map/fetch/body.ts';
import { fetchPublishedMap } from '../../../map/fetch/published-map.ts';
import { openCopy } from '../../../map/cache/cache.ts';
import type { CacheLocation } from '../../../map/cache/location.ts';
import { whyRefused } from '../../../core/files.ts';
import { importPublished, listSeen, noteSeen, pack, sha256Of } from '../../../map/cache/history.ts';
import { parseMap, refuseTooSmall } from '../../../map/parse.ts';
import { planFor } from '../../../map/plan.ts';
import { dayOf, momentOf, noDate } from '../../../core/dates.ts';

export interface ImportOptions {
  /** A file; an address is fetched. */
  readonly file: string;
  /** From when on it was the published map: `2026-05-24`, its start in UTC, or a moment. */
  readonly date: string | undefined;
  /** The address whose history it joins; the configured one if not given. */
  readonly map?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface ImportDocument extends MapDocument {
  /** `known`: the history had this map as the one of that moment already. */
  readonly status: 'added' | 'known';
  readonly file: string;
  /** The address whose history it joined. */
  readonly url: string;
  /** From then on it was the published map (ISO 8601, UTC). */
  readonly at: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly modelCount: number;
  /** Entries with values that cannot be used; `llmcost validate` lists them. */
  readonly flawed: number;
  /** Deprecated: the same number as `flawed`. */
  readonly skipped: number;
  readonly setAside: number;
  /** What the history has now, oldest first. */
  readonly history: readonly { readonly at: string; readonly sha256: string }[];
}

/**
 * Adds an older map to the history, so that `--as-of`, `diff` and `history` reach back to it.
 * @throws UsageError for a date that is none, is to come, or is newer than what the cache knows;
 * MapUnavailableError when the file cannot be read or the history not be written; BrokenMapError when
 * it is no cost map.
 */
export async function importMap(options: ImportOptions, deps: Deps): Promise<ImportDocument> {
  const plan = planFor(
    {
      map: options.map,
      offline: options.offline,
      timeoutMs: SYNC_TIMEOUT_MS,
      onProgress: options.onProgress,
    },
    deps,
  );
  const { location } = plan;
  const at = dateFor(options, deps.now());
  const current = currentOf(location);
  if (current !== undefined && at.getTime() > Date.parse(current.checkedAt)) {
    throw new UsageError(
      `The cached map was still the published one on ${dayOf(current.checkedAt)}: what is newer comes with \`llmcost sync\`.`,
      'Give the day from which on the imported map was the published one.',
    );
  }
  const address = toAddress(options.file, deps.cwd);
  const network = { ...plan, connectTimeoutMs: SYNC_CONNECT_TIMEOUT_MS };
  const bytes = await fetchPublishedMap(address, network, deps);
  const from = mapAt(address);
  const map = parseMap(bytes.toString('utf8'), from);
  refuseTooSmall(map, from, { previousModels: null, force: false });
  const sha256 = sha256Of(bytes);
  const packed = await pack(bytes);
  const isNew = await keeping(location, async () => {
    const added = await importPublished(location, sha256, packed, at);
    const last = (await listSeen(location)).at(-1);
    // The server has confirmed its map since then: so it was the published one again.
    if (current !== undefined && last?.sha256 === sha256 && sha256 !== current.sha256) {
      await noteSeen(location, current.sha256, new Date(current.checkedAt));
    }
    return added;
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    status: isNew ? 'added' : 'known',
    file: address.shown,
    url: location.address.shown,
    at: at.toISOString(),
    sha256,
    bytes: bytes.length,
    modelCount: map.entries.size,
    flawed: map.flawed,
    skipped: map.flawed,
    setAside: map.setAside.length,
    source: {
      kind: address.kind === 'url' ? 'url' : 'file',
      location: address.shown,
      sha256,
      syncedAt: at.toISOString(),
      modelCount: map.entries.size,
      projectFiles: [],
    },
    history: (await listSeen(location)).map(({ at, sha256 }) => ({ at, sha256 })),
    warnings: [],
  };
}

function dateFor({ date, file }: ImportOptions, now: Date): Date {
  if (date === undefined) {
    const named = /\d{4}-\d{2}-\d{2}/.exec(file)?.[0];
    throw new UsageError(
      'From when on was it the published map? --date says so.',
      `Write: llmcost import ${file} --date ${named ?? '2026-05-24'}`,
    );
  }
  const at = momentOf(date, 'start', now);
  if (at === undefined) throw noDate('--date', date);
  if (at.getTime() > now.getTime()) {
    throw new UsageError(`--date ${date} is still to come.`, 'Give the day from which on it was published.');
  }
  return at;
}

/** The map that the cache holds as the newest one, and when the server last confirmed it. */
function currentOf(
  location: CacheLocation,
): { readonly sha256: string; readonly checkedAt: string } | undefined {
  const copy = openCopy(location, false);
  return copy.state === 'none' ? undefined : (copy.pointer ?? undefined);
}

async function keeping<T>(location: CacheLocation, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new MapUnavailableError(
      `The map could not be kept in ${location.root}: ${whyRefused(error)}.`,
      'LLMCOST_CACHE_DIR names another place.',
      { cause: error },
    );
  }
}

import type { Deps } from '../../../core/deps.ts';
import type { MapSource } from '../../../models/store.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { MapUnavailableError } from '../../../core/errors.ts';
import { SYNC_CONNECT_TIMEOUT_MS, SYNC_TIMEOUT_MS } from '../../../core/defaults.ts';
import { openCopy } from '../../../map/cache/cache.ts';
import { fetchPublishedMap } from '../../../map/fetch/published-map.ts';
import { readPublished, sha256Of } from '../../../map/cache/history.ts';
import { planFor, type Plan } from '../../../map/plan.ts';
import { parseMap, type MapIssue } from '../../../map/parse.ts';
import type { SetAside } from '../../../models/store.ts';
import { toEntry } from '../../../models/entry.ts';
import { mapAt } from '../../../map/address.ts';

export interface ValidateOptions {
  /** A file or a URL; the cached map if not given. */
  readonly file?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly timeoutMs?: number | undefined;
}

/** What a map holds, and everything that is wrong with it. */
export interface ValidateDocument extends MapDocument {
  readonly location: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly modelCount: number;
  readonly providers: number;
  /** Models by mode, the most frequent first; null stands for none. */
  readonly modes: readonly { readonly mode: string | null; readonly modelCount: number }[];
  /** Entries with values that cannot be used. */
  readonly flawed: number;
  /** Deprecated: the same number as `flawed`. */
  readonly skipped: number;
  readonly issues: readonly MapIssue[];
  readonly setAside: readonly SetAside[];
}

/**
 * Checks a whole map as it was published.
 * @throws MapUnavailableError when there is none, BrokenMapError (exit 6) when it is no map at all.
 */
export async function validate(options: ValidateOptions, deps: Deps): Promise<ValidateDocument> {
  const timeoutMs = options.timeoutMs ?? SYNC_TIMEOUT_MS;
  const plan = planFor({ map: options.file, offline: options.offline, timeoutMs }, deps);
  const { bytes, kind, syncedAt } = await publishedMap(plan, deps);
  const location = plan.address.shown;
  const { entries, issues, flawed, setAside } = parseMap(bytes.toString('utf8'), mapAt(plan.address));
  const providers = new Set<string>();
  const modes = new Map<string | null, number>();
  for (const [key, fields] of entries) {
    const entry = toEntry(key, fields);
    if (entry?.provider) providers.add(entry.provider);
    modes.set(entry?.mode ?? null, (modes.get(entry?.mode ?? null) ?? 0) + 1);
  }
  return {
    schemaVersion: SCHEMA_VERSION,
    location,
    sha256: sha256Of(bytes),
    bytes: bytes.length,
    modelCount: entries.size,
    providers: providers.size,
    modes: [...modes]
      .map(([mode, modelCount]) => ({ mode, modelCount }))
      .sort((a, b) => b.modelCount - a.modelCount),
    flawed,
    skipped: flawed,
    issues,
    setAside,
    source: { kind, location, sha256: sha256Of(bytes), syncedAt, modelCount: entries.size, projectFiles: [] },
    warnings: [],
  };
}

interface Published extends Pick<MapSource, 'kind' | 'syncedAt'> {
  readonly bytes: Buffer;
}

async function publishedMap(plan: Plan, deps: Deps): Promise<Published> {
  const { address, location } = plan;
  const copy = plan.isExplicit ? undefined : openCopy(location, false);
  if (copy !== undefined && copy.state !== 'none' && copy.pointer !== null && address.kind === 'url') {
    const bytes = await readPublished(location.root, copy.pointer.sha256);
    if (bytes !== undefined) return { bytes, kind: 'cache', syncedAt: copy.pointer.fetchedAt };
  }
  if (address.kind === 'url' && plan.offlineBy !== null) {
    throw new MapUnavailableError(
      `There is no copy to check, and ${plan.offlineBy} forbids to fetch one.`,
      'Name a file.',
    );
  }
  const connectTimeoutMs = Math.min(SYNC_CONNECT_TIMEOUT_MS, plan.timeoutMs);
  const bytes = await fetchPublishedMap(address, { ...plan, connectTimeoutMs }, deps);
  return { bytes, kind: address.kind, syncedAt: deps.now().toISOString() };
}

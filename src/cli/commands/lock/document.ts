import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allow } from '../../../config/allowed.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { BrokenMapError, MapUnavailableError, UsageError } from '../../../core/errors.ts';
import { loadMap, type LoadOptions } from '../../../map/load.ts';
import { addressInLock, allowHint, lockedAddress, mayAsk } from '../../../map/lock/address.ts';
import { findLock, LOCK_FILE, type LockFile } from '../../../map/lock/find-lock.ts';
import { readLock, type Lock } from '../../../map/lock/lock.ts';
import { KEPT_ONLY } from '../../../map/lock/open.ts';
import { entriesFor, sameLock, writeLock } from '../../../map/lock/write.ts';
import { storeFromEntries } from '../../../models/memory-store.ts';
import { planFor } from '../../../map/plan.ts';
import type { LoadedMap } from '../../../models/store.ts';
import type { Notice } from '../../../core/notice.ts';
import { dayOf } from '../../../core/dates.ts';
import { diffDocument, type DiffDocument } from '../diff/document.ts';

export interface LockOptions {
  /** Models whose entries the lock keeps; undefined keeps those of the lock that is there. */
  readonly models: readonly string[] | undefined;
  /** Where the lock lies; the working directory, or with `update` the nearest one, if not given. */
  readonly lock?: string | undefined;
  /** Take the newest map into the lock that is there. */
  readonly update: boolean;
  readonly load: LoadOptions;
}

export interface LockDocument extends MapDocument {
  readonly status: 'created' | 'updated' | 'unchanged';
  /** Of the lock. */
  readonly path: string;
  /** As it stands in the lock. */
  readonly url: string;
  readonly sha256: string;
  readonly date: string;
  readonly modelCount: number;
  /** The names and patterns whose entries are kept, and the keys of these entries. */
  readonly models: readonly string[];
  readonly entries: readonly string[];
  /** What was locked before; null for a new lock. */
  readonly previous: { readonly sha256: string; readonly date: string } | null;
  /** What the update changes, for the kept models where some are; null without an update. */
  readonly diff: DiffDocument | null;
}

/**
 * Writes a lock, or takes the newest map into the one that is there.
 * @throws UsageError for a lock that is there already, or is broken; MapUnavailableError when there is
 * no map to lock; ModelNotFoundError, AmbiguousModelError for models that the map does not have.
 */
export async function lock(options: LockOptions, deps: Deps): Promise<LockDocument> {
  return options.update ? await update(options, deps) : await create(options, deps);
}

async function create({ lock: named, models = [], load }: LockOptions, deps: Deps): Promise<LockDocument> {
  const path = named === undefined ? join(deps.cwd, LOCK_FILE) : resolve(deps.cwd, named);
  if (existsSync(path)) {
    throw new UsageError(
      `There is a lock already: ${path}.`,
      '`llmcost lock --update` takes the newest map into it.',
    );
  }
  const map = await mapToLock(load, deps);
  const made = await lockOf(map, path, models, load, deps);
  const kept = await keep(path, made, deps);
  return documentOf('created', path, made, {
    previous: null,
    diff: null,
    source: map.source,
    warnings: [...map.warnings, ...kept],
  });
}

async function update({ lock: named, models, load }: LockOptions, deps: Deps): Promise<LockDocument> {
  const { found: file, warnings: unused } = findLock(named ?? true, deps);
  if (file === undefined) {
    const [reason = { message: 'There is no lock in this directory or above it.' }] = unused;
    throw new UsageError(reason.message, '`llmcost lock` writes one.');
  }
  const before = readLock(file);
  const { path } = file;
  const wanted: LoadOptions = {
    ...load,
    map: load.map ?? addressToUpdate(before, file, deps),
    refresh: load.offline !== true,
  };
  const map = await mapToLock(wanted, deps);
  const made = await lockOf(map, path, models ?? before.models, wanted, deps);
  const { diff, warnings } = await difference(path, before, made, map, deps);
  // A file that was only touched is no other map.
  const isSame = before.sha256 === made.sha256 && sameLock({ ...before, date: made.date }, made);
  const kept = isSame ? [] : await keep(path, made, deps);
  return documentOf(isSame ? 'unchanged' : 'updated', path, made, {
    previous: { sha256: before.sha256, date: before.date },
    diff,
    source: map.source,
    warnings: [...unused, ...map.warnings, ...warnings, ...kept],
  });
}

/** The address that the lock names. @throws UsageError for one that may not be asked because a lock says so. */
function addressToUpdate(before: Lock, file: LockFile, deps: Deps): string {
  const plan = planFor({}, deps);
  const address = lockedAddress(before, file.path, plan);
  if (mayAsk(address, file, plan)) return address.kind === 'url' ? address.url : address.path;
  throw new UsageError(
    `${file.path} is of ${address.shown}, which is not the configured address.`,
    `${allowHint(file)}; or name another with --map.`,
  );
}

/** Writes a lock. It is the user's own work, so the address that it names is allowed on this computer. */
async function keep(path: string, lock: Lock, deps: Deps): Promise<readonly Notice[]> {
  const text = await writeLock(path, lock);
  const plan = planFor({}, deps);
  if (mayAsk(lockedAddress(lock, path, plan), { path, text, isAllowed: () => false }, plan)) return [];
  try {
    await allow({ path, text }, deps.paths.configDir);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [{ code: 'LOCK_NOT_ALLOWED', message: `The lock is written, but not allowed. ${error.message}` }];
  }
}

/** The newest map. @throws MapUnavailableError where only the price book would answer. */
async function mapToLock(load: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const map = await loadMap({ ...load, lock: false, verify: true }, deps);
  if (map.source.kind !== 'price-book') return map;
  const reason = map.warnings.map(({ message }) => message).join(' ');
  throw new MapUnavailableError(
    `There is no map to lock. ${reason}`.trim(),
    'The price book needs no lock: it changes only with llmcost itself.',
  );
}

async function lockOf(
  { source, store }: LoadedMap,
  path: string,
  models: readonly string[],
  load: LoadOptions,
  deps: Deps,
): Promise<Lock> {
  const { lookUp } = await settingsFor(deps);
  return {
    url: addressInLock(planFor({ map: load.map }, deps).address, path),
    sha256: source.sha256,
    date: source.syncedAt,
    modelCount: source.modelCount,
    models,
    entries: entriesFor(store, models, lookUp),
  };
}

/** What the update changes: of the whole map where it is at hand, else of the entries that the lock keeps. */
async function difference(
  path: string,
  before: Lock,
  made: Lock,
  map: LoadedMap,
  deps: Deps,
): Promise<{ readonly diff: DiffDocument | null; readonly warnings: readonly Notice[] }> {
  const keys = [...new Set([...before.entries.keys(), ...made.entries.keys()])];
  const old = await mapBefore(path, before, deps);
  if (old === undefined) {
    const message = `What changed since ${dayOf(before.date)} cannot be said: the map that was locked is not in the cache.`;
    return { diff: null, warnings: [{ code: 'NO_DIFF', message }] };
  }
  const filters = { models: keys, providers: [], pricesOnly: false, minPercent: undefined };
  return { diff: diffDocument(old, { ...map, warnings: [] }, filters), warnings: [] };
}

async function mapBefore(path: string, before: Lock, deps: Deps): Promise<LoadedMap | undefined> {
  try {
    const map = await loadMap({ lock: path, offline: true, wholeLock: true, verify: true }, deps);
    const isWhole = map.warnings.every(({ code }) => code !== KEPT_ONLY);
    return isWhole ? map : { ...map, store: storeFromEntries(before.entries), warnings: [] };
  } catch (error) {
    if (error instanceof MapUnavailableError || error instanceof BrokenMapError) return undefined;
    throw error;
  }
}

function documentOf(
  status: LockDocument['status'],
  path: string,
  { entries, ...lock }: Lock,
  rest: Pick<LockDocument, 'previous' | 'diff' | 'source' | 'warnings'>,
): LockDocument {
  return { schemaVersion: SCHEMA_VERSION, status, path, ...lock, entries: [...entries.keys()], ...rest };
}

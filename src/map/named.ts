/** Maps by name, for commands that compare them: files, addresses, days, SHA-256s. */
import type { Deps } from '../core/deps.ts';
import { MapUnavailableError, UsageError } from '../core/errors.ts';
import { loadMap, type LoadOptions } from './load.ts';
import { looksLikeMoment, momentOf } from '../core/dates.ts';
import { datesOf, IMPORT_HINT, openSeen } from './as-of.ts';
import { fileTag } from '../core/files.ts';
import { toAddress } from './address.ts';
import { listSeen, listSnapshots } from './cache/history.ts';
import { planFor } from './plan.ts';
import { previousMap } from './previous.ts';
import type { LoadedMap } from '../models/store.ts';

/** Reserved names; a file of that name is written `./current`. */
export const CURRENT = 'current';
export const PREVIOUS = 'previous';
export const LOCKED = 'lock';

const SHA_PREFIX = /^[0-9a-f]{4,64}$/i;

/**
 * Opens the map of that name: `current`, `previous` (the last different one before it), `lock` (of the project),
 * a day or a moment of the history, a file, an address, or a prefix of a SHA-256.
 * @throws UsageError for an ambiguous name, MapUnavailableError when there is no such map.
 */
export async function namedMap(name: string, options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  switch (name) {
    case CURRENT:
      return await loadMap({ ...options, lock: false }, deps);
    case PREVIOUS:
      return await beforeCurrent(options, deps);
    case LOCKED:
      return await locked(options, deps);
    default:
      break;
  }
  if (looksLikeMoment(name))
    return await loadMap({ ...options, asOf: dayNamed(name, deps.now()), lock: false }, deps);
  const address = toAddress(name, deps.cwd);
  const isFile = address.kind === 'file' && fileTag(address.path) !== undefined;
  if (!isFile && SHA_PREFIX.test(name)) return await byPrefix(name.toLowerCase(), options, deps);
  return await loadMap({ ...options, map: name, lock: false }, deps);
}

function dayNamed(name: string, now: Date): Date {
  const moment = momentOf(name, 'end', now);
  if (moment !== undefined) return moment;
  throw new UsageError(`${name} is in no calendar.`, 'Write a day as 2026-11-22.');
}

async function beforeCurrent(options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const current = await loadMap({ ...options, lock: false }, deps);
  const previous = await previousMap(undefined, options, current.source, deps);
  if (previous !== undefined) {
    return { ...previous, warnings: [] };
  }
  const seen = await listSeen(planFor(options, deps).location);
  throw new MapUnavailableError(
    `There is no map before the current one: the history has ${datesOf(seen)}.`,
    `Name two maps, such as two files; ${IMPORT_HINT}`,
  );
}

async function locked(options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const map = await loadMap({ ...options, lock: true, wholeLock: true }, deps);
  if (map.source.kind === 'lock') return map;
  throw new MapUnavailableError(
    'There is no lock in this directory or above it.',
    '`llmcost lock` writes one; a file called lock is named ./lock.',
  );
}

async function byPrefix(prefix: string, options: LoadOptions, deps: Deps): Promise<LoadedMap> {
  const { location } = planFor(options, deps);
  const found = (await listSnapshots(location.root)).filter(({ sha256 }) => sha256.startsWith(prefix));
  const [only, ...others] = found;
  if (only === undefined) {
    throw new MapUnavailableError(
      `No map in the history has a SHA-256 that begins with ${prefix}, and there is no such file.`,
      '`llmcost cache --json` lists the snapshots.',
    );
  }
  if (others.length > 0) {
    throw new UsageError(
      `${found.length} maps have a SHA-256 that begins with ${prefix}.`,
      `They are ${found.map(({ sha256 }) => sha256.slice(0, 16)).join(', ')}.`,
    );
  }
  const seen = (await listSeen(location)).find(({ sha256 }) => sha256 === only.sha256);
  const map = await openSeen(location, seen ?? { sha256: only.sha256, at: only.since });
  // Addresses share snapshots: this one came from another address.
  return seen === undefined ? { ...map, source: { ...map.source, location: null } } : map;
}

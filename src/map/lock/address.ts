import { dirname, relative, sep } from 'node:path';
import { isWithin } from '../../config/named-file.ts';
import { toAddress, type MapAddress } from '../address.ts';
import type { Plan } from '../plan.ts';
import type { LockFile } from './find-lock.ts';
import type { Lock } from './lock.ts';

/**
 * The address as a lock names it. A lock is shared, so credentials and the query, which may hold a token, are
 * left out, and a path is relative to the lock.
 */
export function addressInLock(address: MapAddress, lockPath: string): string {
  if (address.kind === 'url') return address.shown;
  const path = relative(dirname(lockPath), address.path).split(sep).join('/');
  return path.startsWith('.') || /^([a-z]:)?\//i.test(path) ? path : `./${path}`;
}

/**
 * Where the map of a lock is fetched from. The secrets that a lock leaves out are taken from the configured
 * address if the two are otherwise equal.
 * @throws UsageError for an invalid address.
 */
export function lockedAddress({ url }: Pick<Lock, 'url'>, lockPath: string, plan: Plan): MapAddress {
  if (plan.address.kind === 'url' && plan.address.shown === url) return plan.address;
  return toAddress(url, dirname(lockPath));
}

/**
 * True when the map of a lock may be fetched from its address. A cloned lock must not make us request any URL or
 * read any file: only the configured address and files beside the lock are trusted, and any address once the
 * user has named or allowed the lock.
 */
export function mayAsk(address: MapAddress, file: LockFile, plan: Plan): boolean {
  if (targetOf(address) === targetOf(plan.address)) return true;
  const isBeside = address.kind === 'file' && isWithin(dirname(file.path), address.path) !== false;
  return isBeside || file.isAllowed();
}

function targetOf(address: MapAddress): string {
  return address.kind === 'url' ? address.url : address.path;
}

/** What to do about a lock whose address is not trusted. */
export function allowHint({ path }: LockFile): string {
  return `If you trust it: llmcost config allow ${path}`;
}

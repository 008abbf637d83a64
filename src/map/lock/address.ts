import { dirname, relative, sep } from 'node:path';
import { isWithin } from '../../config/named-file.ts';
import { toAddress, type MapAddress } from '../address.ts';
import type { Plan } from '../plan.ts';
import type { LockFile } from './find.ts';
import type { Lock } from './lock.ts';

/**
 * What a lock says of where its map is from. It is a file to share, so a name, a password and a query
 * of an address, which may hold a token, are left out; and the path of a file begins at the lock.
 */
export function addressInLock(address: MapAddress, lockPath: string): string {
  if (address.kind === 'url') return address.shown;
  const path = relative(dirname(lockPath), address.path).split(sep).join('/');
  return path.startsWith('.') || /^([a-z]:)?\//i.test(path) ? path : `./${path}`;
}

/**
 * Where the map of a lock is fetched. The secrets that the lock leaves out come from the address that
 * this computer has configured, where the two are the same without them.
 * @throws UsageError for an address that is none.
 */
export function lockedAddress({ url }: Pick<Lock, 'url'>, lockPath: string, plan: Plan): MapAddress {
  if (plan.address.kind === 'url' && plan.address.shown === url) return plan.address;
  return toAddress(url, dirname(lockPath));
}

/**
 * True where the map of a lock may be asked for where the lock says: the lock may have come with somebody
 * else's directory, and nobody is to be asked, and no file read, because it says so. The configured address may,
 * a file that came along with the lock may, and any where the user named or allowed the lock.
 */
export function mayAsk(address: MapAddress, file: LockFile, plan: Plan): boolean {
  if (targetOf(address) === targetOf(plan.address)) return true;
  const isBeside = address.kind === 'file' && isWithin(dirname(file.path), address.path) !== false;
  return isBeside || file.isAllowed();
}

function targetOf(address: MapAddress): string {
  return address.kind === 'url' ? address.url : address.path;
}

/** What to do about a lock whose address may not be asked. */
export function allowHint({ path }: LockFile): string {
  return `If you trust it: llmcost config allow ${path}`;
}

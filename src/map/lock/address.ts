import { dirname, relative, sep } from 'node:path';
import { toAddress, type MapAddress } from '../address.ts';
import type { Plan } from '../plan.ts';
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

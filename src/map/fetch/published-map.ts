import type { Deps } from '../../core/deps.ts';
import { MapUnavailableError } from '../../core/errors.ts';
import type { MapAddress } from '../address.ts';
import { readMapFile } from './file.ts';
import type { Plan } from '../plan.ts';

/** How the network may be used. */
export type NetworkPlan = Pick<Plan, 'offlineBy' | 'timeoutMs' | 'connectTimeoutMs' | 'onProgress'>;

/**
 * The published bytes of a map, from a file or the network; the cache is not asked.
 * @throws MapUnavailableError when they cannot be fetched, BrokenMapError when they cannot be a map.
 */
export async function fetchPublishedMap(
  address: MapAddress,
  network: NetworkPlan,
  deps: Deps,
): Promise<Buffer> {
  const { offlineBy, timeoutMs, connectTimeoutMs, onProgress } = network;
  if (address.kind === 'url' && offlineBy !== null) {
    throw new MapUnavailableError(
      `${offlineBy} forbids to fetch ${address.shown}.`,
      'Run the command without it.',
    );
  }
  if (address.kind === 'file') return (await readMapFile(address.path, address.shown)).bytes;
  const { fetchMap } = await import('./source.ts');
  const request = { url: address.url, timeoutMs, connectTimeoutMs, env: deps.env, onProgress };
  return (await fetchMap(request)).bytes;
}

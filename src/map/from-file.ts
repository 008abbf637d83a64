import { mapAt, type MapAddress } from './address.ts';
import { readMapFile } from './fetch/file.ts';
import { sha256Of } from './cache/history.ts';
import { parseMap, storeOfMap } from './parse.ts';
import type { LoadedMap } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';

/**
 * The map of `--map FILE`. It may be small and written by hand; values that cannot be used are counted in a
 * warning.
 * @throws MapUnavailableError when it cannot be read, BrokenMapError when it is no map.
 */
export async function mapFromFile(address: MapAddress & { kind: 'file' }): Promise<LoadedMap> {
  const reply = await readMapFile(address.path, address.shown);
  const map = parseMap(reply.bytes.toString('utf8'), mapAt(address));
  const source = {
    kind: 'file',
    location: address.shown,
    sha256: sha256Of(reply.bytes),
    syncedAt: reply.lastModified ?? new Date(0).toISOString(),
    modelCount: map.entries.size,
    projectFiles: [],
  } as const;
  const warnings: Notice[] = [];
  if (map.flawed > 0) {
    const entries = map.flawed === 1 ? 'entry has' : 'entries have';
    const message = `${map.flawed} ${entries} values in ${address.shown} that cannot be used; llmcost validate lists them.`;
    warnings.push({ code: 'VALUES_UNUSABLE', message });
  }
  return { store: storeOfMap(map), source, warnings };
}

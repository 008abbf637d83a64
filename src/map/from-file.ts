import { mapAt, type MapAddress } from './address.ts';
import { readMapFile } from './fetch/file.ts';
import { sha256Of } from './cache/history.ts';
import { parseMap } from './parse.ts';
import { storeFromEntries } from '../models/memory-store.ts';
import type { LoadedMap } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';

/**
 * A map from a file, for one command (`--map FILE`). It may be small, made by hand; entries that fail
 * are left out and counted in a warning.
 * @throws MapUnavailableError when it cannot be read, BrokenMapError when it is no map at all.
 */
export async function mapFromFile(address: MapAddress & { kind: 'file' }): Promise<LoadedMap> {
  const reply = await readMapFile(address.path, address.shown, null);
  if (reply.status !== 'modified') throw new Error('a file that was not compared cannot be unchanged');
  const map = parseMap(reply.bytes.toString('utf8'), mapAt(address));
  const source = {
    kind: 'file',
    location: address.shown,
    sha256: sha256Of(reply.bytes),
    syncedAt: reply.lastModified ?? new Date(0).toISOString(),
    modelCount: map.entries.size,
  } as const;
  const warnings: Notice[] = [];
  if (map.skipped > 0) {
    const message = `${map.skipped} ${map.skipped === 1 ? 'entry' : 'entries'} of ${address.shown} failed and ${map.skipped === 1 ? 'was' : 'were'} left out; llmcost validate says why.`;
    warnings.push({ code: 'ENTRIES_SKIPPED', message });
  }
  return { store: storeFromEntries(map.entries), source, warnings };
}

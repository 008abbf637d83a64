import type { MapSource } from '../../models/store.ts';
import { printable } from './text.ts';

const KINDS: Readonly<Record<MapSource['kind'], string>> = {
  file: 'file',
  url: 'fetched for this command',
  cache: 'cached copy',
  network: 'fetched now',
  'stale-cache': 'older cached copy',
  'price-book': 'embedded price book',
  lock: 'locked by llmcost.lock.json',
  'lock-entries': 'kept in the lock',
  snapshot: 'earlier snapshot',
};

/** The rows that say where a map came from. */
export function sourceLines(source: MapSource): readonly (readonly string[])[] {
  const where = source.location === null ? '' : ` ${printable(source.location)}`;
  const name = source.kind === 'price-book' ? "llmcost's price book" : 'LiteLLM model cost map';
  return [
    ['Pricing source', `${name} (${KINDS[source.kind]})`],
    ...(where === '' ? [] : [['Read from', where.trim()]]),
    ['Synced at', source.syncedAt.slice(0, 19).replace('T', ' ').concat(' UTC')],
    [source.kind === 'lock-entries' ? "SHA-256 of the lock's entries" : 'SHA-256', source.sha256],
    ...source.projectFiles.map((path) => ['Project file', printable(path)]),
  ];
}

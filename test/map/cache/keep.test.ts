import { describe, expect, it } from 'vitest';
import { parseMap } from '../../../src/map/parse.ts';
import { storeFromSnapshot } from '../../../src/map/cache/snapshot-store.ts';
import { renderSnapshot } from '../../../src/map/cache/snapshot.ts';
import { mapOf } from '../../helpers/maps.ts';

const { entries } = parseMap(mapOf(50), 'a map');

function stored(map = entries) {
  const { text, index, checks } = renderSnapshot(map);
  return storeFromSnapshot(
    {
      index: () => Buffer.from(index),
      text: () => Buffer.from(text),
      textBytes: () => text.length,
      slice: (offset, length) => Buffer.from(text.slice(offset, offset + length)),
    },
    checks,
  );
}

describe('asking a stored map for some of its entries', () => {
  it('gives those whose JSON was kept, as they are among all', () => {
    const store = stored();
    const some = [...store.all((json) => json.includes('"mode":"embedding"'))];
    expect(some.map(({ key }) => key)).toEqual(['tern-0', 'tern-10', 'tern-20', 'tern-30', 'tern-40']);
    expect(some).toEqual([...store.all()].filter(({ mode }) => mode === 'embedding'));
  });

  it('shows the JSON of every entry once, without what stands between them', () => {
    const shown: string[] = [];
    expect([...stored().all((json) => shown.push(json) < 0)]).toEqual([]);
    expect(shown.map((json) => Object.keys(JSON.parse(`{${json}}`)))).toEqual(
      [...entries.keys()].map((key) => [key]),
    );
  });

  it('gives nothing of an empty map', () => {
    expect([...stored(new Map()).all(() => true)]).toEqual([]);
  });
});

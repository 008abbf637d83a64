import { existsSync, readFileSync } from 'node:fs';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SnapshotDamagedError } from '../../../src/core/errors.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { crc32, crc32ForMany, wordSum } from '../../../src/map/cache/checksum.ts';
import { storeFromEntries } from '../../../src/models/memory-store.ts';
import type { ModelStore } from '../../../src/models/store.ts';
import { parseMap } from '../../../src/map/parse.ts';
import { storeFromSnapshot } from '../../../src/map/cache/snapshot-store.ts';
import { renderSnapshot } from '../../../src/map/cache/snapshot.ts';
import { mapOf } from '../../helpers/maps.ts';

const ODD: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>([
  [
    'plain',
    { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 1.25e-6, aliases: ['p', 'l'] },
  ],
  ['no-mode', { litellm_provider: 'shorebird', input_cost_per_image: 0.04 }],
  ['no-provider', { mode: 'chat' }],
  ['quote"back\\slash', { mode: 'chat' }],
  ['line\nbreak', { mode: 'a\nmode' }],
  ['vogel-größe-鳥-🐦', { mode: 'chat', note: 'Küste \u2028 \u0000 🐦' }],
  ['__proto__', { mode: 'chat', litellm_provider: 'shorebird' }],
  ['constructor', { mode: 'constructor' }],
  ['["plain","', { mode: 'chat' }],
  ['42', { mode: 'chat', output_cost_per_second: 0 }],
  ['', { mode: 'chat' }],
]);

/** The stored form in memory, so that a test can damage it. */
function stored(entries: ReadonlyMap<string, JsonObject>, damage?: { text?: Buffer; index?: Buffer }) {
  const { checks, ...bytes } = renderSnapshot(entries);
  const rendered = { text: bytes.text.toString(), index: bytes.index.toString() };
  const text = damage?.text ?? bytes.text;
  const index = damage?.index ?? bytes.index;
  const reads: string[] = [];
  const files = {
    index: () => index,
    text: () => (reads.push('text'), text),
    textBytes: () => text.length,
    slice: (offset: number, length: number) => (reads.push('slice'), text.subarray(offset, offset + length)),
  };
  return { rendered, reads, open: () => storeFromSnapshot(files, checks), checks };
}

/** Each model of a mode with the price under which it is found. */
function pricesOf(store: ModelStore, mode: string | null) {
  const found = store
    .priceGroups(mode)
    .flatMap(({ input, output, unit, models }) => models().map((model) => ({ input, output, unit, model })));
  return found.sort((a, b) => (a.model.key < b.model.key ? -1 : 1));
}

describe('the stored form', () => {
  const { rendered } = stored(ODD);

  it('is valid JSON with one entry a line, and says the same as the entries', () => {
    expect(JSON.parse(rendered.text)).toEqual(Object.fromEntries(ODD));
    expect(rendered.text.trimEnd().split('\n')).toHaveLength(ODD.size + 2);
  });

  it('is plain ASCII, so that a character is a byte', () => {
    expect(rendered.text + rendered.index).toMatch(/^[\n -~]*$/);
  });

  it('has an index that is valid JSON with one model a line', () => {
    const index: unknown = JSON.parse(rendered.index);
    expect(index).toMatchObject({ format: 4, models: ODD.size });
    expect(rendered.index.split('\n').filter((line) => line.startsWith('['))).toHaveLength(ODD.size);
  });

  it('keeps the keys that were set aside, and none of them is a model', () => {
    const setAside = [{ key: 'größe"\n', reason: 'holds null, not a model' }];
    const { text, index, checks } = renderSnapshot(ODD, setAside);
    const slice = (offset: number, length: number) => text.subarray(offset, offset + length);
    const files = { index: () => index, text: () => text, textBytes: () => text.length, slice };
    const store = storeFromSnapshot(files, checks);
    expect(store.setAside()).toEqual(setAside);
    expect(store.get('größe"\n')).toBeUndefined();
    expect(store.summaries()).toHaveLength(ODD.size);
    expect(stored(ODD).open().setAside()).toEqual([]);
  });

  it('can be empty', () => {
    const { open, rendered: empty } = stored(new Map());
    expect(JSON.parse(empty.text)).toEqual({});
    expect(open().summaries()).toEqual([]);
    expect(open().get('plain')).toBeUndefined();
  });
});

describe('a stored map', () => {
  const inMemory = storeFromEntries(ODD);

  it.each([...ODD.keys()])('finds %j, and nothing else under that name', (key) => {
    const store = stored(ODD).open();
    expect(store.get(key)).toEqual(inMemory.get(key));
    expect(store.get(`${key} `)).toBeUndefined();
    expect(store.get(key.slice(0, -1) || 'x')).toEqual(inMemory.get(key.slice(0, -1) || 'x'));
  });

  it.each([undefined, null, 'chat', 'a\nmode', 'constructor', 'no such mode'])(
    'sums up the models of mode %j like one in memory',
    (mode) => {
      const store = stored(ODD).open();
      const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
      expect([...store.summaries(mode)].sort(byKey)).toEqual([...inMemory.summaries(mode)].sort(byKey));
    },
  );

  it.each([null, 'chat', 'a\nmode', 'constructor', 'no such mode'])(
    'groups the models of mode %j by price like one in memory',
    (mode) => {
      expect(pricesOf(stored(ODD).open(), mode)).toEqual(pricesOf(inMemory, mode));
    },
  );

  it('has the models of one price in one group, and those without a price in none', () => {
    const sold = (input: number, output?: number) => ({
      mode: 'chat',
      input_cost_per_token: input,
      ...(output === undefined ? {} : { output_cost_per_token: output }),
    });
    const maps = new Map<string, JsonObject>([
      ['tern', sold(1e-6, 2e-6)],
      ['knot', sold(1e-6)],
      ['free', sold(0, 0)],
      ['azure/tern', sold(1e-6, 2e-6)],
      ['unpriced', { mode: 'chat' }],
      ['plover', { mode: 'chat', output_cost_per_image: 1e-6 }],
    ]);
    const groups = stored(maps).open().priceGroups('chat');
    const told = groups.map(({ unit, input, output, models }) => [
      [unit, input, output],
      models().map(({ key }) => key),
    ]);
    expect(told).toEqual([
      [
        ['token', 1e-6, 2e-6],
        ['tern', 'azure/tern'],
      ],
      [['token', 1e-6, null], ['knot']],
      [['token', 0, 0], ['free']],
      [['image', null, 1e-6], ['plover']],
    ]);
  });

  it('lists every entry', () => {
    const keys = [...stored(ODD).open().all()].map(({ key }) => key);
    expect(keys.sort()).toEqual([...ODD.keys()].sort());
  });

  it('reads only the line of the model that is asked for', () => {
    const { open, reads } = stored(ODD);
    const store = open();
    store.get('plain');
    store.summaries('chat');
    store.get('no such model');
    expect(reads).toEqual(['slice']);
  });

  it('reads all at once when many models are asked for', () => {
    const { entries } = parseMap(mapOf(200), 'the map');
    const { open, reads } = stored(entries);
    const store = open();
    for (const key of entries.keys()) expect(store.get(key)?.fields).toEqual(entries.get(key));
    expect(reads.filter((read) => read === 'text')).toHaveLength(1);
    expect(reads.length).toBeLessThan(50);
  });
});

describe('damage', () => {
  const { entries } = parseMap(mapOf(60), 'the map');
  const whole = stored(entries);
  const truth = storeFromEntries(entries);

  /** Asks everything: what comes back must be right. True where the damage was noticed. */
  function isNoticed(damage: { text?: Buffer; index?: Buffer }): boolean {
    try {
      const store = stored(entries, damage).open();
      for (const key of entries.keys()) expect(store.get(key)).toEqual(truth.get(key));
      expect(store.get('no such model')).toBeUndefined();
      expect(store.summaries()).toHaveLength(entries.size);
      expect([...store.summaries('chat')]).toEqual([...truth.summaries('chat')]);
      expect(pricesOf(store, 'chat')).toEqual(pricesOf(truth, 'chat'));
      expect([...store.all()]).toEqual([...truth.all()]);
      return false;
    } catch (error) {
      if (error instanceof SnapshotDamagedError) return true;
      throw error;
    }
  }

  const flipped = (text: string, at: number, bit: number): Buffer => {
    const bytes = Buffer.from(text);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
    return bytes;
  };

  it('of any bit of the index is noticed before it is used', () => {
    const { index } = whole.rendered;
    const noticed = property(nat(index.length - 1), nat(7), (at, bit) =>
      isNoticed({ index: flipped(index, at, bit) }),
    );
    expect(() => assert(noticed)).not.toThrow();
  });

  it('of any bit of the index is noticed by who asks for the models of one mode alone', () => {
    const { index } = whole.rendered;
    const noticed = property(nat(index.length - 1), nat(7), (at, bit) => {
      const store = stored(entries, { index: flipped(index, at, bit) }).open();
      try {
        expect([...store.summaries('chat')]).toEqual([...truth.summaries('chat')]);
      } catch (error) {
        if (!(error instanceof SnapshotDamagedError)) throw error;
      }
    });
    expect(() => assert(noticed)).not.toThrow();
    const inARow = flipped(index, index.indexOf('"tern-7"') + 1, 0);
    expect(() => stored(entries, { index: inARow }).open().summaries('chat')).toThrow(
      'the models of mode "chat" do not match their checksum',
    );
  });

  it('of any bit of the index is noticed by who asks for near prices alone', () => {
    const { index } = whole.rendered;
    const noticed = property(nat(index.length - 1), nat(7), (at, bit) => {
      const store = stored(entries, { index: flipped(index, at, bit) }).open();
      try {
        expect(pricesOf(store, 'chat')).toEqual(pricesOf(truth, 'chat'));
      } catch (error) {
        if (!(error instanceof SnapshotDamagedError)) throw error;
      }
    });
    expect(() => assert(noticed, { numRuns: 1000 })).not.toThrow();
    const inARow = flipped(index, index.indexOf('"tern-7"') + 1, 0);
    expect(() => pricesOf(stored(entries, { index: inARow }).open(), 'chat')).toThrow(
      'a row of the index does not match its checksum',
    );
    const inPrices = flipped(index, index.indexOf('"prices":', index.indexOf('{"mode":"chat"')) + 20, 0);
    expect(() => stored(entries, { index: inPrices }).open().priceGroups('chat')).toThrow(
      'the prices of mode "chat" do not match their checksum',
    );
  });

  it('of any bit of the snapshot is noticed before it is used', () => {
    const { text } = whole.rendered;
    const noticed = property(nat(text.length - 1), nat(7), (at, bit) =>
      isNoticed({ text: flipped(text, at, bit) }),
    );
    expect(() => assert(noticed)).not.toThrow();
  });

  it('does not reach models that lie elsewhere', () => {
    const text = flipped(whole.rendered.text, 10, 0);
    const store = stored(entries, { text }).open();
    expect(() => store.get('tern-0')).toThrow('the entry "tern-0" does not match its checksum');
    expect(store.get('tern-59')).toEqual(truth.get('tern-59'));
    expect(() => store.verify()).toThrow(SnapshotDamagedError);
  });

  it('by a cut is noticed at once', () => {
    const { text, index } = whole.rendered;
    expect(() => stored(entries, { text: Buffer.from(text.slice(0, -1)) }).open()).toThrow(
      SnapshotDamagedError,
    );
    expect(() => stored(entries, { index: Buffer.from(index.slice(0, -1)) }).open()).toThrow(
      SnapshotDamagedError,
    );
  });

  it('by a file that cannot be read is noticed at once', () => {
    const fails = () => {
      throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    };
    const files = { index: fails, text: fails, textBytes: fails, slice: fails };
    expect(() => storeFromSnapshot(files, whole.checks)).toThrow('the index cannot be read');
  });
});

describe('the checksum', () => {
  it('is the one of gzip, for short texts and long ones', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    for (const length of [0, 1, 4095, 4096, 4097, 100_000]) {
      const bytes = Buffer.from('tern'.repeat(length / 4 + 1).slice(0, length));
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
      expect(crc32ForMany()(bytes)).toBe(zlibCrc32(bytes));
    }
  });
});

describe('the sum by words', () => {
  // 16,777,619 is the multiplier, and the length comes in first: (4 xor 1) × 16,777,619 = 83,888,095;
  // (83,888,095 xor 1) × 16,777,619 mod 2^32 = 3,171,705,466.
  it.each([
    [[], 0],
    [[1, 0, 0, 0], 83_888_095],
    [[0, 0, 0, 0, 1], 3_171_705_466],
  ])('of %j is %d', (bytes, sum) => {
    expect(wordSum(Uint8Array.from(bytes))).toBe(sum);
  });

  it('does not depend on where the bytes lie', () => {
    const bytes = Buffer.from('...a tern and a shorebird');
    for (const start of [0, 1, 2, 3]) {
      const piece = bytes.subarray(start);
      expect(wordSum(piece)).toBe(wordSum(Uint8Array.from(piece)));
    }
  });
});

describe('a published map', () => {
  const MAP = '../shared/cost-maps/cost-map-2026-08-06.json';
  it.skipIf(!existsSync(MAP))(
    'answers from its stored form as from memory (skipped where there is no copy)',
    () => {
      const { entries } = parseMap(readFileSync(MAP, 'utf8'), 'the map');
      const store = stored(entries).open();
      const memory = storeFromEntries(entries);
      for (const key of entries.keys()) expect(store.get(key)).toEqual(memory.get(key));
      expect(store.summaries('image_generation')).toEqual(memory.summaries('image_generation'));
      expect(store.summaries(null)).toEqual(memory.summaries(null));
    },
  );
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/core/json.ts';
import { EntryDoubts } from '../../src/doctor/doubts.ts';
import { bookWitness, farFromListed, listedInBook } from '../../src/doctor/listed.ts';
import { severeBeside, severeIn } from '../../src/doctor/severe.ts';
import { BOOK_PRICE, makeHome, type Home } from '../helpers/home.ts';
import { entryOf } from '../helpers/pricing.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const FIELDS: JsonObject = {
  input_cost_per_token: 2.5e-6,
  output_cost_per_token: 1e-5,
  cache_read_input_token_cost: 1.25e-6,
  tiered_pricing: [{ range: [0, 5], input_cost_per_token: 1e-6 }],
};
const listed = { entry: entryOf(FIELDS), asOf: '2026-08-06' };
const far = (fields: JsonObject) => farFromListed(entryOf({ ...FIELDS, ...fields }), listed, NOW);

describe('a price beside that of the price book', () => {
  it('is doubted where it is a thousand times less, or more', () => {
    expect(far({ input_cost_per_token: 2.5e-9 })).toEqual([
      {
        code: 'SUSPICIOUS_PRICE',
        field: 'input_cost_per_token',
        message:
          'tern-1: Input (input_cost_per_token) is $0.0025 / 1M tokens, 1,000 times less than the $2.5000 / 1M tokens of the price book of 2026-08-06. (price-book)',
      },
    ]);
    expect(far({ output_cost_per_token: 1e-3 })[0]?.message).toContain('100 times more than');
    expect(far({ tiered_pricing: [{ range: [0, 5], input_cost_per_token: 1e-9 }] })).toHaveLength(1);
    expect(far({})).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ['nineteen times off, as a price may change', { input_cost_per_token: 2.5e-6 / 19 }],
    ['free', { input_cost_per_token: 0 }],
    ['none', { input_cost_per_token: null }],
    ['one that the book does not have', { input_cost_per_audio_token: 1e-9 }],
  ])('is not where it is %s', (_what, fields) => {
    expect(far(fields)).toEqual([]);
  });

  it('is not where the book’s own is beyond belief', () => {
    const wandb = { entry: entryOf({ input_cost_per_token: 0.135 }), asOf: '2026-08-06' };
    expect(farFromListed(entryOf({ input_cost_per_token: 1.35e-6 }), wandb, NOW)).toEqual([]);
  });
});

describe('the prices that an answer was made of', () => {
  const doubts = (fields: JsonObject, field: string, witness = false) =>
    new EntryDoubts(
      entryOf({ ...FIELDS, ...fields }),
      { review: undefined, listed: witness ? listed : undefined },
      NOW,
    )
      .about([{ meter: 'input', field }])
      .map(({ message }) => message);

  it('are doubted, and others are not', () => {
    // It is the output that nobody charges so little for, and no output was made.
    expect(doubts({ output_cost_per_token: 1e-9 }, 'input_cost_per_token', true)).toEqual([]);
    expect(doubts({ input_cost_per_token: 2.5e-9 }, 'input_cost_per_token', true)[0]).toContain('price-book');
    expect(doubts({}, 'input_cost_per_token', true)).toEqual([]);
  });

  it('are doubted without a witness, where another price of the entry is out of all proportion to them', () => {
    const [first, ...others] = doubts({ input_cost_per_token: 2.5e-9 }, 'input_cost_per_token');
    expect(first).toContain('input_cost_per_token, $0.0025 / 1M tokens. (outlier-inside)');
    expect(others).toEqual([]);
    const entry = entryOf({ ...FIELDS, input_cost_per_token: 2.5e-9 });
    expect(severeBeside(severeIn(entry, NOW), (field) => field === 'output_cost_per_token')).toEqual([]);
  });
});

describe('the price book of an installation', () => {
  let home: Home;
  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => home.remove());

  it('lists its models, with its day', () => {
    const of = listedInBook(home.deps());
    expect(of('tern-1')).toMatchObject({
      asOf: '2026-01-15',
      entry: { fields: { input_cost_per_token: BOOK_PRICE } },
    });
    expect(of('nobody')).toBeUndefined();
  });

  it('is the same witness read at once, for a whole map', () => {
    const { models, listed: of } = bookWitness(home.deps());
    const one = listedInBook(home.deps());
    expect(models).toBeGreaterThan(0);
    expect(of('tern-1')).toEqual(one('tern-1'));
    expect(of('nobody')).toBeUndefined();
  });

  it('says nothing of a whole map where its entries cannot be read', () => {
    const dir = join(home.dir, 'package', 'book');
    for (const name of readdirSync(dir).filter((file) => file.startsWith('entries-')))
      writeFileSync(join(dir, name), 'rubbish');
    expect(bookWitness(home.deps()).listed('tern-1')).toBeUndefined();
  });

  it('says nothing where it is missing', () => {
    rmSync(join(home.dir, 'package'), { recursive: true });
    expect(listedInBook(home.deps())('tern-1')).toBeUndefined();
  });
});

describe.skipIf(!HAS_SHARED_MAPS)('the published maps beside each other (needs ../shared/cost-maps)', () => {
  it('have hardly a price that is twenty times off the one before', () => {
    const [now, then] = SHARED_MAPS.map(sharedStore);
    const moved = [...(now?.all() ?? [])].flatMap((entry) => {
      const before = then?.get(entry.key);
      return before === undefined ? [] : farFromListed(entry, { entry: before, asOf: 'May' }, NOW);
    });
    expect(moved.map(({ message }) => message.split(':')[0])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { meter, priceLines, type Cost } from '../../src/pricing/cost.ts';
import type { Entry } from '../../src/models/entry.ts';
import { figure } from '../../src/models/entry.ts';
import { isPriceName } from '../../src/models/fields.ts';
import { formatAmount, formatPrice, plain, toNumber } from '../../src/core/money.ts';
import { normalized, pricesOf } from '../../src/models/prices.ts';
import type { Tier, Usage } from '../../src/usage/usage.ts';
import { NOON } from '../helpers/pricing.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

const DIGITS = /^\d+(\.\d+)?$/;
const DOLLARS = /^\$\d{1,3}(,\d{3})*\.\d{4,}$/;

function costOf(entry: Entry, usage: Usage, tier: Tier = 'standard', region?: string): Cost {
  const conditions = { tier, at: NOON, ...(region === undefined ? {} : { region }) };
  return priceLines(meter({ entry, usage, conditions, overlap: 'refuse' }).lines);
}

const USAGES: readonly Usage[] = [
  { inputTokens: 1000, outputTokens: 500 },
  {
    inputTokens: 300_000,
    cacheReadTokens: 100_000,
    cacheReadImageTokens: 1000,
    cacheReadAudioTokens: 1000,
    cacheWriteTokens: 20_000,
    cacheWrite1hTokens: 5000,
    inputImageTokens: 3000,
    inputAudioTokens: 4000,
    inputVideoTokens: 5000,
    outputTokens: 9000,
    reasoningTokens: 4000,
    outputImageTokens: 1000,
    outputAudioTokens: 1000,
    outputVideoTokens: 1000,
  },
  {
    images: 3,
    imageSize: '1024x1024',
    seconds: 60,
    characters: 100,
    pages: 2,
    annotatedPages: 1,
    credits: 1,
    queries: 2,
    sessions: 1,
    webSearches: 1,
  },
];

describe.skipIf(!HAS_SHARED_MAPS)('every model of the published maps (needs ../shared/cost-maps)', () => {
  describe.each(SHARED_MAPS)('of %s', (date) => {
    const entries = HAS_SHARED_MAPS ? [...sharedStore(date).all()] : [];

    it('costs nothing below zero, no NaN, no exponent, at any tier', () => {
      const wrong: string[] = [];
      for (const entry of entries) {
        for (const usage of USAGES) {
          for (const tier of ['standard', 'priority', 'batch'] as const) {
            const cost = costOf(entry, usage, tier, 'eu');
            const amounts = cost.lines.flatMap((line) => line.usd ?? []);
            const isRight =
              DOLLARS.test(formatAmount(cost.totalUsd)) && amounts.every((usd) => DIGITS.test(plain(usd)));
            if (!isRight) wrong.push(`${entry.key} at ${tier}: ${plain(cost.totalUsd)}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    });

    it('costs zero for nothing used, and is unknown only where it has no price at all', () => {
      const wrong: string[] = [];
      for (const entry of entries) {
        for (const usage of USAGES) {
          const nothing = Object.fromEntries(
            Object.entries(usage).map(([name, value]) => [name, typeof value === 'number' ? 0 : value]),
          );
          const { totalUsd, state } = costOf(entry, nothing);
          const hasPrice = pricesOf(entry).prices.some(
            ({ unit }) => unit !== 'factor' && unit !== 'dbu_token',
          );
          const isRight =
            plain(totalUsd) === '0' && (state === 'unknown') === !hasPrice && state !== 'partial';
          if (!isRight) wrong.push(`${entry.key}: ${plain(totalUsd)}, ${state}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    it('without any price field is unknown', () => {
      const bare = entries.filter(({ fields }) => !Object.keys(fields).some(isPriceName));
      expect(bare.length).toBeGreaterThan(50);
      for (const entry of bare) {
        for (const usage of USAGES) expect(costOf(entry, usage).state, entry.key).toBe('unknown');
        expect(costOf(entry, { inputTokens: 0, outputTokens: 0 }).state, entry.key).toBe('unknown');
      }
    });

    it('priced 0 on both sides is free, and said to be', () => {
      const free = entries.filter(
        (entry) =>
          figure(entry, 'input_cost_per_token') === 0 &&
          figure(entry, 'output_cost_per_token') === 0 &&
          figure(entry, 'output_cost_per_image_token') === undefined &&
          figure(entry, 'input_cost_per_request') === undefined,
      );
      expect(free.length).toBeGreaterThan(50);
      for (const entry of free) {
        expect(costOf(entry, { inputTokens: 1000, outputTokens: 500 }).state, entry.key).toBe('free');
      }
    });

    it('with both token prices has a cost that is known', () => {
      for (const entry of entries) {
        const input = figure(entry, 'input_cost_per_token');
        const output = figure(entry, 'output_cost_per_token');
        if (input === undefined || output === undefined || input + output === 0) continue;
        expect(costOf(entry, { inputTokens: 1000, outputTokens: 500 }).state, entry.key).toMatch(
          /known|free/,
        );
      }
    });

    it('shows every price in plain digits, as it stands in the entry and as people compare it', () => {
      const wrong: string[] = [];
      for (const entry of entries) {
        for (const price of pricesOf(entry).prices) {
          const { usd } = normalized(price.value, price.unit);
          const shown = [DIGITS.test(price.raw), DOLLARS.test(formatPrice(usd)), toNumber(usd) >= 0];
          if (shown.includes(false)) wrong.push(`${entry.key} ${price.field}: ${price.raw}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  });
});

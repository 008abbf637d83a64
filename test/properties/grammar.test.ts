import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount, parseCount } from '../../src/cli/flags/counts.ts';
import { fieldName, isPriceName, METRICS, parseField, type MetricName } from '../../src/models/fields.ts';
import {
  decimal,
  formatAmount,
  formatCount,
  formatPrice,
  formatRounded,
  plain,
  toNumber,
} from '../../src/core/money.ts';

const metrics = Object.keys(METRICS) as MetricName[];

describe('the grammar of price fields', () => {
  const conditions = fc.record(
    {
      aboveTokens: fc.integer({ min: 1, max: 10_000_000 }),
      tier: fc.constantFrom('flex' as const, 'priority' as const, 'ultrafast' as const, 'auto' as const),
      batch: fc.constant(true),
    },
    { requiredKeys: [] },
  );

  it('takes apart what it puts together', () => {
    fc.assert(
      fc.property(fc.constantFrom(...metrics), conditions, (metric, under) => {
        const name = fieldName(metric, under);
        expect(isPriceName(name)).toBe(true);
        expect(parseField(name)).toEqual({
          ...METRICS[metric],
          name,
          metric,
          aboveTokens: under.aboveTokens ?? null,
          tier: under.tier ?? null,
          batch: under.batch ?? false,
          ttl: null,
          resolution: null,
          interval: null,
          quality: null,
        });
      }),
    );
  });

  it('takes apart times to live, resolutions and intervals with the rest', () => {
    const part = fc.constantFrom(
      ['cache_creation_input_token_cost', { ttl: '1h' }] as const,
      ['output_cost_per_second', { resolution: '1080p' }] as const,
      ['output_cost_per_image', { resolution: '0.5K' }] as const,
      ['input_cost_per_video_per_second', { interval: '8s' }] as const,
    );
    fc.assert(
      fc.property(part, conditions, ([metric, one], under) => {
        expect(parseField(fieldName(metric, { ...under, ...one }))).toMatchObject({
          metric,
          ...one,
          aboveTokens: under.aboveTokens ?? null,
          tier: under.tier ?? null,
          batch: under.batch ?? false,
        });
      }),
    );
  });

  it('takes no name apart that it would not put together again', () => {
    const bits = fc.constantFrom(
      '_',
      'input',
      'cost',
      'per',
      'token',
      'above',
      '200k',
      'tokens',
      'flex',
      'batches',
      '1hr',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (words) => {
        const name = words.join('_');
        const parsed = parseField(name);
        if (parsed === undefined) return;
        const { metric, aboveTokens, tier, batch, ttl } = parsed;
        const again = {
          ...(aboveTokens === null ? {} : { aboveTokens }),
          ...(tier === null ? {} : { tier }),
          ...(ttl === null ? {} : { ttl }),
          batch,
        };
        expect(metrics.filter((known) => fieldName(known, again) === name)).toEqual([metric]);
      }),
    );
  });
});

describe('counts', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (count) => {
        expect(parseCount(formatCount(count), '--input')).toBe(count);
        expect(parseCount(String(count), '--input')).toBe(count);
      }),
    );
  });

  it('are read with every letter as with every digit', () => {
    const letter = fc.constantFrom(['k', 3], ['m', 6], ['b', 9]) satisfies fc.Arbitrary<unknown>;
    fc.assert(
      fc.property(fc.nat(9_000_000), fc.nat(3), letter, (digits, decimals, [name, places]) => {
        const text = String(digits).padStart(decimals + 1, '0');
        const at = text.length - decimals;
        const written = decimals === 0 ? text : `${text.slice(0, at)}.${text.slice(at)}`;
        const whole = BigInt(digits) * 10n ** BigInt(Number(places) - decimals);
        expect(parseCount(`${written}${name}`, '--input')).toBe(Number(whole));
      }),
    );
  });

  it('of any text are a number of 0 or more, or an error about the flag', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?[\d_,.]{0,20}[kmbg]?$/)), (text) => {
        try {
          const amount = parseAmount(text, '--seconds');
          expect(amount >= 0 && amount <= Number.MAX_SAFE_INTEGER).toBe(true);
        } catch (error) {
          expect(String(error)).toContain('--seconds must');
        }
      }),
    );
  });
});

describe('amounts as text', () => {
  const amount = fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: -30, max: 3 }))
    .map(([digits, exponent]) => decimal(`${digits}e${exponent}`));

  it.each([
    ['price', formatPrice],
    ['amount', formatAmount],
    ['rounded amount', formatRounded],
  ])('never hide a %s above zero, and never have an exponent', (_what, format) => {
    fc.assert(
      fc.property(amount, (usd) => {
        const text = format(usd);
        expect(text).toMatch(/^\$\d{1,3}(,\d{3})*\.\d{4,}$/);
        expect(/[1-9]/.test(text)).toBe(!usd.eq(0));
      }),
    );
  });

  it('of prices and of rounded amounts are right to as many digits as they show', () => {
    fc.assert(
      fc.property(amount, (usd) => {
        const shown = Number(formatRounded(usd).replace(/[$,]/g, ''));
        const exact = toNumber(usd);
        expect(Math.abs(shown - exact)).toBeLessThanOrEqual(Math.max(0.00005, exact * 1e-12) * 1.000001);
      }),
    );
  });

  it('have every digit of a double', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(plain(value))).toBe(value);
        expect(plain(value)).toMatch(/^\d+(\.\d+)?$/);
      }),
    );
  });
});

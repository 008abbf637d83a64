import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meter, priceLines, type Cost, type Metered } from '../../src/pricing/cost.ts';
import { asObject } from '../../src/core/json.ts';
import { toEntry, type Entry } from '../../src/models/entry.ts';
import { compare, decimal, plain, sum, times } from '../../src/core/money.ts';
import { pricesOf } from '../../src/models/prices.ts';
import type { Usage } from '../../src/usage/usage.ts';
import {
  entry,
  entryFields,
  moment,
  tokenUsage,
  turned,
  usage,
  type Moment,
} from '../helpers/arbitraries.ts';
import { entryOf, NOON } from '../helpers/pricing.ts';

function metered(model: Entry, used: Usage, when: Moment): Metered {
  return meter({ entry: model, usage: used, conditions: { at: NOON, ...when }, overlap: 'refuse' });
}

function costOf(model: Entry, used: Usage, when: Moment, requests = 1): Cost {
  return priceLines(metered(model, used, when).lines, requests);
}

/** What a person sees of a cost, as one text. */
function told(cost: Cost): string {
  const lines = cost.lines.map(
    ({ meter, quantity, rate, usd }) =>
      `${meter} ${quantity} ${rate === undefined ? '?' : `${plain(rate.usdPerUnit)} ${rate.field} ${rate.condition}`} ${usd === undefined ? '?' : plain(usd)}`,
  );
  return [...lines, plain(cost.totalUsd), cost.state].join('\n');
}

describe('the cost of any usage of any entry', () => {
  it('is zero for nothing used', () => {
    fc.assert(
      fc.property(entry, moment, usage, (model, when, used) => {
        const nothing = Object.fromEntries(Object.keys(used).map((name) => [name, 0]));
        expect(plain(costOf(model, nothing, when).totalUsd)).toBe('0');
      }),
    );
  });

  it('is the sum of its lines and of its sides', () => {
    fc.assert(
      fc.property(entry, usage, moment, (model, used, when) => {
        const cost = costOf(model, used, when);
        const lines = sum(cost.lines.flatMap(({ usd }) => usd ?? []));
        expect(plain(lines)).toBe(plain(cost.totalUsd));
        expect(plain(sum([cost.inputUsd, cost.outputUsd, cost.otherUsd]))).toBe(plain(cost.totalUsd));
      }),
    );
  });

  it('has every token in exactly one line', () => {
    fc.assert(
      fc.property(entry, tokenUsage, moment, (model, used, when) => {
        const { lines } = metered(model, used, when);
        const side = (name: string) =>
          lines.reduce(
            (total, line) => total + (line.side === name && line.unit === 'token' ? line.quantity : 0),
            0,
          );
        expect([side('input'), side('output')]).toEqual([used.inputTokens, used.outputTokens]);
      }),
    );
  });

  it('is that of one request, many times', () => {
    fc.assert(
      fc.property(entry, usage, moment, fc.nat(1_000_000), (model, used, when, requests) => {
        const one = costOf(model, used, when).totalUsd;
        expect(plain(costOf(model, used, when, requests).totalUsd)).toBe(plain(times(one, requests)));
      }),
    );
  });

  it('does not fall when there is more text, while the same rates hold', () => {
    fc.assert(
      fc.property(entry, tokenUsage, moment, fc.nat(5000), fc.nat(5000), (model, used, when, more, made) => {
        const larger = {
          ...used,
          inputTokens: (used.inputTokens ?? 0) + more,
          outputTokens: (used.outputTokens ?? 0) + made,
        };
        const [a, b] = [metered(model, used, when), metered(model, larger, when)];
        fc.pre(a.ratesKey === b.ratesKey);
        expect(compare(priceLines(a.lines).totalUsd, priceLines(b.lines).totalUsd)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is never below zero, and says of every line whether it has a price', () => {
    fc.assert(
      fc.property(entry, usage, moment, (model, used, when) => {
        const cost = costOf(model, used, when);
        for (const { quantity, rate, usd } of cost.lines) {
          expect(usd === undefined).toBe(rate === undefined);
          if (rate === undefined || usd === undefined) continue;
          expect(compare(usd, decimal(0))).toBeGreaterThanOrEqual(0);
          expect(plain(usd)).toBe(plain(times(rate.usdPerUnit, quantity)));
          expect(plain(usd)).toMatch(/^\d+(\.\d+)?$/);
        }
        const unpriced = cost.lines.filter(({ rate }) => rate === undefined).length;
        expect(cost.state === 'unknown').toBe(unpriced > 0 && unpriced === cost.lines.length);
        expect(cost.state === 'partial').toBe(unpriced > 0 && unpriced < cost.lines.length);
      }),
    );
  });

  it('does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(entryFields, usage, moment, (fields, used, when) => {
        const other = toEntry('tern-1', asObject(turned(entryOf(fields).fields)));
        if (other === undefined) throw new Error('an object is always an entry');
        expect(told(costOf(other, used, when))).toBe(told(costOf(entryOf(fields), used, when)));
        const names = (model: Entry) => pricesOf(model).prices.map(({ field }) => field);
        expect(names(other)).toEqual(names(entryOf(fields)));
      }),
    );
  });

  it('takes the same rates for requests with the same key, so that their tokens may be added first', () => {
    fc.assert(
      fc.property(entry, tokenUsage, tokenUsage, moment, (model, one, two, when) => {
        const [a, b] = [metered(model, one, when), metered(model, two, when)];
        fc.pre(a.ratesKey === b.ratesKey);
        const rates = new Map(a.lines.map(({ meter, rate }) => [meter, rate]));
        for (const { meter, rate } of b.lines) {
          if (!rates.has(meter)) continue;
          expect(rate?.field).toBe(rates.get(meter)?.field);
          expect(rate?.usdPerUnit.toFixed()).toBe(rates.get(meter)?.usdPerUnit.toFixed());
        }
      }),
    );
  });

  it('at the standard tier does not look at the prices of any other', () => {
    fc.assert(
      fc.property(entryFields, tokenUsage, (fields, used) => {
        const standard = Object.fromEntries(
          Object.entries(fields).filter(([name]) => !/_(flex|priority|ultrafast|batches)$/.test(name)),
        );
        const when = { tier: 'standard' } as const;
        expect(told(costOf(entryOf(standard), used, when))).toBe(told(costOf(entryOf(fields), used, when)));
      }),
    );
  });

  it('comes from a field that the entry has', () => {
    fc.assert(
      fc.property(entry, usage, moment, (model, used, when) => {
        const listed = new Set(pricesOf(model).prices.map(({ field }) => field));
        const taken = metered(model, used, when).lines.flatMap(({ rate }) => rate?.field ?? []);
        expect(taken.filter((field) => !listed.has(field))).toEqual([]);
      }),
    );
  });
});

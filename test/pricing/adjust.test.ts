import { describe, expect, test } from 'vitest';
import { adjust } from '../../src/pricing/adjust.ts';
import { type CostRule } from '../../src/config/settings.ts';
import { priceLines, type MeteredLine } from '../../src/pricing/cost.ts';
import { decimal, plain } from '../../src/core/money.ts';

function rule(kind: CostRule['kind'], percent: number, usdPerRequest = 0): CostRule {
  return { kind, percent, usdPerRequest, name: null, provider: null, model: null, file: 'f', path: 'p' };
}

/** A request that costs so much, of one line; null for a line without a price. */
function costing(usd: string | null, requests = 1) {
  return priceLines([line(usd)], requests);
}

function line(usd: string | null): MeteredLine {
  const rate = { field: 'f', condition: null, assumptions: [], passedOver: [] };
  return {
    meter: 'input',
    label: 'Input',
    side: 'input',
    quantity: 1,
    unit: 'token',
    rate: usd === null ? undefined : { ...rate, usdPerUnit: decimal(usd) },
  };
}

describe('discounts and margins', () => {
  test.each([
    ['a discount of an eighth', '2', [rule('discount', 12.5)], '1.75', ['-0.25']],
    ['a margin of a fifth', '2', [rule('margin', 20)], '2.4', ['0.4']],
    [
      'the margin is of what the discount left',
      '2',
      [rule('discount', 50), rule('margin', 10)],
      '1.1',
      ['-1', '0.1'],
    ],
    ['a percentage and a sum together', '1', [rule('margin', 10, 0.001)], '1.101', ['0.101']],
    ['a discount takes no more than there is', '0.5', [rule('discount', 0, 2)], '0', ['-0.5']],
    ['a tenth of a cent, exactly', '0.1', [rule('discount', 0.1)], '0.0999', ['-0.0001']],
  ])('%s', (_what, usd, rules, total, amounts) => {
    const adjusted = adjust(costing(usd), rules);
    expect(plain(adjusted.totalUsd)).toBe(total);
    expect(adjusted.adjustments.map((each) => plain(each.usd))).toEqual(amounts);
  });

  test('a sum for each request counts as often as there are requests', () => {
    expect(plain(adjust(costing('2', 1000), [rule('margin', 0, 0.001)], 1000).totalUsd)).toBe('2001');
  });

  test('an unknown cost stays unknown', () => {
    const adjusted = adjust(costing(null), [rule('margin', 10, 5)]);
    expect([adjusted.state, adjusted.adjustments]).toEqual(['unknown', []]);
  });

  test('a cost that is known in part stays so', () => {
    const adjusted = adjust(priceLines([line('2'), line(null)]), [rule('margin', 50)]);
    expect([adjusted.state, plain(adjusted.totalUsd)]).toEqual(['partial', '3']);
  });

  test('what was free is not free any more with a margin on it', () => {
    expect(adjust(costing('0'), [rule('margin', 10)]).state).toBe('free');
    expect(adjust(costing('0'), [rule('margin', 0, 0.01)]).state).toBe('known');
  });
});

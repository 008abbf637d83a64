import { describe, expect, it } from 'vitest';
import { changesOf, isAtLeast, isEmpty, sameValue, type EntryChanges } from '../../src/models/changes.ts';
import { diffMaps, isSame } from '../../src/cli/commands/diff/diff-maps.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { entryOf } from '../helpers/pricing.ts';

const between = (before: JsonObject, after: JsonObject): EntryChanges =>
  changesOf(entryOf(before), entryOf(after));

describe('a price', () => {
  it('that changed has both figures, and the percentage', () => {
    const { prices, ...others } = between(
      { input_cost_per_token: 0.0000025 },
      { input_cost_per_token: 0.000002 },
    );
    expect(prices).toEqual([
      {
        item: 'Input',
        field: 'input_cost_per_token',
        unit: 'token',
        normalizedUnit: '1M tokens',
        before: { raw: '0.0000025', usdPerUnit: 2.5e-6, per1MUsd: 2.5, normalizedUsd: 2.5, condition: null },
        after: { raw: '0.000002', usdPerUnit: 2e-6, per1MUsd: 2, normalizedUsd: 2, condition: null },
        percent: -20,
      },
    ]);
    expect(others).toEqual({ limits: [], capabilities: [], deprecation: null, otherFields: [] });
  });

  it.each([
    ['from 3 to 4', 3e-6, 4e-6, 33.3333],
    ['from 0.1 to 0.3', 1e-7, 3e-7, 200],
    ['to 0', 3e-6, 0, -100],
    ['from 0', 0, 3e-6, null],
    ['of more than any double holds', 1e-300, 1e9, null],
    ['that comes', null, 3e-6, null],
    ['that goes', 3e-6, null, null],
  ])('%s has the percentage %s → %s: %s', (_what, before, after, percent) => {
    const field = 'output_cost_per_token_batches';
    const [change] = between({ [field]: before }, { [field]: after }).prices;
    expect(change?.percent).toBe(percent);
    expect(change?.before === null).toBe(before === null);
    expect(change?.after === null).toBe(after === null);
  });

  it('in an object or a list is named by its place', () => {
    const before = {
      search_context_cost_per_query: { search_context_size_low: 0.03, search_context_size_high: 0.05 },
      tiered_pricing: [{ range: [0, 1000], input_cost_per_token: 1e-6 }],
    };
    const after = {
      search_context_cost_per_query: { search_context_size_high: 0.05, search_context_size_low: 0.025 },
      tiered_pricing: [{ range: [0, 1000], input_cost_per_token: 2e-6 }],
    };
    const { prices, otherFields } = between(before, after);
    expect(prices.map(({ field, percent }) => [field, percent])).toEqual([
      ['search_context_cost_per_query.search_context_size_low', -16.6667],
      ['tiered_pricing[0].input_cost_per_token', 100],
    ]);
    expect(otherFields).toEqual([]);
  });

  it('that holds for another range is another price', () => {
    const tiers = (upTo: number) => ({ tiered_pricing: [{ range: [0, upTo], input_cost_per_token: 1e-6 }] });
    const { prices, otherFields } = between(tiers(32_000), tiers(128_000));
    expect(prices.map(({ before, after }) => [before?.condition, after?.condition])).toEqual([
      ['0–32K input tokens', '0–128K input tokens'],
    ]);
    expect(otherFields).toEqual([]);
    expect(prices.every((change) => isAtLeast(change, 10))).toBe(true);
  });

  it('that is no figure is counted among the other fields', () => {
    const { prices, otherFields } = between({ input_cost_per_flap: 'a' }, { input_cost_per_flap: 'b' });
    expect(prices).toEqual([]);
    expect(otherFields).toEqual(['input_cost_per_flap']);
  });

  it.each([
    [1e-6, 1.1e-6, 10, true],
    [1e-6, 1.0999e-6, 10, false],
    [1e-6, 0.9e-6, 10, true],
    [3e-7, 3.3e-7, 10, true],
    [1e-6, 1e-5, 900, true],
    [1e-6, 1e-5, 900.1, false],
    [0, 1e-9, 1_000_000, true],
  ])('from %s to %s is at least %s %%: %s', (before, after, percent, expected) => {
    const [change] = between({ input_cost_per_token: before }, { input_cost_per_token: after }).prices;
    expect(change !== undefined && isAtLeast(change, percent)).toBe(expected);
  });
});

describe('other fields', () => {
  it('are limits, capabilities, the day of deprecation, and the rest', () => {
    const before = {
      max_tokens: 4096,
      max_input_tokens: 128_000,
      supports_vision: true,
      supports_reasoning: false,
      deprecation_date: '2026-12-01',
      source: 'https://old.example',
      mode: 'chat',
    };
    const after = {
      max_tokens: 8192,
      rpm: 100,
      max_input_tokens: 128_000.0,
      supports_reasoning: true,
      supports_web_search: false,
      mode: 'responses',
      litellm_provider: 'wader',
    };
    expect(between(before, after)).toEqual({
      prices: [],
      limits: [
        { field: 'max_tokens', before: 4096, after: 8192, percent: 100 },
        { field: 'rpm', before: null, after: 100, percent: null },
      ],
      capabilities: [
        { field: 'supports_reasoning', before: false, after: true },
        { field: 'supports_web_search', before: null, after: false },
        { field: 'supports_vision', before: true, after: null },
      ],
      deprecation: { before: '2026-12-01', after: null },
      otherFields: ['litellm_provider', 'mode', 'source'],
    });
  });

  it('that hold something unexpected are never lost', () => {
    const odd = { max_tokens: { many: 1 }, supports_vision: 'some', deprecation_date: 5 };
    expect(between({}, odd).otherFields).toEqual(['max_tokens', 'supports_vision', 'deprecation_date']);
  });

  it('that are null say as little as absent ones', () => {
    const none = { input_cost_per_token: null, max_tokens: null, supports_vision: null, source: null };
    expect(isEmpty(between(none, {}))).toBe(true);
    expect(isEmpty(between({}, none))).toBe(true);
  });
});

describe('equality', () => {
  it.each<[JsonValue, JsonValue, boolean]>([
    [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [[1, 2], [2, 1], false],
    [[1], { 0: 1 }, false],
    [{}, [], false],
    [0, false, false],
    ['1', 1, false],
    [{ constructor: 1 }, {}, false],
    [{}, { toString: 1 }, false],
  ])('of %j and %j is %s', (a, b, expected) => {
    expect(sameValue(a, b)).toBe(expected);
    expect(sameValue(b, a)).toBe(expected);
  });
});

describe('two maps', () => {
  const old = [
    entryOf({ input_cost_per_token: 1e-6 }, 'tern-1'),
    entryOf({ input_cost_per_token: 1e-6 }, 'gone-1'),
    entryOf({ input_cost_per_token: 1e-6, max_tokens: 5 }, 'tern-2'),
    entryOf({}, 'same-1'),
  ];
  const now = [
    entryOf({ input_cost_per_token: 1.05e-6 }, 'tern-2'),
    entryOf({ input_cost_per_token: 3e-6 }, 'tern-1'),
    entryOf({ output_cost_per_token: 2e-6 }, 'new-1'),
    entryOf({}, 'same-1'),
  ];
  const keys = (models: readonly { readonly model: string }[]) => models.map(({ model }) => model);

  it('differ in what came, what went and what changed, in the order of the keys', () => {
    const { counts, added, removed, changed } = diffMaps(old, now);
    expect(counts).toEqual({
      added: 1,
      removed: 1,
      changed: 2,
      prices: 2,
      limits: 1,
      capabilities: 0,
      deprecations: 0,
      otherFields: 0,
    });
    expect(added).toEqual([
      {
        model: 'new-1',
        provider: 'shorebird',
        mode: 'chat',
        unit: 'token',
        inputUsdPerUnit: null,
        outputUsdPerUnit: 2e-6,
      },
    ]);
    expect(keys(removed)).toEqual(['gone-1']);
    expect(keys(changed)).toEqual(['tern-1', 'tern-2']);
  });

  it('are shown in part: prices alone, large changes, some models', () => {
    const pricesOnly = diffMaps(old, now, { pricesOnly: true });
    expect([keys(pricesOnly.added), keys(pricesOnly.removed), pricesOnly.counts.limits]).toEqual([[], [], 0]);
    // 5 % is less than 10 %, but a limit is no price.
    expect(
      diffMaps(old, now, { minPercent: 10 }).changed.map(({ model, prices }) => [model, prices.length]),
    ).toEqual([
      ['tern-1', 1],
      ['tern-2', 0],
    ]);
    expect(keys(diffMaps(old, now, { minPercent: 10, pricesOnly: true }).changed)).toEqual(['tern-1']);
    const some = diffMaps(old, now, { isWanted: ({ key }) => key.endsWith('2') });
    expect([keys(some.added), keys(some.removed), keys(some.changed)]).toEqual([[], [], ['tern-2']]);
  });

  it('of which one is the other differ in nothing', () => {
    expect(isSame(diffMaps(old, [...old].reverse()))).toBe(true);
  });

  it('are mirror images of each other', () => {
    const there = diffMaps(old, now);
    const back = diffMaps(now, old);
    expect(keys(back.added)).toEqual(keys(there.removed));
    expect(keys(back.removed)).toEqual(keys(there.added));
    expect({ ...back.counts, added: 0, removed: 0 }).toEqual({ ...there.counts, added: 0, removed: 0 });
  });
});

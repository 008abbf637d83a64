import { describe, expect, test } from 'vitest';
import { overlayStore } from '../../src/config/overlay.ts';
import { readConfig } from '../../src/config/read.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { JsonValue } from '../../src/core/json.ts';
import { storeFromEntries } from '../../src/models/memory-store.ts';
import type { ModelStore } from '../../src/models/store.ts';

const MAP = new Map([
  [
    'tern',
    { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 },
  ],
  ['knot', { litellm_provider: 'shorebird', mode: 'embedding', input_cost_per_token: 1e-7 }],
]);

function laid(settings: JsonValue): ModelStore {
  const { config, issues } = readConfig(settings);
  expect(issues).toEqual([]);
  return overlayStore(storeFromEntries(MAP), { own: config.models, overrides: config.overrides });
}

describe('the map with the user’s models over it', () => {
  test('a model of the user’s own stands in for a key of the map that has no entry', () => {
    const failed = ['gull', 'tern-9'].map((key) => ({ key, reason: 'holds null, not a model' }));
    const { config } = readConfig({ models: { gull: { usdPer1M: { input: 4 } } } });
    const store = overlayStore(storeFromEntries(MAP, failed), {
      own: config.models,
      overrides: config.overrides,
    });
    expect(store.setAside().map(({ key }) => key)).toEqual(['tern-9']);
    expect(store.get('gull')?.fields).toEqual({ input_cost_per_token: 4e-6 });
  });

  test('an override changes its own fields and leaves the others', () => {
    const store = laid({ overrides: { tern: { usdPer1M: { input: 1.5 } } } });
    expect(store.get('tern')?.fields).toEqual({ ...MAP.get('tern'), input_cost_per_token: 0.0000015 });
    expect(store.get('knot')?.fields).toEqual(MAP.get('knot'));
    expect(store.size).toBe(2);
  });

  test('null takes a price away, so that it is unknown and not 0', () => {
    const store = laid({ overrides: { tern: { usdPer1M: { output: null } } } });
    expect(store.get('tern')?.fields).not.toHaveProperty('output_cost_per_token');
    expect(store.summaries('chat')).toMatchObject([{ key: 'tern', input: 2e-6, output: null }]);
  });

  test('a model of the user’s own is found, listed and counted', () => {
    const store = laid({ models: { mine: { provider: 'house', mode: 'chat', usdPer1M: { input: 4 } } } });
    expect(store.get('mine')).toMatchObject({
      provider: 'house',
      mode: 'chat',
      fields: { input_cost_per_token: 4e-6 },
    });
    expect(store.size).toBe(3);
    expect(store.summaries().map(({ key }) => key)).toEqual(['tern', 'knot', 'mine']);
    expect(store.summaries('chat').map(({ key }) => key)).toEqual(['tern', 'mine']);
    expect([...store.all()].map(({ key }) => key)).toEqual(['tern', 'knot', 'mine']);
  });

  test('a model like another has its fields, but for those beside it', () => {
    const store = laid({ models: { mine: { sameAs: 'tern', usdPer1M: { output: 9 } } } });
    expect(store.get('mine')?.fields).toEqual({ ...MAP.get('tern'), output_cost_per_token: 0.000009 });
  });

  test('a model like one that is not there cannot be used', () => {
    const store = laid({ models: { mine: { sameAs: 'trn' } } });
    expect(() => store.get('mine')).toThrow(UsageError);
    expect(store.get('tern')).toBeDefined();
  });

  test('a mode of the user’s moves a model to it', () => {
    const store = laid({ overrides: { knot: { mode: 'chat' } } });
    expect(store.summaries('embedding')).toEqual([]);
    expect(store.summaries('chat').map(({ key }) => key)).toEqual(['tern', 'knot']);
  });

  test('a model stands under the price that the user gives it, and no other', () => {
    const store = laid({
      overrides: { tern: { usdPer1M: { input: 1.5, output: 6 } } },
      models: { mine: { mode: 'chat', usdPer1M: { input: 4 } } },
    });
    const told = store
      .priceGroups('chat')
      .flatMap(({ input, output, models }) => models().map(({ key }) => [key, input, output]));
    expect(told).toEqual([
      ['mine', 4e-6, null],
      ['tern', 1.5e-6, 6e-6],
    ]);
  });

  test('without models of the user’s the map is asked directly', () => {
    const store = storeFromEntries(MAP);
    expect(overlayStore(store, { own: new Map(), overrides: new Map() })).toBe(store);
  });
});

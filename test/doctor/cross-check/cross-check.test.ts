import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../../src/doctor/cross-check/compare.ts';
import { reportOf } from '../../../src/doctor/cross-check/report.ts';
import {
  loadSecondSource,
  PACKAGE,
  readProviders,
  type SecondSource,
} from '../../../src/doctor/cross-check/source.ts';
import { crossCheckWords, renderCrossCheck } from '../../../src/cli/render/cross-check.ts';
import { PLAIN_STYLE } from '../../../src/cli/render/style.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { entry, per1M } from '../clean-map.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

/** A list as the package has it; names and figures are our own. */
const LIST = [
  {
    id: 'openai',
    models: [
      {
        id: 'tern-5',
        match: {
          or: [{ equals: 'tern-5' }, { equals: 'tern-5-2026-03-01' }, { starts_with: 'tern-5-turbo' }],
        },
        prices: {
          input_mtok: { base: 2.5, tiers: [{ start: 271_999, price: 5 }] },
          cache_read_mtok: 0.25,
          output_mtok: 15,
          web_searches_kcount: 10,
        },
      },
      {
        id: 'tern-image',
        match: { equals: 'tern-image' },
        prices: { input_mtok: 5, input_image_mtok: 8, cache_image_read_mtok: 2, output_mtok: 30 },
      },
      {
        id: 'tern-dated',
        match: { equals: 'tern-dated' },
        prices: [
          { prices: { input_mtok: 3 } },
          { constraint: { type: 'start_date', start_date: '2026-10-01' }, prices: { input_mtok: 2 } },
          { constraint: { type: 'start_date', start_date: '2027-01-01' }, prices: { input_mtok: 1 } },
          {
            constraint: { type: 'time_of_date', start_time: '00:00:00Z', end_time: '08:00:00Z' },
            prices: { input_mtok: 0.5 },
          },
        ],
      },
      { id: 'tern-elsewhere', match: { equals: 'tern-elsewhere' }, prices: { input_mtok: 1 } },
    ],
  },
  { id: 'faraway', models: [{ id: 'tern-5', match: { equals: 'tern-5' }, prices: { input_mtok: 99 } }] },
];
const SOURCE: SecondSource = { name: 'the list', models: readProviders(LIST, NOW) };

function tern(key: string, fields: JsonObject): ReturnType<typeof entry> {
  return entry(key, { litellm_provider: 'openai', mode: 'chat', ...fields });
}

const TERN_5 = {
  input_cost_per_token: per1M(2.5),
  input_cost_per_token_above_272k_tokens: per1M(5),
  cache_read_input_token_cost: per1M(0.25),
  output_cost_per_token: per1M(15),
};

describe('a cross-check', () => {
  it('agrees where every rate that both have is the same, long prompts included', () => {
    expect(crossCheck(tern('tern-5', TERN_5), SOURCE)).toEqual({
      status: 'agrees',
      theirs: 'openai:tern-5',
      agreements: [
        'input_cost_per_token',
        'input_cost_per_token_above_272k_tokens',
        'output_cost_per_token',
        'cache_read_input_token_cost',
      ],
      disagreements: [],
      onlyHere: [],
      onlyThere: [],
    });
  });

  it('differs where a rate differs, and says both', () => {
    const { status, disagreements } = crossCheck(
      tern('tern-5', { ...TERN_5, output_cost_per_token: per1M(12) }),
      SOURCE,
    );
    expect(status).toBe('differs');
    expect(disagreements).toEqual([
      { field: 'output_cost_per_token', hereUsdPerUnit: 0.000012, thereUsdPerUnit: 0.000015 },
    ]);
  });

  it('takes a figure for the same that was rounded: 0.0505 and 0.051 differ by one in a hundred', () => {
    const prices = { input_mtok: 0.051 };
    const models = readProviders(
      [{ id: 'openai', models: [{ id: 'a-1', match: { equals: 'a-1' }, prices }] }],
      NOW,
    );
    const status = (usd: number) =>
      crossCheck(tern('a-1', { input_cost_per_token: per1M(usd) }), { name: 'x', models }).status;
    expect(status(0.0505)).toBe('agrees');
    expect(status(0.0504)).toBe('differs');
  });

  it.each([
    ['tern-5-2026-03-01', 'a name that the list says is equal', 'openai:tern-5'],
    ['openai/tern-5', 'the name behind its provider', 'openai:tern-5'],
    ['TERN-5', 'the same letters in another case', 'openai:tern-5'],
    ['tern-5-turbo', 'a name that only begins like it', null],
    ['tern-5-mini', 'another model', null],
  ])('matches %s (%s)', (key, _why, theirs) => {
    expect(crossCheck(tern(key, TERN_5), SOURCE).theirs).toBe(theirs);
  });

  it('matches at the same provider only', () => {
    const elsewhere = entry('groq/tern-5', { litellm_provider: 'groq', mode: 'chat', ...TERN_5 });
    expect(crossCheck(elsewhere, SOURCE).status).toBe('unknown');
  });

  it('reads the one output price of an image model as that of its images, and names what only one has', () => {
    const image = entry('tern-image', {
      litellm_provider: 'openai',
      mode: 'image_generation',
      input_cost_per_token: per1M(5),
      input_cost_per_image_token: per1M(8),
      output_cost_per_token: per1M(10),
      output_cost_per_image_token: per1M(30),
    });
    const { status, agreements, onlyHere, onlyThere } = crossCheck(image, SOURCE);
    expect(status).toBe('agrees');
    expect(agreements).toContain('output_cost_per_image_token');
    expect(onlyHere).toEqual([{ field: 'output_cost_per_token', usdPerUnit: 0.00001 }]);
    expect(onlyThere).toEqual([{ field: 'cache_read_input_image_token_cost', usdPerUnit: 0.000002 }]);
  });

  it('takes of prices by date the one that has begun, and none of hours', () => {
    const price = SOURCE.models.find(({ id }) => id === 'tern-dated')?.prices.get('input_mtok');
    expect(price).toEqual({ base: 2, tiers: [] });
  });
});

describe('the report of a cross-check', () => {
  const entries = [
    tern('tern-5', TERN_5),
    tern('tern-dated', { input_cost_per_token: per1M(3), output_cost_per_token: per1M(9) }),
    tern('tern-unheard', TERN_5),
  ];

  it('lists agreements, disagreements, and what only one of them knows', () => {
    const report = reportOf(entries, SOURCE, true);
    expect(report.agreeing).toEqual(['tern-5']);
    expect(report.differing.map(({ model }) => model)).toEqual(['tern-dated']);
    expect(report.onlyHere).toEqual(['tern-unheard']);
    // The models of a provider that the map does not have are not missed.
    expect(report.onlyThere).toEqual(['openai:tern-elsewhere', 'openai:tern-image']);
  });

  it('does not say what is missing when a few models were asked for', () => {
    expect(reportOf(entries.slice(0, 1), SOURCE, false).onlyThere).toEqual([]);
  });

  it('reads as text', () => {
    expect(renderCrossCheck(reportOf(entries, SOURCE, true), { all: true }, PLAIN_STYLE)).toBe(
      [
        'Cross-check with the list',
        '  tern-dated openai:tern-dated',
        '    input_cost_per_token: $3.0000 / 1M tokens here, $2.0000 / 1M tokens there',
        '1 model agrees (0 with rates that only one of the two has), 1 differs, 1 is not known there, 2 are only there.',
        'Prices of the list are those of today; its date may be another than that of the map.',
      ].join('\n'),
    );
  });

  it('is one line for one model', () => {
    const words = (key: string, fields: JsonObject) => crossCheckWords(crossCheck(tern(key, fields), SOURCE));
    expect(words('tern-5', TERN_5)).toBe('agrees on 4 rates');
    expect(words('tern-dated', { input_cost_per_token: per1M(3) })).toBe(
      'differs: input_cost_per_token $3.0000 / 1M tokens here, $2.0000 / 1M tokens there',
    );
    expect(words('tern-unheard', TERN_5)).toBe('not known there');
  });
});

describe('the second list itself', () => {
  it('is read from the package where it is installed', async () => {
    const source = await loadSecondSource(NOW);
    expect(source.name).toBe(PACKAGE);
    expect(source.models.length).toBeGreaterThan(500);
    const image = source.models.find(({ provider, id }) => provider === 'openai' && id === 'gpt-image-2');
    expect(image?.prices.get('cache_image_read_mtok')).toEqual({ base: 2, tiers: [] });
  });

  it('is missed with a word on how to install it', async () => {
    const missing = loadSecondSource(NOW, '@llmcost/not-installed');
    await expect(missing).rejects.toThrow(
      'A cross-check needs @pydantic/genai-prices, which is not installed.',
    );
    await expect(missing).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('npm install'),
    });
  });

  it('is refused when the package holds something else', async () => {
    await expect(loadSecondSource(NOW, 'node:path')).rejects.toThrow('holds no prices that llmcost can read');
  });

  it('may hold anything: what is no model is left out', () => {
    const odd = [
      null,
      5,
      { id: 'openai' },
      {
        id: 'openai',
        models: [null, { id: 'x' }, { id: 'y', prices: [] }, { id: 'z', prices: { input_mtok: 'a' } }],
      },
    ];
    expect(readProviders(odd, NOW).map(({ id }) => id)).toEqual(['z']);
    expect(readProviders('nothing', NOW)).toEqual([]);
  });
});

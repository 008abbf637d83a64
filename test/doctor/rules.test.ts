import { describe, expect, it } from 'vitest';
import { diagnose, type DiagnosisContext } from '../../src/doctor/diagnose.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { RULES } from '../../src/doctor/rules.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { changed, CLEAN, entry, per1M } from './clean-map.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const context: DiagnosisContext = { now: NOW, reviews: () => [] };

type Changes = Readonly<Record<string, JsonObject>>;

function findings(changes: Changes, more: Partial<DiagnosisContext> = {}): readonly Finding[] {
  return diagnose(changed(changes), { ...context, ...more });
}

const short = ({ rule, severity, model, field }: Finding) => `${severity} ${rule} ${model} ${field}`;

/** The map before: the clean one. */
const before = (key: string) => {
  const fields = CLEAN[key];
  return fields === undefined ? undefined : entry(key, fields);
};

describe('a clean map', () => {
  it('gives nothing', () => {
    expect(findings({})).toEqual([]);
  });

  it('gives nothing when it is held against itself', () => {
    expect(findings({}, { previous: before })).toEqual([]);
  });
});

describe('the table of rules', () => {
  it('has each rule once, with a title', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(RULES.every(({ title }) => title.length > 10)).toBe(true);
  });
});

/** One mistake each, and exactly what is found. */
const CASES: readonly { name: string; changes: Changes; found: readonly string[] }[] = [
  {
    name: 'a price that is 100,000 times the same model elsewhere, on one side',
    changes: { 'mudflat/kestrel-7': { output_cost_per_token: 0.8 } },
    found: [
      'error outlier-same-model mudflat/kestrel-7 output_cost_per_token',
      // The prices that hang on it look wrong beside it.
      'error outlier-inside mudflat/kestrel-7 output_cost_per_token_batches',
      'error outlier-inside mudflat/kestrel-7 output_cost_per_token_flex',
      'error outlier-inside mudflat/kestrel-7 output_cost_per_token_priority',
      'error outlier-inside mudflat/kestrel-7 output_cost_per_token_above_200k_tokens',
    ],
  },
  {
    name: 'thirty times the same model at two sellers that agree',
    changes: { 'mudflat/kestrel-9': chat(60, 240), 'estuary/kestrel-9': chat(2, 8), 'kestrel-9': chat(2, 8) },
    found: [
      'warning outlier-same-model mudflat/kestrel-9 input_cost_per_token',
      'warning outlier-same-model mudflat/kestrel-9 output_cost_per_token',
    ],
  },
  {
    name: 'a price per 1M tokens filed per token, at a model that nobody else sells',
    changes: { 'kestrel-embed-3': { input_cost_per_token: 0.02 } },
    found: ['error implausible kestrel-embed-3 input_cost_per_token'],
  },
  {
    name: 'a token price filed per image',
    changes: { 'kestrel-voice-1': { input_cost_per_image: 0.000005 } },
    found: ['error implausible kestrel-voice-1 input_cost_per_image'],
  },
  {
    name: 'output at a hundred times the input',
    changes: { 'kestrel-7-mini': { output_cost_per_token: per1M(25) } },
    found: ['error outlier-inside kestrel-7-mini output_cost_per_token'],
  },
  {
    name: 'priority at fifty times the standard price, and on one side only',
    changes: { 'kestrel-7-mini': { input_cost_per_token_priority: per1M(12.5) } },
    found: [
      'error outlier-inside kestrel-7-mini input_cost_per_token_priority',
      'warning one-side kestrel-7-mini output_cost_per_token_priority',
    ],
  },
  {
    name: 'cached text dearer than uncached',
    changes: { 'kestrel-image-2': { cache_read_input_token_cost: per1M(6) } },
    found: ['error cached-dearer kestrel-image-2 cache_read_input_token_cost'],
  },
  {
    name: 'cached images dearer than uncached ones',
    changes: { 'kestrel-image-2': { cache_read_input_image_token_cost: per1M(9) } },
    found: ['error cached-dearer kestrel-image-2 cache_read_input_image_token_cost'],
  },
  {
    name: 'cached input at the price of uncached',
    changes: { 'kestrel-image-2': { cache_read_input_token_cost: per1M(5) } },
    found: ['warning cached-dearer kestrel-image-2 cache_read_input_token_cost'],
  },
  {
    name: 'cached input at a hundredth of uncached',
    changes: { 'kestrel-image-2': { cache_read_input_token_cost: per1M(0.05) } },
    found: ['warning cached-cheap kestrel-image-2 cache_read_input_token_cost'],
  },
  {
    name: 'an hour in the cache for less than five minutes',
    changes: { 'mudflat/kestrel-7': { cache_creation_input_token_cost_above_1hr: per1M(2) } },
    found: ['warning write-order mudflat/kestrel-7 cache_creation_input_token_cost_above_1hr'],
  },
  {
    name: 'a batch that costs more than standard',
    changes: { 'mudflat/kestrel-7': { input_cost_per_token_batches: per1M(2.2) } },
    found: ['error batch-dearer mudflat/kestrel-7 input_cost_per_token_batches'],
  },
  {
    name: 'flex and priority in each other’s fields',
    changes: {
      'mudflat/kestrel-7': {
        input_cost_per_token_flex: per1M(4),
        input_cost_per_token_priority: per1M(1),
      },
    },
    found: [
      'error flex-dearer mudflat/kestrel-7 input_cost_per_token_flex',
      'error priority-cheaper mudflat/kestrel-7 input_cost_per_token_priority',
    ],
  },
  {
    name: 'long prompts cheaper than short ones',
    changes: { 'mudflat/kestrel-7': { output_cost_per_token_above_200k_tokens: per1M(7) } },
    found: ['error above-cheaper mudflat/kestrel-7 output_cost_per_token_above_200k_tokens'],
  },
  {
    name: 'a later range cheaper than the one before',
    changes: {
      'plover-ranges': {
        tiered_pricing: [
          { range: [0, 32_000], input_cost_per_token: per1M(2), output_cost_per_token: per1M(4) },
          { range: [32_000, 256_000], input_cost_per_token: per1M(1), output_cost_per_token: per1M(8) },
        ],
      },
    },
    found: ['error above-cheaper plover-ranges tiered_pricing[1].input_cost_per_token'],
  },
  {
    name: 'a tier whose long prompts fall back to a lower standard price: 16 short, 12 long',
    changes: {
      'mudflat/kestrel-7': {
        input_cost_per_token_above_200k_tokens_priority: undefined,
        output_cost_per_token_above_200k_tokens_priority: undefined,
      },
    },
    found: ['warning tier-falls-back mudflat/kestrel-7 output_cost_per_token_priority'],
  },
  {
    name: 'output cheaper than input',
    changes: { 'kestrel-7-mini': { output_cost_per_token: per1M(0.125) } },
    found: ['warning sides-inverted kestrel-7-mini output_cost_per_token'],
  },
  {
    name: 'no price for output',
    changes: { 'kestrel-7-mini': { output_cost_per_token: undefined } },
    found: ['warning one-side kestrel-7-mini output_cost_per_token'],
  },
  {
    name: 'a range without a price for input',
    changes: {
      'plover-ranges': { tiered_pricing: [{ range: [0, 32_000], output_cost_per_token: per1M(4) }] },
    },
    found: ['warning one-side plover-ranges tiered_pricing[0].input_cost_per_token'],
  },
  {
    name: 'an embedding with a 0 for output and nothing for input',
    changes: { 'kestrel-embed-3': { input_cost_per_token: undefined } },
    found: ['warning one-side kestrel-embed-3 input_cost_per_token'],
  },
  {
    name: 'a chat model without any price',
    changes: { 'kestrel-talk': { litellm_provider: 'saltmarsh', mode: 'chat' } },
    found: ['info no-price kestrel-talk null'],
  },
  {
    name: 'a model without any price among four that have one',
    changes: {
      ...Object.fromEntries([1, 2, 3, 4].map((n) => [`tern-${n}a`, chat(n, n * 4, 'saltmarsh')])),
      'tern-5a': { litellm_provider: 'saltmarsh', mode: 'chat' },
    },
    found: ['warning no-price tern-5a null'],
  },
  {
    name: 'a model at 0 among siblings that cost something',
    changes: {
      ...Object.fromEntries([1, 2, 3].map((n) => [`tern-${n}a`, chat(n, n * 4, 'saltmarsh')])),
      'tern-4a': chat(0, 0, 'saltmarsh'),
    },
    found: ['info free-among-priced tern-4a input_cost_per_token'],
  },
  {
    name: 'one side at 0 where the other costs something',
    changes: { 'kestrel-7-mini': { output_cost_per_token: 0 } },
    found: ['warning zero-among-priced kestrel-7-mini output_cost_per_token'],
  },
  {
    name: 'an image model that takes images and has no rate for them',
    changes: {
      'kestrel-image-2': {
        input_cost_per_image_token: undefined,
        cache_read_input_image_token_cost: undefined,
      },
    },
    found: ['warning image-rate-missing kestrel-image-2 input_cost_per_image_token'],
  },
  {
    name: 'caching without a cached rate',
    changes: { 'kestrel-7-mini': { supports_prompt_caching: true } },
    found: ['info cached-rate-missing kestrel-7-mini cache_read_input_token_cost'],
  },
  {
    name: 'more output than the window holds',
    changes: { 'kestrel-7-mini': { max_output_tokens: 256_000 } },
    found: ['warning output-over-window kestrel-7-mini max_output_tokens'],
  },
  {
    name: 'a day of deprecation in the past',
    changes: { 'kestrel-7-mini': { deprecation_date: '2026-11-21' } },
    found: ['info past-deprecation kestrel-7-mini deprecation_date'],
  },
  {
    name: 'a name that another key has in other letters',
    changes: {
      'Kestrel-Voice-1': {
        litellm_provider: 'mudflat',
        mode: 'audio_speech',
        input_cost_per_character: 0.000015,
      },
    },
    found: ['warning case-twins Kestrel-Voice-1 null'],
  },
  {
    name: 'a field that is not understood',
    changes: { 'kestrel-7-mini': { moonlight_cost_per_token: 0.5 } },
    found: ['info not-understood kestrel-7-mini moonlight_cost_per_token'],
  },
  {
    name: 'one round figure on both sides where two others charge six and twelve times as much',
    changes: {
      'kestrel-9': chat(0.1, 0.1),
      'estuary/kestrel-9': chat(0.15, 0.6),
      'mudflat/kestrel-9': chat(0.3, 1.2),
    },
    found: ['warning round-among-priced kestrel-9 output_cost_per_token'],
  },
  {
    name: 'a price that the dated name of the model has and the alias has not',
    changes: {
      'kestrel-7': {
        cache_creation_input_token_cost: undefined,
        cache_creation_input_token_cost_above_1hr: undefined,
        input_cost_per_token_flex: undefined,
        output_cost_per_token_flex: undefined,
      },
      'kestrel-7-2026-03-01': {
        cache_creation_input_token_cost_above_1hr: undefined,
        input_cost_per_token_flex: undefined,
        output_cost_per_token_flex: undefined,
      },
    },
    found: ['info twin-differs kestrel-7 cache_creation_input_token_cost'],
  },
  {
    name: 'one of three names of a model at a tenth of the others',
    changes: {
      'saltmarsh/us/tern-8': chat(0.2, 0.8, 'saltmarsh'),
      'saltmarsh/eu/tern-8': chat(2, 8, 'saltmarsh'),
      'saltmarsh/tern-8': chat(2.2, 8.8, 'saltmarsh'),
    },
    found: [
      'warning outlier-twins saltmarsh/us/tern-8 input_cost_per_token',
      'warning outlier-twins saltmarsh/us/tern-8 output_cost_per_token',
    ],
  },
];

function chat(input: number, output: number, provider = 'brackish'): JsonObject {
  return {
    litellm_provider: provider,
    mode: 'chat',
    input_cost_per_token: per1M(input),
    output_cost_per_token: per1M(output),
  };
}

describe('the rules', () => {
  it.each(CASES)('find $name, and nothing else', ({ changes, found }) => {
    const changed = withSellers(changes);
    expect(findings(changed).map(short).toSorted()).toEqual(found.toSorted());
  });
});

/** A key's path names its provider, where the case does not. */
function withSellers(changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).map(([key, fields]) => {
      const seller =
        key.includes('/') && fields['litellm_provider'] === 'brackish' ? key.split('/')[0] : undefined;
      return [key, seller === undefined ? fields : { ...fields, litellm_provider: seller }];
    }),
  );
}

/** What is no mistake, however odd. */
const FINE: readonly { name: string; changes: Changes }[] = [
  {
    name: 'priority at the standard price',
    changes: {
      'kestrel-7-mini': {
        input_cost_per_token_priority: per1M(0.25),
        output_cost_per_token_priority: per1M(1),
      },
    },
  },
  {
    name: 'five times two other sellers',
    changes: withSellers({
      'kestrel-9': chat(10, 40),
      'estuary/kestrel-9': chat(2, 8),
      'mudflat/kestrel-9': chat(2, 8),
    }),
  },
  {
    name: 'another model of the same name but for its size',
    changes: {
      'kestrel-7-nano': {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_token: per1M(0.05),
        output_cost_per_token: per1M(0.4),
      },
    },
  },
  {
    name: 'a provider that gives everything away',
    changes: Object.fromEntries([1, 2, 3, 4].map((n) => [`local/tern-${n}a`, chat(0, 0, 'local')])),
  },
  {
    name: 'a window of 8,000 beside an output of 8,192',
    changes: { 'kestrel-7-mini': { max_input_tokens: 8000, max_output_tokens: 8192 } },
  },
  { name: 'a day of deprecation today', changes: { 'kestrel-7-mini': { deprecation_date: '2026-11-22' } } },
  {
    name: 'video by the second in and text out',
    changes: {
      'kestrel-watch': {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_video_per_second: 0.0005,
        output_cost_per_token: per1M(7.5),
      },
    },
  },
  {
    name: 'a request fee beside an input of 0',
    changes: {
      'kestrel-online': {
        litellm_provider: 'shorebird',
        mode: 'chat',
        input_cost_per_token: 0,
        output_cost_per_token: per1M(1),
        input_cost_per_request: 0.005,
      },
    },
  },
];

describe('what is no mistake', () => {
  it.each(FINE)('lets pass $name', ({ changes }) => {
    expect(findings(changes).map(short)).toEqual([]);
  });
});

/** What the map before had otherwise. */
const LATER: readonly { name: string; changes: Changes; found: readonly string[] }[] = [
  {
    name: 'one price that got lost',
    changes: { 'kestrel-image-2': { cache_read_input_image_token_cost: undefined } },
    found: ['warning lost-field kestrel-image-2 cache_read_input_image_token_cost'],
  },
  {
    name: 'all prices above a threshold, as one',
    changes: {
      'estuary/kestrel-7': {
        input_cost_per_token_above_200k_tokens_priority: undefined,
        output_cost_per_token_above_200k_tokens_priority: undefined,
        input_cost_per_token_priority: undefined,
        output_cost_per_token_priority: undefined,
      },
    },
    found: [
      'info lost-field estuary/kestrel-7 input_cost_per_token_priority',
      'info lost-field estuary/kestrel-7 input_cost_per_token_above_200k_tokens_priority',
    ],
  },
  {
    name: 'a decimal place',
    changes: { 'kestrel-voice-1': { input_cost_per_character: 0.00015 } },
    found: ['warning jumped kestrel-voice-1 input_cost_per_character'],
  },
  {
    name: 'two prices that changed places: 5 and 10 for text that goes in and comes out',
    changes: {
      'kestrel-image-2': {
        input_cost_per_token: per1M(10),
        output_cost_per_token: per1M(5),
        cache_read_input_token_cost: per1M(1.25),
      },
    },
    found: ['error exchanged kestrel-image-2 input_cost_per_token'],
  },
];

describe('against the map before', () => {
  it.each(LATER)('finds $name', ({ changes, found }) => {
    expect(findings(changes, { previous: before }).map(short).toSorted()).toEqual(found.toSorted());
  });

  it('takes a price for mended that came nearer to what others charge', () => {
    const wrong = entry('estuary/kestrel-7', {
      ...CLEAN['estuary/kestrel-7'],
      input_cost_per_token: per1M(20),
    });
    const previous = (key: string) => (key === 'estuary/kestrel-7' ? wrong : before(key));
    expect(findings({}, { previous }).map(short)).toEqual([]);
  });

  it('says nothing of a model that is new', () => {
    expect(findings({}, { previous: () => undefined })).toEqual([]);
  });
});

describe('reviews', () => {
  const review = {
    on: '2026-09-14',
    against: 'the price page',
    figures: { output_cost_per_image_token: per1M(32) },
  };

  it('contradict a figure of the map', () => {
    const [found] = findings(
      {},
      { reviews: (key) => (key === 'kestrel-image-2' ? [{ kind: 'published', ...review }] : []) },
    );
    expect(found).toEqual({
      rule: 'review-differs',
      severity: 'error',
      model: 'kestrel-image-2',
      provider: 'shorebird',
      field: 'output_cost_per_image_token',
      figure: 0.00003,
      reason:
        'output_cost_per_image_token is $32.0000 / 1M tokens by the review of 2026-09-14 (the price page), and the map says $30.0000 / 1M tokens.',
      neighbours: [],
    });
  });

  it('of figures as they were are a warning when the map changed since', () => {
    const [found] = findings(
      {},
      { reviews: (key) => (key === 'kestrel-image-2' ? [{ kind: 'seen', ...review }] : []) },
    );
    expect(found?.severity).toBe('warning');
    expect(found?.reason).toBe(
      'output_cost_per_image_token was $32.0000 / 1M tokens when it was reviewed on 2026-09-14 (the price page), and now the map says $30.0000 / 1M tokens.',
    );
  });

  it('that agree say nothing', () => {
    const figures = { output_cost_per_image_token: per1M(30) };
    expect(
      findings({}, { reviews: () => [{ kind: 'published', on: '2026-09', against: 'x', figures: {} }] }),
    ).toEqual([]);
    const same = { ...review, figures };
    expect(
      findings({}, { reviews: (key) => (key === 'kestrel-image-2' ? [{ kind: 'published', ...same }] : []) }),
    ).toEqual([]);
  });
});

describe('a finding', () => {
  it('carries the figure, the reason and the neighbours that make it suspicious', () => {
    const found = findings({ 'mudflat/kestrel-7': { input_cost_per_token_batches: per1M(2.2) } });
    expect(found).toEqual([
      {
        rule: 'batch-dearer',
        severity: 'error',
        model: 'mudflat/kestrel-7',
        provider: 'mudflat',
        field: 'input_cost_per_token_batches',
        figure: 0.0000022,
        reason: 'Input in a batch is $2.2000 / 1M tokens, more than the standard $2.0000 / 1M tokens.',
        neighbours: [{ key: 'mudflat/kestrel-7', field: 'input_cost_per_token', figure: 0.000002 }],
      },
    ]);
  });

  it('comes once for a figure, the gravest first', () => {
    const found = findings({
      'kestrel-7-mini': { output_cost_per_token: per1M(25), deprecation_date: '2026-01-01' },
      'kestrel-embed-3': { input_cost_per_token: 0.02 },
    });
    expect(found.map(short)).toEqual([
      'error outlier-inside kestrel-7-mini output_cost_per_token',
      'error implausible kestrel-embed-3 input_cost_per_token',
      'info past-deprecation kestrel-7-mini deprecation_date',
    ]);
  });

  it('is looked for only where it is asked for, with the whole map as witness', () => {
    const entries = changed(
      withSellers({
        'kestrel-9': chat(60, 240),
        'estuary/kestrel-9': chat(2, 8),
        'mudflat/kestrel-9': chat(2, 8),
        'kestrel-embed-3': { input_cost_per_token: 0.02 },
      }),
    );
    const found = diagnose(entries, context, { isAsked: ({ key }) => key === 'kestrel-9' });
    expect(found.map(({ model }) => model)).toEqual(['kestrel-9', 'kestrel-9']);
  });
});

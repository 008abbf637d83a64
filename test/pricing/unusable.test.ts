/** A price that is listed and cannot be read: no other price ever stands in for it. */
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { plain } from '../../src/core/money.ts';
import { meter, type MeteredLine } from '../../src/pricing/cost.ts';
import type { Usage } from '../../src/usage/usage.ts';
import { entryOf, NOON, type When } from '../helpers/pricing.ts';

/** Every kind of value that is no figure, as a map may hold it. */
const JUNK: readonly JsonValue[] = [
  'free',
  '',
  '0x10',
  '$0.50',
  '1,5',
  '1e-400',
  'Infinity',
  -1,
  1e19,
  true,
  false,
  [],
  [1e-6],
  {},
  { standard: 1e-6 },
];

interface Case {
  readonly fields: JsonObject;
  readonly jobs: readonly (readonly [Usage, When?])[];
}

const TEXT: Usage = { inputTokens: 1000, outputTokens: 100 };
const LONG: Usage = { inputTokens: 300_000, cacheReadTokens: 1000, outputTokens: 100 };

const CASES: Readonly<Record<string, Case>> = {
  'tiers, thresholds and parts of a prompt': {
    fields: {
      litellm_provider: 'openai',
      input_cost_per_token: 5e-6,
      input_cost_per_token_above_272k_tokens: 1e-5,
      input_cost_per_token_above_272k_tokens_priority: 2e-5,
      input_cost_per_token_priority: 8e-6,
      input_cost_per_token_flex: 2e-6,
      input_cost_per_token_batches: 2.5e-6,
      output_cost_per_token: 3e-5,
      output_cost_per_token_above_272k_tokens: 4.5e-5,
      output_cost_per_token_priority: 6e-5,
      output_cost_per_token_batches: 1.5e-5,
      output_cost_per_reasoning_token: 4e-5,
      cache_read_input_token_cost: 5e-7,
      cache_read_input_token_cost_above_272k_tokens: 1e-6,
      cache_creation_input_token_cost: 6e-6,
      cache_creation_input_token_cost_above_1hr: 9e-6,
      input_cost_per_audio_token: 4e-5,
      cache_read_input_audio_token_cost: 4e-6,
      input_cost_per_image_token: 7e-6,
      output_cost_per_audio_token: 8e-5,
      regional_processing_uplift_multiplier_eu: 1.1,
    },
    jobs: [
      [TEXT],
      [LONG],
      [LONG, { tier: 'priority' }],
      [LONG, { tier: 'batch' }],
      [TEXT, { tier: 'flex' }],
      [TEXT, { tier: 'batch' }],
      [TEXT, { tier: 'priority', region: 'eu' }],
      [{ inputTokens: 900, cacheReadTokens: 100, cacheWriteTokens: 200, cacheWrite1hTokens: 50 }],
      [{ inputAudioTokens: 10, cacheReadAudioTokens: 5, inputImageTokens: 7, inputTokens: 50 }],
      [{ outputTokens: 500, reasoningTokens: 200, outputAudioTokens: 20 }, { tier: 'batch' }],
    ],
  },
  ranges: {
    fields: {
      tiered_pricing: [
        { range: [0, 32_000], input_cost_per_token: 1e-6, output_cost_per_token: 5e-6 },
        {
          range: [32_000, 128_000],
          input_cost_per_token: 2e-6,
          output_cost_per_token: 1e-5,
          output_cost_per_reasoning_token: 2e-5,
        },
      ],
      output_cost_per_audio_token: 9e-6,
    },
    jobs: [[TEXT], [{ inputTokens: 64_000, outputTokens: 10, reasoningTokens: 5, outputAudioTokens: 1 }]],
  },
  'off-peak hours, geography and speed': {
    fields: {
      input_cost_per_token: 4e-6,
      output_cost_per_token: 8e-6,
      off_peak_pricing: { hours_utc: '11:00-13:00', input_cost_per_token: 1e-6 },
      provider_specific_entry: { us: 1.1, fast: 6 },
    },
    jobs: [[TEXT], [TEXT, { at: new Date('2026-08-06T20:00:00Z') }], [TEXT, { region: 'us', speed: 'fast' }]],
  },
  'searches, a fee and sessions': {
    fields: {
      input_cost_per_token: 1e-6,
      output_cost_per_token: 1e-6,
      input_cost_per_request: 0.005,
      code_interpreter_cost_per_session: 0.03,
      search_context_cost_per_query: {
        search_context_size_low: 0.01,
        search_context_size_medium: 0.02,
        search_context_size_high: 0.03,
      },
    },
    jobs: [[{ ...TEXT, webSearches: 2, searchContext: 'low', sessions: 1 }], [{ ...TEXT, webSearches: 1 }]],
  },
  'images by size and pixel': {
    fields: {
      mode: 'image_generation',
      output_cost_per_image_1024: 0.04,
      output_cost_per_image: 0.03,
      input_cost_per_pixel: 1e-8,
    },
    jobs: [[{ images: 2, imageSize: '1024x1024' }], [{ images: 1, imageSize: '512x512' }]],
  },
  'audio by the second': {
    fields: {
      mode: 'audio_transcription',
      input_cost_per_second: 1e-4,
      output_cost_per_second: 1e-4,
    },
    jobs: [[{ seconds: 60 }]],
  },
  'video by its resolution': {
    fields: {
      mode: 'video_generation',
      output_cost_per_second_1080p: 0.3,
      output_cost_per_video_per_second: 0.1,
      output_cost_per_second: 0.2,
    },
    jobs: [[{ seconds: 8, resolution: '1080p' }], [{ seconds: 8 }]],
  },
  'characters, pages and credits': {
    fields: {
      input_cost_per_character: 1e-5,
      ocr_cost_per_page: 0.001,
      annotation_cost_per_page: 0.003,
      annotation_cost_per_page_batches: 0.0015,
      ocr_cost_per_credit: 0.01,
    },
    jobs: [
      [{ characters: 100 }],
      [{ pages: 3, annotatedPages: 1 }],
      [{ pages: 3, annotatedPages: 1 }, { tier: 'batch' }],
      [{ credits: 2 }],
    ],
  },
  queries: {
    fields: { mode: 'search', tiered_pricing: [{ max_results_range: [0, 25], input_cost_per_query: 0.005 }] },
    jobs: [[{ queries: 3 }]],
  },
};

function linesOf(fields: JsonObject, usage: Usage, when: When = {}): readonly MeteredLine[] {
  const conditions = { tier: 'standard', at: NOON, ...when } as const;
  return meter({ entry: entryOf(fields), usage, overlap: 'refuse', conditions }).lines;
}

/** Every value of the fields that a price may depend on, by its path. */
function* pathsIn(value: JsonValue, path: readonly string[] = []): Iterable<readonly string[]> {
  if (path.length > 0) yield path;
  const entries = isJsonObject(value)
    ? Object.entries(value)
    : Array.isArray(value)
      ? [...value.entries()]
      : [];
  for (const [name, inner] of entries) {
    if (inner !== undefined && !NO_PRICES.has(String(name))) yield* pathsIn(inner, [...path, String(name)]);
  }
}

const NO_PRICES = new Set(['litellm_provider', 'mode', 'max_results_range']);

function withValue(value: JsonValue | undefined, path: readonly string[], junk: JsonValue): JsonValue {
  const [name, ...rest] = path;
  if (name === undefined) return junk;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === name ? withValue(item, rest, junk) : item));
  return isJsonObject(value) ? { ...value, [name]: withValue(value[name], rest, junk) } : junk;
}

/** `tiered_pricing[0].range`, as a line names its field. */
function fieldAt(path: readonly string[]): string {
  return path
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);
}

/** How a line came out: its rate and field, or the field that cannot be used. */
function told({ rate, unusable }: MeteredLine): string {
  if (rate !== undefined) return `${plain(rate.usdPerUnit)} ${rate.field} ${rate.condition}`;
  return unusable === undefined ? 'no price' : `cannot use ${unusable.field}`;
}

/** A name of one field that stands inside of the other, or is it. */
function isAbout(field: string, path: string): boolean {
  const [longer, shorter] = field.length > path.length ? [field, path] : [path, field];
  return longer.startsWith(shorter) && /^([.[]|$)/.test(longer.slice(shorter.length));
}

function* trials(): Iterable<readonly [string, string, JsonValue, JsonObject, readonly [Usage, When?]]> {
  for (const [name, { fields, jobs }] of Object.entries(CASES)) {
    for (const path of pathsIn(fields)) {
      for (const junk of JUNK) {
        // An object in the place of an object has no price of that name, and an empty list no ranges.
        const spoilt = withValue(fields, path, junk);
        if (!isJsonObject(spoilt)) continue;
        for (const job of jobs) yield [name, fieldAt(path), junk, spoilt, job];
      }
    }
  }
}

/** Junk that says in its place that there is nothing: no ranges, no factors, no prices of searches. */
function saysNothing(path: string, junk: JsonValue): boolean {
  if (path === 'tiered_pricing') return Array.isArray(junk) && junk.length === 0;
  return (
    /^(off_peak_pricing|provider_specific_entry|search_context_cost_per_query)$/.test(path) &&
    isJsonObject(junk)
  );
}

describe('a value that cannot be used', () => {
  it('makes what needs it unknown, and changes nothing else', () => {
    const wrong: string[] = [];
    let unknown = 0;
    let trialsMade = 0;
    for (const [name, path, junk, spoilt, [usage, when]] of trials()) {
      if (saysNothing(path, junk)) continue;
      const clean = linesOf(CASES[name]?.fields ?? {}, usage, when);
      const lines = linesOf(spoilt, usage, when);
      trialsMade += 1;
      for (const line of clean) {
        const before = told(line);
        const after = lines.find(({ meter: each }) => each === line.meter);
        const now = after === undefined ? 'no line' : told(after);
        const isUnknown =
          (after?.unusable !== undefined && isAbout(after.unusable.field, path)) ||
          (now === 'no price' && isJsonObject(junk));
        const wasUsed = line.rate !== undefined && isAbout(line.rate.field, path);
        if (isUnknown) unknown += 1;
        if (isUnknown || (now === before && !wasUsed)) continue;
        wrong.push(`${path} = ${JSON.stringify(junk)}: ${line.meter} ${before} became ${now}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(trialsMade).toBeGreaterThan(2000);
    expect(unknown).toBeGreaterThan(1000);
  });

  it('is named with what it should be', () => {
    const reasonOf = (fields: JsonObject, usage: Usage, when: When = {}) =>
      linesOf(fields, usage, when).flatMap(({ unusable }) =>
        unusable === undefined ? [] : [`${unusable.field} ${unusable.reason}`],
      );
    expect(reasonOf({ input_cost_per_token: '0x10' }, { inputTokens: 1 })).toEqual([
      'input_cost_per_token should be a number of 0 or more, but is "0x10"',
    ]);
    expect(reasonOf({ tiered_pricing: [{ range: [5, 1] }] }, { inputTokens: 1 })).toEqual([
      'tiered_pricing[0].range should be two numbers of tokens, the smaller first, but is a list',
    ]);
    expect(
      reasonOf(
        { input_cost_per_token: 1, off_peak_pricing: { input_cost_per_token: 0.5 } },
        { inputTokens: 1 },
      ),
    ).toEqual(['off_peak_pricing.hours_utc should be hours such as "16:30-00:30", but is nothing']);
    expect(
      reasonOf(
        { input_cost_per_token: 1, regional_processing_uplift_multiplier_eu: 0 },
        { inputTokens: 1 },
        { region: 'eu' },
      ),
    ).toEqual(['regional_processing_uplift_multiplier_eu should be a number above 0, but is 0']);
  });

  it('that nobody needs costs nothing: null says that there is no price', () => {
    const fields = {
      input_cost_per_token: 1e-6,
      output_cost_per_token: 'x',
      cache_read_input_token_cost: null,
    };
    expect(linesOf(fields, { inputTokens: 5, cacheReadTokens: 2 }).map(told)).toEqual([
      '0.000001 input_cost_per_token null',
      '0.000001 input_cost_per_token null',
    ]);
  });
});

import * as fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { fieldName, METRICS, type FieldConditions, type MetricName } from '../../src/models/fields.ts';
import type { Entry } from '../../src/models/entry.ts';
import type { Tier, Usage } from '../../src/usage/usage.ts';
import { TIER_NAMES } from '../../src/usage/conditions.ts';
import { entryOf } from './pricing.ts';

/** A price as maps have them: few digits, from nothing to dear. */
export const price: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -12, max: 0 }))
    .map(([digits, exponent]) => Number(`${digits}e${exponent}`)),
);

const TOKEN_METRICS: readonly MetricName[] = (Object.keys(METRICS) as MetricName[]).filter(
  (name) => METRICS[name].unit === 'token' && !name.endsWith('_pricing'),
);
const UNIT_METRICS: readonly MetricName[] = [
  'output_cost_per_image',
  'input_cost_per_image',
  'input_cost_per_second',
  'output_cost_per_second',
  'input_cost_per_character',
  'ocr_cost_per_page',
  'annotation_cost_per_page',
  'ocr_cost_per_credit',
  'input_cost_per_query',
  'code_interpreter_cost_per_session',
];
const THRESHOLDS = [32_768, 128_000, 200_000] as const;

const conditions: fc.Arbitrary<FieldConditions> = fc.record(
  {
    aboveTokens: fc.constantFrom(...THRESHOLDS),
    tier: fc.constantFrom('flex' as const, 'priority' as const, 'ultrafast' as const),
    batch: fc.constant(true),
  },
  { requiredKeys: [] },
);

const tokenField = fc.record({ name: fc.constantFrom(...TOKEN_METRICS), conditions, usd: price });
const unitField = fc.record({ name: fc.constantFrom(...UNIT_METRICS), usd: price });

const range = fc
  .tuple(
    fc.constantFrom<readonly [number, number]>([0, 32_000], [32_000, 128_000], [128_000, 1_000_000]),
    fc.dictionary(fc.constantFrom(...TOKEN_METRICS), price, { maxKeys: 5 }),
  )
  .map(([bounds, prices]): JsonObject => ({ range: bounds, ...prices }));

const offPeak = fc.record({ hours_utc: fc.constant('00:00-00:00'), input_cost_per_token: price });

/** Fields of an entry with prices of many kinds, conditions included. */
export const entryFields: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      litellm_provider: fc.constantFrom('openai', 'xai', 'bedrock', 'vertex_ai-language-models', 'dashscope'),
      mode: fc.constantFrom('chat', 'image_generation', 'audio_transcription', 'video_generation'),
      tokens: fc.array(tokenField, { maxLength: 25 }),
      units: fc.array(unitField, { maxLength: 5 }),
      tiered_pricing: fc.option(
        fc.uniqueArray(range, { maxLength: 3, selector: (one) => JSON.stringify(one['range']) }),
      ),
      off_peak_pricing: fc.option(offPeak, { freq: 5 }),
      regional_processing_uplift_multiplier_eu: fc.option(fc.constantFrom(1.1, 1.25)),
      provider_specific_entry: fc.option(fc.constant({ us: 1.1, fast: 6 })),
    },
    { requiredKeys: ['tokens', 'units'] },
  )
  .map(({ tokens, units, ...fields }): JsonObject => ({
    ...fields,
    ...Object.fromEntries(tokens.map(({ name, conditions, usd }) => [fieldName(name, conditions), usd])),
    ...Object.fromEntries(units.map(({ name, usd }) => [name, usd])),
  }));

export const entry: fc.Arbitrary<Entry> = entryFields.map((fields) => entryOf(fields));

const count = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 5000 }),
  fc.constantFrom(31_999, 32_000, 32_768, 32_769, 128_000, 128_001, 200_000, 200_001),
);

/** Token counts whose parts fit into their totals. */
export const tokenUsage: fc.Arbitrary<Usage> = fc
  .record(
    {
      text: count,
      cacheReadTokens: count,
      cacheReadImageTokens: count,
      cacheReadAudioTokens: count,
      writes: fc.tuple(count, count),
      inputImageTokens: count,
      inputAudioTokens: count,
      inputVideoTokens: count,
      made: count,
      reasoningTokens: count,
      outputImageTokens: count,
      outputAudioTokens: count,
      outputVideoTokens: count,
    },
    { requiredKeys: ['text', 'made'] },
  )
  .map(({ text, made, writes, ...parts }) => {
    const written =
      writes === undefined ? {} : { cacheWriteTokens: writes[0] + writes[1], cacheWrite1hTokens: writes[1] };
    const all = { ...parts, ...written };
    const sum = (names: readonly (keyof typeof all)[]) =>
      names.reduce((total, name) => total + (all[name] ?? 0), 0);
    const input = sum([
      'cacheReadTokens',
      'cacheReadImageTokens',
      'cacheReadAudioTokens',
      'cacheWriteTokens',
      'inputImageTokens',
      'inputAudioTokens',
      'inputVideoTokens',
    ]);
    const output = sum(['reasoningTokens', 'outputImageTokens', 'outputAudioTokens', 'outputVideoTokens']);
    return { inputTokens: text + input, outputTokens: made + output, ...all };
  });

/** Anything that a request may have used. */
export const usage: fc.Arbitrary<Usage> = fc
  .tuple(
    tokenUsage,
    fc.record(
      {
        images: fc.nat(20),
        seconds: fc.nat(4000).map((tenths) => tenths / 10),
        characters: fc.nat(100_000),
        pages: fc.nat(50),
        annotatedPages: fc.nat(50),
        credits: fc.nat(50),
        queries: fc.nat(50),
        sessions: fc.nat(5),
        webSearches: fc.nat(5),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([tokens, units]) => ({ ...tokens, ...units }));

export interface Moment {
  readonly tier: Tier;
  readonly region?: string;
  readonly speed?: string;
}

export const moment: fc.Arbitrary<Moment> = fc.record(
  {
    tier: fc.constantFrom(...TIER_NAMES),
    region: fc.constantFrom('eu', 'us', 'global'),
    speed: fc.constantFrom('fast', 'standard'),
  },
  { requiredKeys: ['tier'] },
);

/** The same value with the fields of every object in another order. */
export function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, turned(item ?? null)]),
  );
}

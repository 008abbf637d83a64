import { toEntry, type Entry } from '../../src/models/entry.ts';
import type { JsonObject } from '../../src/core/json.ts';

/** USD per token for so many USD per 1M tokens. */
export const per1M = (usd: number): number => Number(`${usd}e-6`);

/** A model of a map made by hand. */
export function entry(key: string, fields: JsonObject): Entry {
  const made = toEntry(key, fields);
  if (made === undefined) throw new Error(`${key} is no entry`);
  return made;
}

const kestrel = (provider: string): JsonObject => ({
  litellm_provider: provider,
  mode: 'chat',
  input_cost_per_token: per1M(2),
  output_cost_per_token: per1M(8),
  cache_read_input_token_cost: per1M(0.2),
  cache_creation_input_token_cost: per1M(2.5),
  cache_creation_input_token_cost_above_1hr: per1M(4),
  input_cost_per_token_above_200k_tokens: per1M(4),
  output_cost_per_token_above_200k_tokens: per1M(12),
  cache_read_input_token_cost_above_200k_tokens: per1M(0.4),
  input_cost_per_token_batches: per1M(1),
  output_cost_per_token_batches: per1M(4),
  input_cost_per_token_flex: per1M(1),
  output_cost_per_token_flex: per1M(4),
  input_cost_per_token_priority: per1M(4),
  output_cost_per_token_priority: per1M(16),
  input_cost_per_token_above_200k_tokens_priority: per1M(8),
  output_cost_per_token_above_200k_tokens_priority: per1M(24),
  supports_prompt_caching: true,
  max_input_tokens: 400_000,
  max_output_tokens: 32_000,
  deprecation_date: '2027-06-30',
});

/** Models as providers would list them, with nothing to find: names and figures are our own. */
export const CLEAN: Readonly<Record<string, JsonObject>> = {
  'kestrel-7': kestrel('shorebird'),
  'kestrel-7-2026-03-01': kestrel('shorebird'),
  'estuary/kestrel-7': kestrel('estuary'),
  'mudflat/kestrel-7': kestrel('mudflat'),
  'kestrel-7-mini': {
    litellm_provider: 'shorebird',
    mode: 'chat',
    input_cost_per_token: per1M(0.25),
    output_cost_per_token: per1M(1),
    max_input_tokens: 128_000,
    max_output_tokens: 16_000,
  },
  'kestrel-image-2': {
    litellm_provider: 'shorebird',
    mode: 'image_generation',
    input_cost_per_token: per1M(5),
    input_cost_per_image_token: per1M(8),
    cache_read_input_token_cost: per1M(1.25),
    cache_read_input_image_token_cost: per1M(2),
    output_cost_per_token: per1M(10),
    output_cost_per_image_token: per1M(30),
    supported_endpoints: ['/v1/images/generations', '/v1/images/edits'],
  },
  'kestrel-embed-3': {
    litellm_provider: 'shorebird',
    mode: 'embedding',
    input_cost_per_token: per1M(0.02),
    output_cost_per_token: 0,
    max_input_tokens: 8192,
  },
  'kestrel-voice-1': {
    litellm_provider: 'shorebird',
    mode: 'audio_speech',
    input_cost_per_character: 0.000015,
  },
  'plover-ranges': {
    litellm_provider: 'estuary',
    mode: 'chat',
    tiered_pricing: [
      { range: [0, 32_000], input_cost_per_token: per1M(1), output_cost_per_token: per1M(4) },
      { range: [32_000, 256_000], input_cost_per_token: per1M(2), output_cost_per_token: per1M(8) },
    ],
  },
};

/** The clean map with some of its entries changed; a field set to undefined is left out. */
export function changed(changes: Readonly<Record<string, JsonObject>>): readonly Entry[] {
  const keys = [...new Set([...Object.keys(CLEAN), ...Object.keys(changes)])];
  return keys.map((key) => entry(key, { ...CLEAN[key], ...changes[key] }));
}

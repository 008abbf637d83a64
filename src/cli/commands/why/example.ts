import type { Entry } from '../../../models/entry.ts';
import { headlineOf } from '../../../models/headline.ts';
import type { Unit } from '../../../models/fields.ts';
import { pricesOf } from '../../../models/prices.ts';
import type { TokenCount, Usage } from '../../../usage/usage.ts';

/** Parts of a request that are named only where the entry has a rate for them. */
const PARTS: Readonly<Record<string, TokenCount>> = {
  cache_read_input_token_cost: 'cacheReadTokens',
  input_cost_per_token_cache_hit: 'cacheReadTokens',
  cache_read_input_image_token_cost: 'cacheReadImageTokens',
  cache_read_input_audio_token_cost: 'cacheReadAudioTokens',
  cache_creation_input_token_cost: 'cacheWriteTokens',
  input_cost_per_image_token: 'inputImageTokens',
  input_cost_per_audio_token: 'inputAudioTokens',
  input_cost_per_video_token: 'inputVideoTokens',
  output_cost_per_reasoning_token: 'reasoningTokens',
  output_cost_per_image_token: 'outputImageTokens',
  output_cost_per_audio_token: 'outputAudioTokens',
  output_cost_per_video_token: 'outputVideoTokens',
};

/** One of what a model is priced by, where that is no token. */
const UNITS: Readonly<Partial<Record<Unit, Usage>>> = {
  image: { images: 1 },
  second: { seconds: 60 },
  character: { characters: 1000 },
  page: { pages: 1 },
  credit: { credits: 1 },
  query: { queries: 1 },
};

/**
 * A request that touches every kind of thing that the entry prices, for a question without one: a
 * thousand tokens in and out, a hundred of each part.
 */
export function exampleUsage(entry: Entry): Usage {
  const { unit } = headlineOf(entry);
  const own = unit === null ? undefined : UNITS[unit];
  if (own !== undefined) return own;
  const metrics = new Set(pricesOf(entry).prices.map(({ parsed }) => parsed.metric));
  const parts = Object.entries(PARTS).flatMap(([metric, count]) =>
    metrics.has(metric) ? [[count, 100]] : [],
  );
  return { inputTokens: 1000, outputTokens: 1000, ...Object.fromEntries(parts) };
}

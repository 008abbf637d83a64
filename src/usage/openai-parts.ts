import type { JsonObject } from '../core/json.ts';
import { asObject, field } from '../core/json.ts';
import type { Notes } from './notes.ts';

/** The first of several fields that is an object. */
export function firstObject(
  object: JsonObject | undefined,
  ...names: readonly string[]
): JsonObject | undefined {
  for (const name of names) {
    const value = asObject(field(object, name));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What of the input came from a cache, by modality: disjoint parts. */
interface CachedParts {
  readonly cacheReadTokens: number | undefined;
  readonly cacheReadImageTokens: number | undefined;
  readonly cacheReadAudioTokens: number | undefined;
}

/**
 * Cached input as OpenAI's details tell it: `cached_tokens`, by modality in `cached_tokens_details`.
 * What that breakdown does not name is text.
 */
function cachedParts(details: JsonObject | undefined, notes: Notes): CachedParts {
  const cached = notes.count(details, 'cached_tokens');
  const byModality = asObject(field(details, 'cached_tokens_details'));
  const text = notes.count(byModality, 'text_tokens');
  const image = notes.count(byModality, 'image_tokens');
  const audio = notes.count(byModality, 'audio_tokens');
  const rest = cached === undefined ? undefined : Math.max(0, cached - (image ?? 0) - (audio ?? 0));
  return {
    cacheReadTokens: larger(rest, text),
    cacheReadImageTokens: image,
    cacheReadAudioTokens: audio,
  };
}

/** The parts of an OpenAI input, from `prompt_tokens_details` or however the API at hand calls it. */
export function inputParts(details: JsonObject | undefined, notes: Notes) {
  const cached = cachedParts(details, notes);
  const ttl = asObject(field(details, 'cache_creation_token_details'));
  return {
    ...cached,
    cacheWriteTokens: notes.firstCount(details, 'cache_write_tokens', 'cache_creation_tokens'),
    cacheWrite1hTokens: notes.count(ttl, 'ephemeral_1h_input_tokens'),
    inputImageTokens: less(notes.count(details, 'image_tokens'), cached.cacheReadImageTokens),
    inputAudioTokens: less(notes.count(details, 'audio_tokens'), cached.cacheReadAudioTokens),
    inputVideoTokens: notes.count(details, 'video_tokens'),
  };
}

/** The parts of an OpenAI output, from `completion_tokens_details` or its like. */
export function outputParts(details: JsonObject | undefined, notes: Notes) {
  return {
    reasoningTokens: notes.count(details, 'reasoning_tokens'),
    outputImageTokens: notes.count(details, 'image_tokens'),
    outputAudioTokens: notes.count(details, 'audio_tokens'),
    outputVideoTokens: notes.count(details, 'video_tokens'),
  };
}

/** The larger of two counts for one thing, where both or one or none are there. */
export function larger(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

/** What is left of a count when a part of it is counted elsewhere; never below 0. */
export function less(count: number | undefined, part: number | undefined): number | undefined {
  return count === undefined ? undefined : Math.max(0, count - (part ?? 0));
}

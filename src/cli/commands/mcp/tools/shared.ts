/** Arguments that several tools have, as several commands have the flags. */
import { TIER_NAMES } from '../../../../usage/conditions.ts';
import type { Arguments } from '../arguments.ts';

/** Those of `addModelFlags`. */
export const MODEL_ARGUMENTS: Arguments = {
  provider: { kind: 'texts', about: 'Only of these providers: openai, anthropic, bedrock*' },
  mode: { kind: 'texts', about: 'Only for these kinds of work: chat, embedding, image_generation, …' },
  supports: { kind: 'texts', about: 'Only with all of these: vision, function_calling, reasoning, …' },
  minContext: { kind: 'count', about: 'Only with a context window of at least so many tokens' },
  maxInputPrice: { kind: 'number', about: 'Only with an input price of at most so many USD per 1M tokens' },
  maxOutputPrice: { kind: 'number', about: 'Only with an output price of at most so many USD per 1M tokens' },
  priced: { kind: 'boolean', about: 'true: only models whose price the map has' },
};

/** Those of `addUsageFlags` that people ask an agent for. */
export const JOB_ARGUMENTS: Arguments = {
  input: { kind: 'count', about: 'Tokens of the whole prompt of one request, cached ones included' },
  output: { kind: 'count', about: 'Tokens that the model makes in one request, reasoning included' },
  cacheRead: { kind: 'count', about: 'Of the input, tokens read from the cache' },
  cacheWrite: { kind: 'count', about: 'Of the input, tokens written to the cache' },
  cacheWrite1h: { kind: 'count', about: 'Of the written ones, those kept for an hour' },
  inputImage: { kind: 'count', about: 'Of the input, image tokens' },
  inputAudio: { kind: 'count', about: 'Of the input, audio tokens' },
  reasoning: { kind: 'count', about: 'Of the output, reasoning tokens' },
  outputImage: { kind: 'count', about: 'Of the output, image tokens' },
  outputAudio: { kind: 'count', about: 'Of the output, audio tokens' },
  images: { kind: 'count', about: 'Images made' },
  size: { kind: 'text', about: 'Size of the images, such as 1024x1536; of a video, such as 1080p' },
  quality: { kind: 'text', about: 'Quality of the images: low, medium, high, standard, hd or auto' },
  seconds: { kind: 'number', about: 'Seconds of audio heard, or of audio or video made' },
  characters: { kind: 'count', about: 'Characters spoken' },
  pages: { kind: 'count', about: 'Pages read' },
  queries: { kind: 'count', about: 'Queries of a rerank or search model' },
  webSearches: { kind: 'count', about: 'Web searches' },
  requests: { kind: 'count', about: 'How many such requests the job is of (default 1)' },
  tier: { kind: 'text', about: 'Service tier (default standard)', choices: TIER_NAMES },
  region: { kind: 'text', about: 'Where it is processed, such as eu' },
};

import type { Words } from './shape.ts';

/*
 * The words in which usage objects tell their totals. Shapes that share them are told apart by the
 * fields that only one of them has.
 */

export const CHAT: Words = ['prompt_tokens', 'completion_tokens'];
export const INPUT_OUTPUT: Words = ['input_tokens', 'output_tokens'];
export const CAMEL_INPUT_OUTPUT: Words = ['inputTokens', 'outputTokens'];
export const CAMEL_CHAT: Words = ['promptTokens', 'completionTokens'];
export const GEMINI: Words = [
  'promptTokenCount',
  'candidatesTokenCount',
  'responseTokenCount',
  'prompt_token_count',
  'candidates_token_count',
  'response_token_count',
];
export const TOKEN_COUNT: Words = [
  'inputTokenCount',
  'outputTokenCount',
  'input_token_count',
  'output_token_count',
];
export const PLAIN: Words = ['input', 'output'];

export const ALL_WORDS: readonly Words[] = [
  CHAT,
  INPUT_OUTPUT,
  CAMEL_INPUT_OUTPUT,
  CAMEL_CHAT,
  GEMINI,
  TOKEN_COUNT,
  PLAIN,
];

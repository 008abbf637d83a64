import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { readInputOutput } from './openai-responses.ts';

/**
 * OpenAI Realtime: text, audio and image are parts of the input and each holds its cached part,
 * so cached audio leaves the count of audio tokens that are billed at the full rate.
 */
export const openaiRealtime: UsageShape = {
  name: 'openai-realtime',
  recognises: ({ usage }) =>
    hasAny(usage, 'input_tokens', 'output_tokens') &&
    hasAny(usage, 'input_token_details', 'output_token_details'),
  read: ({ usage }, notes): Reading => ({ usage: readInputOutput(usage, notes) }),
};

import { chargesOf } from '../charges.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { INPUT_OUTPUT_FIELDS, readInputOutput } from './input-output.ts';
import { isImages } from './openai-images.ts';

/**
 * OpenAI Responses: cached tokens are part of `input_tokens`, reasoning part of `output_tokens`. What
 * its tools cost stands beside (openai-tools.ts).
 */
export const openaiResponses: UsageShape = {
  name: 'openai-responses',
  words: INPUT_OUTPUT,
  own: [
    'input_tokens_details',
    'output_tokens_details.reasoning_tokens',
    'prompt_tokens_details',
    'input_tokens_cache_read',
    'input_tokens_cache_write',
  ],
  unless: ({ usage }) => isImages(usage),
  takesPlain: ({ usage }) => hasAny(usage, 'total_tokens', 'cached_tokens', 'reasoning_tokens'),
  layout: { countsCachedTwice: true },
  fields: [...INPUT_OUTPUT_FIELDS, 'num_sources_used', 'num_server_side_tools_used'],
  read({ usage }, notes): Reading {
    return {
      reported: readInputOutput(usage, notes),
      charges: chargesOf({
        // What xAI adds to the shape.
        liveSource: notes.count(usage, 'num_sources_used'),
        toolCall: notes.count(usage, 'num_server_side_tools_used'),
      }),
    };
  },
};

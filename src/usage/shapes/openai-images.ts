import { asObject, field } from '../../core/json.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { readInputOutput } from './openai-responses.ts';

/**
 * OpenAI Images: text and image tokens are parts of `input_tokens`. Where the output has no
 * breakdown, all of it is image tokens.
 */
export const openaiImages: UsageShape = {
  name: 'openai-images',
  recognises: ({ usage }) =>
    hasAny(asObject(field(usage, 'input_tokens_details')), 'image_tokens') &&
    // A chat with pictures in it, as gateways write it, has reasoning in its output details.
    !hasAny(asObject(field(usage, 'output_tokens_details')), 'reasoning_tokens'),
  read: ({ usage }, notes): Reading => {
    const read = readInputOutput(usage, notes);
    const brokenDown = hasAny(asObject(field(usage, 'output_tokens_details')), 'image_tokens', 'text_tokens');
    return {
      usage:
        brokenDown || read.outputTokens === undefined
          ? read
          : { ...read, outputImageTokens: read.outputTokens },
    };
  },
};

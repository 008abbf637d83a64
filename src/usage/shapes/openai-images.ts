import type { JsonObject } from '../../core/json.ts';
import { asObject, field } from '../../core/json.ts';
import type { UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { INPUT_OUTPUT_FIELDS, readInputOutput } from './input-output.ts';

/**
 * OpenAI Images: text and image tokens are parts of `input_tokens`. Where the output has no
 * breakdown, all of it is image tokens.
 */
export const openaiImages: UsageShape = {
  name: 'openai-images',
  words: INPUT_OUTPUT,
  own: ['input_tokens_details.image_tokens'],
  unless: ({ usage }) => !isImages(usage),
  layout: { countsCachedTwice: true },
  fields: INPUT_OUTPUT_FIELDS,
  read({ usage }, notes) {
    const reported = readInputOutput(usage, notes);
    const isBrokenDown = hasAny(
      asObject(field(usage, 'output_tokens_details')),
      'image_tokens',
      'text_tokens',
    );
    return {
      reported:
        isBrokenDown || reported.outputTokens === undefined
          ? reported
          : { ...reported, outputImageTokens: reported.outputTokens },
    };
  },
};

/** A chat with pictures in it, as gateways write it, has reasoning in its output details. */
export function isImages(usage: JsonObject): boolean {
  return (
    hasAny(asObject(field(usage, 'input_tokens_details')), 'image_tokens') &&
    !hasAny(asObject(field(usage, 'output_tokens_details')), 'reasoning_tokens')
  );
}

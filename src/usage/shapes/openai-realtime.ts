import { asObject, field } from '../../core/json.ts';
import type { Place, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { INPUT_OUTPUT_FIELDS, readInputOutput } from './input-output.ts';
import { isTranscription } from './openai-transcription.ts';
import { hasLangChainDetails } from './langchain.ts';

/**
 * OpenAI Realtime: text, audio and image are parts of the input and each holds its cached part, so
 * cached audio leaves the count of audio tokens that are billed at the full rate.
 */
export const openaiRealtime: UsageShape = {
  name: 'openai-realtime',
  words: INPUT_OUTPUT,
  own: ['input_token_details', 'output_token_details'],
  unless: (place) => isTranscription(place) || (hasLangChainDetails(place) && !hasModalities(place)),
  layout: { countsCachedTwice: true },
  fields: INPUT_OUTPUT_FIELDS,
  read: ({ usage }, notes) => ({ reported: readInputOutput(usage, notes) }),
};

function hasModalities({ usage }: Place): boolean {
  return (
    hasAny(asObject(field(usage, 'input_token_details')), 'text_tokens', 'audio_tokens', 'cached_tokens') ||
    hasAny(asObject(field(usage, 'output_token_details')), 'text_tokens', 'audio_tokens')
  );
}

import { field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { Place, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { INPUT_OUTPUT_FIELDS, readInputOutput } from './input-output.ts';

/** OpenAI transcription by tokens (`type: "tokens"`), the audio tokens part of the input. */
export const openaiTranscription: UsageShape = {
  name: 'openai-transcription',
  words: INPUT_OUTPUT,
  own: ['type'],
  unless: (place) => !isTranscription(place),
  layout: { countsCachedTwice: true },
  fields: [...INPUT_OUTPUT_FIELDS, 'type'],
  read: ({ usage }, notes) => ({ reported: readInputOutput(usage, notes) }),
};

/** OpenAI transcription by length (`type: "duration"`). */
export const openaiTranscriptionLength: UsageShape = {
  name: 'openai-transcription',
  own: ['type'],
  unless: ({ usage }) => field(usage, 'type') !== 'duration' || !Object.hasOwn(usage, 'seconds'),
  layout: {},
  fields: ['type', 'seconds'],
  read: ({ usage }, notes) => ({ usage: present<Usage>({ seconds: notes.amount(usage, 'seconds') }) }),
};

export function isTranscription({ usage }: Place): boolean {
  return field(usage, 'type') === 'tokens' && hasAny(usage, 'input_tokens', 'output_tokens');
}

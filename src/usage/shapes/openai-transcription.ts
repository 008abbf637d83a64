import { field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { readInputOutput } from './openai-responses.ts';

/**
 * OpenAI transcription: by tokens (`type: "tokens"`, the audio tokens part of the input) or by
 * length (`type: "duration"`).
 */
export const openaiTranscription: UsageShape = {
  name: 'openai-transcription',
  recognises: ({ usage }) => {
    const type = field(usage, 'type');
    if (type === 'tokens')
      return Object.hasOwn(usage, 'input_tokens') || Object.hasOwn(usage, 'output_tokens');
    return type === 'duration' && Object.hasOwn(usage, 'seconds');
  },
  read: ({ usage }, notes): Reading => {
    if (field(usage, 'type') === 'tokens') return { usage: readInputOutput(usage, notes) };
    return { usage: present<Usage>({ seconds: notes.amount(usage, 'seconds') }) };
  },
};

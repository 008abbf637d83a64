import { mergeFields, type Fields } from '../../../src/usage/logs/scan/fields.ts';
import { SCAN_SHAPES } from '../../helpers/scan-shapes.ts';
import type { Forms } from './forms.ts';

/** A shape as the measured prototype reads it: enough to count tokens, not all that the tool asks for. */
export interface BenchShape {
  readonly name: string;
  readonly fields: Fields;
  /** The object that makes a line a request of this shape. */
  readonly usage: string;
  readonly model: string;
  readonly ids: readonly string[];
  readonly moments: readonly string[];
  readonly forms: Forms;
}

const claudeCode: BenchShape = {
  name: 'claude-code',
  usage: 'message.usage',
  model: 'message.model',
  ids: ['message.id', 'requestId'],
  moments: ['timestamp'],
  fields: SCAN_SHAPES.claudeCode,
  forms: {
    meters: {
      input: ['message.usage.input_tokens'],
      cacheRead: ['message.usage.cache_read_input_tokens'],
      cacheWrite: [
        'message.usage.cache_creation_input_tokens',
        '-message.usage.cache_creation.ephemeral_1h_input_tokens',
      ],
      cacheWrite1h: ['message.usage.cache_creation.ephemeral_1h_input_tokens'],
      output: ['message.usage.output_tokens', '-message.usage.output_tokens_details.thinking_tokens'],
      reasoning: ['message.usage.output_tokens_details.thinking_tokens'],
    },
    guards: [
      [
        'message.usage.cache_creation_input_tokens',
        '-message.usage.cache_creation.ephemeral_5m_input_tokens',
        '-message.usage.cache_creation.ephemeral_1h_input_tokens',
      ],
    ],
  },
};

const openaiChat: BenchShape = {
  name: 'openai-chat',
  usage: 'usage',
  model: 'model',
  ids: ['id'],
  moments: ['created', 'timestamp'],
  fields: SCAN_SHAPES.chat,
  forms: {
    meters: {
      input: [
        'usage.prompt_tokens',
        '-usage.prompt_tokens_details.cached_tokens',
        '-usage.prompt_tokens_details.audio_tokens',
        '-usage.prompt_tokens_details.image_tokens',
      ],
      cacheRead: ['usage.prompt_tokens_details.cached_tokens'],
      audioIn: ['usage.prompt_tokens_details.audio_tokens'],
      imageIn: ['usage.prompt_tokens_details.image_tokens'],
      output: [
        'usage.completion_tokens',
        '-usage.completion_tokens_details.reasoning_tokens',
        '-usage.completion_tokens_details.audio_tokens',
      ],
      reasoning: ['usage.completion_tokens_details.reasoning_tokens'],
      audioOut: ['usage.completion_tokens_details.audio_tokens'],
    },
    guards: [['usage.prompt_tokens', 'usage.completion_tokens', '-usage.total_tokens']],
  },
};

export const SHAPES: readonly BenchShape[] = [claudeCode, openaiChat];

export const FIELDS: Fields = SHAPES.map(({ fields }) => fields).reduce(mergeFields);

import { asObject, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import type { UsageShape } from '../shape.ts';
import { CHAT } from '../words.ts';
import { CHAT_FIELDS, readChat } from './openai-chat.ts';

/**
 * What Mistral adds to OpenAI's shape: the tokens that connectors put into the prompt, beside it, and
 * the seconds of audio, whose tokens only the total tells and which are billed by the second.
 */
export const mistral: UsageShape = {
  name: 'mistral',
  words: CHAT,
  own: ['connector_tokens', 'connectors', 'prompt_audio_seconds'],
  layout: { beside: ['toolInput'], countsCachedTwice: true },
  fields: [...CHAT_FIELDS, 'connector_tokens', 'connectors', 'prompt_audio_seconds'],
  read({ usage }, notes) {
    const { totalTokens, ...reported } = readChat(usage, notes);
    const connectors = Object.entries(asObject(field(usage, 'connectors')) ?? {});
    const calls = connectors.map(([name, calls]) => notes.wholeNumber(calls, `connectors.${name}`));
    const toolInputTokens = notes.count(usage, 'connector_tokens');
    const audio = field(usage, 'prompt_audio_seconds');
    const seconds = typeof audio === 'number' ? notes.amount(usage, 'prompt_audio_seconds') : undefined;
    return {
      reported: {
        ...reported,
        ...(toolInputTokens === undefined ? {} : { toolInputTokens }),
        ...(totalTokens === undefined || seconds !== undefined ? {} : { totalTokens }),
      },
      usage: seconds === undefined || seconds === 0 ? {} : { seconds },
      charges: chargesOf({ toolCall: notes.sum('connector calls', ...calls) }),
    };
  },
};

import { asObject, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import type { UsageShape } from '../shape.ts';
import { CHAT } from '../words.ts';
import { CHAT_FIELDS, readChat } from './openai-chat.ts';

/**
 * xAI: OpenAI's shape over HTTP, names of its own in its SDK. Reasoning stands beside the completion,
 * unless the total says that it is within.
 */
export const xai: UsageShape = {
  name: 'xai',
  words: CHAT,
  own: [
    'num_sources_used',
    'cost_in_usd_ticks',
    'cached_prompt_text_tokens',
    'prompt_text_tokens',
    'server_side_tools_used',
  ],
  layout: { beside: ['reasoning'], countsCachedTwice: true },
  fields: [...CHAT_FIELDS, 'num_sources_used', 'num_server_side_tools_used'],
  read({ usage, holders }, notes) {
    const tools = asObject(field(holders[0], 'server_side_tool_usage'));
    return {
      reported: readChat(usage, notes),
      charges: chargesOf({
        liveSource: notes.count(usage, 'num_sources_used'),
        toolCall: tools === undefined ? notes.count(usage, 'num_server_side_tools_used') : undefined,
      }),
    };
  },
};

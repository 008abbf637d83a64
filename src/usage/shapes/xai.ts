import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { readChat } from './openai-chat.ts';

/**
 * xAI chat: OpenAI's shape, but reasoning stands beside the completion where the total says so,
 * and the object carries the cost in ticks of 1e-10 USD.
 */
export const xai: UsageShape = {
  name: 'xai',
  recognises: ({ usage }) =>
    hasAny(usage, 'prompt_tokens', 'completion_tokens') &&
    hasAny(usage, 'num_sources_used', 'cost_in_usd_ticks'),
  read: ({ usage }, notes): Reading => ({ usage: readChat(usage, notes) }),
};

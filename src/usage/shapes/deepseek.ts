import { field } from '../../core/json.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { readChat } from './openai-chat.ts';

/** DeepSeek: the prompt is the sum of what hit the cache and what missed it. */
export const deepseek: UsageShape = {
  name: 'deepseek',
  recognises: ({ usage }) => hasAny(usage, 'prompt_cache_hit_tokens', 'prompt_cache_miss_tokens'),
  read: ({ usage }, notes): Reading => {
    const hit = notes.count(usage, 'prompt_cache_hit_tokens');
    const miss = notes.count(usage, 'prompt_cache_miss_tokens');
    const prompt = hasAny(usage, 'prompt_tokens')
      ? field(usage, 'prompt_tokens')
      : notes.sum('prompt tokens', hit, miss);
    const chat = readChat({ ...usage, prompt_tokens: prompt }, notes);
    return { usage: present<Usage>({ ...chat, cacheReadTokens: hit ?? chat.cacheReadTokens }) };
  },
};

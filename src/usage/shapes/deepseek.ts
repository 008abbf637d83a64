import type { UsageShape } from '../shape.ts';
import { CHAT } from '../words.ts';
import { CHAT_FIELDS, readChat } from './openai-chat.ts';

/** DeepSeek: the prompt is the sum of what hit the cache and what missed it. */
export const deepseek: UsageShape = {
  name: 'deepseek',
  words: CHAT,
  own: ['prompt_cache_hit_tokens', 'prompt_cache_miss_tokens'],
  layout: { countsCachedTwice: true },
  fields: [...CHAT_FIELDS, 'prompt_cache_miss_tokens'],
  read({ usage }, notes) {
    const reported = readChat(usage, notes);
    const hit = notes.count(usage, 'prompt_cache_hit_tokens');
    const miss = notes.count(usage, 'prompt_cache_miss_tokens');
    const prompt = notes.sum('prompt tokens', hit, miss);
    if (reported.inputTokens === undefined) {
      return { reported: prompt === undefined ? reported : { ...reported, inputTokens: prompt } };
    }
    if (hit !== undefined && miss !== undefined && prompt !== reported.inputTokens) {
      notes.assume(
        'PROMPT_SUM',
        `prompt_tokens is ${reported.inputTokens}, what hit and missed the cache ${prompt}: the former is taken`,
      );
    }
    return { reported };
  },
};

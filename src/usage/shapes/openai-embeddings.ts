import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/** OpenAI embeddings: text goes in, vectors come out, and only what goes in is billed. */
export const openaiEmbeddings: UsageShape = {
  name: 'openai-embeddings',
  recognises: ({ usage }) =>
    hasAny(usage, 'prompt_tokens') &&
    hasAny(usage, 'total_tokens') &&
    !hasAny(usage, 'completion_tokens', 'prompt_tokens_details', 'completion_tokens_details'),
  read: ({ usage }, notes): Reading => {
    const prompt = notes.count(usage, 'prompt_tokens');
    notes.checkTotal(notes.count(usage, 'total_tokens'), prompt);
    return { usage: present<Usage>({ inputTokens: prompt }) };
  },
};

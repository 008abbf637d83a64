import { type JsonObject, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import { modelOf, sumOf } from '../context.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { CHAT } from '../words.ts';
import { CHAT_FIELDS, readChat } from './openai-chat.ts';

/**
 * Perplexity: OpenAI's shape, the reasoning and the citations of deep research beside the completion.
 * Deep research is billed by the search, every other model by the request, both by the size of the
 * search context (docs.perplexity.ai/getting-started/pricing, looked up in October 2026).
 */
export const perplexity: UsageShape = {
  name: 'perplexity',
  words: CHAT,
  own: ['citation_tokens', 'num_search_queries', 'search_context_size'],
  layout: { beside: ['reasoning'], countsCachedTwice: true },
  fields: [...CHAT_FIELDS, 'citation_tokens', 'num_search_queries', 'search_context_size'],
  read(place, notes) {
    const { usage } = place;
    const isDeep = /deep-research/i.test(modelOf(place) ?? '');
    const { totalTokens, ...reported } = readChat(usage, notes);
    return {
      // The total of deep research leaves the reasoning out, so it does not tell where that stands.
      reported: isDeep || totalTokens === undefined ? reported : { ...reported, totalTokens },
      usage: present<Usage>({
        webSearches: isDeep ? notes.count(usage, 'num_search_queries') : (sumOf(place) ?? 1),
        searchContext: contextOf(usage, isDeep, notes),
      }),
      charges: chargesOf({ citationToken: notes.count(usage, 'citation_tokens') }),
    };
  },
};

function contextOf(usage: JsonObject, isDeep: boolean, notes: Notes): Usage['searchContext'] {
  const size = asText(field(usage, 'search_context_size'))?.toLowerCase();
  if (size === 'low' || size === 'medium' || size === 'high') return size;
  if (isDeep) return undefined;
  notes.assume(
    'SEARCH_CONTEXT_LOW',
    'the usage names no search context; low, the default of Perplexity, is used',
  );
  return 'low';
}

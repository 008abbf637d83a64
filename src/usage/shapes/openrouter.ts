import { type JsonObject, asObject, field } from '../../core/json.ts';
import { decimal, plain, plus } from '../../core/money.ts';
import { decimalText } from '../decimal-text.ts';
import { present } from '../present.ts';
import type { UsageShape } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { CHAT } from '../words.ts';
import { CHAT_FIELDS, readChat } from './openai-chat.ts';

/** OpenRouter: OpenAI's shape with what it cost. Models are named by their makers, without OpenRouter. */
export const openrouter: UsageShape = {
  name: 'openrouter',
  words: CHAT,
  own: ['is_byok', 'cost_details'],
  layout: { countsCachedTwice: true },
  fields: [
    ...CHAT_FIELDS,
    'is_byok',
    'cost',
    'cost_details.upstream_inference_cost',
    'server_tool_use.web_search_requests',
  ],
  read: ({ usage }, notes) => ({
    reported: readChat(usage, notes),
    usage: present<Usage>({
      webSearches: notes.count(asObject(field(usage, 'server_tool_use')), 'web_search_requests'),
    }),
    provider: 'openrouter',
    reportedUsd: costOf(usage),
  }),
};

/** With a key of one's own, OpenRouter takes its fee and the provider bills the rest. */
function costOf(usage: JsonObject): string | undefined {
  const cost = decimalText(field(usage, 'cost'));
  const upstream = decimalText(field(asObject(field(usage, 'cost_details')), 'upstream_inference_cost'));
  if (field(usage, 'is_byok') !== true || upstream === undefined) return cost;
  return plain(plus(decimal(cost ?? '0'), decimal(upstream)));
}

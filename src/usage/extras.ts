import { type JsonObject, asObject, asObjects, field } from '../core/json.ts';
import type { Charge } from './charges.ts';
import { groundingCharges } from './gemini-grounding.ts';
import type { Notes } from './notes.ts';
import { openaiTools } from './openai-tools.ts';
import { present } from './present.ts';
import type { Place, ExtraReply } from './shape.ts';
import { valueAt } from './reported-counts.ts';
import type { Usage } from './usage.ts';

/** What a response is billed for beside the tokens of its usage object. */
export interface Extras {
  readonly usage: Pick<Usage, 'webSearches' | 'sessions'>;
  readonly charges: readonly Charge[];
  readonly replies: readonly ExtraReply[];
}

/**
 * Reads what the response says of its tools, whatever the shape of its usage object: a gateway or an
 * SDK may rewrite the counts, and keep the output, the grounding or the provider's own usage.
 */
export function extrasOf({ usage, holders }: Place, notes: Notes): Extras {
  const response = holders[0] ?? usage;
  const { webSearches, sessions, charges, images } = openaiTools(response, notes);
  return {
    usage: present<Usage>({
      webSearches: webSearches ?? anthropicSearches(usage, response, notes),
      sessions,
    }),
    charges: [...charges, ...groundingCharges(groundingOf(response))],
    replies: images,
  };
}

/** Anthropic's own usage, where LangChain and the AI SDK keep it. */
const ANTHROPIC_USAGE = [
  ['response_metadata', 'usage'],
  ['providerMetadata', 'anthropic', 'usage'],
  ['experimental_providerMetadata', 'anthropic', 'usage'],
] as const;

function anthropicSearches(usage: JsonObject, response: JsonObject, notes: Notes): number | undefined {
  const sources = [asObject(field(usage, 'raw')), ...ANTHROPIC_USAGE.map((path) => valueAt(response, path))];
  for (const source of sources) {
    const tools = asObject(field(asObject(source), 'server_tool_use'));
    const count = notes.count(tools, 'web_search_requests');
    if (count !== undefined && count > 0) return count;
  }
  return undefined;
}

const GROUNDING_NAMES = ['groundingMetadata', 'grounding_metadata'] as const;

/** The grounding of every candidate of a Gemini response, or where LangChain and the AI SDK keep it. */
function groundingOf(response: JsonObject): readonly JsonObject[] {
  const holders = [
    response,
    ...asObjects(field(response, 'candidates')),
    asObject(field(response, 'response_metadata')),
    asObject(valueAt(response, ['providerMetadata', 'google'])),
    asObject(valueAt(response, ['experimental_providerMetadata', 'google'])),
  ];
  return holders.flatMap((holder) => asObjects(GROUNDING_NAMES.map((name) => field(holder, name) ?? null)));
}

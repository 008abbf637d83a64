import type { JsonObject } from '../../core/json.ts';
import { asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { inputParts, larger, outputParts } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';

/**
 * OpenAI Chat Completions, and the many APIs and gateways that copy it. The details are parts of
 * `prompt_tokens` and `completion_tokens`: cached tokens are inside the prompt.
 */
export const openaiChat: UsageShape = {
  name: 'openai-chat',
  recognises: ({ usage }) => hasAny(usage, 'prompt_tokens', 'completion_tokens'),
  read: ({ usage }, notes): Reading => ({
    usage: readChat(usage, notes),
    // Only OpenRouter's objects carry these; its models are named by their makers, without it.
    provider: hasAny(usage, 'is_byok', 'cost_details') ? 'openrouter' : undefined,
  }),
};

/** The counts of a chat usage object; also DeepSeek's and xAI's, which add to it. */
export function readChat(usage: JsonObject, notes: Notes): Usage {
  const prompt = notes.count(usage, 'prompt_tokens');
  const completion = notes.count(usage, 'completion_tokens');
  const input = inputParts(asObject(field(usage, 'prompt_tokens_details')), notes);
  const output = outputParts(asObject(field(usage, 'completion_tokens_details')), notes);
  const total = notes.count(usage, 'total_tokens');

  // LiteLLM keeps Anthropic's names beside OpenAI's, Moonshot puts cached_tokens at the top; both
  // repeat what the details say and are part of the prompt like them.
  const repeatedRead = notes.firstCount(usage, 'cache_read_input_tokens', 'cached_tokens');
  const repeatedWrite = notes.count(usage, 'cache_creation_input_tokens');

  // The API of xAI counts reasoning beside the completion; only the total tells.
  const reasoning = output.reasoningTokens ?? 0;
  const beside = reasoning > 0 && total === (prompt ?? 0) + (completion ?? 0) + reasoning;
  const made = beside ? notes.sum('output tokens', completion, reasoning) : completion;
  notes.checkTotal(total, prompt, made);

  return present<Usage>({
    inputTokens: prompt,
    ...input,
    cacheReadTokens: larger(input.cacheReadTokens, ofNoModality(repeatedRead, input)),
    cacheWriteTokens: larger(input.cacheWriteTokens, repeatedWrite),
    outputTokens: made,
    ...output,
  });
}

/** The repeated grand total of cached tokens without the parts that have a modality of their own. */
function ofNoModality(
  total: number | undefined,
  parts: {
    readonly cacheReadImageTokens: number | undefined;
    readonly cacheReadAudioTokens: number | undefined;
  },
): number | undefined {
  if (total === undefined) return undefined;
  return Math.max(0, total - (parts.cacheReadImageTokens ?? 0) - (parts.cacheReadAudioTokens ?? 0));
}

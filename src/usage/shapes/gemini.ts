import type { JsonObject, JsonValue } from '../../core/json.ts';
import { asList, asObject, asText, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { less } from '../openai-parts.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { servedTier } from '../tier.ts';
import type { Usage } from '../usage.ts';

/**
 * Gemini's `usageMetadata`, in camelCase or as the Python SDK dumps it. Cached content is part of
 * the prompt, by modality where told; thoughts stand beside the candidates, and what tools put
 * into the prompt beside the prompt.
 */
export const gemini: UsageShape = {
  name: 'gemini',
  recognises: ({ usage }) =>
    hasAny(usage, 'promptTokenCount', 'candidatesTokenCount', 'responseTokenCount', 'totalTokenCount') ||
    hasAny(
      usage,
      'prompt_token_count',
      'candidates_token_count',
      'response_token_count',
      'total_token_count',
    ),
  read: ({ usage }, notes): Reading => ({
    usage: readGemini(usage, notes),
    tier: servedTier(field(usage, 'trafficType') ?? field(usage, 'traffic_type'), notes),
  }),
};

function readGemini(usage: JsonObject, notes: Notes): Usage {
  const prompt = notes.firstCount(usage, 'promptTokenCount', 'prompt_token_count');
  const tools = notes.firstCount(usage, 'toolUsePromptTokenCount', 'tool_use_prompt_token_count');
  const cached = notes.firstCount(usage, 'cachedContentTokenCount', 'cached_content_token_count');
  const candidates =
    notes.firstCount(usage, 'candidatesTokenCount', 'candidates_token_count') ??
    // The Live API's name for the same.
    notes.firstCount(usage, 'responseTokenCount', 'response_token_count');
  const thoughts = notes.firstCount(usage, 'thoughtsTokenCount', 'thoughts_token_count');
  notes.checkTotal(
    notes.firstCount(usage, 'totalTokenCount', 'total_token_count'),
    prompt,
    tools,
    candidates,
    thoughts,
  );

  const inParts = modalities(notes, usage, 'promptTokensDetails', 'prompt_tokens_details');
  const toolParts = modalities(notes, usage, 'toolUsePromptTokensDetails', 'tool_use_prompt_tokens_details');
  const cacheParts = modalities(notes, usage, 'cacheTokensDetails', 'cache_tokens_details');
  const outParts = modalities(
    notes,
    usage,
    'candidatesTokensDetails',
    'candidates_tokens_details',
    'responseTokensDetails',
    'response_tokens_details',
  );
  const allCached = cached ?? sumOf(...cacheParts.values());
  const uncached = (modality: string): number | undefined =>
    less(sumOf(inParts.get(modality), toolParts.get(modality)), cacheParts.get(modality));

  return present<Usage>({
    inputTokens: notes.sum('input tokens', prompt, tools),
    cacheReadTokens: less(allCached, sumOf(cacheParts.get('IMAGE'), cacheParts.get('AUDIO'))),
    cacheReadImageTokens: cacheParts.get('IMAGE'),
    cacheReadAudioTokens: cacheParts.get('AUDIO'),
    inputImageTokens: uncached('IMAGE'),
    inputAudioTokens: uncached('AUDIO'),
    inputVideoTokens: uncached('VIDEO'),
    outputTokens: notes.sum('output tokens', candidates, thoughts),
    reasoningTokens: thoughts,
    outputImageTokens: outParts.get('IMAGE'),
    outputAudioTokens: outParts.get('AUDIO'),
    outputVideoTokens: outParts.get('VIDEO'),
  });
}

/** Tokens by modality from `[{modality, tokenCount}]`; documents are billed as text and left with it. */
function modalities(
  notes: Notes,
  usage: JsonObject,
  ...names: readonly string[]
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const item of asList(field(usage, name))) {
      const modality = modalityOf(asObject(item));
      const count = notes.firstCount(asObject(item), 'tokenCount', 'token_count');
      if (modality !== undefined && count !== undefined)
        counts.set(modality, (counts.get(modality) ?? 0) + count);
    }
    if (counts.size > 0) break;
  }
  return counts;
}

function modalityOf(item: JsonObject | undefined): string | undefined {
  const name: JsonValue | undefined = field(item, 'modality');
  // Python prints an enum as MediaModality.TEXT.
  return asText(name)?.split('.').at(-1)?.toUpperCase();
}

function sumOf(...counts: readonly (number | undefined)[]): number | undefined {
  let sum: number | undefined;
  for (const count of counts) if (count !== undefined) sum = (sum ?? 0) + count;
  return sum;
}

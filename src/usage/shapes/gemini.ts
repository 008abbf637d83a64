import type { JsonObject, JsonValue } from '../../core/json.ts';
import { asList, asObject, asText, field } from '../../core/json.ts';
import { larger, less } from '../arithmetic.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { type Reading, type UsageShape, hasAny } from '../shape.ts';
import { servedTier } from '../tier.ts';
import { type ReportedCounts, countTable, pathsOf, readReported } from '../reported-counts.ts';
import { GEMINI } from '../words.ts';

const COUNTS = countTable({
  inputTokens: ['promptTokenCount', 'prompt_token_count'],
  toolInputTokens: ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'],
  cacheReadTokens: ['cachedContentTokenCount', 'cached_content_token_count'],
  // The second pair is the Live API's name for the same.
  outputTokens: [
    'candidatesTokenCount',
    'candidates_token_count',
    'responseTokenCount',
    'response_token_count',
  ],
  reasoningTokens: ['thoughtsTokenCount', 'thoughts_token_count'],
  totalTokens: ['totalTokenCount', 'total_token_count'],
});

const LISTS = {
  prompt: ['promptTokensDetails', 'prompt_tokens_details'],
  tools: ['toolUsePromptTokensDetails', 'tool_use_prompt_tokens_details'],
  cache: ['cacheTokensDetails', 'cache_tokens_details'],
  output: [
    'candidatesTokensDetails',
    'candidates_tokens_details',
    'responseTokensDetails',
    'response_tokens_details',
  ],
} as const;

/**
 * Gemini's `usageMetadata`, in camelCase or as the Python SDK dumps it. Cached content is part of
 * the prompt, by modality where reported; thoughts stand beside the candidates, and what tools put
 * into the prompt beside the prompt.
 */
export const gemini: UsageShape = {
  name: 'gemini',
  words: GEMINI,
  own: [
    'totalTokenCount',
    'total_token_count',
    'thoughtsTokenCount',
    'thoughts_token_count',
    'cachedContentTokenCount',
    'cached_content_token_count',
    'trafficType',
  ],
  // LlamaIndex has a name of Gemini's.
  unless: ({ usage }) => hasAny(usage, 'completion_token_count'),
  takesPlain: () => true,
  layout: { beside: ['reasoning', 'toolInput'] },
  fields: [...pathsOf(COUNTS), ...Object.values(LISTS).flat(), 'trafficType', 'traffic_type'],
  read: ({ usage }, notes): Reading => ({
    reported: readGemini(usage, notes),
    tier: servedTier(field(usage, 'trafficType') ?? field(usage, 'traffic_type'), notes),
  }),
};

function readGemini(usage: JsonObject, notes: Notes): ReportedCounts {
  const reported = readReported(usage, COUNTS, notes);
  const prompt = modalities(notes, usage, ...LISTS.prompt);
  const tools = modalities(notes, usage, ...LISTS.tools);
  const cache = modalities(notes, usage, ...LISTS.cache);
  const output = modalities(notes, usage, ...LISTS.output);
  const allCached = larger(reported.cacheReadTokens, sumOf(...cache.values()));
  const uncached = (modality: string): number | undefined =>
    less(sumOf(prompt.get(modality), tools.get(modality)), cache.get(modality));
  return present<ReportedCounts>({
    ...reported,
    cacheReadTokens: less(allCached, sumOf(cache.get('IMAGE'), cache.get('AUDIO'))),
    cacheReadImageTokens: cache.get('IMAGE'),
    cacheReadAudioTokens: cache.get('AUDIO'),
    inputImageTokens: uncached('IMAGE'),
    inputAudioTokens: uncached('AUDIO'),
    inputVideoTokens: uncached('VIDEO'),
    outputImageTokens: output.get('IMAGE'),
    outputAudioTokens: output.get('AUDIO'),
    outputVideoTokens: output.get('VIDEO'),
  });
}

/** Tokens by modality from `[{modality, tokenCount}]`; documents are billed as text and left with it. */
export function modalities(
  notes: Notes,
  usage: JsonObject,
  ...names: readonly string[]
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const item of asList(field(usage, name))) {
      const modality = modalityOf(asObject(item));
      const count = notes.firstCount(asObject(item), 'tokenCount', 'token_count', 'tokens');
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

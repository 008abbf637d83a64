import { asText, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import type { UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';

const NATIVE = countTable({
  inputTokens: ['native_tokens_prompt'],
  cacheReadTokens: ['native_tokens_cached'],
  outputTokens: ['native_tokens_completion'],
  reasoningTokens: ['native_tokens_reasoning'],
  outputImageTokens: ['native_tokens_completion_images'],
});
const EXPORTED = countTable({
  inputTokens: ['tokens_prompt'],
  cacheReadTokens: ['tokens_cached'],
  outputTokens: ['tokens_completion'],
  reasoningTokens: ['tokens_reasoning'],
});

/**
 * A generation as OpenRouter keeps it. The native counts are those of the model that served and are
 * billed; the plain ones are of a common tokenizer, and all that its export has.
 */
export const openrouterGeneration: UsageShape = {
  name: 'openrouter-generation',
  own: ['native_tokens_prompt', 'native_tokens_completion', 'tokens_prompt', 'tokens_completion'],
  layout: {},
  fields: [...pathsOf(NATIVE), ...pathsOf(EXPORTED)],
  read({ usage }, notes) {
    const isNative = hasAny(usage, 'native_tokens_prompt', 'native_tokens_completion');
    return {
      reported: readReported(usage, isNative ? NATIVE : EXPORTED, notes),
      provider: 'openrouter',
      reportedUsd: decimalText(field(usage, 'total_cost')) ?? decimalText(field(usage, 'cost_total')),
      dedupeKey: asText(field(usage, 'id')) ?? asText(field(usage, 'generation_id')),
    };
  },
};

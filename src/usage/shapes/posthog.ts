import { asText, field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import type { UsageShape } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';

const COUNTS = countTable({
  inputTokens: ['$ai_input_tokens'],
  cacheReadTokens: ['$ai_cache_read_input_tokens'],
  cacheWriteTokens: ['$ai_cache_creation_input_tokens'],
  outputTokens: ['$ai_output_tokens'],
  reasoningTokens: ['$ai_reasoning_tokens'],
  totalTokens: ['$ai_total_tokens'],
});

/** An `$ai_generation` event of PostHog: it passes on how the provider counts its cache. */
export const posthog: UsageShape = {
  name: 'posthog',
  own: ['$ai_input_tokens', '$ai_output_tokens'],
  layout: {},
  fields: [...pathsOf(COUNTS), '$ai_cache_reporting_exclusive', '$ai_model', '$ai_provider'],
  read({ usage, holders }, notes) {
    const provider = asText(field(usage, '$ai_provider'));
    const isBeside = field(usage, '$ai_cache_reporting_exclusive') ?? provider === 'anthropic';
    return {
      reported: readReported(usage, COUNTS, notes),
      layout: isBeside === true ? { beside: ['cacheRead', 'cacheWrite'] } : {},
      model: asText(field(usage, '$ai_model')),
      provider,
      reportedUsd: decimalText(field(usage, '$ai_total_cost_usd')),
      dedupeKey: asText(field(holders[0], 'uuid')),
    };
  },
};

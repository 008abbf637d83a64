import type { JsonObject } from '../../core/json.ts';
import { asObject, asText, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { servedTier } from '../tier.ts';
import type { Usage } from '../usage.ts';

/**
 * Anthropic Messages. `input_tokens` leaves the cache out: the prompt is it, the cache reads and
 * the cache writes together. Thinking is inside `output_tokens` and not told apart.
 */
export const anthropic: UsageShape = {
  name: 'anthropic',
  recognises: ({ usage }) =>
    hasAny(usage, 'input_tokens', 'output_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'),
  read: ({ usage }, notes): Reading => ({
    usage: readAnthropic(usage, notes),
    tier: servedTier(field(usage, 'service_tier'), notes),
    region: geography(asText(field(usage, 'inference_geo'))),
    speed: notStandard(asText(field(usage, 'speed'))),
  }),
};

export function readAnthropic(usage: JsonObject, notes: Notes): Usage {
  const uncached = notes.count(usage, 'input_tokens');
  const read = notes.count(usage, 'cache_read_input_tokens');
  const { written, written1h } = cacheWrites(usage, notes);
  return present<Usage>({
    inputTokens: notes.sum('input tokens', uncached, read, written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    cacheWrite1hTokens: written1h,
    outputTokens: notes.count(usage, 'output_tokens'),
    webSearches: notes.count(asObject(field(usage, 'server_tool_use')), 'web_search_requests'),
  });
}

/** Writes by time to live are parts of all writes; where they disagree with it, their sum counts. */
function cacheWrites(usage: JsonObject, notes: Notes) {
  const all = notes.count(usage, 'cache_creation_input_tokens');
  const byTtl = asObject(field(usage, 'cache_creation'));
  const written5m = notes.count(byTtl, 'ephemeral_5m_input_tokens');
  const written1h = notes.count(byTtl, 'ephemeral_1h_input_tokens');
  const sum = notes.sum('cache writes', written5m, written1h);
  if (all !== undefined && sum !== undefined && all !== sum) {
    notes.warnings.push(`cache_creation_input_tokens is ${all}, its parts add up to ${sum}: the parts count`);
  }
  return { written: sum ?? all, written1h };
}

/** Where the request ran; the API says `not_available` or nothing where it does not tell. */
function geography(name: string | undefined): string | undefined {
  return name === 'not_available' ? undefined : name;
}

function notStandard(name: string | undefined): string | undefined {
  return name === 'standard' ? undefined : name;
}

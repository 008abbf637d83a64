import { UsageError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { Notice } from '../core/notice.ts';
import { Notes } from '../usage/notes.ts';
import { readUsageObject } from '../usage/recognise.ts';
import { readCanonical } from '../usage/shapes/canonical.ts';
import { TOKEN_COUNTS, usesAnything, type Tier, type Usage, type UsageRecord } from '../usage/usage.ts';

/**
 * Reads what a provider says that a request used: a usage object of any known shape, or a whole
 * response or log line with one inside. The record names the model, the tier that was served and
 * whatever else stands beside the usage.
 *
 * ```ts
 * import { usageFrom } from 'llmcost';
 *
 * const record = usageFrom({
 *   model: 'claude-sonnet-4-5',
 *   usage: { input_tokens: 20, cache_read_input_tokens: 4000, output_tokens: 300 },
 * });
 * record.shape; // → 'anthropic'
 * record.usage; // → { inputTokens: 4020, cacheReadTokens: 4000, outputTokens: 300 }
 * ```
 *
 * @throws UsageError when it is no usage, or a count in it is none.
 */
export function usageFrom(value: unknown): UsageRecord {
  if (!isJsonObject(value)) throw new UsageError('A usage object was expected.', HINT);
  const reading = readUsageObject(value);
  if (reading.ok) return reading.record;
  throw new UsageError(`No usage could be read: ${reading.problem}.`, HINT);
}

const HINT = 'Pass the `usage` object of a response, such as {"prompt_tokens":1200,"completion_tokens":300}.';

/** A usage as the rest of the library wants it, with what a record says beside it. */
export interface Given {
  readonly usage: Usage;
  readonly model?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly speed?: string | undefined;
  readonly atMs?: number | undefined;
  readonly requests?: number | undefined;
  readonly overlap: 'refuse' | 'cut';
  readonly warnings: readonly Notice[];
  /** What a record says that counts alone do not. */
  readonly record?: Pick<UsageRecord, 'charges' | 'sumOf' | 'contextTokens' | 'assumptions'>;
}

/**
 * Takes a record as it is, and looks at what a caller wrote by hand.
 * @throws UsageError for a name that is none, and for a count that is not one.
 */
export function givenUsage(usage: Usage | UsageRecord): Given {
  if (isRecord(usage)) {
    const { model, tier, region, speed, atMs, requests, warnings = [] } = usage;
    const isPlain = [usage.charges, usage.sumOf, usage.contextTokens, usage.assumptions].every(isAbsent);
    const notices = warnings.map((message) => ({ code: 'USAGE', message }));
    return {
      usage: usage.usage,
      model,
      tier,
      region,
      speed,
      atMs,
      requests,
      overlap: 'cut',
      warnings: notices,
      ...(isPlain ? {} : { record: usage }),
    };
  }
  return { usage: isTokens(usage) ? usage : canonical(usage), overlap: 'refuse', warnings: [] };
}

function isAbsent(value: unknown): boolean {
  return value === undefined;
}

/** True for what `usageFrom` makes. */
export function isRecord(usage: Usage | UsageRecord): usage is UsageRecord {
  return isJsonObject(usage) && 'shape' in usage && 'usage' in usage;
}

/** True for token counts alone: what nearly every usage is, looked at without much ado. */
export function isTokens(usage: Usage): boolean {
  if (!isJsonObject(usage)) return false;
  let counts = 0;
  for (const name of Object.keys(usage)) {
    const count = usage[name];
    if (!Object.hasOwn(TOKEN_COUNTS, name) || !Number.isSafeInteger(count) || Number(count) < 0) return false;
    counts++;
  }
  return counts > 0;
}

/** In llmcost's own form a name that is not known is an error, and is not passed over. */
function canonical(usage: unknown): Usage {
  if (!isJsonObject(usage)) throw new UsageError('`usage` must be an object of counts.', OWN_HINT);
  const notes = new Notes({ takesDigits: false });
  const counts = readCanonical({ usage, holders: [], bare: false }, notes);
  const [problem] = notes.problems;
  if (problem !== undefined) throw new UsageError(`\`usage\` cannot be used: ${problem}.`, OWN_HINT);
  if (!usesAnything(counts)) {
    throw new UsageError('Nothing is used: `usage` holds no count.', OWN_HINT);
  }
  return counts;
}

const OWN_HINT =
  "Counts have names such as inputTokens and outputTokens; usageFrom reads a provider's object.";

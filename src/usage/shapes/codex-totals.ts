import { field, type JsonObject } from '../../core/json.ts';
import { hashOf, hashOfNumber } from '../relations/hash.ts';

/** The counts of an event: by all of them, cumulated, it is known. */
export const CODEX_COUNTS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'total_tokens',
] as const;

/** The cumulated counts of an event, by CODEX_COUNTS. */
export type CodexCounts = Float64Array;

/** In place of a count that an event does not tell. */
export const UNTOLD = -1;

export function newCodexCounts(): CodexCounts {
  return new Float64Array(CODEX_COUNTS.length).fill(UNTOLD);
}

/** What an event is known by: no two requests of one session share it. */
export function hashOfCounts(counts: CodexCounts): number {
  let hash = 0;
  for (let i = 0; i < counts.length; i += 1) hash = hashOfNumber(counts[i] ?? UNTOLD, hash);
  return hash;
}

/** The same for the counts of a line, which may be anything. */
export function hashOfTotals(totals: JsonObject): number {
  const told = CODEX_COUNTS.map((name) => field(totals, name) ?? null);
  const counts = newCodexCounts();
  for (const [place, count] of told.entries()) {
    if (count === null) continue;
    if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      return hashOf(JSON.stringify(told));
    counts[place] = count;
  }
  return hashOfCounts(counts);
}

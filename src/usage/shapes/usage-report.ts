import { type JsonObject, type JsonValue, asObjects, asText, field } from '../../core/json.ts';
import { readUsage } from '../read-place.ts';
import type { LineOutcome, LineShape } from '../shape.ts';
import { CONTEXT, skipped } from '../shape.ts';

/**
 * The usage reports of OpenAI's and Anthropic's organizations: a page with its buckets of time, one
 * bucket, or one result. Each result is many requests added up.
 */
export const usageReport: LineShape = {
  // A result that names its kind; any other is recognised by its counts, as a usage object is.
  recognises: (line) =>
    bucketsOf(line).length > 0 || kindOf(line) !== undefined || isEmptyPage(line) || isCostResult(line),
  read(line) {
    const buckets = bucketsOf(line);
    if (buckets.length === 0) return isEmptyPage(line) ? CONTEXT : readResult(line, [line]);
    const outcomes = buckets.flatMap((bucket) =>
      asObjects(field(bucket, 'results')).flatMap((result) => readResult(result, [result, bucket])),
    );
    return outcomes.length > 0 ? outcomes : CONTEXT;
  },
};

/** The buckets of a page; a bucket itself is one. */
function bucketsOf(line: JsonObject): readonly JsonObject[] {
  const isTimed = (bucket: JsonObject) =>
    Array.isArray(field(bucket, 'results')) &&
    (field(bucket, 'object') === 'bucket' || field(bucket, 'starting_at') !== undefined);
  return isTimed(line) ? [line] : asObjects(field(line, 'data')).filter(isTimed);
}

function isEmptyPage(line: JsonObject): boolean {
  const data: JsonValue | undefined = field(line, 'data');
  return Array.isArray(data) && data.length === 0 && field(line, 'has_more') !== undefined;
}

/** `completions` of `organization.usage.completions.result`, `costs` of `organization.costs.result`. */
function kindOf(result: JsonObject): string | undefined {
  return /^organization\.(?:usage\.)?(\w+)\.result$/.exec(asText(field(result, 'object')) ?? '')?.[1];
}

function isCostResult(result: JsonObject): boolean {
  return (
    kindOf(result) === 'costs' ||
    (field(result, 'cost_type') !== undefined && field(result, 'amount') !== undefined)
  );
}

function readResult(result: JsonObject, holders: readonly JsonObject[]): readonly LineOutcome[] {
  if (isCostResult(result)) {
    return skipped(
      'unknown usage',
      'it looks like a cost report, which has no tokens: export the usage report to have it priced',
    );
  }
  if (kindOf(result) === 'vector_stores') {
    return skipped('unknown usage', 'it counts bytes of vector stores, which have no price per request');
  }
  const place = { usage: result, holders, bare: false };
  const outcomes = readUsage(place, { dedupeKey: keyOf(result, holders[1]) });
  if (outcomes.length === 0)
    return skipped('unknown usage', 'the result of the usage report holds no counts');
  return outcomes;
}

/** A report that was fetched again tells the same bucket of the same group, later with more in it. */
function keyOf(result: JsonObject, bucket: JsonObject | undefined): string | undefined {
  const start = field(bucket, 'start_time') ?? field(bucket, 'starting_at');
  if (start === undefined) return undefined;
  const groups = Object.entries(result).filter(
    ([, value]) => typeof value !== 'number' && typeof value !== 'object',
  );
  return JSON.stringify([start, ...groups.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

import type { Conditions } from '../usage/conditions.ts';
import { asList, asObject, field, type JsonObject } from '../core/json.ts';
import { asFigure, figure, type Entry } from '../models/entry.ts';

/** A long-context threshold that the prompt has passed. */
export interface Threshold {
  readonly tokens: number;
  /** How the entry's fields spell it; both spellings where it has both. */
  readonly suffixes: readonly string[];
  readonly words: string;
}

/** The highest threshold of the input price that the prompt has passed; xAI's count from N itself. */
export function thresholdFor(entry: Entry, conditions: Conditions): Threshold | undefined {
  let best = 0;
  let suffixes: string[] = [];
  for (const name of Object.keys(entry.fields)) {
    const match =
      /^input_cost_per_token(_above_(\d+)(k?)_tokens)(?:_(flex|priority|ultrafast|batches))?$/.exec(name);
    const [, suffix, digits, k, tier] = match ?? [];
    if (suffix === undefined || figure(entry, name) === undefined) continue;
    if (
      tier !== undefined &&
      tier !== conditions.tier &&
      !(tier === 'batches' && conditions.tier === 'batch')
    )
      continue;
    const tokens = Number(digits) * (k === 'k' ? 1000 : 1);
    const passed =
      entry.provider === 'xai' ? conditions.inputTokens >= tokens : conditions.inputTokens > tokens;
    if (!passed || tokens < best) continue;
    suffixes = tokens > best ? [suffix] : [...new Set([...suffixes, suffix])];
    best = tokens;
  }
  if (best === 0) return undefined;
  const spelt = best % 1000 === 0 ? `${best / 1000}K` : String(best);
  return {
    tokens: best,
    suffixes: suffixes.toSorted(),
    words: `${entry.provider === 'xai' ? 'from' : 'above'} ${spelt} input tokens`,
  };
}

/** A range of `tiered_pricing`. */
export interface Range {
  /** Where it stands: `tiered_pricing[1]`. */
  readonly path: string;
  readonly words: string;
  readonly fields: JsonObject;
}

/**
 * The range of `tiered_pricing` that the prompt falls in: start < tokens ≤ end; beyond all of them the
 * last, and the first for a prompt of nothing.
 */
export function rangeFor(entry: Entry, inputTokens: number): Range | undefined {
  const list = asList(field(entry.fields, 'tiered_pricing'));
  const ranges = list.flatMap((item, index) => {
    const fields = asObject(item);
    const [start, end = Infinity] = asList(field(fields, 'range')).map(asFigure);
    return fields === undefined || start === undefined ? [] : [{ start, end, fields, index }];
  });
  ranges.sort((a, b) => a.start - b.start);
  const range = ranges.find(({ end }) => inputTokens <= end) ?? ranges.at(-1);
  if (range === undefined) return undefined;
  const { start, end, fields, index } = range;
  const words = end === Infinity ? `above ${start} input tokens` : `${start} to ${end} input tokens`;
  return { path: `tiered_pricing[${index}]`, words, fields };
}

/**
 * Every length of a prompt at which the rates of an entry may change, in rising order. Between two of
 * them, each of them left out, all prompts take the same rates.
 */
export function boundsOf(entry: Entry): readonly number[] {
  const thresholds = Object.keys(entry.fields).flatMap((name) => {
    const [, digits, k] = /_above_(\d+)(k?)_tokens/.exec(name) ?? [];
    return digits === undefined ? [] : [Number(digits) * (k === 'k' ? 1000 : 1)];
  });
  const ranges = asList(field(entry.fields, 'tiered_pricing')).flatMap((range) =>
    asList(field(asObject(range), 'range')).flatMap((bound) => asFigure(bound) ?? []),
  );
  return [...new Set([...thresholds, ...ranges])].filter(Number.isFinite).sort((a, b) => a - b);
}

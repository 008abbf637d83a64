import type { Conditions } from '../usage/conditions.ts';
import { asList, asObject, field, type JsonObject } from '../core/json.ts';
import { asFigure, type Entry } from '../models/entry.ts';
import { boundsOfRange, type TokenRange } from '../models/prices.ts';
import { unusablePrice, type UnusablePrice } from './unusable.ts';

/** A long-context threshold that the prompt has passed. */
export interface Threshold {
  readonly tokens: number;
  /** How the entry's fields spell it; both spellings where it has both. */
  readonly suffixes: readonly string[];
  readonly words: string;
}

/**
 * The highest threshold of the input price that the prompt has passed; xAI's count from N itself. One
 * whose price cannot be used counts too: below it, another price would stand in.
 */
export function thresholdFor(entry: Entry, conditions: Conditions): Threshold | undefined {
  let best = 0;
  let suffixes: string[] = [];
  for (const name of Object.keys(entry.fields)) {
    const match =
      /^input_cost_per_token(_above_(\d+)(k?)_tokens)(?:_(flex|priority|ultrafast|batches))?$/.exec(name);
    const [, suffix, digits, k, tier] = match ?? [];
    if (suffix === undefined || (field(entry.fields, name) ?? null) === null) continue;
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
export interface Range extends TokenRange {
  /** Where it stands: `tiered_pricing[1]`. */
  readonly path: string;
  readonly words: string;
  readonly fields: JsonObject;
}

/**
 * The range of `tiered_pricing` that the prompt falls in: start < tokens ≤ end. Above the last range that
 * one applies, and the first to an empty prompt. Where one range cannot be read, no other stands in.
 */
export function rangeFor(entry: Entry, inputTokens: number): Range | UnusablePrice | undefined {
  const value = field(entry.fields, 'tiered_pricing') ?? null;
  if (value !== null && !Array.isArray(value))
    return unusablePrice('tiered_pricing', value, 'a list of objects');
  const ranges: Range[] = [];
  for (const [index, item] of asList(value).entries()) {
    const path = `tiered_pricing[${index}]`;
    const fields = asObject(item);
    if (fields === undefined) return unusablePrice(path, item, 'an object');
    const bounds = boundsOfRange(fields);
    const range = field(fields, 'range');
    if (bounds === 'unusable') return unusablePrice(`${path}.range`, range, A_RANGE);
    if (bounds !== undefined) ranges.push({ path, fields, words: wordsOf(bounds), ...bounds });
    // Prices of a search go by the number of results instead.
    else if (field(fields, 'max_results_range') === undefined)
      return unusablePrice(`${path}.range`, range, A_RANGE);
  }
  ranges.sort((a, b) => a.from - b.from);
  return ranges.find(({ to }) => to === undefined || inputTokens <= to) ?? ranges.at(-1);
}

const A_RANGE = 'two numbers of tokens, the smaller first';

function wordsOf({ from, to }: TokenRange): string {
  return to === undefined ? `above ${from} input tokens` : `${from} to ${to} input tokens`;
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

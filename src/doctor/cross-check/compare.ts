import type { Entry } from '../../models/entry.ts';
import { figure } from '../../models/entry.ts';
import { fieldName, type FieldConditions, type MetricName } from '../../models/fields.ts';
import { compare, decimal, minus, times, toNumber, type Decimal } from '../../core/money.ts';
import { SecondNames } from './names.ts';
import type { ListedModel, SecondSource } from './source.ts';

/** One model held against the second list. Figures are USD per token. */
export interface CrossCheck {
  /** `unknown`: the list has no model of exactly this name at the provider. */
  readonly status: 'agrees' | 'differs' | 'unknown';
  /** `openai:gpt-image-2`, as the list has it; null where it has none. */
  readonly theirs: string | null;
  /** Fields that say the same in both. */
  readonly agreements: readonly string[];
  readonly disagreements: readonly Disagreement[];
  readonly onlyHere: readonly OneSided[];
  readonly onlyThere: readonly OneSided[];
}

export interface Disagreement {
  readonly field: string;
  readonly hereUsdPerUnit: number;
  readonly thereUsdPerUnit: number;
}

export interface OneSided {
  readonly field: string;
  readonly usdPerUnit: number;
}

/** Answers for one entry after the other. */
export type CrossChecker = (entry: Entry) => CrossCheck;

export function crossChecker(source: SecondSource): CrossChecker {
  const names = new SecondNames(source);
  return (entry) => {
    const listed = names.find(entry);
    return listed === undefined ? NOT_KNOWN : compared(entry, listed);
  };
}

/** One model held against the second list. */
export function crossCheck(entry: Entry, source: SecondSource): CrossCheck {
  return crossChecker(source)(entry);
}

const NOT_KNOWN: CrossCheck = {
  status: 'unknown',
  theirs: null,
  agreements: [],
  disagreements: [],
  onlyHere: [],
  onlyThere: [],
};

/** Their keys, all USD per 1M tokens, and our metrics. */
const RATES: readonly (readonly [key: string, metric: MetricName, conditions?: FieldConditions])[] = [
  ['input_mtok', 'input_cost_per_token'],
  ['output_mtok', 'output_cost_per_token'],
  ['cache_read_mtok', 'cache_read_input_token_cost'],
  ['cache_write_mtok', 'cache_creation_input_token_cost'],
  ['cache_write_1h_mtok', 'cache_creation_input_token_cost', { ttl: '1h' }],
  ['input_image_mtok', 'input_cost_per_image_token'],
  ['cache_image_read_mtok', 'cache_read_input_image_token_cost'],
  ['output_image_mtok', 'output_cost_per_image_token'],
  ['input_audio_mtok', 'input_cost_per_audio_token'],
  ['cache_audio_read_mtok', 'cache_read_input_audio_token_cost'],
  ['output_audio_mtok', 'output_cost_per_audio_token'],
];

function compared(entry: Entry, listed: ListedModel): CrossCheck {
  const theirs = theirFigures(entry, listed);
  const ours = ourFigures(entry);
  const agreements: string[] = [];
  const disagreements: Disagreement[] = [];
  const onlyThere: OneSided[] = [];
  for (const [field, there] of theirs) {
    const here = ours.get(field);
    if (here === undefined) onlyThere.push({ field, usdPerUnit: toNumber(there) });
    else if (isSame(here, there)) agreements.push(field);
    else disagreements.push({ field, hereUsdPerUnit: toNumber(here), thereUsdPerUnit: toNumber(there) });
  }
  const onlyHere = [...ours].flatMap(([field, here]) =>
    theirs.has(field) ? [] : [{ field, usdPerUnit: toNumber(here) }],
  );
  const status = disagreements.length > 0 ? 'differs' : agreements.length > 0 ? 'agrees' : 'unknown';
  return {
    status,
    theirs: `${listed.provider}:${listed.id}`,
    agreements,
    disagreements,
    onlyHere,
    onlyThere,
  };
}

/** What the list says, under our names and per token. */
function theirFigures(entry: Entry, { prices }: ListedModel): ReadonlyMap<string, Decimal> {
  const figures = new Map<string, Decimal>();
  for (const [key, metric, conditions] of RATES) {
    const price = prices.get(key);
    if (price === undefined) continue;
    const target =
      key === 'output_mtok' && isImageOutput(entry, prices) ? 'output_cost_per_image_token' : metric;
    figures.set(fieldName(target, conditions), perToken(price.base));
    for (const { start, price: above } of price.tiers) {
      figures.set(fieldName(target, { ...conditions, aboveTokens: wholeThousands(start) }), perToken(above));
    }
  }
  return figures;
}

/** The list has one output price for a model that makes nothing but images. */
function isImageOutput(entry: Entry, prices: ListedModel['prices']): boolean {
  if (prices.has('output_image_mtok')) return false;
  return entry.mode === 'image_generation' && figure(entry, 'output_cost_per_image_token') !== undefined;
}

/** Theirs begins above the start: 271,999 is our "above 272k", but for one token. */
function wholeThousands(start: number): number {
  return Math.abs(start - Math.round(start / 1000) * 1000) <= 1 ? Math.round(start / 1000) * 1000 : start;
}

/** The entry's own figures of the metrics that are compared, plain and above thresholds. */
function ourFigures(entry: Entry): ReadonlyMap<string, Decimal> {
  const thresholds = [...new Set(Object.keys(entry.fields).flatMap(thresholdOf))];
  const fields = RATES.flatMap(([, metric, conditions = {}]) => [
    fieldName(metric, conditions),
    ...thresholds.map((aboveTokens) => fieldName(metric, Object.assign({ aboveTokens }, conditions))),
  ]);
  const figures = new Map<string, Decimal>();
  for (const field of fields) {
    const value = figure(entry, field) ?? figure(entry, OLD_NAMES[field] ?? field);
    // A model that only embeds lists 0 for the output that it has not.
    if (value !== undefined && !(value === 0 && field.startsWith('output')))
      figures.set(field, decimal(value));
  }
  return figures;
}

const OLD_NAMES: Readonly<Record<string, string>> = {
  cache_read_input_token_cost: 'input_cost_per_token_cache_hit',
};

function thresholdOf(name: string): readonly number[] {
  const thousands = /_above_(\d+)k_tokens$/.exec(name)?.[1];
  return thousands === undefined ? [] : [Number(thousands) * 1000];
}

const ONE_MILLIONTH = decimal('0.000001');
const CLOSE = decimal('0.01');

function perToken(usdPer1M: number): Decimal {
  return times(decimal(usdPer1M), ONE_MILLIONTH);
}

/** Equal but for a hundredth: both lists round prices that are set in other units. */
function isSame(a: Decimal, b: Decimal): boolean {
  const difference = compare(a, b) < 0 ? minus(b, a) : minus(a, b);
  return compare(difference, times(compare(a, b) < 0 ? b : a, CLOSE)) <= 0;
}

import { asList, asNumber, asObject, field, type JsonObject, type JsonValue } from '../core/json.ts';
import { asFactor, asFigure, isUnusable, type Entry } from './entry.ts';
import { isPriceName, metricOrder, NESTED_FIELDS, parseField, type PriceField, type Unit } from './fields.ts';
import { decimal, movePoint, perMillion, plain, times, toNumber, type Decimal } from '../core/money.ts';

/** One price that an entry holds, with everything that its field name says. */
export interface Price {
  /** What a person calls it: `Cached input`. */
  readonly item: string;
  /** Where it stands in the entry: `tiered_pricing[1].input_cost_per_token`. */
  readonly field: string;
  /** The figure as it stands there, all digits, no exponent. */
  readonly raw: string;
  /** The figure; USD per unit but for DBU and factors. */
  readonly value: Decimal;
  readonly unit: Unit;
  /** Conditions in words: `above 272K input tokens`, `batch`; null for the plain price. */
  readonly condition: string | null;
  readonly conditions: PriceConditions;
  readonly parsed: PriceField;
}

/** The conditions of a price, for scripts. Absent ones are null or false. */
export interface PriceConditions {
  readonly aboveTokens: number | null;
  readonly fromTokens: number | null;
  readonly toTokens: number | null;
  readonly tier: string | null;
  readonly batch: boolean;
  readonly ttl: string | null;
  readonly resolution: string | null;
  readonly quality: string | null;
  readonly offPeak: boolean;
}

/** A price of the entry that no cost is made with. */
export interface NotUnderstood {
  readonly field: string;
  readonly value: JsonValue;
  /** The grammar does not know the field, or its value is no figure. */
  readonly reason: 'unknownField' | 'unusableValue';
}

export interface PriceList {
  readonly prices: readonly Price[];
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Larger amounts of a unit in which people compare prices, and what that is called. */
const NORMAL: Readonly<Record<Unit, { readonly amount: number; readonly name: string }>> = {
  token: { amount: 1_000_000, name: '1M tokens' },
  '1k_tokens': { amount: 1000, name: '1M tokens' },
  dbu_token: { amount: 1_000_000, name: '1M tokens' },
  image: { amount: 1, name: 'image' },
  pixel: { amount: 1_048_576, name: '1024x1024 image' },
  second: { amount: 60, name: 'minute' },
  character: { amount: 1_000_000, name: '1M characters' },
  request: { amount: 1000, name: '1K requests' },
  query: { amount: 1000, name: '1K queries' },
  page: { amount: 1000, name: '1K pages' },
  credit: { amount: 1, name: 'credit' },
  session: { amount: 1, name: 'session' },
  '1k_calls': { amount: 1, name: '1K calls' },
  gb_day: { amount: 1, name: 'GB per day' },
  factor: { amount: 1, name: 'factor' },
};

/** The price of the amount in which people compare it: per 1M tokens, per minute, per 1K pages. */
export function normalized(value: Decimal, unit: Unit): { readonly usd: Decimal; readonly unit: string } {
  const { amount, name } = NORMAL[unit];
  return { usd: times(value, amount), unit: name };
}

/** The same from and to doubles, and as exact: for lists of thousands of prices. */
export function normalizedNumber(value: number, unit: Unit): { readonly usd: number; readonly unit: string } {
  const { amount, name } = NORMAL[unit];
  const places = Math.log10(amount);
  const usd = Number.isInteger(places) ? movePoint(value, places) : toNumber(times(decimal(value), amount));
  return { usd, unit: name };
}

/** USD per 1M tokens for token prices; null for every other unit. */
export function per1M(value: Decimal, unit: Unit): number | null {
  return unit === 'token' ? toNumber(perMillion(value)) : null;
}

/** Every price of the entry in the order in which a person expects them. */
export function pricesOf(entry: Entry): PriceList {
  const prices: Price[] = [];
  const notUnderstood: NotUnderstood[] = [];
  for (const name of Object.keys(entry.fields)) {
    const value = field(entry.fields, name);
    if (value === undefined || value === null) continue;
    if (!isPriceName(name)) {
      if (typeof value === 'object' && !NOTES.has(name) && holdsPrice(value))
        notUnderstood.push(unknownField(name, value));
      continue;
    }
    const parsed = parseField(name);
    const read = parsed === undefined ? leftOver(unknownField(name, value)) : readField(parsed, value);
    prices.push(...read.prices);
    notUnderstood.push(...read.notUnderstood);
  }
  return { prices: prices.sort(inReadingOrder), notUnderstood };
}

/** Fields in which the map explains where its figures come from, prices of other units among them. */
const NOTES: ReadonlySet<string> = new Set(['metadata', 'comment']);

/** True for an entry that lists a price for anything, usable or not; DBU and factors are none. */
export function listsPrice(entry: Entry): boolean {
  const { prices, notUnderstood } = pricesOf(entry);
  return (
    prices.some(({ unit }) => unit !== 'factor' && unit !== 'dbu_token') ||
    notUnderstood.some(({ reason }) => reason === 'unusableValue')
  );
}

/** True for an object or a list with a price inside, such as `long_context: {input_cost_per_token: …}`. */
function holdsPrice(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsPrice);
  return Object.entries(asObject(value) ?? {}).some(
    ([name, inner]) =>
      inner !== undefined && ((isPriceName(name) && asNumber(inner) !== undefined) || holdsPrice(inner)),
  );
}

function understood(price: Price): PriceList {
  return { prices: [price], notUnderstood: [] };
}

function leftOver(notUnderstood: NotUnderstood): PriceList {
  return { prices: [], notUnderstood: [notUnderstood] };
}

function unknownField(field: string, value: JsonValue): NotUnderstood {
  return { field, value, reason: 'unknownField' };
}

function unusable(field: string, value: JsonValue): PriceList {
  return leftOver({ field, value, reason: 'unusableValue' });
}

function together(lists: readonly PriceList[]): PriceList {
  return {
    prices: lists.flatMap(({ prices }) => prices),
    notUnderstood: lists.flatMap(({ notUnderstood }) => notUnderstood),
  };
}

function readField(parsed: PriceField, value: JsonValue): PriceList {
  if (!NESTED_FIELDS.has(parsed.metric)) {
    const figure = parsed.unit === 'factor' ? asFactor(value) : asFigure(value);
    return figure === undefined
      ? unusable(parsed.name, value)
      : understood(price(parsed, parsed.name, figure));
  }
  if (parsed.metric === 'tiered_pricing') {
    if (!Array.isArray(value)) return unusable(parsed.name, value);
    return together(asList(value).map((range, index) => rangePrices(range, `tiered_pricing[${index}]`)));
  }
  const parts = asObject(value);
  if (parts === undefined) return unusable(parsed.name, value);
  if (parsed.metric === 'off_peak_pricing') {
    return namedPrices(parts, parsed.name, { offPeak: true, words: 'off-peak' });
  }
  return together(Object.keys(parts).map((part) => partPrice(parsed, part, field(parts, part))));
}

/** One of several figures under one name, such as that of a size of search context. */
function partPrice(parsed: PriceField, part: string, value: JsonValue | undefined): PriceList {
  const path = `${parsed.name}.${part}`;
  const figure = parsed.unit === 'factor' ? asFactor(value) : asFigure(value);
  const words = part.replace(/^search_context_size_/, '').replaceAll('_', ' ');
  if (figure !== undefined) return understood(price(parsed, path, figure, { words }));
  // Providers keep settings there too, such as a text under a name that is no price's.
  const isSetting = parsed.unit === 'factor' && !isPriceName(part) && typeof value !== 'number';
  return isSetting || value === undefined || value === null ? NOTHING : unusable(path, value);
}

const NOTHING: PriceList = { prices: [], notUnderstood: [] };

/** The bounds of a range of `tiered_pricing`: above `from`, up to `to`, which is open in the last one. */
export interface TokenRange {
  readonly from: number;
  readonly to: number | undefined;
}

/** Undefined for a range that counts no tokens, such as one over search results. */
export function boundsOfRange(range: JsonObject): TokenRange | 'unusable' | undefined {
  const value = field(range, 'range');
  if (value === undefined || value === null) return undefined;
  const [from, to, ...more] = asList(value);
  const [start, end] = [asFigure(from), asFigure(to)];
  if (start === undefined || isUnusable(to) || more.length > 0) return 'unusable';
  const isCount = Number.isInteger(start) && (end === undefined || (Number.isInteger(end) && end >= start));
  return isCount ? { from: start, to: end } : 'unusable';
}

interface Extra {
  readonly words?: string;
  readonly fromTokens?: number;
  readonly toTokens?: number;
  readonly offPeak?: boolean;
}

function rangePrices(range: JsonValue, path: string): PriceList {
  const fields = asObject(range);
  if (fields === undefined) return unusable(path, range);
  const bounds = boundsOfRange(fields);
  if (bounds === 'unusable') return unusable(path, range);
  const results = asList(field(fields, 'max_results_range')).map(asFigure);
  if (bounds === undefined) {
    return namedPrices(fields, path, { words: results.length === 0 ? '' : `${results.join('–')} results` });
  }
  const { from, to } = bounds;
  const words =
    to === undefined ? `above ${tokens(from)} input tokens` : `${tokens(from)}–${tokens(to)} input tokens`;
  return namedPrices(fields, path, {
    words,
    fromTokens: from,
    ...(to === undefined ? {} : { toTokens: to }),
  });
}

/** The prices among the fields of a range or of off-peak hours. */
function namedPrices(fields: JsonObject, path: string, extra: Extra): PriceList {
  const names = Object.keys(fields).filter(isPriceName);
  return together(
    names.map((name) => {
      const parsed = parseField(name);
      const value = field(fields, name) ?? null;
      const figure = asFigure(value);
      if (value === null) return NOTHING;
      if (parsed === undefined) return leftOver(unknownField(`${path}.${name}`, value));
      if (figure === undefined) return unusable(`${path}.${name}`, value);
      return understood(price(parsed, `${path}.${name}`, figure, extra));
    }),
  );
}

function price(parsed: PriceField, path: string, figure: number, extra: Extra = {}): Price {
  const words = [extra.words ?? '', ...conditionWords(parsed)].filter((part) => part !== '');
  return {
    item: parsed.label,
    field: path,
    raw: plain(figure),
    value: decimal(figure),
    unit: parsed.unit,
    condition: words.join(', ') || null,
    conditions: {
      aboveTokens: parsed.aboveTokens,
      fromTokens: extra.fromTokens ?? null,
      toTokens: extra.toTokens ?? null,
      tier: parsed.tier,
      batch: parsed.batch,
      ttl: parsed.ttl,
      resolution: parsed.resolution,
      quality: parsed.quality,
      offPeak: extra.offPeak ?? false,
    },
    parsed,
  };
}

function conditionWords(parsed: PriceField): readonly string[] {
  return [
    parsed.ttl === null ? '' : '1 h',
    parsed.resolution ?? '',
    parsed.interval === null ? '' : `longer than ${parsed.interval}`,
    parsed.quality ?? '',
    parsed.aboveTokens === null ? '' : `above ${tokens(parsed.aboveTokens)} input tokens`,
    parsed.tier ?? '',
    parsed.batch ? 'batch' : '',
  ];
}

/** 272000 → `272K`, 1000000 → `1M`, 32768 → `32.8K` only where that is exact, else all digits. */
function tokens(count: number): string {
  if (count >= 1_000_000 && count % 100_000 === 0) return `${count / 1_000_000}M`;
  return count >= 1000 && count % 100 === 0 ? `${count / 1000}K` : String(count);
}

const TIER_ORDER = [null, 'auto', 'flex', 'priority', 'ultrafast'];

/** Plain prices first, then by range and threshold, tier and batch, each in the metrics' order. */
function inReadingOrder(a: Price, b: Price): number {
  return (
    rank(a) - rank(b) ||
    (a.conditions.fromTokens ?? -1) - (b.conditions.fromTokens ?? -1) ||
    TIER_ORDER.indexOf(a.conditions.tier) - TIER_ORDER.indexOf(b.conditions.tier) ||
    (a.conditions.aboveTokens ?? 0) - (b.conditions.aboveTokens ?? 0) ||
    metricOrder(a.parsed.metric) - metricOrder(b.parsed.metric) ||
    Number(a.conditions.ttl !== null) - Number(b.conditions.ttl !== null) ||
    sizeRank(a.field) - sizeRank(b.field) ||
    (a.field < b.field ? -1 : 1)
  );
}

const SIZES = ['_low', '_medium', '_high'];

/** Search contexts in the order of their size; everything else is equal. */
function sizeRank(name: string): number {
  return SIZES.findIndex((size) => name.endsWith(size));
}

function rank({ conditions, parsed }: Price): number {
  if (parsed.unit === 'factor') return 5;
  if (conditions.offPeak) return 4;
  if (conditions.batch) return 3;
  if (conditions.tier !== null) return 2;
  if (conditions.aboveTokens !== null || conditions.fromTokens !== null) return 1;
  return 0;
}

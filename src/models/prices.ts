import { asList, asNumber, asObject, field, type JsonObject, type JsonValue } from '../core/json.ts';
import type { Entry } from './entry.ts';
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

/** A field that names a cost and that the grammar cannot take apart, or whose value is no figure. */
export interface NotUnderstood {
  readonly field: string;
  readonly value: JsonValue;
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
    if (!isPriceName(name)) continue;
    const value = field(entry.fields, name);
    if (value === undefined || value === null) continue;
    const parsed = parseField(name);
    const read = parsed === undefined ? leftOver(name, value) : readField(parsed, value);
    prices.push(...read.prices);
    notUnderstood.push(...read.notUnderstood);
  }
  return { prices: prices.sort(inReadingOrder), notUnderstood };
}

function understood(price: Price): PriceList {
  return { prices: [price], notUnderstood: [] };
}

function leftOver(field: string, value: JsonValue): PriceList {
  return { prices: [], notUnderstood: [{ field, value }] };
}

function together(lists: readonly PriceList[]): PriceList {
  return {
    prices: lists.flatMap(({ prices }) => prices),
    notUnderstood: lists.flatMap(({ notUnderstood }) => notUnderstood),
  };
}

function readField(parsed: PriceField, value: JsonValue): PriceList {
  if (!NESTED_FIELDS.has(parsed.metric)) {
    const figure = asNumber(value);
    return figure === undefined
      ? leftOver(parsed.name, value)
      : understood(price(parsed, parsed.name, figure));
  }
  if (parsed.metric === 'tiered_pricing') {
    if (!Array.isArray(value)) return leftOver(parsed.name, value);
    return together(asList(value).map((range, index) => rangePrices(range, `tiered_pricing[${index}]`)));
  }
  const parts = asObject(value);
  if (parts === undefined) return leftOver(parsed.name, value);
  if (parsed.metric === 'off_peak_pricing') {
    return namedPrices(parts, parsed.name, { offPeak: true, words: 'off-peak' });
  }
  return together(Object.keys(parts).map((part) => partPrice(parsed, part, field(parts, part))));
}

/** One of several figures under one name, such as that of a size of search context. */
function partPrice(parsed: PriceField, part: string, value: JsonValue | undefined): PriceList {
  const path = `${parsed.name}.${part}`;
  const figure = asNumber(value);
  const words = part.replace(/^search_context_size_/, '').replaceAll('_', ' ');
  if (figure !== undefined) return understood(price(parsed, path, figure, { words }));
  // Providers keep settings there as well; a text under a name that is no price's is one of them.
  const isSetting = parsed.unit === 'factor' && !isPriceName(part);
  return isSetting || value === undefined || value === null ? NOTHING : leftOver(path, value);
}

const NOTHING: PriceList = { prices: [], notUnderstood: [] };

interface Extra {
  readonly words?: string;
  readonly fromTokens?: number;
  readonly toTokens?: number;
  readonly offPeak?: boolean;
}

function rangePrices(range: JsonValue, path: string): PriceList {
  const fields = asObject(range);
  if (fields === undefined) return leftOver(path, range);
  const [from, to] = asList(field(fields, 'range')).map(asNumber);
  const results = asList(field(fields, 'max_results_range')).map(asNumber);
  if (from === undefined) {
    return namedPrices(fields, path, { words: results.length === 0 ? '' : `${results.join('–')} results` });
  }
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
      const figure = asNumber(value);
      if (value === null) return NOTHING;
      if (parsed === undefined || figure === undefined) return leftOver(`${path}.${name}`, value);
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

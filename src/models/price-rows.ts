/** The prices of an entry as a page shows them, in JSON numbers. */
import { convert, type Currency } from '../core/currency.ts';
import type { Entry } from './entry.ts';
import type { Unit } from './fields.ts';
import { perMillion, toNumber } from '../core/money.ts';
import { normalized, pricesOf, type NotUnderstood, type Price, type PriceConditions } from './prices.ts';

/** One price of the page. */
export interface PriceRow {
  readonly item: string;
  readonly field: string;
  /** The figure as the map has it, every digit, no exponent. */
  readonly raw: string;
  readonly unit: Unit;
  /** Null for prices that are not USD (DBU). */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number | null;
  readonly normalizedUnit: string;
  /** `normalizedUsd` in the currency of the user's settings; null where they name none. */
  readonly normalizedAmount: number | null;
  /** Conditions in words; null for the plain price. */
  readonly condition: string | null;
  readonly conditions: PriceConditions;
  /** What to know about the row: that it repeats another, or is not USD. */
  readonly note: string | null;
}

/** A factor on other prices: for a region, for a speed. */
export interface MultiplierRow {
  readonly item: string;
  readonly field: string;
  readonly factor: number;
  readonly condition: string | null;
}

/** All that an entry says of prices. */
export interface PriceRows {
  readonly prices: readonly PriceRow[];
  readonly multipliers: readonly MultiplierRow[];
  readonly notUnderstood: readonly NotUnderstood[];
  /** True where all prices are those of ranges, so that the first range stands for the model. */
  readonly isRanged: boolean;
}

/** Every price of the entry, in the order in which a person expects them. */
export function priceRowsOf(entry: Entry, currency: Currency | null): PriceRows {
  const { prices, notUnderstood } = pricesOf(entry);
  const rows = prices.filter(({ unit }) => unit !== 'factor').map((price) => priceRow(price, currency));
  return {
    prices: withNotes(entry, rows),
    multipliers: prices.filter(({ unit }) => unit === 'factor').map(multiplierRow),
    notUnderstood,
    isRanged: prices.every(({ conditions }) => conditions.fromTokens !== null) && prices.length > 0,
  };
}

function priceRow(price: Price, currency: Currency | null): PriceRow {
  const isUsd = price.unit !== 'dbu_token';
  const normal = normalized(price.value, price.unit);
  return {
    item: price.item,
    field: price.field,
    raw: price.raw,
    unit: price.unit,
    usdPerUnit: isUsd ? toNumber(price.value) : null,
    per1MUsd: price.unit === 'token' ? toNumber(perMillion(price.value)) : null,
    normalizedUsd: isUsd ? toNumber(normal.usd) : null,
    normalizedUnit: normal.unit,
    normalizedAmount: isUsd && currency !== null ? convert(normal.usd, currency) : null,
    condition: price.condition,
    conditions: price.conditions,
    note: isUsd ? null : "in DBU, Databricks' own unit: not USD, and never part of a cost",
  };
}

/** The rows with what a reader of this kind of model has to know about them. */
function withNotes(entry: Entry, rows: readonly PriceRow[]): readonly PriceRow[] {
  const makesImages = entry.mode === 'image_generation' || entry.mode === 'image_edit';
  const hears = rows.some(({ field }) => field === 'input_cost_per_second');
  const noted = rows.map((row): PriceRow => {
    if (row.field === 'input_cost_per_image' && makesImages) {
      const note = 'the map keeps the price of an image made under a name of input';
      return { ...row, item: 'Image made', note };
    }
    if (row.field === 'output_cost_per_second' && hears && row.raw !== '0') {
      return { ...row, note: 'one second is billed once, as audio input' };
    }
    return row;
  });
  return withEmbedding(entry, noted);
}

/** Modes that take text in and give none back: the input rate is what embedding the text costs. */
const TEXT_IN_ONLY: ReadonlySet<string | null> = new Set([
  'embedding',
  'image_generation',
  'image_edit',
  'rerank',
]);

function withEmbedding(entry: Entry, rows: readonly PriceRow[]): readonly PriceRow[] {
  const input = rows.find((row) => row.field === 'input_cost_per_token');
  if (input === undefined || !TEXT_IN_ONLY.has(entry.mode)) return rows;
  const note = 'the rate of the text that goes in: the Input row again, never added to it';
  const at = rows.findLastIndex(
    (row) => row.condition === null && row.unit === 'token' && TEXT_ROWS.has(row.field),
  );
  return rows.toSpliced(at + 1, 0, { ...input, item: 'Embedding', note });
}

const TEXT_ROWS: ReadonlySet<string> = new Set([
  'input_cost_per_token',
  'output_cost_per_token',
  'cache_read_input_token_cost',
]);

function multiplierRow({ item, field, value, condition }: Price): MultiplierRow {
  return { item, field, factor: toNumber(value), condition };
}

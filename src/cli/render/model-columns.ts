import type { ModelFacts, RateCell, RateCells, RateName } from '../../models/search/row.ts';
import type { Deprecation } from '../../models/capabilities.ts';
import { formatPrice } from '../../core/money.ts';
import type { Cell } from './csv.ts';
import type { Column } from './column.ts';
import { codingWords } from './coding.ts';
import { tokenWords } from './money-words.ts';
import { counted, printable } from './text.ts';

/** A column of a table of models, by what it takes from a row. */
export interface ModelColumn<Row> {
  /** How `--columns` and CSV name it. */
  readonly id: string;
  readonly head: string;
  readonly align?: NonNullable<Column['align']>;
  /** May go where the terminal is too narrow, highest first. */
  readonly optional?: number;
  /** Never left out. */
  readonly essential?: boolean;
  /** What its figures are in, such as `USD / 1M tokens`; for a column of prices. */
  readonly unit?: (rows: readonly Row[]) => string;
  /** The head where the unit stands below it, if that is shorter. */
  readonly short?: string;
  readonly text: (row: Row) => string;
  /** For CSV: the figure itself; null where there is none. */
  readonly value: (row: Row) => Cell;
}

/** A column that any table of models may have. */
export type FactColumn = ModelColumn<ModelFacts>;

const words = (
  id: string,
  head: string,
  of: (row: ModelFacts) => string | null,
  optional?: number,
): FactColumn => ({
  id,
  head,
  ...(optional === undefined ? {} : { optional }),
  text: (row) => printable(of(row) ?? 'N/A'),
  value: of,
});

const tokens = (
  id: string,
  head: string,
  of: (row: ModelFacts) => number | null,
  optional: number,
): FactColumn => ({
  id,
  head,
  align: 'right',
  optional,
  text: (row) => tokenWords(of(row)),
  value: of,
});

const price = (
  id: string,
  head: string,
  of: RateName | ((rates: RateCells) => RateCell | undefined),
): FactColumn => {
  const rateOf = ({ rates }: ModelFacts) => (typeof of === 'string' ? rates[of] : of(rates));
  return {
    id,
    head,
    short: head.startsWith('Per ') ? 'Price' : head.replace(/ \/1M$/, ''),
    align: 'decimal',
    unit: (rows) => sharedUnit(rows.flatMap((row) => rateOf(row)?.normalizedUnit ?? [])),
    text: (row) => priceText(row, rateOf(row)?.normalizedUsd),
    value: (row) => rateOf(row)?.normalizedUsd ?? null,
  };
};

/** `USD / 1M tokens`; `USD` alone where they are not all per the same. */
function sharedUnit(units: readonly string[]): string {
  const [unit, ...others] = new Set(units);
  return unit === undefined || others.length > 0 ? 'USD' : `USD / ${unit}`;
}

const perToken = (rate: RateCell | undefined) => (rate?.unit === 'token' ? rate : undefined);

/** Unknown, free and N/A are three things: no price at all, a price of 0, a price that such a model has not. */
function priceText({ state, isSmallestRange }: ModelFacts, usd: number | undefined): string {
  if (state === 'unknown') return 'unknown';
  if (usd === undefined) return 'N/A';
  if (state === 'free') return 'free';
  return (isSmallestRange ? 'from ' : '') + formatPrice(usd);
}

/** What the input and output prices of a row are per. */
export function unitOf({ rates }: ModelFacts): string | null {
  return (rates.input ?? rates.output)?.normalizedUnit ?? null;
}

/** What the map says of a model, column by column. */
export const FACT_COLUMNS: readonly FactColumn[] = [
  words('model', 'Model', ({ model }) => model),
  // A program reads the map's own spelling, which --provider takes.
  {
    ...words('provider', 'Provider', ({ providerName }) => providerName, 4),
    value: ({ provider }) => provider,
  },
  words('mode', 'Mode', ({ mode }) => mode, 5),
  price('input', 'Input', 'input'),
  price('output', 'Output', 'output'),
  {
    id: 'blended',
    head: 'Blended /1M',
    short: 'Blended',
    align: 'decimal',
    unit: () => 'USD / 1M tokens',
    text: (row) => priceText(row, row.blendedPer1MUsd ?? undefined),
    value: ({ blendedPer1MUsd }) => blendedPer1MUsd,
  },
  words('per', 'Per', unitOf),
  price('token-input', 'Input /1M', ({ input }) => perToken(input)),
  price('token-output', 'Output /1M', ({ output }) => perToken(output)),
  price('cache-read', 'Cached /1M', 'cacheRead'),
  price('image', 'Per image', 'image'),
  price('image-output', 'Image out /1M', 'imageOutput'),
  price('audio-input', 'Audio in /1M', 'audioInput'),
  price('audio-output', 'Audio out /1M', 'audioOutput'),
  price('minute', 'Per minute', 'second'),
  price('characters', 'Per 1M characters', 'character'),
  price('queries', 'Per 1K queries', 'query'),
  price('pages', 'Per 1K pages', 'page'),
  tokens('context', 'Context', ({ contextTokens }) => contextTokens, 2),
  tokens('max-output', 'Max output', ({ maxOutputTokens }) => maxOutputTokens, 3),
  {
    ...words(
      'dimensions',
      'Dimensions',
      (row) => (row.dimensions === null ? null : String(row.dimensions)),
      3,
    ),
    align: 'right',
    value: ({ dimensions }) => dimensions,
  },
  {
    id: 'coding',
    head: 'Coding',
    align: 'right',
    optional: 6,
    text: ({ codingPercent }) => codingWords(codingPercent),
    value: ({ codingPercent }) => codingPercent,
  },
  words('features', 'Features', ({ features }) => features.join(' '), 7),
  {
    ...words('deprecation', 'Deprecation', ({ deprecation }) => deprecation && dayWords(deprecation)),
    value: ({ deprecation }) => deprecation?.date ?? null,
  },
  {
    ...words('regions', 'Regions', ({ regions }) => regions.join(' ') || null, 5),
    text: ({ regions }) => printable(regions.join(' ')),
  },
  words('endpoints', 'Endpoints', ({ endpoints }) => endpoints.join(' ') || null, 8),
];

function dayWords({ date, daysLeft }: Deprecation): string {
  if (daysLeft === 0) return `${date} (today)`;
  const days = counted(Math.abs(daysLeft), 'day');
  return daysLeft > 0 ? `${date} (in ${days})` : `${date} (${days} ago)`;
}

/** The fact column with that name; undefined where there is none. */
export function factColumn(id: string): FactColumn | undefined {
  return FACT_COLUMNS.find((column) => column.id === id);
}

import type { ModelRow, RateCell, RateCells, RateName } from '../choosing/row.ts';
import type { Deprecation } from '../facts.ts';
import { formatPrice, plain } from '../money.ts';
import type { Cell } from './csv.ts';
import { tokenWords } from './money-words.ts';
import { counted, printable } from './text.ts';

/** A column of a list of models. */
export interface ListColumn {
  /** How `--columns` and CSV name it. */
  readonly id: string;
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** May go where the terminal is too narrow, highest first. */
  readonly optional?: number;
  readonly text: (row: ModelRow) => string;
  /** For CSV: the figure itself; null where there is none. */
  readonly value: (row: ModelRow) => Cell;
}

const words = (
  id: string,
  head: string,
  of: (row: ModelRow) => string | null,
  optional?: number,
): ListColumn => ({
  id,
  head,
  ...(optional === undefined ? {} : { optional }),
  text: (row) => printable(of(row) ?? 'N/A'),
  value: of,
});

const tokens = (
  id: string,
  head: string,
  of: (row: ModelRow) => number | null,
  optional: number,
): ListColumn => ({
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
): ListColumn => {
  const rateOf = ({ rates }: ModelRow) => (typeof of === 'string' ? rates[of] : of(rates));
  return {
    id,
    head,
    align: 'right',
    text: (row) => priceText(row, rateOf(row)?.normalizedUsd),
    value: (row) => rateOf(row)?.normalizedUsd ?? null,
  };
};

const perToken = (rate: RateCell | undefined) => (rate?.unit === 'token' ? rate : undefined);

/** Unknown, free and N/A are three things: no price at all, a price of 0, a price that such a model has not. */
function priceText({ state, isSmallestRange }: ModelRow, usd: number | undefined): string {
  if (state === 'unknown') return 'unknown';
  if (usd === undefined) return 'N/A';
  if (state === 'free') return 'free';
  return (isSmallestRange ? 'from ' : '') + formatPrice(usd);
}

/** What the input and output prices of a row are per. */
export function unitOf({ rates }: ModelRow): string | null {
  return (rates.input ?? rates.output)?.normalizedUnit ?? null;
}

export const COLUMNS: readonly ListColumn[] = [
  words('model', 'Model', ({ key }) => key),
  words('provider', 'Provider', ({ providerName }) => providerName, 4),
  words('mode', 'Mode', ({ mode }) => mode, 5),
  price('input', 'Input', 'input'),
  price('output', 'Output', 'output'),
  {
    id: 'blended',
    head: 'Blended /1M',
    align: 'right',
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
    text: ({ codingPercent }) => (codingPercent === null ? 'N/A' : `${codingPercent}%`),
    value: ({ codingPercent }) => codingPercent,
  },
  words('features', 'Features', ({ features }) => features.join(' '), 7),
  {
    ...words('deprecation', 'Deprecation', ({ deprecation }) => deprecation && dayWords(deprecation)),
    value: ({ deprecation }) => deprecation?.date ?? null,
  },
  words('regions', 'Regions', ({ regions }) => regions.join(' ') || null),
  words('endpoints', 'Endpoints', ({ endpoints }) => endpoints.join(' ') || null),
  {
    id: 'offers',
    head: 'Offers',
    align: 'right',
    text: ({ offers }) => String(offers?.count ?? 1),
    value: ({ offers }) => offers?.count ?? 1,
  },
];

function dayWords({ date, daysLeft }: Deprecation): string {
  if (daysLeft === 0) return `${date} (today)`;
  const days = counted(Math.abs(daysLeft), 'day');
  return daysLeft > 0 ? `${date} (in ${days})` : `${date} (${days} ago)`;
}

/** Columns that suit what a kind of model is priced by. */
const SUITED: Readonly<Record<string, readonly string[]>> = {
  embedding: ['model', 'provider', 'input', 'per', 'context', 'dimensions'],
  image_generation: ['model', 'provider', 'image', 'token-input', 'token-output', 'image-output'],
  image_edit: ['model', 'provider', 'image', 'token-input', 'token-output', 'image-output'],
  audio_transcription: ['model', 'provider', 'minute', 'token-input', 'audio-input', 'token-output'],
  audio_speech: ['model', 'provider', 'characters', 'minute', 'token-input', 'audio-output'],
  video_generation: ['model', 'provider', 'minute'],
  realtime: ['model', 'provider', 'input', 'output', 'per', 'audio-input', 'audio-output', 'context'],
  rerank: ['model', 'provider', 'queries', 'token-input'],
  search: ['model', 'provider', 'queries'],
  vector_store: ['model', 'provider', 'queries'],
  ocr: ['model', 'provider', 'input', 'per'],
  moderation: ['model', 'provider', 'input', 'output', 'per'],
};

const SAME_KIND: Readonly<Record<string, string>> = {
  chat: 'text',
  responses: 'text',
  completion: 'text',
  image_edit: 'image_generation',
};
const TEXT = ['model', 'provider', 'input', 'output', 'per', 'context', 'coding', 'features'] as const;
const MIXED = ['model', 'provider', 'mode', 'input', 'output', 'per', 'context', 'coding'] as const;

/** The columns of a list where the user names none: by the mode of its models, or for all modes. */
export function suitedColumns(rows: readonly ModelRow[]): readonly ListColumn[] {
  const kinds = new Set(rows.map(({ mode }) => SAME_KIND[mode ?? ''] ?? mode ?? 'text'));
  const [kind = 'text', ...others] = kinds;
  const ids = others.length > 0 ? MIXED : (SUITED[kind] ?? TEXT);
  const offers = rows.some((row) => row.offers !== null) ? ['offers'] : [];
  return [...ids, ...offers].flatMap((id) => columnNamed(id) ?? []);
}

/** The column with that name; undefined where there is none. */
export function columnNamed(id: string): ListColumn | undefined {
  return COLUMNS.find((column) => column.id === id);
}

/** A column that shows a field of the map as it stands there. */
export function fieldColumn(name: string): ListColumn {
  const valueOf = ({ fields }: ModelRow) => {
    const value = fields[name] ?? null;
    return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
  };
  return {
    id: name,
    head: name,
    align: 'right',
    text: (row) => {
      const value = valueOf(row);
      return value === null ? 'N/A' : printable(typeof value === 'number' ? plain(value) : String(value));
    },
    value: valueOf,
  };
}

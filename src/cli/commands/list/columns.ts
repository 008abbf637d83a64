import type { ModelRow } from '../../../models/search/row.ts';
import type { SortKey } from '../../../models/search/sort.ts';
import { plain } from '../../../core/money.ts';
import { own } from '../../../core/collections.ts';
import { FACT_COLUMNS, type ModelColumn } from '../../render/model-columns.ts';
import type { Benchmark } from '../../../models/scores.ts';
import { codingHead } from '../../render/coding.ts';
import { printable } from '../../render/text.ts';

/** A column of a list of models. */
export type ListColumn = ModelColumn<ModelRow>;

export const COLUMNS: readonly ListColumn[] = [
  ...FACT_COLUMNS,
  {
    id: 'offers',
    head: 'Offers',
    align: 'right',
    text: ({ offers }) => String(offers?.count ?? 1),
    value: ({ offers }) => offers?.count ?? 1,
  },
];

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

/** Sorting by these adds no column: the prices that stand for a model are among the columns anyway. */
const ALWAYS_SHOWN: ReadonlySet<string> = new Set(['name', 'input', 'output']);

/**
 * The columns of a list where the user names none: by the mode of its models, or for all modes, with
 * the figure that it is sorted by, which no narrow terminal takes away.
 */
export function suitedColumns(rows: readonly ModelRow[], sort: SortKey): readonly ListColumn[] {
  const kinds = new Set(rows.map(({ mode }) => own(SAME_KIND, mode ?? '') ?? mode ?? 'text'));
  const [kind = 'text', ...others] = kinds;
  const suited = others.length > 0 ? MIXED : (own(SUITED, kind) ?? TEXT);
  const offers = rows.some((row) => row.offers !== null) ? ['offers'] : [];
  const ids = new Set([...suited, ...(ALWAYS_SHOWN.has(sort) ? [] : [sort]), ...offers]);
  return [...ids].flatMap((id) => {
    const column = columnNamed(id);
    if (column === undefined) return [];
    const { optional: _never, ...kept } = column;
    return id === sort ? [{ ...kept, essential: true }] : [column];
  });
}

/** The columns, with the benchmark of the scores in the head of theirs. */
export function withCodingHead(columns: readonly ListColumn[], benchmark: Benchmark): readonly ListColumn[] {
  const { unit, ...head } = codingHead(benchmark);
  const words = unit === undefined ? head : { ...head, unit: () => unit };
  return columns.map((column) => (column.id === 'coding' ? { ...column, ...words } : column));
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

import { COLUMN_ROLES, type ColumnRole, type TableColumns } from '../../tables/columns.ts';
import type { Reads, TableForm } from '../scan/columns.ts';
import type { Slot } from '../scan/table.ts';

/** What the scanner reads of a column. Units that a `FastRecord` has no room for must be empty. */
const ROLE_READS: Readonly<Record<ColumnRole, Reads>> = {
  model: 'label',
  provider: 'label',
  time: 'moment',
  requests: 'count',
  cost: 'text',
  tier: 'label',
  batch: 'label',
  region: 'label',
  speed: 'label',
  id: 'id',
  session: 'text',
  project: 'text',
  user: 'text',
  input: 'count',
  'uncached-input': 'count',
  'cache-read': 'count',
  'cache-write': 'count',
  'cache-write-5m': 'count',
  'cache-write-1h': 'count',
  'input-audio': 'count',
  'cache-read-audio': 'empty',
  'input-image': 'count',
  output: 'count',
  'output-audio': 'count',
  'output-image': 'count',
  reasoning: 'count',
  'reasoning-beside': 'count',
  total: 'count',
  images: 'empty',
  seconds: 'empty',
  characters: 'empty',
  pages: 'empty',
  'web-searches': 'count',
};

/** The time of a row that is not written as most logs do. */
export const TIME_TEXT = 'time text';

const SLOTS: Readonly<Record<Reads, (role: ColumnRole) => readonly Slot[]>> = {
  nothing: () => [],
  empty: () => [],
  count: (path) => [{ path, holds: 'cell', of: 'row' }],
  text: (path) => [{ path, holds: 'cell', of: 'row' }],
  label: (path) => [{ path, holds: 'label', of: 'row' }],
  id: (path) => [{ path, holds: 'id', of: 'row' }],
  moment: (path) => [
    { path, holds: 'cell', of: 'row' },
    { path: TIME_TEXT, holds: 'cell', of: 'row' },
  ],
};

/** The slots of the cells of tables. */
export const ROW_SLOTS: readonly Slot[] = COLUMN_ROLES.flatMap((role) => SLOTS[ROLE_READS[role]](role));

const PASSED_OVER = { reads: 'nothing', path: '' } as const;

/** What the scanner reads of each column. A column that is two things at once is left to `rowReader`. */
export function readsOf({ columns, header }: TableColumns): TableForm['columns'] {
  const isClear = new Set(columns.values()).size === columns.size;
  const roles = new Map(isClear ? [...columns].map(([role, index]) => [index, role]) : []);
  return header.map((_, index) => {
    const role = roles.get(index);
    return role === undefined ? PASSED_OVER : { reads: ROLE_READS[role], path: role };
  });
}

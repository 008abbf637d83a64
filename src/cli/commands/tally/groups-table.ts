/** What a tally adds up, group by group, as a table, CSV and Markdown. */
import type { TallyDocument } from './document.ts';
import { formatCount, formatRounded } from '../../../core/money.ts';
import type { Amounts, GroupRow } from '../../../pricing/tally/rows.ts';
import { barChart } from '../../render/chart.ts';
import { renderCsv, type Cell } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import type { Style } from '../../render/style.ts';
import { table, type Column, type Row } from '../../render/table.ts';
import { printable } from '../../render/text.ts';

/** A column of figures; `id` names it in CSV. */
interface GroupColumn extends Column {
  readonly id: string;
  readonly value: (row: Amounts) => number | string | null;
}

const count = (
  id:
    | 'requests'
    | 'inputTokens'
    | 'cacheReadTokens'
    | 'cacheWriteTokens'
    | 'outputTokens'
    | 'reasoningTokens',
  head: string,
  optional: number,
): GroupColumn => ({ id, head, align: 'right', optional, value: (row) => row[id] });

const money = (
  id: string,
  head: string,
  value: GroupColumn['value'],
  others: Pick<Column, 'optional' | 'essential'> = {},
): GroupColumn => ({ id, head, unit: 'USD', align: 'decimal', value, ...others });

const COUNTS: readonly GroupColumn[] = [
  count('requests', 'Requests', 6),
  count('inputTokens', 'Input', 4),
  count('cacheReadTokens', 'Cache read', 7),
  count('cacheWriteTokens', 'Cache write', 8),
  count('outputTokens', 'Output', 3),
  count('reasoningTokens', 'Reasoning', 9),
];

const SIDES: readonly GroupColumn[] = [
  money('inputUsd', 'Input cost', (row) => row.inputUsd),
  money('outputUsd', 'Output cost', (row) => row.outputUsd),
  money('otherUsd', 'Other cost', (row) => row.otherUsd),
  money('adjustmentsUsd', 'Adjustments', (row) => row.adjustmentsUsd),
];

const COST = money('totalUsd', 'Cost', (row) => row.totalUsd, { essential: true });

const STATE: GroupColumn = { id: 'state', head: 'State', value: (row) => row.state };

const REPORTED: readonly GroupColumn[] = [
  money('reportedUsd', 'Reported', (row) => row.reported?.reportedUsd ?? null, { optional: 2 }),
  money('ownUsd', 'Ours of these', (row) => row.reported?.ownUsd ?? null, { optional: 5 }),
  money('differenceUsd', 'Difference', (row) => row.reported?.differenceUsd ?? null, { optional: 1 }),
];

/** A text shows so many groups; all stand in the JSON and the CSV. */
const MOST_GROUPS = 10_000;

/** The groups, and the total set off below them; empty where nothing was found. */
export function groupsTable(whole: TallyDocument, style: Style): string {
  const document = { ...whole, groups: whole.groups.slice(0, MOST_GROUPS) };
  const { by, groups, others, total, timeZone } = document;
  if (groups.length === 0) return '';
  const all: readonly Amounts[] = [...groups, ...(others === null ? [] : [others]), total];
  // A column of nothing but zeros says nothing.
  const counts = COUNTS.filter(({ id, value }) => id === 'requests' || all.some((row) => value(row) !== 0));
  const columns = [...counts, COST, ...(total.reported === null ? [] : REPORTED)];
  const heads: readonly Column[] = [
    { head: headOf(by[0] ?? ''), whole: true, style: style.theme.key },
    ...by.slice(1).map((name) => ({ head: headOf(name) })),
    ...columns,
  ];
  const rows = textRows(document, columns, 'Total');
  const lines: readonly Row[] = [
    ...rows.groups,
    { total: rows.total, style: document.error === null ? style.theme.total : style.theme.bad },
  ];
  const isTimed = by.some((name) => ['hour', 'day', 'week', 'month'].includes(name));
  const zone = isTimed && timeZone !== 'UTC' ? [style.theme.dim(`Times are those of ${timeZone}.`)] : [];
  const more = whole.groups.length - groups.length;
  const cut =
    more > 0
      ? [
          style.theme.dim(
            `${formatCount(more)} more groups: --json and --format csv list all, --top counts the rest as one.`,
          ),
        ]
      : [];
  return [table(heads, lines, style), ...zone, ...cut].join('\n');
}

/** The costs of the groups as bars, in the order of the table. */
export function groupsChart({ by, groups, others }: TallyDocument, style: Style): string {
  const bar = (name: string, row: Amounts) => ({
    name,
    value: row.totalUsd,
    text: cellText(COST, row),
  });
  return barChart(
    [
      ...groups.map((row) => bar(by.map((name) => groupText(row, name)).join('  '), row)),
      ...(others === null ? [] : [bar(`${formatCount(others.groups)} others`, others)]),
    ],
    style,
  );
}

/** One line a group and nothing else: a total among them would be added up with them. */
export function tallyCsv({ by, groups, others, total }: TallyDocument): string {
  const columns = [...COUNTS, ...SIDES, COST, STATE, ...(total.reported === null ? [] : REPORTED)];
  const cells = (row: Amounts): readonly Cell[] => columns.map(({ value }) => value(row));
  function* rows(): Generator<readonly Cell[]> {
    for (const row of groups) yield [...by.map((name) => row.group[name] ?? null), ...cells(row)];
    if (others !== null) yield [...by.map((_, index) => (index === 0 ? 'others' : null)), ...cells(others)];
  }
  return renderCsv(
    [...by.map((name) => ({ head: name })), ...columns.map(({ id }) => ({ head: id }))],
    rows(),
  );
}

/** The table of groups, the total last. */
export function tallyMarkdown(document: TallyDocument): string {
  const columns = [...COUNTS, COST, ...(document.total.reported === null ? [] : REPORTED)];
  const rows = textRows(document, columns, document.state === 'partial' ? 'Total, at least' : 'Total');
  return renderMarkdown(
    [...document.by.map((name) => ({ head: headOf(name) })), ...columns],
    [...rows.groups, rows.total],
  );
}

/** The groups and the total as texts. */
function textRows(
  { by, groups, others, total }: TallyDocument,
  columns: readonly GroupColumn[],
  totalLabel: string,
) {
  const cells = (row: Amounts) => columns.map((column) => cellText(column, row));
  const labelled = (label: string, row: Amounts) => [label, ...by.slice(1).map(() => ''), ...cells(row)];
  return {
    groups: [
      ...groups.map((row) => [...by.map((name) => groupText(row, name)), ...cells(row)]),
      ...(others === null ? [] : [labelled(`${formatCount(others.groups)} others`, others)]),
    ],
    total: labelled(totalLabel, total),
  };
}

function headOf(name: string): string {
  return name.startsWith('.') ? printable(name) : name.charAt(0).toUpperCase() + name.slice(1);
}

function groupText({ group }: GroupRow, name: string): string {
  const text = group[name] ?? null;
  return text === null ? `(no ${name.replace(/^\./, '')})` : printable(text);
}

function cellText({ id, unit, value }: GroupColumn, row: Amounts): string {
  const cell = value(row);
  if (unit === undefined) return typeof cell === 'number' ? formatCount(cell) : String(cell ?? '');
  if (cell === null) return row.totalUsd === null && id === 'totalUsd' ? 'unknown' : '';
  if (typeof cell !== 'number') return cell;
  const amount = formatRounded(cell);
  if (id !== 'totalUsd') return amount;
  if (row.state === 'free') return 'free';
  return row.state === 'partial' ? `≥ ${amount}` : amount;
}

import type { HistoryDocument } from './document.ts';
import type { PricePoint, PriceSeries } from './series.ts';
import { dayOf } from '../../../core/dates.ts';
import { decimal, formatPrice, plain } from '../../../core/money.ts';
import { normalized } from '../../../models/prices.ts';
import { renderCsv, type Cell } from '../../render/csv.ts';
import { percentWords } from '../diff/words.ts';
import type { DataTable } from '../../render/html/tables-page.ts';
import { datesWords, rows } from '../../render/map-words.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import { sparkline } from '../../render/sparkline.ts';
import { PLAIN_STYLE, type Style } from '../../render/style.ts';
import { table, type Column } from '../../render/table.ts';
import { printable, wrap } from '../../render/text.ts';

/** How wide a chart is; the time of the whole history is laid out over it. */
const CHART_WIDTH = 24;

export interface HistoryView {
  /** The terminal shows Unicode. */
  readonly isUnicode: boolean;
}

/** The prices of a model over time, with a small chart of those that changed. */
export function renderHistory(
  document: HistoryDocument,
  view: HistoryView = { isUnicode: true },
  style: Style = PLAIN_STYLE,
): string {
  const { model, provider, mode, snapshots, prices } = document;
  const title = [model, provider, mode].flatMap((part) => part ?? []).map(printable);
  const head = rows(
    style.theme.title(title.join(' · ')),
    [
      ['History of', document.url],
      ['Maps', datesWords(snapshots.map(({ at }) => at))],
      ['In them', sinceWords(snapshots)],
    ],
    style,
  );
  const lines = prices.flatMap((series) => linesOf(series, document, view));
  const columns: readonly Column[] = [
    { head: 'Price' },
    { head: 'Since' },
    { head: 'Value', align: 'decimal', essential: true },
    { head: 'Change', align: 'decimal', optional: 2 },
    { head: lines.some(([, , , , chart]) => chart !== '') ? 'Chart' : '', optional: 1 },
  ];
  const body = lines.length === 0 ? 'The map has no prices of it.' : table(columns, lines, style);
  return [head, `${body}\n`, ...onlyOne(document, style)].join('\n');
}

/** One line a point: for spreadsheets. */
export function historyCsv({ model, prices }: HistoryDocument): string {
  const heads = ['model', 'field', 'unit', 'from', 'value', 'percent', 'sha256'];
  const lines = prices.flatMap(({ field, unit, points }) =>
    points.map(({ from, raw, percent, sha256 }): readonly Cell[] => {
      return [model, field, unit, from, raw, percent, sha256];
    }),
  );
  return renderCsv(
    heads.map((head) => ({ head })),
    lines,
  );
}

export function historyMarkdown(document: HistoryDocument): string {
  const { columns, rows } = historyTable(document);
  return renderMarkdown(columns, rows);
}

/** One row a point, in words. */
export function historyTable({ prices }: HistoryDocument): DataTable {
  return {
    title: 'Prices',
    columns: [
      { head: 'Price' },
      { head: 'Since' },
      { head: 'Value', align: 'right' },
      { head: 'Change', align: 'right' },
    ],
    rows: prices.flatMap((series) =>
      series.points.map((point, index) => [
        itemWords(series),
        dayOf(point.from),
        valueWords(point, series),
        changeWords(point, series.points[index - 1]),
      ]),
    ),
  };
}

function linesOf(
  series: PriceSeries,
  document: HistoryDocument,
  { isUnicode }: HistoryView,
): readonly (readonly string[])[] {
  const chart = series.points.length > 1 ? sparkline(valuesOver(series, document), isUnicode) : '';
  return series.points.map((point, index) => [
    index === 0 ? printable(itemWords(series)) : '',
    dayOf(point.from),
    valueWords(point, series),
    changeWords(point, series.points[index - 1]),
    index === 0 ? chart : '',
  ]);
}

/** The price at the end of each of as many spans of time as the chart is wide; at its beginning in the first. */
function valuesOver(
  { points }: PriceSeries,
  { snapshots, until }: HistoryDocument,
): readonly (number | null)[] {
  const times = points.map(({ from }) => Date.parse(from));
  const start = Date.parse(snapshots[0]?.at ?? until);
  // The newest price has a span of its own even where it has only just come.
  const end = Math.max(Date.parse(until), (times.at(-1) ?? start) + 1);
  return Array.from({ length: CHART_WIDTH }, (_, index) => {
    const at = index === 0 ? start : start + ((end - start) * (index + 1)) / CHART_WIDTH;
    const point = points[times.findLastIndex((time) => time <= at)];
    return point?.raw === undefined || point.raw === null ? null : Number(point.raw);
  });
}

export function itemWords({ item, condition }: PriceSeries): string {
  return condition === null ? item : `${item}, ${condition}`;
}

function valueWords({ raw, normalizedUsd }: PricePoint, { unit, normalizedUnit }: PriceSeries): string {
  if (raw === null) return 'none';
  if (normalizedUsd !== null) return `${formatPrice(normalizedUsd)} / ${normalizedUnit}`;
  return unit === 'factor'
    ? `× ${raw}`
    : `${plain(normalized(decimal(raw), unit).usd)} DBU / ${normalizedUnit}`;
}

function changeWords(point: PricePoint, last: PricePoint | undefined): string {
  if (last === undefined) return '';
  return percentWords({ before: last.raw, after: point.raw, percent: point.percent });
}

/** `since 2026-05-24`, `2026-05-24 to 2026-08-06`; a model that was gone in between is told by its prices. */
function sinceWords(snapshots: HistoryDocument['snapshots']): string {
  const first = snapshots.find(({ hasModel }) => hasModel);
  const last = snapshots.findLastIndex(({ hasModel }) => hasModel);
  const gone = snapshots[last + 1];
  if (first === undefined) return 'none has it';
  return gone === undefined
    ? `since ${dayOf(first.at)}`
    : `${dayOf(first.at)} to ${dayOf(gone.at)}, gone since`;
}

function onlyOne({ snapshots }: HistoryDocument, { theme, width }: Style): readonly string[] {
  if (snapshots.length > 1) return [];
  const words =
    'There is one map so far: each sync that brings another adds it, and llmcost import adds older ones.';
  return [`${theme.dim(wrap(words, width))}\n`];
}

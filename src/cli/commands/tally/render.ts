import type { TallyDocument } from './document.ts';
import { decimal, formatAmount, formatCount, formatRounded, minus } from '../../../core/money.ts';
import type { ReconcileRow } from '../../../pricing/tally/reconcile.ts';
import type { AssumptionRow, UnpricedRow } from '../../../pricing/tally/unpriced.ts';
import { byteWords } from '../../render/map-words.ts';
import { groupsChart, groupsTable } from './groups-table.ts';
import { amountIn, overrideLines } from '../../render/settings-words.ts';
import type { Style } from '../../render/style.ts';
import { table, type Column } from '../../render/table.ts';
import { bullet, counted, printable, wrap } from '../../render/text.ts';

export interface TallyView {
  /** The costs of the groups as bars, too. */
  readonly chart: boolean;
}

/** A tally as text for a terminal: the groups, the total, and everything that the total leaves out. */
export function renderTally(
  document: TallyDocument,
  style: Style,
  { chart }: TallyView = { chart: false },
): string {
  const blocks = [
    groupsTable(document, style),
    chart ? groupsChart(document, style) : '',
    totalWords(document, style),
    budgetWords(document, style),
    countWords(document, style),
    unpricedTable(document, style),
    skippedTable(document, style),
    unreadTable(document, style),
    mapsTable(document, style),
    reconcileTables(document, style),
    assumed(document, style),
    settings(document, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function totalWords({ total, state, converted, error }: TallyDocument, { theme, width }: Style): string {
  if (total.totalUsd === null)
    return theme.warn(wrap(printable(error?.message ?? 'The cost is unknown.'), width));
  const amount = formatAmount(total.totalUsd);
  const other =
    converted === null
      ? ''
      : ` (${converted.currency.code} ${amountIn(converted.totalAmount, converted.currency)})`;
  const words = `Total ${state === 'partial' ? 'at least ' : ''}${amount}${other}${state === 'free' ? ': the map says 0' : ''}.`;
  const why = state === 'partial' ? ' It leaves out what is listed below as not priced or not read.' : '';
  return state === 'partial' ? theme.warn(wrap(words + why, width)) : theme.title(words);
}

function budgetWords({ total, state, budget }: TallyDocument, { theme, width }: Style): string {
  if (budget === null || total.totalUsd === null) return '';
  const amount = formatAmount(budget.budgetUsd);
  const [limit, cost] = [decimal(budget.budgetUsd), decimal(total.totalUsd)];
  if (budget.exceeded) {
    return theme.bad(wrap(`Over the budget of ${amount} by ${formatAmount(minus(cost, limit))}.`, width));
  }
  const left = `${state === 'partial' ? 'at most ' : ''}${formatAmount(minus(limit, cost))}`;
  return wrap(`Of the budget of ${amount}, ${left} is left.`, width);
}

function countWords({ counts }: TallyDocument, { theme, width }: Style): string {
  const { known, free, partial, unknown } = counts.requests;
  const part = (count: number, words: string) => (count === 0 ? [] : [`${formatCount(count)} ${words}`]);
  const parts = [
    ...part(known, 'priced'),
    ...part(free, 'free'),
    ...part(partial, 'priced in part'),
    ...part(unknown, 'not priced'),
  ];
  const requests = counted(known + free + partial + unknown, 'request');
  const sentences = [
    `${counted(counts.lines, 'line')} in ${counted(counts.files, 'log')} (${byteWords(counts.bytes)}): ${requests}${parts.length === 0 ? '' : `, ${parts.join(', ')}`}`,
    ...part(counts.skipped, 'skipped'),
    ...part(counts.context, 'that carry no request'),
  ];
  return theme.dim(wrap(`${sentences.join('; ')}.`, width));
}

/** A text shows so many of them; all stand in the JSON. */
const MOST_UNPRICED = 20;

function unpricedTable({ unpriced }: TallyDocument, style: Style): string {
  if (unpriced.length === 0) return '';
  const rows = unpriced
    .slice(0, MOST_UNPRICED)
    .map((row) => [
      printable(row.model ?? '(no model)'),
      formatCount(row.requests),
      formatCount(row.inputTokens),
      formatCount(row.outputTokens),
      printable(whyUnpriced(row)),
    ]);
  const columns: readonly Column[] = [
    { head: 'Not priced', whole: true, style: style.theme.key },
    { head: 'Requests', align: 'right', optional: 3 },
    { head: 'Input', align: 'right', optional: 2 },
    { head: 'Output', align: 'right', optional: 1 },
    { head: 'Why' },
  ];
  const more = unpriced.length - rows.length;
  const first = unpriced.find(({ problem, model }) => problem !== 'no price' && model !== null);
  const notes = [
    ...(more > 0 ? [`${formatCount(more)} more: --json lists all`] : []),
    ...(first === undefined
      ? []
      : [
          `Say which model is meant: --alias ${printable(first.model ?? '')}=${printable(first.nearest[0] ?? 'key')}`,
        ]),
  ];
  const noteLines = notes.map((note) => style.theme.dim(wrap(note, style.width)));
  return [table(columns, rows, style), ...noteLines].join('\n');
}

/** Why requests of a model have no whole price, in words. */
export function whyUnpriced({ problem, nearest, missing, key, reasons }: UnpricedRow): string {
  if (reasons.length > 0) return `${key === null ? '' : `${key}: `}${reasons.join('; ')}`;
  if (problem === 'no price') return `${key} has no price for ${missing.join(', ').toLowerCase()}`;
  if (problem === 'no model named') return 'no model is named: --model gives one';
  if (problem === 'ambiguous') return `several prices: ${nearest.join(', ')}`;
  return nearest.length === 0 ? problem : `${problem}; nearest: ${nearest.join(', ')}`;
}

function skippedTable({ skipped }: TallyDocument, style: Style): string {
  if (skipped.length === 0) return '';
  const rows = skipped.map(({ reason, count, examples }) => {
    const [first] = examples;
    const where =
      first === undefined ? '' : `${first.file === '-' ? 'standard input' : first.file}:${first.line}`;
    const detail = first === undefined || first.detail === '' ? '' : `: ${first.detail}`;
    return [reason, formatCount(count), printable(`${where}${detail}`)];
  });
  const columns: readonly Column[] = [
    { head: 'Skipped' },
    { head: 'Lines', align: 'right' },
    { head: 'The first' },
  ];
  return table(columns, rows, style);
}

/** A text shows so many of them; all stand in the JSON. */
const MOST_UNREAD = 10;

function unreadTable({ unread }: TallyDocument, style: Style): string {
  if (unread.length === 0) return '';
  // What may hold usage comes first.
  const sorted = [...unread].sort((a, b) => Number(b.mayHoldUsage) - Number(a.mayHoldUsage));
  const rows = sorted.slice(0, MOST_UNREAD).map(({ file, reason }) => [printable(file), printable(reason)]);
  const more = unread.length - rows.length;
  const note = more > 0 ? [style.theme.dim(`${formatCount(more)} more: --json lists all`)] : [];
  return [table([{ head: 'Not read' }, { head: 'Why' }], rows, style), ...note].join('\n');
}

function mapsTable({ maps }: TallyDocument, style: Style): string {
  if (maps === null || maps.length === 0) return '';
  const rows = maps.map(({ since, sha256, requests }) => [
    since.slice(0, 10),
    sha256.slice(0, 12),
    formatCount(requests),
  ]);
  return table(
    [{ head: 'Map since' }, { head: 'SHA-256' }, { head: 'Requests', align: 'right' }],
    rows,
    style,
  );
}

function reconcileTables({ reconcile }: TallyDocument, style: Style): string {
  if (reconcile === null) return '';
  if (reconcile.length === 0) return 'No line carries a cost of its provider to compare with.';
  const parting = reconcile.filter(({ parted }) => parted > 0);
  const agreeing = reconcile.length - parting.length;
  const words = `Of ${counted(reconcile.length, 'model')} with costs of their providers, ${formatCount(agreeing)} ${agreeing === 1 ? 'agrees' : 'agree'} with ours on every request.`;
  return [wrap(words, style.width), ...parting.map((row) => reconcileTable(row, style))].join('\n\n');
}

function reconcileTable(row: ReconcileRow, style: Style): string {
  const { model, tier, parted, requests, reportedUsd, ownUsd, differenceUsd } = row;
  const name = style.theme.key(printable(model ?? '(no model)'));
  const head = wrap(
    `${name} (${tier}): ${formatCount(parted)} of ${counted(requests, 'request')} part; reported ${formatAmount(reportedUsd)}, ours ${formatAmount(ownUsd)}, difference ${formatAmount(differenceUsd)}.`,
    style.width,
  );
  const columns: readonly Column[] = [
    { head: 'Meter' },
    { head: 'Quantity', align: 'right' },
    { head: 'Part', align: 'right' },
    { head: 'Agree', align: 'right' },
    { head: 'Ours per 1M', align: 'right' },
    { head: 'Would explain it', align: 'right' },
  ];
  const per1M = (usd: number | null) => (usd === null ? 'none' : formatRounded(usd * 1e6));
  const rows = row.meters.map((each) => [
    each.label,
    formatCount(each.quantity),
    formatCount(each.parted),
    formatCount(each.agreed),
    per1M(each.usdPerUnit),
    per1M(each.explainingUsdPerUnit),
  ]);
  return `${head}\n${table(columns, rows, style)}`;
}

/** A text shows so many of them; all stand in the JSON. */
const MOST_ASSUMPTIONS = 12;

function assumed({ assumptions }: TallyDocument, style: Style): string {
  if (assumptions.length === 0) return '';
  const more = assumptions.length - MOST_ASSUMPTIONS;
  const lines = assumptions
    .slice(0, MOST_ASSUMPTIONS)
    .map((assumption) => bullet(assumptionWords(assumption), style.width));
  const rest = more > 0 ? [style.theme.dim(`- and ${formatCount(more)} more: --json lists all`)] : [];
  return [style.theme.heading('Assumed'), ...lines, ...rest].join('\n');
}

export function assumptionWords({ key, message, requests }: AssumptionRow): string {
  const isNamed = key === null || message.startsWith(`${key}: `);
  return `${isNamed ? '' : `${key}: `}${message} (${counted(requests, 'request')})`;
}

function settings({ overrides }: TallyDocument, style: Style): string {
  if (overrides.length === 0) return '';
  return [style.theme.heading('From your settings'), ...overrideLines(overrides, style)].join('\n');
}

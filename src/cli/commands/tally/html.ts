/** A tally as a page for somebody who opens it from an e-mail. */
import type { Deps } from '../../../core/deps.ts';
import { formatAmount, formatCount, formatRounded } from '../../../core/money.ts';
import type { Amounts, GroupRow } from '../../../pricing/tally/rows.ts';
import { chartHtml } from '../../render/html/chart.ts';
import { htmlPage } from '../../render/html/page.ts';
import {
  bullets,
  cards,
  htmlTable,
  pairsTable,
  paragraph,
  section,
  type HtmlCell,
  type HtmlColumn,
} from '../../render/html/parts.ts';
import { escaped } from '../../render/html/escape.ts';
import { byteWords } from '../../render/map-words.ts';
import { sourceLines } from '../../render/source.ts';
import { counted } from '../../render/text.ts';
import type { TallyDocument } from './document.ts';
import { shownFile } from './refusal.ts';
import { assumptionWords, whyUnpriced } from './render.ts';
import type { Report, ReportList } from './report.ts';

/** A page with more rows is slow to open; JSON and CSV list all. */
const MOST_GROUPS = 500;
const MOST_NOTES = 50;

export function tallyHtml(document: TallyDocument, report: Report, deps: Deps): string {
  const { period } = report;
  const title = 'What the models cost';
  const days =
    period === null ? '' : period.from === period.until ? period.from : `${period.from} to ${period.until}`;
  const zone = period === null ? '' : ` (days of ${document.timeZone})`;
  const body = [
    `<h1>${escaped(title)}</h1>`,
    paragraph(`${days}${zone}`, 'dim'),
    cards(headline(document, report)),
    stateWords(document),
    section(report.isByMonth ? 'Cost a month' : 'Cost a day', costOverTime(report)),
    section('By model', list('Model', report.models, 'By model')),
    isTold(report.projects) ? section('By project', list('Project', report.projects, 'By project')) : '',
    isTold(report.agents) ? section('By agent', list('Agent', report.agents, 'By agent')) : '',
    isTold(report.sessions)
      ? section('The dearest sessions', list('Session', report.sessions, 'Sessions'))
      : '',
    groups(document),
    section('Left out of the total', leftOut(document)),
    section('Assumed', assumed(document)),
    section(
      'Where the prices are from',
      pairsTable('Where the prices are from', sourceLines(document.source)),
    ),
  ];
  const pageTitle = days === '' ? title : `${title}, ${days}`;
  const content = { title: pageTitle, body: body.filter((part) => part !== '').join('\n') };
  return htmlPage(content, report.costs.length === 0 ? 'page' : 'charts', deps);
}

function headline({ total, counts }: TallyDocument, { cache }: Report) {
  const tokens = (count: number) => counted(count, 'token');
  const compared = cache.isWhole ? 'at list prices' : 'at list prices, where there are any';
  return [
    {
      label: total.state === 'partial' ? 'Cost, at least' : 'Cost',
      value: total.totalUsd === null ? 'unknown' : costText(total).replace(AT_LEAST, ''),
      note: total.totalUsd === null ? undefined : formatAmount(total.totalUsd),
    },
    {
      label: 'Requests',
      value: formatCount(total.requests),
      note: `${counted(counts.files, 'log')}, ${byteWords(counts.bytes)}`,
    },
    {
      label: 'Input',
      value: formatCount(total.inputTokens),
      note: tokens(total.inputTokens).replace(/^\S+ /, ''),
    },
    {
      label: 'Output',
      value: formatCount(total.outputTokens),
      note: tokens(total.outputTokens).replace(/^\S+ /, ''),
    },
    ...(total.cacheReadTokens === 0
      ? []
      : [
          {
            label: cache.usd < 0 ? 'Caching cost more' : 'Caching saved',
            value: short(Math.abs(cache.usd)),
            note: `${formatCount(total.cacheReadTokens)} read; ${compared}`,
          },
        ]),
  ];
}

function stateWords({ state, error }: TallyDocument): string {
  if (error !== null) return paragraph(error.message, 'warn');
  if (state !== 'partial') return '';
  return paragraph(
    'The total is a lower bound: what is listed under "Left out of the total" comes on top.',
    'warn',
  );
}

function costOverTime({ times, costs, isByMonth }: Report): string {
  if (costs.length === 0) return '';
  return chartHtml({
    title: `Cost a ${isByMonth ? 'month' : 'day'} in USD, by model`,
    kind: 'bars',
    timeHead: isByMonth ? 'Month' : 'Day',
    times,
    series: costs.map(({ model, usd }) => ({ name: model ?? 'others', values: usd })),
    format: short,
  });
}

const FIGURES: readonly (HtmlColumn & { readonly of: (row: Amounts) => number })[] = [
  { head: 'Requests', isNumber: true, of: (row) => row.requests },
  { head: 'Input', isNumber: true, of: (row) => row.inputTokens },
  { head: 'Cache read', isNumber: true, of: (row) => row.cacheReadTokens },
  { head: 'Output', isNumber: true, of: (row) => row.outputTokens },
];

function figures(row: Amounts): readonly HtmlCell[] {
  return [
    { text: costText(row), sortBy: row.totalUsd },
    ...FIGURES.map(({ of }) => ({ text: formatCount(of(row)), sortBy: of(row) })),
  ];
}

const COST: HtmlColumn = { head: 'Cost', isNumber: true };

function list(head: string, { rows, others }: ReportList, caption: string): string {
  const table = htmlTable({
    caption,
    columns: [{ head }, COST, ...FIGURES],
    rows: rows.map((row) => [row.name ?? `(no ${head.toLowerCase()})`, ...figures(row)]),
    isSortable: true,
  });
  if (others === null) return table;
  const words = `${formatCount(others.count)} more: ${short(others.usd)} for ${counted(others.requests, 'request')}.`;
  return table + paragraph(words, 'dim');
}

/** A list of one row without a name says nothing. */
function isTold({ rows }: ReportList): boolean {
  return rows.some(({ name }) => name !== null);
}

/** The groups of --by, where they are others than the lists above. */
function groups({ by, groups, others }: TallyDocument): string {
  const [only, ...more] = by;
  if (more.length === 0 && (only === 'model' || only === 'project' || only === 'agent')) return '';
  const shown = groups.slice(0, MOST_GROUPS);
  const name = (row: GroupRow, of: string) => row.group[of] ?? `(no ${of.replace(/^\./, '')})`;
  const title = `By ${by.join(', ')}`;
  const table = htmlTable({
    caption: title,
    columns: [
      ...by.map((head) => ({ head: head.charAt(0).toUpperCase() + head.slice(1) })),
      COST,
      ...FIGURES,
    ],
    rows: shown.map((row) => [...by.map((of) => name(row, of)), ...figures(row)]),
    isSortable: true,
  });
  const rest = groups.length - shown.length + (others?.groups ?? 0);
  const note =
    rest === 0 ? '' : paragraph(`${formatCount(rest)} more groups: --json and --format csv list all.`, 'dim');
  return section(title, table + note);
}

function leftOut({ unpriced, skipped, broken, unread }: TallyDocument): string {
  const mayHold = unread.filter(({ mayHoldUsage }) => mayHoldUsage);
  const notes = [
    ...skipped.map(({ reason, count }) => `${counted(count, 'line')} skipped: ${reason}`),
    ...broken.map(({ file, message }) => `${shownFile(file)} could not be read to its end: ${message}`),
    ...mayHold.slice(0, MOST_NOTES).map(({ file, reason }) => `${shownFile(file)} was not read: ${reason}`),
    ...(mayHold.length > MOST_NOTES
      ? [`${formatCount(mayHold.length - MOST_NOTES)} more files were not read`]
      : []),
  ];
  if (unpriced.length === 0) return bullets(notes);
  const shown = unpriced.slice(0, MOST_NOTES);
  const table = htmlTable({
    caption: 'Models without a price',
    columns: [
      { head: 'Not priced' },
      { head: 'Requests', isNumber: true },
      { head: 'Input', isNumber: true },
      { head: 'Output', isNumber: true },
      { head: 'Why' },
    ],
    rows: shown.map((row) => [
      row.model ?? '(no model)',
      ...[row.requests, row.inputTokens, row.outputTokens].map((count) => ({
        text: formatCount(count),
        sortBy: count,
      })),
      whyUnpriced(row),
    ]),
  });
  const more = unpriced.length - shown.length;
  return (
    table +
    paragraph(more === 0 ? '' : `${formatCount(more)} more models: --json lists all.`, 'dim') +
    bullets(notes)
  );
}

function assumed({ assumptions, overrides, warnings }: TallyDocument): string {
  const all = [
    ...assumptions.map(assumptionWords),
    ...overrides.map(({ message }) => `From the settings: ${message}`),
    ...warnings.map(({ message }) => message),
  ];
  const more = all.length - MOST_NOTES;
  return bullets([
    ...all.slice(0, MOST_NOTES),
    ...(more > 0 ? [`${formatCount(more)} more: --json lists all.`] : []),
  ]);
}

/** With a space at which no line breaks. */
const AT_LEAST = '≥\u00a0';

function costText({ totalUsd, state }: Amounts): string {
  if (totalUsd === null) return 'unknown';
  if (state === 'free') return 'free';
  return `${state === 'partial' ? AT_LEAST : ''}${short(totalUsd)}`;
}

/** Cents from a dollar on, more digits below. */
function short(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 1) return formatRounded(usd);
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

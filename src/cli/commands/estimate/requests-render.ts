import { formatAmount, formatCount } from '../../../core/money.ts';
import { rangeWords } from '../../prompts/token-words.ts';
import { renderCsv } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import type { Style } from '../../render/style.ts';
import { table, type Column } from '../../render/table.ts';
import { counted, printable, wrap } from '../../render/text.ts';
import type { RequestRow, RequestsDocument } from './requests-document.ts';

/** So many rows are shown, the dearest; all are in the JSON and the CSV. */
const SHOWN = 20;

/** Many requests as text for a terminal: what they cost together, and the dearest of them. */
export function renderRequests(document: RequestsDocument, style: Style): string {
  const blocks = [
    title(document, style),
    totals(document, style),
    rows(document, style),
    assumed(document, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function title(document: RequestsDocument, { theme, width }: Style): string {
  const { models, tier, requests, encodings, isExact } = document;
  const names = models.length > 3 ? counted(models.length, 'model') : models.map(printable).join(', ');
  const details = [
    `${tier} tier`,
    counted(requests, 'request'),
    `${encodings.map(printable).join(', ')}, ${isExact ? 'exact' : 'estimated'}`,
  ];
  return `${theme.title(names)}\n${wrap(details.join(' · '), width)}`;
}

function totals(document: RequestsDocument, style: Style): string {
  const { tokens, outputTokens, inputUsd, outputUsd, totalUsd, range, dearest, state } = document;
  const columns: readonly Column[] = [
    { head: '' },
    { head: 'Tokens', align: 'right' },
    { head: 'Cost', align: 'decimal', essential: true },
  ];
  const total = table(
    columns,
    [
      ['Input', rangeWords(tokens), amount(inputUsd)],
      ['Output', outputTokens === null ? 'not given' : formatCount(outputTokens), amount(outputUsd)],
      {
        total: ['Total', '', amount(totalUsd)],
        style: state === 'known' ? style.theme.total : style.theme.warn,
      },
    ],
    style,
  );
  const words = [
    range === null ? '' : `Between ${formatAmount(range.lowUsd)} and ${formatAmount(range.highUsd)}.`,
    outputTokens === null
      ? 'Some requests do not say how long their output may be, and it is not in the total: --output.'
      : '',
    state === 'partial' ? 'At least: some of it has no price.' : '',
    dearest === null ? '' : `The dearest is ${printable(dearest.name)}: ${amount(dearest.totalUsd)}.`,
  ].filter((part) => part !== '');
  return words.length === 0 ? total : `${total}\n${wrap(words.join(' '), style.width)}`;
}

function rows(document: RequestsDocument, style: Style): string {
  const dearestFirst = document.rows.toSorted((a, b) => (b.totalUsd ?? -1) - (a.totalUsd ?? -1));
  const several = document.models.length > 1;
  const columns: readonly Column[] = [
    { head: 'Request', whole: true },
    ...(several ? [{ head: 'Model', optional: 1 } as const] : []),
    { head: 'Input', align: 'right', optional: 2 },
    { head: 'Output', align: 'right', optional: 3 },
    { head: 'Cost', align: 'decimal', essential: true },
  ];
  const cells = dearestFirst
    .slice(0, SHOWN)
    .map((row) => [
      printable(row.name),
      ...(several ? [printable(row.model)] : []),
      rangeWords(row.tokens),
      row.outputTokens === null ? '' : formatCount(row.outputTokens),
      amount(row.totalUsd),
    ]);
  const more = document.rows.length - SHOWN;
  const note =
    more > 0
      ? `\n${style.theme.dim(wrap(`${counted(more, 'cheaper one')} not shown: --format csv, --json`, style.width))}`
      : '';
  return table(columns, cells, style) + note;
}

function assumed({ assumptions }: RequestsDocument, { theme, width }: Style): string {
  if (assumptions.length === 0) return '';
  const lines = assumptions.map(({ message }) =>
    wrap(printable(message), width, '  ').replace(/^ {2}/, '- '),
  );
  return [theme.heading('Assumed'), ...lines].join('\n');
}

function amount(usd: number | null): string {
  return usd === null ? 'unknown' : formatAmount(usd);
}

const FIELDS = [
  { field: 'request', head: 'Request' },
  { field: 'model', head: 'Model' },
  { field: 'inputTokens', head: 'Input tokens', align: 'right' },
  { field: 'lowTokens', head: 'Low', align: 'right' },
  { field: 'highTokens', head: 'High', align: 'right' },
  { field: 'outputTokens', head: 'Output tokens', align: 'right' },
  { field: 'totalUsd', head: 'USD', align: 'right' },
  { field: 'state', head: 'State' },
] as const;

function cellsOf({ name, model, tokens, outputTokens, totalUsd, state }: RequestRow) {
  return [name, model, tokens.likely, tokens.low, tokens.high, outputTokens, totalUsd, state] as const;
}

export function requestsCsv({ rows }: RequestsDocument): string {
  return renderCsv(
    FIELDS.map(({ field }) => ({ head: field })),
    rows.map(cellsOf),
  );
}

export function requestsMarkdown({ rows }: RequestsDocument): string {
  return renderMarkdown(FIELDS, rows.map(cellsOf));
}

import { formatCount } from '../../../core/money.ts';
import { partsTable, rangeWords, tokenWords } from '../../prompts/token-words.ts';
import { renderCsv, type DataColumn } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import type { Style } from '../../render/style.ts';
import { table } from '../../render/table.ts';
import { counted, printable, wrap } from '../../render/text.ts';
import type { TokensDocument } from './document.ts';

/** The count as text for a terminal. */
export function renderTokens(document: TokensDocument, style: Style): string {
  const blocks = [
    title(document, style),
    partsTable(document.parts, style),
    filesTable(document, style),
    assumptions(document, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function title({ tokens, encoding, isExact, model, family, requests }: TokensDocument, style: Style): string {
  const details = [
    model === null ? '' : printable(model),
    family === null ? '' : family,
    printable(encoding),
    isExact ? 'exact' : 'estimated',
    requests === 1 ? '' : counted(requests, 'request'),
  ].filter((part) => part !== '');
  return `${style.theme.title(tokenWords(tokens))}\n${wrap(details.join(' · '), style.width)}`;
}

function filesTable({ files }: TokensDocument, style: Style): string {
  if (files === null) return '';
  const columns = [
    { head: 'File', whole: true },
    { head: 'Tokens', align: 'right', essential: true },
  ] as const;
  return table(
    columns,
    files.map((file) => [printable(file.name), rangeWords(file)]),
    style,
  );
}

function assumptions({ assumptions }: TokensDocument, { theme, width }: Style): string {
  if (assumptions.length === 0) return '';
  const lines = assumptions.map(({ message }) =>
    wrap(printable(message), width, '  ').replace(/^ {2}/, '- '),
  );
  return [theme.heading('Assumed'), ...lines].join('\n');
}

const COLUMNS = [
  { head: 'file' },
  { head: 'tokens', align: 'right' },
  { head: 'low', align: 'right' },
  { head: 'high', align: 'right' },
] as const satisfies readonly DataColumn[];

/** A row a file; one for all where each was not asked for. */
function rowsOf({ files, tokens }: TokensDocument) {
  return (files ?? [{ name: 'all', ...tokens }]).map(
    ({ name, low, likely, high }) => [name, likely, low, high] as const,
  );
}

export function tokensCsv(document: TokensDocument): string {
  return renderCsv(COLUMNS, rowsOf(document));
}

export function tokensMarkdown(document: TokensDocument): string {
  const heads = COLUMNS.map((column) => ({
    ...column,
    head: column.head.replace(/^./, (first) => first.toUpperCase()),
  }));
  return renderMarkdown(
    heads,
    rowsOf(document).map(([name, ...counts]) => [name, ...counts.map(formatCount)]),
  );
}

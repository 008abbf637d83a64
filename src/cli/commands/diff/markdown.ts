import type { DiffDocument } from './document.ts';
import { isSame, type ModelInOne } from './diff-maps.ts';
import { providerName } from '../../../models/providers.ts';
import type { Cell, DataColumn } from '../../render/csv.ts';
import {
  capabilityWords,
  changeWords,
  figurePair,
  filterWords,
  itemWords,
  limitWords,
  mapName,
  modelWords,
  otherFieldCounts,
  percentWords,
} from './words.ts';
import type { DataTable } from '../../render/html/tables-page.ts';
import { markdownText, renderMarkdown } from '../../render/markdown.ts';
import { priceWords } from '../../render/money-words.ts';
import { counted } from '../../render/text.ts';

/** A table longer than this is folded, so that the pull request stays readable. */
const FOLDED_FROM = 20;

const BEFORE_AND_AFTER: readonly DataColumn[] = [
  { head: 'Before', align: 'right' },
  { head: 'After', align: 'right' },
  { head: 'Change', align: 'right' },
];

/** What the body of a pull request takes is 65,536 characters on GitHub; a template has some of them. */
const MAX_CHARACTERS = 60_000;
/** Rows of a table, the first that fit into it. */
const ROW_LIMITS = [Infinity, 400, 200, 100, 50, 25];

/**
 * The difference of two maps for a pull request: prices first, long tables folded, and shortened where
 * it would be too long for one; a table that was shortened says so.
 */
export function diffMarkdown(document: DiffDocument): string {
  let text = '';
  for (const maxRows of ROW_LIMITS) {
    text = markdownOf(document, maxRows);
    if (text.length <= MAX_CHARACTERS) break;
  }
  return text;
}

function markdownOf(document: DiffDocument, maxRows: number): string {
  const { before, after } = document;
  return [
    `### Cost map: ${markdownText(mapName(before))} → ${markdownText(mapName(after))}\n`,
    `${markdownText(summaryOf(document))}.\n`,
    `SHA-256 \`${before.sha256.slice(0, 12)}\` → \`${after.sha256.slice(0, 12)}\`\n`,
    ...diffTables(document).map((table) => sectionOf(table, maxRows)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** What changed in one sentence, without its full stop. */
export function summaryOf(document: DiffDocument): string {
  const only = filterWords(document);
  const words = changeWords(document);
  const summary = isSame(document)
    ? 'No differences'
    : `${modelWords(document)}${words === '' ? '' : `: ${words}`}`;
  return only === '' ? summary : `${summary} (only ${only})`;
}

/** Everything that differs, prices first; tables without rows are among them. */
export function diffTables(document: DiffDocument): readonly DataTable[] {
  const { added, removed, changed } = document;
  const model = { head: 'Model' };
  return [
    table(
      'Prices',
      [model, { head: 'Price' }, ...BEFORE_AND_AFTER],
      changed.flatMap(({ model, prices }) =>
        prices.map((change) => [model, itemWords(change), ...figurePair(change), percentWords(change)]),
      ),
    ),
    table(
      'Deprecation',
      [model, { head: 'Before' }, { head: 'After' }],
      changed.flatMap(({ model, deprecation }) =>
        deprecation === null ? [] : [[model, deprecation.before ?? 'none', deprecation.after ?? 'none']],
      ),
    ),
    table('Removed', ...inOne(removed)),
    table('Added', ...inOne(added)),
    table(
      'Limits',
      [model, { head: 'Limit' }, ...BEFORE_AND_AFTER],
      changed.flatMap(({ model, limits }) =>
        limits.map((change) => [
          model,
          limitWords(change.field),
          change.before ?? 'none',
          change.after ?? 'none',
          percentWords(change),
        ]),
      ),
    ),
    table(
      'Capabilities',
      [model, { head: 'Change' }],
      changed.flatMap(({ model, capabilities }) => {
        const words = capabilityWords(capabilities);
        return words.length === 0 ? [] : [[model, words.join('; ')]];
      }),
    ),
    table(
      'Other fields',
      [{ head: 'Field' }, { head: 'Models', align: 'right' }],
      otherFieldCounts(document),
    ),
  ];
}

function table(title: string, columns: readonly DataColumn[], rows: readonly (readonly Cell[])[]): DataTable {
  return { title, columns, rows };
}

function inOne(
  models: readonly ModelInOne[],
): readonly [readonly DataColumn[], readonly (readonly Cell[])[]] {
  const columns: readonly DataColumn[] = [
    { head: 'Model' },
    { head: 'Provider' },
    { head: 'Mode' },
    { head: 'Input', align: 'right' },
    { head: 'Output', align: 'right' },
  ];
  return [
    columns,
    models.map(({ model, provider, mode, unit, inputUsdPerUnit, outputUsdPerUnit }) => [
      model,
      providerName(provider),
      mode,
      priceWords(inputUsdPerUnit, unit),
      priceWords(outputUsdPerUnit, unit),
    ]),
  ];
}

function sectionOf({ title, columns, rows: lines }: DataTable, maxRows: number): string {
  if (lines.length === 0) return '';
  const left = lines.length - Math.min(lines.length, maxRows);
  const body = [
    renderMarkdown(columns, lines.slice(0, maxRows)),
    ...(left === 0 ? [] : [`${counted(left, 'row')} more than fit here: \`llmcost diff --json\` has all.\n`]),
  ].join('\n');
  if (lines.length <= FOLDED_FROM) return `#### ${title}\n\n${body}`;
  return `<details>\n<summary>${title} (${counted(lines.length, 'row')})</summary>\n\n${body}\n</details>\n`;
}

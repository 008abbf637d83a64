import type { ComparedPrice } from './side-by-side.ts';
import type { CompareDocument } from './document.ts';
import { CAPABILITIES } from '../../../models/capabilities.ts';
import { formatCount, formatPrice } from '../../../core/money.ts';
import { renderCsv } from '../../render/csv.ts';
import { jobWords } from '../../render/job-words.ts';
import type { DataTable } from '../../render/html/tables-page.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import { tokenWords } from '../../render/money-words.ts';
import { RANKING_DATA, rankingChart, rankingNotes, rankingTable } from './ranking-table.ts';
import { deprecationWords } from '../show/render.ts';
import { sideBySide, type SideRow } from './side-by-side-table.ts';
import type { Style } from '../../render/style.ts';
import { codingHead, codingWords } from '../../render/coding.ts';
import { counted, printable, wrap } from '../../render/text.ts';

export interface CompareView {
  /** Prices under conditions too: tiers, batch, long context. */
  readonly all: boolean;
  readonly chart: boolean;
}

/** The comparison as text for a terminal. */
export function renderCompare(document: CompareDocument, view: CompareView, style: Style): string {
  const { theme, width } = style;
  const { job, models } = document;
  const blocks = [
    models.length === 0 ? '' : facts(document, view, style),
    job === null ? '' : `${theme.heading('Job')}\n${wrap(jobWords(job), width)}`,
    rankingTable(document, style),
    job === null || models.length > 0 ? '' : theme.dim(wrap(countWords(document), width)),
    view.chart ? rankingChart(document, style) : '',
    rankingNotes(document, style),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function countWords({ ranking, considered, unpriced, leftOut }: CompareDocument): string {
  const shown = ranking?.length ?? 0;
  const all = counted(considered, 'model');
  const some = shown < considered ? `The cheapest ${formatCount(shown)} of ${all}` : all;
  const none = unpriced === 0 ? '' : `, ${formatCount(unpriced)} of them without a price for it`;
  return [`${some} that can do the job${none}.`, ...leftOutWords(leftOut)].join(' ');
}

/** `Left out: 12 free (--free), 3 deprecated (--deprecated).` */
function leftOutWords(leftOut: CompareDocument['leftOut']): readonly string[] {
  const parts = Object.entries(leftOut ?? {}).flatMap(([reason, count]) =>
    count === 0 ? [] : [`${formatCount(count)} ${reason} (--${reason})`],
  );
  return parts.length === 0 ? [] : [`Left out: ${parts.join(', ')}.`];
}

function facts(document: CompareDocument, view: CompareView, style: Style): string {
  const { models, prices, coding } = document;
  const shown = view.all ? prices : mainPrices(document);
  const hidden = prices.length - shown.length;
  const scores = coding === null ? undefined : codingHead(coding).unit;
  const names = models.map(({ model }) => printable(model));
  const rows = [...priceRows(document, shown), ...factRows(document, 'Coding')];
  const words = [
    'Prices in USD per 1M tokens where nothing else is said.',
    scores === undefined ? '' : `Coding: ${scores}.`,
    hidden === 0 ? '' : `${counted(hidden, 'more price', 'more prices')} under conditions: --all`,
  ].filter((part) => part !== '');
  return `${sideBySide(names, rows, style)}\n\n${style.theme.dim(wrap(words.join(' '), style.width))}`;
}

/** Prices without a condition; those under conditions where a model has no other. */
function mainPrices({ models, prices }: CompareDocument): readonly ComparedPrice[] {
  const plain = prices.filter(({ condition }) => condition === null);
  const others = models.filter(({ model }) =>
    plain.every(({ byModel }) => (byModel[model] ?? null) === null),
  );
  return prices.filter(
    (price) =>
      price.condition === null || others.some(({ model }) => (price.byModel[model] ?? null) !== null),
  );
}

function priceRows({ models, prices }: CompareDocument, shown: readonly ComparedPrice[]): readonly SideRow[] {
  const priced = new Set(
    models.filter(({ model }) => prices.some(({ byModel }) => (byModel[model] ?? null) !== null)),
  );
  const noPrice = (model: CompareDocument['models'][number]) => (priced.has(model) ? 'N/A' : 'unknown');
  if (shown.length === 0) return [{ label: 'Price', cells: models.map(noPrice) }];
  return shown.map((price) => ({
    label: printable(priceLabel(price)),
    cells: models.map((model) => {
      const cell = price.byModel[model.model] ?? null;
      return cell === null ? noPrice(model) : formatPrice(cell.normalizedUsd);
    }),
  }));
}

function priceLabel({ item, condition, unit, normalizedUnit }: ComparedPrice): string {
  const per = unit === 'token' ? '' : ` / ${normalizedUnit}`;
  return `${item}${condition === null ? '' : `, ${condition}`}${per}`;
}

type Model = CompareDocument['models'][number];

function factRows(
  { models, differingCapabilities }: CompareDocument,
  codingLabel: string,
): readonly SideRow[] {
  const row = (label: string, of: (model: Model) => string): SideRow => ({
    label,
    cells: models.map((model) => printable(of(model))),
  });
  const differ = (of: (model: Model) => unknown) => new Set(models.map(of)).size > 1;
  return [
    row('Context', ({ limits }) => tokenWords(limits.contextTokens)),
    row('Max output', ({ limits }) => tokenWords(limits.outputTokens)),
    row(codingLabel, ({ codingPercent }) => codingWords(codingPercent)),
    ...differingCapabilities.map((name) =>
      row(CAPABILITIES[name].label, ({ capabilities }) => (capabilities[name] === true ? 'Yes' : 'No')),
    ),
    ...(differ(({ mode }) => mode) ? [row('Mode', ({ mode }) => mode ?? 'N/A')] : []),
    row('Provider', ({ providerName }) => providerName),
    ...(models.some(({ deprecation }) => deprecation !== null)
      ? [row('Deprecation', ({ deprecation }) => (deprecation === null ? '' : deprecationWords(deprecation)))]
      : []),
  ];
}

/** One table: the ranking of a job, else the prices side by side. */
export function compareCsv({ models, prices, ranking }: CompareDocument): string {
  if (ranking !== null) {
    return renderCsv(
      RANKING_DATA.columns.map(({ id }) => ({ head: id })),
      RANKING_DATA.rows(ranking),
    );
  }
  return renderCsv(
    ['item', 'condition', 'per'].concat(models.map(({ model }) => model)).map((head) => ({ head })),
    prices.map(({ item, condition, normalizedUnit, byModel }) => [
      item,
      condition,
      normalizedUnit,
      ...models.map(({ model }) => byModel[model]?.normalizedUsd ?? null),
    ]),
  );
}

export function compareMarkdown(document: CompareDocument, view: Pick<CompareView, 'all'>): string {
  return compareTables(document, view)
    .map(({ columns, rows }) => renderMarkdown(columns, rows))
    .join('\n');
}

/** The models side by side and the ranking of the job, each where there is one. */
export function compareTables(
  document: CompareDocument,
  view: Pick<CompareView, 'all'>,
): readonly DataTable[] {
  const { models, prices, ranking, coding } = document;
  const shown = view.all ? prices : mainPrices(document);
  const columns = [{ head: '' }, ...models.map(({ model }) => ({ head: model, align: 'right' as const }))];
  const rows = [
    ...priceRows(document, shown),
    ...factRows(document, coding === null ? 'Coding' : codingHead(coding).head),
  ];
  return [
    ...(models.length === 0
      ? []
      : [{ title: 'Side by side', columns, rows: rows.map(({ label, cells }) => [label].concat(cells)) }]),
    ...(ranking === null
      ? []
      : [
          {
            title: 'What the job costs',
            columns: RANKING_DATA.columns,
            rows: RANKING_DATA.rows(ranking),
          },
        ]),
  ];
}

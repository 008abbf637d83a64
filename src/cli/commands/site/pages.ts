import { formatCount } from '../../../core/money.ts';
import type { Unit } from '../../../models/fields.ts';
import type { PriceState } from '../../../models/search/candidate.ts';
import type { MapSource } from '../../../models/store.ts';
import { sitePage } from '../../render/html/page.ts';
import { htmlTable, pairsTable, paragraph, section, type HtmlCell } from '../../render/html/parts.ts';
import { priceWords, tokenWords } from '../../render/money-words.ts';
import { sourceLines } from '../../render/source.ts';
import type { Page } from '../show/document.ts';
import { modelBody } from '../show/html.ts';
import { INDEX } from './directory.ts';
import { fileNameOf } from './file-name.ts';

/** The page of `show --html` with links. It holds no day of its making: "in 9 days" would be wrong tomorrow. */
export function modelPage(page: Page): string {
  const body = modelBody(page, {
    hrefOf: fileNameOf,
    deprecation: ({ date }) => `Deprecation date: ${date}`,
  });
  const nav = `<nav><a href="../${INDEX}">All models</a></nav>`;
  return sitePage({ title: `${page.model}: what it costs`, body: `${nav}\n${body}` }, '../');
}

/** A model in the list: all that it needs of the page, so that not all pages are kept. */
export interface IndexRow {
  readonly model: string;
  readonly file: string;
  readonly providerName: string;
  readonly mode: string | null;
  readonly state: PriceState;
  readonly input: number | null;
  readonly output: number | null;
  readonly unit: Unit | null;
  readonly contextTokens: number | null;
}

export function rowOf(
  { model, providerName, mode, headline }: Page,
  state: PriceState,
  file: string,
): IndexRow {
  const { inputUsdPerUnit: input, outputUsdPerUnit: output, unit, contextTokens } = headline;
  return { model, file, providerName, mode, state, input, output, unit, contextTokens };
}

const SEARCH = `<search><label for="search">Search</label>
<input id="search" type="search" placeholder="gpt azure" autocomplete="off" spellcheck="false"><output for="search"></output></search>`;

export function indexPage(rows: readonly IndexRow[], source: MapSource): string {
  const title = 'What language models cost';
  const table = htmlTable({
    caption: 'All models',
    columns: [
      { head: 'Model' },
      { head: 'Provider' },
      { head: 'Mode' },
      { head: 'Input', isNumber: true },
      { head: 'Output', isNumber: true },
      { head: 'Context', isNumber: true },
    ],
    rows: rows.map((row) => [
      { text: row.model, href: row.file },
      row.providerName,
      row.mode ?? 'N/A',
      priceCell(row.input, row),
      priceCell(row.output, row),
      { text: tokenWords(row.contextTokens), sortBy: row.contextTokens },
    ]),
    isSortable: true,
  });
  const body = [
    `<h1>${title}</h1>`,
    paragraph(
      `${formatCount(rows.length)} models of the cost map, each with every price that the map has.`,
      'dim',
    ),
    SEARCH,
    table,
    section('Sources', pairsTable('Sources', sourceLines(source))),
  ];
  return sitePage({ title, body: body.join('\n') }, '');
}

/** As in `list`: no price at all, a price of 0, and a price that such a model does not have are three things. */
function priceCell(usdPerUnit: number | null, { state, unit }: IndexRow): HtmlCell {
  if (state === 'unknown') return { text: 'unknown', sortBy: null };
  const isFree = state === 'free' && usdPerUnit !== null;
  return { text: isFree ? 'free' : priceWords(usdPerUnit, unit), sortBy: usdPerUnit };
}

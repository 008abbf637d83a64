/** What pages are made of. Texts come in as they are and are escaped here. */
import { escaped } from './escape.ts';

export interface HtmlColumn {
  readonly head: string;
  readonly isNumber?: boolean;
}

export type HtmlCell = string | RichCell;

export interface RichCell {
  readonly text: string;
  /** The number that it sorts by where it shows one; null sorts below all. */
  readonly sortBy?: number | null;
  /** A page of the same site. */
  readonly href?: string | undefined;
}

export interface HtmlTable {
  /** What the table is of, for a screen reader. */
  readonly caption: string;
  readonly columns: readonly HtmlColumn[];
  readonly rows: readonly (readonly HtmlCell[])[];
  readonly total?: readonly HtmlCell[] | undefined;
  /** True for heads that sort. */
  readonly isSortable?: boolean;
  /** True for one that takes the room that it needs, and not the width of the page. */
  readonly isNarrow?: boolean;
}

export function htmlTable({
  caption,
  columns,
  rows,
  total,
  isSortable = false,
  isNarrow = false,
}: HtmlTable): string {
  const heads = columns.map(({ head, isNumber }) => {
    const text =
      isSortable && head !== '' ? `<button type="button">${escaped(head)}</button>` : escaped(head);
    return `<th scope="col"${numberClass(isNumber)}>${text}</th>`;
  });
  const line = (cells: readonly HtmlCell[]) =>
    `<tr>${cells.map((cell, at) => cellHtml(cell, columns[at], at)).join('')}</tr>`;
  const foot = total === undefined ? '' : `<tfoot>${line(total)}</tfoot>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(caption)}"><table${isNarrow ? ' class="narrow"' : ''}><caption>${escaped(caption)}</caption><thead><tr>${heads.join('')}</tr></thead>
<tbody>${rows.map(line).join('\n')}</tbody>${foot}</table></div>`;
}

/** The first cell of a row says what the row is about. */
function cellHtml(cell: HtmlCell, column: HtmlColumn | undefined, at: number): string {
  const { text, sortBy, href }: RichCell = typeof cell === 'string' ? { text: cell } : cell;
  const figure = sortBy === undefined ? '' : ` data-n="${sortBy ?? ''}"`;
  const words = href === undefined ? escaped(text) : `<a href="${escaped(href)}">${escaped(text)}</a>`;
  if (at === 0) return `<th scope="row"${figure}>${words}</th>`;
  return `<td${numberClass(column?.isNumber)}${figure}>${words}</td>`;
}

function numberClass(isNumber: boolean | undefined): string {
  return isNumber === true ? ' class="num"' : '';
}

/** A heading and what stands below it; nothing for an empty body. */
export function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${escaped(title)}</h2>\n${body}</section>`;
}

export interface Card {
  readonly label: string;
  readonly value: string;
  readonly note?: string | undefined;
}

/** The few figures that a reader came for. */
export function cards(all: readonly Card[]): string {
  const one = ({ label, value, note }: Card) =>
    `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}${note === undefined ? '' : `<small>${escaped(note)}</small>`}</dd></div>`;
  return `<dl class="cards">${all.map(one).join('')}</dl>`;
}

export function paragraph(text: string, kind: '' | 'dim' | 'warn' = ''): string {
  return text === '' ? '' : `<p${kind === '' ? '' : ` class="${kind}"`}>${escaped(text)}</p>`;
}

export function bullets(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `<ul>${texts.map((text) => `<li>${escaped(text)}</li>`).join('\n')}</ul>`;
}

/** Labels and texts, such as where the prices came from. */
export function pairsTable(caption: string, rows: readonly (readonly string[])[]): string {
  const lines = rows.map(
    ([label = '', ...texts]) =>
      `<tr><th scope="row">${escaped(label)}</th>${texts.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`,
  );
  return `<table class="narrow pairs"><caption>${escaped(caption)}</caption><tbody>${lines.join('\n')}</tbody></table>`;
}

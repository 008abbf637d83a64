/** Which columns of a table have room, and how wide each of them is. */
import type { Column } from './column.ts';
import { width } from './width.ts';

/** Spaces between two columns. */
export const GAP = 2;
/** A column of texts is folded down to the first of these, and to its words where nothing else helps. */
const NARROW_TEXT = 16;
/** Words that are longer are folded, too. */
const LONG_WORD = 14;
/** Where only the essential columns are left and still have no room, words are broken. */
const NARROWEST_TEXT = 4;
/** What is left of a column of names when all of them stand above their rows. */
const INDENT = 2;
/** A column of names narrower than this is no help. */
const MIN_NAMES = 16;
/** So many of the names stand in their row before a column is left out for the others. */
const NAMES_IN_ROW = 0.8;

/** A column with its texts. The head may have several lines. */
export interface Filled {
  readonly column: Column;
  readonly head: string;
  readonly cells: readonly string[];
}

export interface Layout {
  /** Indexes of the columns that are shown. */
  readonly shown: readonly number[];
  /** The width of each of these. */
  readonly widths: readonly number[];
}

/** A column that may give way, and how far. */
interface Flexible {
  readonly index: number;
  readonly column: Column;
  readonly sizes: readonly number[];
  /** With its head on as few lines as it wants. */
  readonly natural: number;
  /** With its head folded. */
  readonly folded: number;
  /** The widest word of its head, or all of it where heads are not folded. */
  readonly headWord: number;
  /** The widest word of its head and its cells. */
  readonly word: number;
  /** For names: what most of them need. */
  readonly most: number;
}

/**
 * Fits columns into a room: heads are folded first where they may be, then columns that may go are left out, texts are
 * folded, names move above their rows, and at last all but the essential columns go. A figure is folded
 * at its spaces alone: broken over two lines it reads as another figure.
 */
export function layOut(columns: readonly Filled[], room: number, foldsHeads: boolean): Layout {
  const all = columns.map((column, index) => flexible(column, index, foldsHeads));
  if (!Number.isFinite(room)) return layoutOf(all, naturalWidths(all));
  let kept = all;
  for (const column of byDispensability(all)) {
    if (total(wantedWidths(kept)) <= room) break;
    kept = kept.filter((each) => each !== column);
  }
  let widths = shrink(kept, room);
  while (total(widths) > room) {
    const last = kept.findLast(({ column }, at) => at > 0 && column.essential !== true);
    if (last === undefined) break;
    kept = kept.filter((each) => each !== last);
    widths = shrink(kept, room);
  }
  const floors = kept.map((each, at) => (isText(each) ? NARROWEST_TEXT : (widths[at] ?? 0)));
  return layoutOf(kept, grow(kept, shrinkTo(widths, floors, room), room));
}

/** What columns take with the gaps between them. */
export function total(widths: readonly number[]): number {
  return widths.reduce((sum, size) => sum + size, 0) + GAP * Math.max(0, widths.length - 1);
}

function layoutOf(kept: readonly Flexible[], widths: readonly number[]): Layout {
  return { shown: kept.map(({ index }) => index), widths };
}

function flexible({ column, head, cells }: Filled, index: number, foldsHeads: boolean): Flexible {
  const sizes = cells.map(width);
  const cell = sizes.reduce((most, size) => Math.max(most, size), 1);
  const headLines = head.split('\n');
  const headWord = foldsHeads ? widestWord(headLines) : Math.max(...headLines.map(width));
  const sorted = sizes.toSorted((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) * NAMES_IN_ROW)] ?? 0;
  return {
    index,
    column,
    sizes,
    natural: Math.max(cell, ...headLines.map(width)),
    folded: Math.max(cell, headWord),
    headWord,
    word: Math.max(widestWord(cells), headWord),
    most: Math.max(usual, headWord, Math.min(MIN_NAMES, cell)),
  };
}

function widestWord(texts: readonly string[]): number {
  let widest = 1;
  for (const text of texts) for (const word of text.split(' ')) widest = Math.max(widest, width(word));
  return widest;
}

function naturalWidths(columns: readonly Flexible[]): readonly number[] {
  return columns.map(({ natural }) => natural);
}

function wantedWidths(columns: readonly Flexible[]): readonly number[] {
  return columns.map(({ column, folded, most }) => (column.whole === true ? most : folded));
}

function byDispensability(columns: readonly Flexible[]): readonly Flexible[] {
  return columns
    .filter(({ column }) => column.optional !== undefined)
    .toSorted((a, b) => (b.column.optional ?? 0) - (a.column.optional ?? 0));
}

function isFigure({ column: { align = 'left' } }: Flexible): boolean {
  return align !== 'left';
}

function isText(each: Flexible): boolean {
  return !isFigure(each) && each.column.whole !== true;
}

/** Takes columns of the screen from texts, then names, then figures with spaces, as far as it is needed. */
function shrink(columns: readonly Flexible[], room: number): readonly number[] {
  const steps: readonly (readonly [(column: Flexible) => boolean, (column: Flexible) => number])[] = [
    [isText, () => NARROW_TEXT],
    [({ column }) => column.whole === true, ({ headWord }) => Math.max(headWord, INDENT)],
    [isText, ({ word }) => Math.min(word, LONG_WORD)],
    [isFigure, ({ word }) => word],
  ];
  let widths = wantedWidths(columns);
  for (const [mayShrink, least] of steps) {
    const floors = columns.map((each, at) => (mayShrink(each) ? least(each) : (widths[at] ?? 0)));
    widths = shrinkTo(widths, floors, room);
  }
  return widths;
}

/** Narrows the widest columns first, none below its floor. */
function shrinkTo(widths: readonly number[], floors: readonly number[], room: number): readonly number[] {
  const sizes = [...widths];
  for (let excess = total(sizes) - room; excess > 0; excess -= 1) {
    let widest = -1;
    for (const [at, size] of sizes.entries()) {
      if (size > (floors[at] ?? 0) && size > (sizes[widest] ?? 0)) widest = at;
    }
    if (widest < 0) break;
    sizes[widest] = (sizes[widest] ?? 0) - 1;
  }
  return sizes;
}

/** Gives what room is left to names without room for all of them, then to heads, if it is enough for all. */
function grow(columns: readonly Flexible[], widths: readonly number[], room: number): readonly number[] {
  const named = columns.map(({ column, sizes, natural, headWord }, at) => {
    const size = widths[at] ?? 0;
    if (column.whole !== true) return size;
    const available = Math.min(natural, size + room - total(widths));
    // As wide as the widest name that stands in its row.
    const fitting = sizes.filter((each) => each <= available);
    return Math.max(Math.min(size, headWord), ...fitting);
  });
  const unfolded = columns.map(({ column, natural }, at) => {
    const size = named[at] ?? 0;
    return column.whole === true ? size : Math.max(natural, size);
  });
  return total(unfolded) <= room ? unfolded : named;
}

import type { Style } from './style.ts';
import { width } from './width.ts';

/** One bar: what it is of, how long it is, and what is written behind it. */
export interface Bar {
  readonly name: string;
  /** Null for what is not known: no bar at all, which is not a bar of length 0. */
  readonly value: number | null;
  readonly text: string;
}

const GAP = 2;
/** How wide a chart is where nothing limits it. */
const FREE_WIDTH = 100;
const MIN_BAR = 10;
/** Eighths of a column, from none to seven. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Bars beneath each other, the longest as long as there is room. A name without room stands above its bar. */
export function barChart(bars: readonly Bar[], style: Style): string {
  const room = Math.min(style.width, FREE_WIDTH);
  const texts = Math.max(0, ...bars.map(({ text }) => width(text)));
  const widest = Math.max(0, ...bars.map(({ name }) => width(name)));
  const isBeside = widest + GAP + MIN_BAR + GAP + texts <= room;
  const names = isBeside ? widest + GAP : 0;
  const longest = Math.max(room - names - GAP - texts, MIN_BAR);
  const most = Math.max(0, ...bars.map(({ value }) => value ?? 0));
  return bars
    .map(({ name, value, text }) => {
      const bar = blocks(value === null || most === 0 ? 0 : (value / most) * longest);
      const line = `${bar}${bar === '' ? '' : ' '}${text}`;
      return isBeside
        ? `${style.theme.key(name)}${' '.repeat(names - width(name))}${line}`
        : `${style.theme.key(name)}\n${line}`;
    })
    .join('\n');
}

/** A bar of so many columns; what is above 0 shows at least an eighth of one. */
function blocks(columns: number): string {
  if (columns <= 0) return '';
  const eighths = Math.max(1, Math.round(columns * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

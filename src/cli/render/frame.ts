import type { Style } from './style.ts';

/** A rule across a table. */
export interface Rule {
  readonly left: string;
  readonly line: string;
  readonly right: string;
}

/** What is drawn around a table, under its heads and above its total. */
export interface Frame {
  readonly left: string;
  readonly right: string;
  /** Columns of the terminal that the two sides take. */
  readonly columns: number;
  readonly top: Rule;
  readonly between: Rule;
  readonly bottom: Rule;
}

export const NO_RULE: Rule = { left: '', line: '', right: '' };

export const NO_FRAME: Frame = {
  left: '',
  right: '',
  columns: 0,
  top: NO_RULE,
  between: NO_RULE,
  bottom: NO_RULE,
};

/** A frame would take too much of a narrower terminal. */
const MIN_FRAMED = 32;

/** True on a terminal with room for frames. */
export function isFramed({ frame = 'none', width }: Style): boolean {
  return frame !== 'none' && width >= MIN_FRAMED;
}

/** The frame for an output: thin rules on a terminal, of ASCII where it shows nothing else, none in a pipe. */
export function frameOf(style: Style): Frame {
  const { frame, theme } = style;
  if (!isFramed(style)) return NO_FRAME;
  const [on = '', off = ''] = theme.dim('|').split('|');
  const isUnicode = frame === 'unicode';
  const side = theme.dim(isUnicode ? '│' : '|');
  const rule = (left: string, right: string): Rule => {
    const [first, line, last] = isUnicode ? [left, '─', right] : ['+', '-', '+'];
    return { left: `${on}${first}${line}`, line, right: `${last}${off}` };
  };
  return {
    left: `${side} `,
    right: side,
    columns: 4,
    top: rule('┌', '┐'),
    between: rule('├', '┤'),
    bottom: rule('└', '┘'),
  };
}

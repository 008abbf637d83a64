import type { Output } from '../../core/deps.ts';
import { speaksUtf8 } from '../terminal/streams.ts';
import type { Theme } from './theme.ts';

/** How to print on one output: its styles and how much room there is. */
export interface Style {
  readonly theme: Theme;
  /** Columns; Infinity where nothing limits a line. */
  readonly width: number;
  /** What tables are framed with; nothing where it is not given. */
  readonly frame?: 'unicode' | 'ascii' | 'none';
}

const plain = (text: string): string => text;

/** No colours at all. */
export const PLAIN: Theme = {
  title: plain,
  heading: plain,
  dim: plain,
  good: plain,
  warn: plain,
  bad: plain,
  key: plain,
  total: plain,
};

export const PLAIN_STYLE: Style = { theme: PLAIN, width: Infinity };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Colour only on a terminal that can show it; `NO_COLOR` and `--no-color` switch it off, `FORCE_COLOR`
 * on. Chalk is loaded only where there is colour.
 */
export async function styleFor(output: Output, env: Env, noColor: boolean): Promise<Style> {
  const room = { width: output.columns ?? Infinity, frame: frameFor(output, env) };
  if (!hasColour(output, env, noColor)) return { theme: PLAIN, ...room };
  const { colours } = await import('./theme.ts');
  return { theme: colours(), ...room };
}

/** Frames are for people: what reads a pipe wants the columns alone. */
function frameFor(output: Output, env: Env): NonNullable<Style['frame']> {
  if (!output.isTTY || env['TERM'] === 'dumb') return 'none';
  return speaksUtf8(env) ? 'unicode' : 'ascii';
}

function hasColour(output: Output, env: Env, noColor: boolean): boolean {
  if (noColor) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return output.isTTY && env['TERM'] !== 'dumb';
}

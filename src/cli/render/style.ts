import type { Output } from '../../core/deps.ts';
import type { Theme } from './theme.ts';

/** How to print on one output: its styles and how much room there is. */
export interface Style {
  readonly theme: Theme;
  /** Columns; Infinity where nothing limits a line. */
  readonly width: number;
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
};

export const PLAIN_STYLE: Style = { theme: PLAIN, width: Infinity };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Colour only on a terminal that can show it; `NO_COLOR` and `--no-color` switch it off, `FORCE_COLOR`
 * on. Chalk is loaded only where there is colour.
 */
export async function styleFor(output: Output, env: Env, noColor: boolean): Promise<Style> {
  const width = output.columns ?? Infinity;
  if (!hasColour(output, env, noColor)) return { theme: PLAIN, width };
  const { colours } = await import('./theme.ts');
  return { theme: colours(), width };
}

function hasColour(output: Output, env: Env, noColor: boolean): boolean {
  if (noColor) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  return output.isTTY && env['TERM'] !== 'dumb';
}

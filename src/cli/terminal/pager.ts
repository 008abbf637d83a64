import { spawn } from 'node:child_process';
import type { Deps } from '../../core/deps.ts';

/** What a shell answers for a command that it cannot find or start. */
const NOT_STARTED: ReadonlySet<number> = new Set([126, 127, 9009]);

/** What `less` does unless the user's `LESS` says otherwise: end at once when all fits, keep colours, leave the screen. */
const LESS = 'FRX';

/**
 * The pager as git chooses it: `LLMCOST_PAGER`, `PAGER`, else less. Undefined where the output is no
 * terminal or is short enough for the screen, and where the user has switched paging off with an empty
 * name or `cat`.
 */
export function pagerFor(text: string, { stdout, env }: Pick<Deps, 'stdout' | 'env'>): string | undefined {
  if (!stdout.isTTY || env['TERM'] === 'dumb') return undefined;
  const lines = text.split('\n').length - 1;
  if (lines < (stdout.rows ?? Infinity)) return undefined;
  const name = (env['LLMCOST_PAGER'] ?? env['PAGER'] ?? 'less').trim();
  return name === '' || name === 'cat' ? undefined : name;
}

/**
 * Shows a text in the pager, and waits until the user leaves it. False when it could not be started:
 * nothing was shown then.
 */
export async function page(text: string, pager: string, env: Deps['env']): Promise<boolean> {
  // Ctrl-C is the pager's: it ends what less is searching for, and must not end us under it.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  try {
    return await new Promise((resolve) => {
      const child = spawn(pager, {
        shell: true,
        stdio: ['pipe', 'inherit', 'inherit'],
        env: { ...env, LESS: env['LESS'] ?? LESS, LV: env['LV'] ?? '-c' },
      });
      // A pager that is left early reads no further.
      child.stdin.on('error', ignore);
      child.on('error', () => resolve(false));
      child.on('close', (code) => resolve(!NOT_STARTED.has(code ?? 0)));
      child.stdin.end(text);
    });
  } finally {
    process.off('SIGINT', ignore);
  }
}

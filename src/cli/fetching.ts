/** What a command that fetches a whole map does about the terminal and the engine. */
import type { Deps } from '../core/deps.ts';
import type { Progress } from '../map/fetch/body.ts';
import { renderProgress } from './commands/sync/render.ts';

/** How often the line is drawn at most. */
const DRAW_EVERY_MS = 100;
const ERASE_LINE = '\r\u001b[K';

export interface ProgressBar {
  /** Undefined where nobody would see it. */
  readonly onProgress: ((progress: Progress) => void) | undefined;
  /** Takes the line away again. */
  readonly clear: () => void;
}

/** A line on stderr that is drawn again and again while a map comes in; on a terminal only. */
export function progressBar({ stderr, env }: Pick<Deps, 'stderr' | 'env'>): ProgressBar {
  if (!stderr.isTTY || env['TERM'] === 'dumb') return { onProgress: undefined, clear: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (progress: Progress): void => {
    const now = performance.now();
    const isWhole = progress.receivedBytes === progress.totalBytes;
    if (!isWhole && now - drawnAt < DRAW_EVERY_MS) return;
    drawnAt = now;
    stderr.write(`${ERASE_LINE}${renderProgress(progress, (stderr.columns ?? 80) - 1)}`);
  };
  return {
    onProgress: draw,
    clear: () => {
      if (drawnAt !== Number.NEGATIVE_INFINITY) stderr.write(ERASE_LINE);
    },
  };
}

/**
 * Keeps Node 20 from compiling things a second time, better, for a process that runs each of them for a
 * few milliseconds: undici's WebAssembly parser, which would hold the end up by 80 to 150 ms, and the
 * reading of a map, where it takes a third of all the processor time. Node 22 and 24 gain nothing by it.
 * @returns what sets it back: the code that the shim keeps for the next start belongs to the usual flags.
 */
export async function compileOnce(): Promise<() => void> {
  if (!process.versions.node.startsWith('20.')) return () => undefined;
  const { setFlagsFromString } = await import('node:v8');
  const set = (flags: readonly string[]) => flags.forEach((flag) => setFlagsFromString(flag));
  set(['--liftoff-only', '--no-opt']);
  // The first of them had switched the next two off as well.
  return () => set(['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering', '--opt']);
}

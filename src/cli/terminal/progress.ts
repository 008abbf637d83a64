import type { Deps } from '../../core/deps.ts';
import type { Progress as FetchProgress } from '../../map/fetch/body.ts';
import type { Task } from './progress-bar.ts';

/** How far some work has come, told to whoever waits for it. */
export interface Progress {
  /** @param total the size of all of it, where it is known only now. */
  readonly show: (done: number, total?: number | null) => void;
  /** Leaves the line as it was found. */
  readonly end: () => void;
}

const NONE: Progress = { show: () => undefined, end: () => undefined };
/** Work that is done sooner needs no bar. */
const SILENT_MS = 1000;

/**
 * A bar on stderr for work that takes more than a second; nothing where stderr is no terminal, or one that
 * cannot go back in a line.
 */
export async function openProgress(
  { stderr, env, now }: Pick<Deps, 'stderr' | 'env' | 'now'>,
  task: Task,
): Promise<Progress> {
  if (!stderr.isTTY || env['TERM'] === 'dumb') return NONE;
  const { startBar } = await import('./progress-bar.ts');
  const startedMs = now().getTime();
  let bar: ReturnType<typeof startBar> | undefined;
  return {
    show: (done, total = task.total) => {
      const elapsedMs = now().getTime() - startedMs;
      if (elapsedMs < SILENT_MS) return;
      const state = { done, total, elapsedMs };
      if (bar === undefined) bar = startBar(stderr, task, state);
      else bar.update(state);
    },
    end: () => {
      bar?.stop();
      bar = undefined;
    },
  };
}

/** Runs work with a bar, which is gone when it ends, however it ends. */
export async function withProgress<T>(
  deps: Pick<Deps, 'stderr' | 'env' | 'now'>,
  task: Task,
  work: (progress: Progress) => Promise<T>,
): Promise<T> {
  const progress = await openProgress(deps, task);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

/** The bar of a fetch, whose size the server says. */
export const FETCHING: Task = { title: 'Fetching the map', noun: 'bytes', total: null };

export function onFetch(progress: Progress): (fetched: FetchProgress) => void {
  return ({ receivedBytes, totalBytes }) => progress.show(receivedBytes, totalBytes);
}

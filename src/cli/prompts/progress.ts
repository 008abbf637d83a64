import type { Deps } from '../../core/deps.ts';
import { openProgress } from '../terminal/progress.ts';

/** A bar while long texts are counted; its total is told once the files are known. */
export interface PromptProgress {
  readonly onBytes: (count: number) => void;
  /** @param totalBytes 0 where it is not known, as of standard input. */
  readonly begin: (totalBytes: number) => void;
  readonly end: () => void;
}

export async function openPromptProgress(deps: Deps): Promise<PromptProgress> {
  const progress = await openProgress(deps, { title: 'Counting tokens', noun: 'bytes', total: null });
  let doneBytes = 0;
  let total: number | null = null;
  return {
    onBytes: (count) => {
      doneBytes += count;
      progress.show(doneBytes, total);
    },
    begin: (totalBytes) => {
      total = totalBytes === 0 ? null : totalBytes;
    },
    end: progress.end,
  };
}

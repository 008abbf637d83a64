import type { Deps } from '../../core/deps.ts';
import { Progress } from '../terminal/progress.ts';

/** A bar while long texts are counted; its total is told once the files are known. */
export interface PromptProgress {
  readonly onBytes: (count: number) => void;
  readonly begin: (totalBytes: number) => void;
  readonly end: () => void;
}

export function promptProgress({ stderr, now }: Deps): PromptProgress {
  let progress: Progress | undefined;
  let done = 0;
  return {
    onBytes: (count) => {
      done += count;
      progress?.show(done);
    },
    begin: (totalBytes) => {
      progress = new Progress(stderr, now, totalBytes);
    },
    end: () => progress?.end(),
  };
}

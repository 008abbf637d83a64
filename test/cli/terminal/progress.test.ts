import { describe, expect, it } from 'vitest';
import { progressBar } from '../../../src/cli/terminal/progress.ts';

/** Stderr as a terminal of that width, or as a file. */
function stderr(isTTY: boolean, columns: number | undefined) {
  const written: string[] = [];
  return { written, output: { write: (text: string) => void written.push(text), isTTY, columns } };
}

const progress = (receivedBytes: number, totalBytes: number | null = 1_000_000) => ({
  receivedBytes,
  totalBytes,
});

describe('the bar of sync', () => {
  it('is one line on a terminal, drawn over and over, and taken away at the end', () => {
    const { written, output } = stderr(true, 60);
    const bar = progressBar({ stderr: output, env: {} });
    bar.onProgress?.(progress(250_000));
    bar.onProgress?.(progress(1_000_000));
    bar.clear();
    expect(written).toEqual([
      '\r\u001b[KFetching the map [######................] 250 KB of 1.0 MB',
      '\r\u001b[KFetching the map [######################] 1.0 MB of 1.0 MB',
      '\r\u001b[K',
    ]);
  });

  it('is not drawn for every few bytes', () => {
    const { written, output } = stderr(true, 60);
    const bar = progressBar({ stderr: output, env: {} });
    for (let bytes = 1; bytes < 1000; bytes += 1) bar.onProgress?.(progress(bytes, null));
    expect(written.length).toBeLessThan(100);
  });

  it('leaves nothing behind where nothing came', () => {
    const { written, output } = stderr(true, 60);
    progressBar({ stderr: output, env: {} }).clear();
    expect(written).toEqual([]);
  });

  it.each([
    ['a file', false, {}],
    ['a terminal that cannot go back', true, { TERM: 'dumb' }],
  ])('is not for %s', (_what, isTTY, env) => {
    const { written, output } = stderr(isTTY, 60);
    const bar = progressBar({ stderr: output, env });
    expect(bar.onProgress).toBeUndefined();
    bar.clear();
    expect(written).toEqual([]);
  });
});

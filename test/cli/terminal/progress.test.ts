import { describe, expect, it } from 'vitest';
import { progressLine } from '../../../src/cli/terminal/progress-bar.ts';
import { openProgress, withProgress } from '../../../src/cli/terminal/progress.ts';

const LOGS = { title: 'Reading the logs', noun: 'bytes', total: 500_000_000 };

/** Stderr as a terminal of 60 columns, or as a file; with a clock that the test turns. */
function world(isTTY = true, env: Record<string, string> = {}) {
  const written: string[] = [];
  let nowMs = Date.UTC(2026, 10, 28);
  return {
    written,
    wait: (ms: number) => (nowMs += ms),
    deps: {
      stderr: { write: (text: string) => void written.push(text), isTTY, columns: 60 },
      env,
      now: () => new Date(nowMs),
    },
  };
}

describe('a bar on stderr', () => {
  it('is one line, drawn over and over, and taken away at the end', async () => {
    const { deps, written, wait } = world();
    const bar = await openProgress(deps, { ...LOGS, title: 'Reading' });
    wait(1000);
    bar.show(125_000_000);
    const drawn = written.join('');
    expect(drawn).toContain('Reading [');
    expect(drawn).toContain('25%  125.0 MB of 500.0 MB, 3 s left');
    expect(drawn).not.toContain('\n');
    bar.end();
    // The cursor goes to the first column, and the line is cleared.
    expect(written.slice(-2)).toEqual(['\u001B[1G', '\u001B[2K']);
    expect(written.join('')).not.toContain('\n');
  });

  it('is not drawn in the first second', async () => {
    const { deps, written, wait } = world();
    const bar = await openProgress(deps, LOGS);
    wait(999);
    bar.show(250_000_000);
    bar.end();
    expect(written).toEqual([]);
  });

  it('is gone when the work failed', async () => {
    const { deps, written, wait } = world();
    const work = withProgress(deps, LOGS, async ({ show }) => {
      wait(2000);
      show(1);
      throw new Error('No space left.');
    });
    await expect(work).rejects.toThrow('No space left.');
    expect(written.slice(-2)).toEqual(['\u001B[1G', '\u001B[2K']);
  });

  it.each([
    ['a file', false, {}],
    ['a terminal that cannot go back', true, { TERM: 'dumb' }],
  ])('is not for %s', async (_what, isTTY, env) => {
    const { deps, written, wait } = world(isTTY, env);
    const bar = await openProgress(deps, LOGS);
    wait(5000);
    bar.show(250_000_000);
    bar.end();
    expect(written).toEqual([]);
  });
});

describe('the line of a bar', () => {
  const half = { done: 250_000_000, total: 500_000_000, elapsedMs: 1000 };

  it.each([
    [
      120,
      'Reading the logs [============------------]  50%  250.0 MB of 500.0 MB, 1 s left, 250.0 MB a second',
    ],
    [79, `Reading the logs [${'='.repeat(12)}${'-'.repeat(11)}]  50%  250.0 MB of 500.0 MB, 1 s left`],
    [39, 'Reading the logs 50%'],
  ])('fits into %i columns', (columns, line) => {
    const text = progressLine(LOGS, half, columns);
    expect(text.length).toBeLessThanOrEqual(columns);
    expect(text).toBe(line);
  });

  it('counts where the whole is not known', () => {
    const fetching = { title: 'Fetching the map', noun: 'bytes', total: null };
    expect(progressLine(fetching, { done: 500_000, total: null, elapsedMs: 2000 }, 79)).toBe(
      'Fetching the map  500 KB, 250 KB a second',
    );
  });

  it('counts things', () => {
    const task = { title: 'Checking the map', noun: 'models', total: 3000 };
    expect(progressLine(task, { done: 1500, total: 3000, elapsedMs: 1500 }, 79)).toBe(
      'Checking the map [===========-----------]  50%  1,500 of 3,000 models, 2 s left',
    );
  });
});

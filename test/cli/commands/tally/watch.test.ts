import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WatchedLogs } from '../../../../src/cli/commands/tally/watch-logs.ts';
import { WatchReader, type Glance } from '../../../../src/cli/commands/tally/watch-reader.ts';
import { renderWatch } from '../../../../src/cli/commands/tally/watch-render.ts';
import { watchLogs, watchWanted } from '../../../../src/cli/commands/tally/watch.ts';
import { tallyOptions } from '../../../../src/cli/commands/tally/tally.ts';
import { Flags } from '../../../../src/cli/flags/flags.ts';
import { PLAIN } from '../../../../src/cli/render/style.ts';
import { findInputs } from '../../../../src/usage/logs/inputs.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';
import { SAMPLE_MAP } from '../../../helpers/transcript.ts';

let home: Home;
let log: string;

beforeEach(() => {
  home = makeHome(new Date('2026-11-28T10:00:00Z'));
  mkdirSync(join(home.dir, 'logs'));
  writeFileSync(join(home.deps().paths.packageDir, 'reviews.json'), '{}');
  log = join(home.dir, 'logs/a.jsonl');
});
afterEach(() => home.remove());

/** A reply that costs 1,000 × 2e-6 + 100 × 8e-6 = 0.0028 USD. */
function reply(id: string, at: string, model = 'acorn-1'): string {
  const usage = { prompt_tokens: 1000, completion_tokens: 100 };
  return `${JSON.stringify({ id, model, created: Date.parse(at) / 1000, usage })}\n`;
}

/** Writes as a program does at that moment. */
function write(text: string, at: string, path = log): void {
  appendFileSync(path, text);
  home.clock.now = new Date(at);
  utimesSync(path, home.clock.now, home.clock.now);
}

function readerOf(paths: readonly string[] = ['logs'], flags: Record<string, unknown> = {}): WatchReader {
  const deps = home.deps();
  const logs = new WatchedLogs(() => findInputs({ paths, agents: [], anyAgent: false }, deps).inputs);
  const given = new Flags({ map: SAMPLE_MAP, timezone: 'UTC', ...flags }, deps.now());
  return new WatchReader(logs, tallyOptions(given), deps);
}

const costs = ({ all, lastHour }: Glance) => [all?.total.totalUsd ?? null, lastHour?.total.totalUsd ?? null];

describe('what is shown', () => {
  it('is the cost since the day began, and that of the last 60 minutes', async () => {
    write(reply('a', '2026-11-27T23:59:59Z'), '2026-11-27T23:59:59Z');
    write(reply('b', '2026-11-28T00:00:00Z'), '2026-11-28T00:00:00Z');
    write(reply('c', '2026-11-28T09:30:00Z'), '2026-11-28T10:00:00Z');
    expect(costs(await readerOf().read(10))).toEqual([0.0056, 0.0028]);
  });

  it('grows with the log', async () => {
    write(reply('a', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    const reader = readerOf();
    expect(costs(await reader.read(10))).toEqual([0.0028, 0.0028]);
    write(reply('b', '2026-11-28T10:00:10Z'), '2026-11-28T10:00:10Z');
    expect(costs(await reader.read(10))).toEqual([0.0056, 0.0056]);
  });

  it('has logs that come later', async () => {
    write(reply('a', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    const reader = readerOf();
    await reader.read(10);
    write(reply('b', '2026-11-28T10:00:10Z'), '2026-11-28T10:00:10Z', join(home.dir, 'logs/b.jsonl'));
    const glance = await reader.read(10);
    expect([costs(glance), glance.logs]).toEqual([[0.0056, 0.0056], 2]);
  });

  it('begins at 0 at midnight of the clocks that are asked for', async () => {
    // 23:30 in Berlin, and then half past midnight.
    write(reply('a', '2026-11-28T22:30:00Z'), '2026-11-28T22:30:00Z');
    const reader = readerOf(['logs'], { timezone: 'Europe/Berlin' });
    const before = await reader.read(10);
    expect([before.sinceDay, ...costs(before)]).toEqual(['2026-11-28', 0.0028, 0.0028]);
    home.clock.now = new Date('2026-11-28T23:00:00Z');
    const midnight = await reader.read(10);
    expect([midnight.sinceDay, ...costs(midnight)]).toEqual(['2026-11-29', null, 0.0028]);
    write(reply('b', '2026-11-28T23:30:00Z'), '2026-11-28T23:30:00Z');
    expect(costs(await reader.read(10))).toEqual([0.0028, 0.0056]);
  });

  it('forgets what is older than an hour though nothing is written', async () => {
    write(reply('a', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    const reader = readerOf();
    await reader.read(10);
    home.clock.now = new Date('2026-11-28T11:00:01Z');
    expect(costs(await reader.read(10))).toEqual([0.0028, null]);
  });

  it('counts from another day where that is asked for', async () => {
    write(reply('a', '2026-11-01T10:00:00Z'), '2026-11-01T10:00:00Z');
    write(reply('b', '2026-11-28T09:59:00Z'), '2026-11-28T10:00:00Z');
    const glance = await readerOf(['logs'], { since: '2026-11' }).read(10);
    expect([glance.isToday, glance.sinceDay, ...costs(glance)]).toEqual([
      false,
      '2026-11-01',
      0.0056,
      0.0028,
    ]);
  });

  it('does not read what was last written on another day', async () => {
    write(reply('a', '2026-11-20T09:00:00Z'), '2026-11-20T09:00:00Z');
    home.clock.now = new Date('2026-11-28T10:00:00Z');
    const glance = await readerOf().read(10);
    expect([glance.logs, glance.all]).toEqual([0, null]);
  });

  it('reads a log that started over, and says that what it held is gone', async () => {
    write(reply('a', '2026-11-28T10:00:00Z') + reply('b', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    const reader = readerOf(['logs/a.jsonl']);
    await reader.read(10);
    renameSync(log, `${log}.1`);
    write(reply('c', '2026-11-28T10:01:00Z'), '2026-11-28T10:01:00Z');
    const glance = await reader.read(10);
    expect([glance.restarted, ...costs(glance)]).toEqual([['logs/a.jsonl'], 0.0028, 0.0028]);
  });

  it('has documents and databases that become shorter, and nothing is gone', async () => {
    const document = join(home.dir, 'logs/a.json');
    const line = reply('a', '2026-11-28T10:00:00Z');
    write(`${line.trimEnd()}          `, '2026-11-28T10:00:00Z', document);
    write('x'.repeat(100), '2026-11-28T10:00:00Z', `${document}-wal`);
    const reader = readerOf(['logs/a.json']);
    await reader.read(10);
    writeFileSync(`${document}-wal`, '');
    writeFileSync(document, line);
    utimesSync(document, home.clock.now, home.clock.now);
    const glance = await reader.read(10);
    expect([glance.restarted, ...costs(glance)]).toEqual([[], 0.0028, 0.0028]);
  });

  it('keeps its figures while a log is gone, and says so', async () => {
    write(reply('a', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    const reader = readerOf(['logs/a.jsonl']);
    await reader.read(10);
    rmSync(log);
    const glance = await reader.read(10);
    expect([glance.problem, ...costs(glance)]).toEqual([
      'There is no logs/a.jsonl. Name a file, a directory or a pattern.',
      0.0028,
      0.0028,
    ]);
    write(reply('a', '2026-11-28T10:00:00Z'), '2026-11-28T10:00:00Z');
    expect((await reader.read(10)).problem).toBeNull();
  });

  it('says at once what is wrong from the beginning', async () => {
    await expect(readerOf(['nothing']).read(10)).rejects.toThrow('There is no nothing.');
  });

  it('is nothing for a log without a line', async () => {
    writeFileSync(log, '');
    expect(costs(await readerOf().read(10))).toEqual([null, null]);
  });
});

describe('the screen', () => {
  const lines = async (reader: WatchReader, width: number) =>
    renderWatch(await reader.read(10), { theme: PLAIN, width, frame: 'none' });

  it('has the cost, the rate, the models, and what has no price', async () => {
    write(
      reply('a', '2026-11-28T08:00:00Z') + reply('b', '2026-11-28T09:30:00Z', 'nobody'),
      '2026-11-28T10:00:00Z',
    );
    expect(await lines(readerOf(), 80)).toEqual([
      '2026-11-28 10:00:00, UTC',
      'Today  ≥ $0.0028, 2 requests',
      'Rate   unknown, 1 request in the last 60 minutes',
      '- 1 of the requests is not or not wholly priced: nobody.',
      '',
      'Model    Requests  Input  Output       Cost',
      'acorn-1         1  1,000     100    $0.0028',
      'nobody          1  1,000     100    unknown',
      'Total           2  2,000     200  ≥ $0.0028',
      '',
      expect.stringMatching(/^1 log written today; prices of \d{4}-\d{2}-\d{2}; Ctrl-C ends\.$/),
    ]);
  });

  it('says why a total is "at least" though every request has a price', async () => {
    write(
      `${reply('a', '2026-11-28T09:30:00Z')}{"model":"acorn-1","usage":{"prompt_tok\n`,
      '2026-11-28T10:00:00Z',
    );
    expect((await lines(readerOf(), 100)).slice(1, 4)).toEqual([
      'Today  ≥ $0.0028, 1 request',
      'Rate   ≥ $0.0028 an hour, 1 request in the last 60 minutes',
      '- Some of the logs could not be read: without --watch the same command says what.',
    ]);
  });

  it('says that there was no request yet', async () => {
    writeFileSync(log, '');
    expect(await lines(readerOf(), 80)).toEqual([
      '2026-11-28 10:00:00, UTC',
      'Today  no request',
      'Rate   no request in the last 60 minutes',
      '',
      '0 logs written today; Ctrl-C ends.',
    ]);
  });

  it('fits into 40 columns', async () => {
    write(reply('a', '2026-11-28T09:30:00Z'), '2026-11-28T10:00:00Z');
    const drawn = await lines(readerOf(), 40);
    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(drawn.join(' ')).toContain('$0.0028 an hour, 1 request in the last 60 minutes');
  });
});

describe('what cannot be watched', () => {
  const start = (args: readonly string[], flags: Record<string, unknown>) => {
    const deps = home.deps();
    const given = new Flags(flags, deps.now());
    return async () => watchLogs(watchWanted(args, given, tallyOptions(given), deps), deps);
  };

  it.each([
    ['what is no terminal', [], {}, '--watch needs a terminal on standard output.'],
    ['JSON', [], { json: true }, '--watch and --json are two answers.'],
    ['a page', [], { html: 'a.html' }, '--watch and --html are two answers.'],
    ['the lines', [], { each: true }, '--watch and --each are two answers.'],
    ['an export', [], { format: 'focus' }, '--watch and --format are two answers.'],
    ['standard input', ['-'], {}, '--watch follows files, and - is standard input.'],
  ])('is refused: %s', async (_what, args, flags, message) => {
    await expect(start(args, flags)()).rejects.toThrow(message);
  });
});

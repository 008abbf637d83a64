import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array, asyncProperty, assert, constantFrom, integer, oneof, tuple } from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { LogLines } from '../../../../src/usage/logs/fast/log-lines.ts';
import { LogReader, type LogHandler } from '../../../../src/usage/logs/log-reader.ts';
import { readLog } from '../../../../src/usage/logs/read-log.ts';
import { fileSource } from '../../../../src/usage/logs/source.ts';
import { threadsFor, type ThreadOptions } from '../../../../src/usage/logs/threads/crew.ts';
import { LINES } from '../fast/lines.ts';
import { scannerModule } from '../scan/reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmcost-pieces-'));
const log = join(folder, 'log.jsonl');
const workerFile = fileURLToPath(new URL('../../../../dist/scan-worker.cjs', import.meta.url));
const opened: LogLines[] = [];
const FAILS = "require('node:worker_threads').parentPort.on('message', () => { throw new Error('no') })";

function linesOf(threads?: Partial<ThreadOptions>): LogLines {
  const all = { count: 3, workerFile, fewestBytes: 1, ...threads };
  const lines = new LogLines(scannerModule, threads === undefined ? {} : { threads: all });
  opened.push(lines);
  return lines;
}

afterEach(async () => {
  for (const lines of opened.splice(0)) await lines.crew?.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What each line of the log turned out to be; replies are numbered in the order in which they come. */
async function told(lines: LogLines, onLine: () => void = () => undefined): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const replies = new Map<number, number>();
  const numberOf = (reply: number): number => {
    if (reply > 0 && !replies.has(reply)) replies.set(reply, replies.size + 1);
    return replies.get(reply) ?? 0;
  };
  const tell = (...what: readonly unknown[]): void => {
    onLine();
    found.push(what);
  };
  const idOf = (id: string | undefined): number => (id === undefined ? 0 : (lines.ids?.idOf(id) ?? 0));
  const handler: LogHandler = {
    fast: (record, line) => tell(line, record.toRecord(), numberOf(record.reply), record.request === 0),
    record: ({ dedupeKey, requestId, ...record }, line) =>
      tell(line, record, numberOf(idOf(dedupeKey)), requestId === undefined),
    skipped: (reason, detail, line) => tell(line, reason, detail),
    context: (line) => tell(line, 'context'),
  };
  const source = await fileSource(log);
  try {
    await readLog(source, new LogReader(handler, { lines }));
  } finally {
    await source.close();
  }
  return found;
}

const reply = (id: number): string =>
  JSON.stringify({
    type: 'assistant',
    timestamp: '2026-11-01T10:00:00.000Z',
    sessionId: `session-${id % 3}`,
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      model: 'claude-sonnet-4-5',
      usage: { input_tokens: id, output_tokens: 2 * id },
    },
  });

describe('a file that several threads scan', () => {
  it('is read as one thread reads it, whatever the lines and wherever pieces end', async () => {
    const alone = linesOf();
    const together = [64, 700, 4096].map((pieceBytes) => linesOf({ pieceBytes }));
    const line = oneof(...LINES.map(([, lines]) => lines));
    const end = constantFrom('\n', '\n', '\n', '\r\n', '\n\n', '\n \n');
    await assert(
      asyncProperty(
        array(tuple(line, end, integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 8 }),
        constantFrom('', '\ufeff'),
        async (some, mark) => {
          const text = some.map(([each, ending, times]) => `${each}${ending}`.repeat(times)).join('');
          writeFileSync(log, mark + text);
          const expected = await told(alone);
          for (const lines of together) expect(await told(lines)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('numbers lines as in the file, and keeps a copy of a reply as one, in whichever piece it stands', async () => {
    const ids = Array.from({ length: 400 }, (_, index) => index % 150);
    writeFileSync(log, `\n${ids.map(reply).join('\n\n')}`);
    const found = await told(linesOf({ pieceBytes: 1000 }));
    expect(found.map((each) => (Array.isArray(each) ? [each[0], each[2]] : each))).toEqual(
      ids.map((id, index) => [2 + 2 * index, 1 + id]),
    );
  });

  it('passes over a line that is too long, and takes one that is longer than a piece', async () => {
    const long = `{"model":"m","text":"${'x'.repeat(5 << 20)}","usage":{"prompt_tokens":7,"completion_tokens":3}}`;
    writeFileSync(log, [reply(1), 'x'.repeat((16 << 20) + 1), long, reply(2), long].join('\n'));
    const found = await told(linesOf({ pieceBytes: 1 << 20 }));
    expect(found.map((each) => (Array.isArray(each) ? each.slice(0, 2) : each))).toMatchObject([
      [1, { usage: { inputTokens: 1 } }],
      [2, 'line too long'],
      [3, { usage: { inputTokens: 7 } }],
      [4, { usage: { inputTokens: 2 } }],
      [5, { usage: { inputTokens: 7 } }],
    ]);
  });

  it('has more short lines than a piece has room for', async () => {
    writeFileSync(log, `${'{}\n'.repeat(20_000)}${reply(1)}\n`);
    const found = await told(linesOf({ pieceBytes: 4096 }));
    expect(found).toHaveLength(20_001);
    expect(found.at(-1)).toMatchObject([20_001, { usage: { inputTokens: 1 } }, 1, false]);
  });

  it.each([
    ['cannot be started', join(folder, 'none.cjs'), undefined],
    ['ends at once', join(folder, 'ends.cjs'), 'process.exit(0)'],
    ['fails at its first piece', join(folder, 'fails.cjs'), FAILS],
  ])('is read to its end where a thread %s', async (_, file, code) => {
    if (code !== undefined) writeFileSync(file, code);
    writeFileSync(log, Array.from({ length: 500 }, (_each, id) => reply(id)).join('\n'));
    expect(await told(linesOf({ pieceBytes: 1000, workerFile: file }))).toEqual(await told(linesOf()));
  });

  it('ends where it was cut off meanwhile, with every line that was whole', async () => {
    writeFileSync(log, Array.from({ length: 3000 }, (_, id) => reply(id)).join('\n'));
    let count = 0;
    const found = await told(linesOf({ pieceBytes: 1000 }), () => {
      count += 1;
      if (count === 5) truncateSync(log, 150_000);
    });
    const numbers = found.map((each) => (Array.isArray(each) ? each[0] : 0));
    expect(numbers).toEqual(Array.from({ length: found.length }, (_, index) => index + 1));
    expect(found.length).toBeGreaterThan(500);
    expect(found.length).toBeLessThan(3000);
  });

  it('throws what is thrown for a line, and can read another file after it', async () => {
    writeFileSync(log, Array.from({ length: 500 }, (_, id) => reply(id)).join('\n'));
    const lines = linesOf({ pieceBytes: 1000 });
    let count = 0;
    const failing = told(lines, () => {
      count += 1;
      if (count === 200) throw new Error('no price');
    });
    await expect(failing).rejects.toThrow('no price');
    expect(await told(lines)).toHaveLength(500);
  });
});

describe('how many threads there are', () => {
  it('is what the user says, and two at most for large files alone where nobody says', () => {
    expect(threadsFor(5)).toEqual({ count: 5 });
    const { count, fewestBytes } = threadsFor(undefined);
    expect(count).toBe(Math.min(2, availableParallelism()));
    expect(fewestBytes).toBe(2 ** 30);
  });
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogLines } from '../../../src/usage/logs/fast/log-lines.ts';
import { readLog } from '../../../src/usage/logs/read-log.ts';
import type { LogHandler } from '../../../src/usage/logs/log-reader.ts';
import { LogReader } from '../../../src/usage/logs/log-reader.ts';
import { fileSource, streamSource, type LogSource } from '../../../src/usage/logs/source.ts';
import { fixture, outcomesOf } from '../../helpers/usage-fixture.ts';
import { scannerModule } from './scan/reading.ts';

const CHAT = '{"model":"m","usage":{"prompt_tokens":7,"completion_tokens":3}}';

/** Every line of a log as one text: what it turned out to be, and its number. */
async function told(source: LogSource, parseAll = false): Promise<readonly string[]> {
  const found: string[] = [];
  const handler: LogHandler = {
    fast: (record, line) => found.push(`${line} ${record.model} ${record.toRecord().usage.inputTokens}`),
    record: (record, line) => found.push(`${line} ${record.model} ${record.usage.inputTokens ?? '-'}`),
    skipped: (reason, _, line) => found.push(`${line} ${reason}`),
    context: (line) => found.push(`${line} context`),
  };
  try {
    // The one way with the scanner, the other without.
    const lines = new LogLines(parseAll ? undefined : scannerModule);
    await readLog(source, new LogReader(handler, { lines, parseAll }));
  } finally {
    await source.close();
  }
  return found;
}

function from(...pieces: readonly (Buffer | string)[]): LogSource {
  return streamSource(Readable.from(pieces.map((piece) => Buffer.from(piece))));
}

describe('reading a log', () => {
  it('takes JSON lines with a byte-order mark, either line end, blank lines and no last newline', async () => {
    expect(await told(from(`\ufeff${CHAT}\r\n\r\n${CHAT}\n${CHAT}`))).toEqual(['1 m 7', '3 m 7', '4 m 7']);
  });

  it('takes an array, a document over several lines, and one after the other', async () => {
    expect(await told(from(`[${CHAT},\n${CHAT}]`))).toEqual(['1 m 7', '2 m 7']);
    const pretty = JSON.stringify(JSON.parse(CHAT), null, 2);
    expect(await told(from(`${pretty}\n${pretty}`))).toEqual(['1 m 7', '8 m 7']);
  });

  it.each(['data', 'results', 'items', 'runs', 'events'])(
    'takes the items of a page in its %s',
    async (name) => {
      const bare = '{"model":"n","prompt_tokens":9,"completion_tokens":1,"total_tokens":10}';
      const page = `{"object":"list","${name}":[${CHAT},${bare},{"model":"m"}],"has_more":false}`;
      for (const parseAll of [false, true]) {
        expect(await told(from(`${CHAT}\n${page}`), parseAll)).toEqual([
          '1 m 7',
          '2 m 7',
          '2 n 9',
          '2 no usage',
        ]);
      }
    },
  );

  it('takes a list without usage for no page, and no page inside a request', async () => {
    const lines = [
      '{"data":[{"model":"m"}]}',
      '{"data":[]}',
      `{"messages":[${CHAT}]}`,
      '{"results":["a",1,null]}',
    ];
    expect(await told(from(lines.join('\n')))).toEqual(lines.map((_, index) => `${index + 1} no usage`));
  });

  it('takes gzip by what it holds, all of its members', async () => {
    const source = from(gzipSync(`${CHAT}\n`), gzipSync(`${CHAT}\n`));
    expect(await told(source)).toEqual(['1 m 7', '2 m 7']);
  });

  it('hands on what came before a gzip file was cut off, and then the error', async () => {
    const whole = gzipSync(`${CHAT}\n`.repeat(50_000), { level: 0 });
    const found: number[] = [];
    const reader = new LogReader({
      fast: () => undefined,
      record: (_, line) => found.push(line),
      skipped: () => undefined,
      context: () => undefined,
    });
    await expect(readLog(from(whole.subarray(0, whole.length >> 1)), reader)).rejects.toThrow(
      'it was cut off',
    );
    expect(found.length).toBeGreaterThan(1000);
  });

  it('finds nothing in an empty log', async () => {
    expect(await told(from(''))).toEqual([]);
  });

  it('names what is cut, binary, deeply nested or no object, and goes on', async () => {
    const deep = `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const log = [
      '{"usage":{"prompt',
      '\u0000\u0001\u0002',
      deep,
      '42',
      '{"__proto__":{"usage":1}}',
      CHAT,
    ].join('\n');
    expect(await told(from(log))).toEqual([
      '1 not JSON',
      '2 not JSON',
      '3 no usage',
      '4 no usage',
      '5 no usage',
      '6 m 7',
    ]);
  });

  it('names counts that cannot be read', async () => {
    const line = (count: string) => `{"usage":{"prompt_tokens":${count},"completion_tokens":3}}`;
    const log = ['"seven"', '-7', '7.5', '1e400', '9007199254740993'].map(line).join('\n');
    expect(await told(from(log))).toEqual([1, 2, 3, 4, 5].map((number) => `${number} unreadable`));
  });

  it('passes over a line of 100 MB without keeping it', async () => {
    const mebibyte = Buffer.alloc(1 << 20, 'x');
    const pieces = function* (): Generator<Buffer> {
      yield Buffer.from(`${CHAT}\n{"a":"`);
      for (let i = 0; i < 100; i += 1) yield mebibyte;
      yield Buffer.from(`"}\n${CHAT}\n`);
    };
    const before = process.memoryUsage().arrayBuffers;
    expect(await told(streamSource(Readable.from(pieces())))).toEqual(['1 m 7', '2 line too long', '3 m 7']);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 << 20);
  });

  it('tells the bytes that it has read', async () => {
    const totals: number[] = [];
    const reader = new LogReader({
      fast: () => undefined,
      record: () => undefined,
      skipped: () => undefined,
      context: () => undefined,
    });
    await readLog(from(`${CHAT}\n`, `${CHAT}\n`), reader, { onBytes: (total) => totals.push(total) });
    expect(totals.at(-1)).toBe(2 * (CHAT.length + 1));
  });

  it('comes to the same about every shape as the recogniser does, by either way', async () => {
    const log = fixture('mixed.jsonl')
      .map((value) => JSON.stringify(value))
      .join('\n');
    const expected = outcomesOf(fixture('mixed.jsonl')).map((outcome) => {
      if (outcome.kind === 'record')
        return `${outcome.record.model} ${outcome.record.usage.inputTokens ?? '-'}`;
      return outcome.kind === 'skipped' ? outcome.reason : outcome.kind;
    });
    const withoutNumbers = (lines: readonly string[]) => lines.map((line) => line.replace(/^\d+ /, ''));
    expect(withoutNumbers(await told(from(log)))).toEqual(expected);
    expect(withoutNumbers(await told(from(log), true))).toEqual(expected);
  });
});

describe('reading a file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'llmcost-log-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads it as it reads a stream, across the borders of what is read at once', async () => {
    const path = join(folder, 'log.jsonl');
    const line = `{"model":"m","note":"${'x'.repeat(700)}","usage":{"prompt_tokens":7,"completion_tokens":3}}\n`;
    await writeFile(path, line.repeat(4000));
    const found = await told(await fileSource(path));
    expect(found).toHaveLength(4000);
    expect(new Set(found.map((text) => text.replace(/^\d+ /, '')))).toEqual(new Set(['m 7']));
    expect(found.at(-1)).toBe('4000 m 7');
  });
});

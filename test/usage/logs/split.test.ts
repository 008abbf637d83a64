import { array, assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScanLines, type Room } from '../../../src/usage/logs/lines.ts';
import { PlainLines } from '../../../src/usage/logs/plain-lines.ts';
import { ValueSplitter, type ValueSink } from '../../../src/usage/logs/values.ts';

interface Splitter {
  readonly room: Room;
  filled(count: number): void;
  end(): void;
}

class Collected implements ValueSink {
  readonly found: [line: number, text: string][] = [];

  piece(bytes: Buffer, line: number): void {
    this.found.push([line, bytes.toString('latin1')]);
  }

  tooLong(line: number): void {
    this.found.push([line, 'too long']);
  }
}

function feed(splitter: Splitter, bytes: Uint8Array, pieces: readonly number[]): void {
  let at = 0;
  for (let i = 0; at < bytes.length; i += 1) {
    const { bytes: into, offset, length } = splitter.room;
    expect(length).toBeGreaterThan(0);
    const count = Math.min(length, pieces[i % pieces.length] ?? 1, bytes.length - at);
    into.set(bytes.subarray(at, at + count), offset);
    splitter.filled(count);
    at += count;
  }
  splitter.end();
}

/** Cuts lines apart into `collected`. */
function lineSplitter(collected: Collected, maxLineBytes: number | undefined, chunkBytes: number): ScanLines {
  const memory = new PlainLines((bytes, start, end, line) =>
    collected.found.push([line, bytes.toString('latin1', start, end).replace(/\r$/, '')]),
  );
  const options = maxLineBytes === undefined ? { chunkBytes } : { chunkBytes, maxLineBytes };
  return new ScanLines(memory, (line) => collected.tooLong(line), options);
}

function lines(text: string, pieces: readonly number[] = [7], max?: number): Collected['found'] {
  const collected = new Collected();
  feed(lineSplitter(collected, max, 8), Buffer.from(text, 'latin1'), pieces);
  return collected.found;
}

function values(text: string, pieces: readonly number[] = [7], max?: number): Collected['found'] {
  const collected = new Collected();
  feed(new ValueSplitter(collected, max), Buffer.from(text, 'latin1'), pieces);
  return collected.found;
}

describe('cutting lines apart', () => {
  it('knows both line ends, blank lines and a last line without an end', () => {
    expect(lines('one\r\n\n  \t\r\ntwo\nthree')).toEqual([
      [1, 'one'],
      [4, 'two'],
      [5, 'three'],
    ]);
  });

  it('finds nothing in nothing', () => {
    expect(lines('')).toEqual([]);
    expect(lines('\n\r\n')).toEqual([]);
  });

  it('names a line beyond the limit and goes on behind it, in no more memory than the limit', () => {
    const collected = new Collected();
    const splitter = lineSplitter(collected, 32, 8);
    feed(splitter, Buffer.from(`a\n${'x'.repeat(5000)}\nb\n${'y'.repeat(40)}`), [16]);
    expect(collected.found).toEqual([
      [1, 'a'],
      [2, 'too long'],
      [3, 'b'],
      [4, 'too long'],
    ]);
    // One block of each size up to the limit.
    expect(splitter.room.bytes.length).toBeLessThanOrEqual(9 + 17 + 33);
  });

  it('reads in small pieces again behind a long line, so that it slows none of those that follow', () => {
    for (const long of [200, 500, 5000]) {
      const collected = new Collected();
      const splitter = lineSplitter(collected, 1024, 32);
      feed(splitter, Buffer.from(`${'x'.repeat(long)}\nab\n`), [16]);
      expect(collected.found.at(-1)).toEqual([2, 'ab']);
      expect(splitter.room.length).toBe(32);
    }
  });

  it('gives the same lines whatever pieces they come in', () => {
    const text = array(constantFrom('a', 'bc', 'é{}', '\n', '\r\n', '\r', ' ', 'longer than the block'), {
      maxLength: 40,
    });
    assert(
      property(text, array(integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }), (parts, pieces) => {
        const whole = parts.join('');
        const expected = whole
          .split('\n')
          .map((line, index): [number, string] => [index + 1, line.replace(/\r$/, '')])
          .filter(([, line]) => /[^ \t\r]/.test(line));
        expect(lines(whole, pieces)).toEqual(expected);
      }),
    );
  });
});

describe('cutting documents apart', () => {
  it('takes the items of an array one by one, over any number of lines', () => {
    expect(values('[\n {"a": [1, {"b": "}]"}]},\n {"c":\n 2}\n]')).toEqual([
      [2, '{"a": [1, {"b": "}]"}]}'],
      [3, '{"c":\n 2}'],
    ]);
  });

  it('takes a whole object, and objects one after the other', () => {
    expect(values('{\n "a": "\\"}"\n}\n{"b": 1}')).toEqual([
      [1, '{\n "a": "\\"}"\n}'],
      [4, '{"b": 1}'],
    ]);
  });

  it('hands on what is no object for its reader to judge', () => {
    expect(values('[1, "x, y", null]')).toEqual([
      [1, '1'],
      [1, '"x, y"'],
      [1, 'null'],
    ]);
    expect(values('[{"a":1},')).toEqual([[1, '{"a":1}']]);
    expect(values('[{"a":')).toEqual([[1, '{"a":']]);
    expect(values('[]')).toEqual([]);
  });

  it('splits a long object at its first list, and repeats only what stands before the list', () => {
    const data = ['{"n": [1, 2]}', '{"n": "],"}', '3', '{"n": 4}'];
    expect(values(`{"a": "[", "data": [${data.join(',\n')}], "end": 1}\n{"b": 1}`, [7], 60)).toEqual([
      [1, '{"a": "[", "data": [{"n": [1, 2]}]}'],
      [1, '{"a": "[", "data": [\n{"n": "],"}]}'],
      [2, '{"a": "[", "data": [\n3,\n{"n": 4}], "end": 1}'],
      [5, '{"b": 1}'],
    ]);
  });

  it('does not split an object whose list is not the first, nor a list in a list', () => {
    const items = Array.from({ length: 9 }, () => '1').join(',');
    for (const text of [`{"a": {}, "b": [${items}]}`, `[[[${items}], [2, 3]]]`])
      expect(values(text, [7], 40).length).toBe(1);
  });

  it('names a value beyond the limit and goes on behind it', () => {
    expect(values(`[{"a":"${'x'.repeat(100_000)}"},{"b":1}]`, [1000], 70_000)).toEqual([
      [1, 'too long'],
      [1, '{"b":1}'],
    ]);
  });

  it('gives the same values whatever pieces they come in, and takes any bytes', () => {
    assert(
      property(uint8Array({ maxLength: 60 }), integer({ min: 1, max: 9 }), (bytes, piece) => {
        const text = `[{"a":[1,"]"]},${Buffer.from(bytes).toString('latin1')}`;
        expect(values(text, [piece])).toEqual(values(text, [1000]));
      }),
    );
  });
});

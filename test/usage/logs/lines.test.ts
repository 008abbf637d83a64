import { describe, expect, it } from 'vitest';
import { allOf } from '../../helpers/scan-shapes.ts';
import { fixture } from '../../helpers/usage-fixture.ts';
import { Reading, type Answer } from './scan/reading.ts';

const FIELDS = allOf('claudeCode', 'chat');
const LINES = [
  ...fixture('mixed.jsonl')
    .slice(0, 8)
    .map((value) => JSON.stringify(value)),
  '',
  '   \t',
  '{"broken":',
  '{"user":"caf\u00e9 \u{1f600}","usage":{"prompt_tokens":1}}',
];

/** What the lines are by themselves, with their numbers in the log. */
function oneByOne(lines: readonly string[]): readonly Answer[] {
  const reading = new Reading(FIELDS);
  return lines.flatMap((text, index) =>
    text.trim() === '' ? [] : [{ ...reading.readLine(text), line: index + 1 }],
  );
}

describe('a log', () => {
  const expected = oneByOne(LINES);

  it.each([
    ['newlines', '\n', true],
    ['no newline at the end', '\n', false],
    ['carriage returns', '\r\n', true],
  ])('is read line by line however it is cut, with %s', (_, newline, endsInOne) => {
    const log = Buffer.from(LINES.join(newline) + (endsInOne ? newline : ''));
    for (let piece = 1; piece <= 300; piece += 1) {
      // In a block that has room for one line hardly, so that it grows.
      const reading = new Reading(FIELDS, { chunkBytes: 64 + piece });
      const answers = reading
        .read(log, piece)
        .map((answer) =>
          'unusual' in answer ? { ...answer, unusual: answer.unusual.replace(/\r$/, '') } : answer,
        );
      expect(answers).toEqual(expected);
    }
  });

  it('that is cut at any one byte is the same', () => {
    const log = Buffer.from(LINES.join('\n'));
    const reading = new Reading(FIELDS);
    for (let cut = 0; cut <= log.length; cut += 1) expect(inTwo(reading, log, cut)).toEqual(expected);
  });

  it('numbers its lines from 1 in every file', () => {
    const reading = new Reading(FIELDS);
    const numbers = () => reading.read(Buffer.from('{"model":"a"}\n\n{"model":"b"}')).map(({ line }) => line);
    expect([numbers(), numbers()]).toEqual([
      [1, 3],
      [1, 3],
    ]);
  });

  it('has no lines where it is empty or blank', () => {
    const reading = new Reading(FIELDS);
    expect(['', '\n', ' \n\t\r\n', '   '].map((text) => reading.read(Buffer.from(text)))).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });
});

describe('a long line', () => {
  const long = (bytes: number): string => `{"text":"${'x'.repeat(bytes)}","model":"m"}`;

  it('is read up to the limit, and passed over beyond it, wherever it is cut', () => {
    const log = Buffer.from(
      `{"model":"a"}\n${long(900)}\n${long(5000)}\n${long(950)}\n{"model":"b"}\n${long(3000)}`,
    );
    for (let piece = 1; piece < 400; piece += 7) {
      const reading = new Reading(FIELDS, { chunkBytes: 128, maxLineBytes: 1024 });
      expect(reading.read(log, piece)).toEqual([
        { line: 1, facts: { model: 'a' } },
        { line: 2, facts: { model: 'm' } },
        { line: 3, tooLong: true },
        { line: 4, facts: { model: 'm' } },
        { line: 5, facts: { model: 'b' } },
        { line: 6, tooLong: true },
      ]);
    }
  });

  it('of many megabytes is read', () => {
    const reading = new Reading(FIELDS);
    const log = Buffer.from(`{"model":"a"}\n${long(15 << 20)}\n${long(17 << 20)}\n{"model":"b"}\n`);
    expect(reading.read(log, 1 << 16)).toEqual([
      { line: 1, facts: { model: 'a' } },
      { line: 2, facts: { model: 'm' } },
      { line: 3, tooLong: true },
      { line: 4, facts: { model: 'b' } },
    ]);
  });
});

function inTwo(reading: Reading, log: Buffer, cut: number): readonly Answer[] {
  let first = true;
  return reading.read(log, () => {
    const size = first ? cut : Infinity;
    first = false;
    return size === 0 ? Infinity : size;
  });
}

import { expect } from 'vitest';
import { LogLines } from '../../../../src/usage/logs/fast/log-lines.ts';
import { LogReader, type LogHandler } from '../../../../src/usage/logs/log-reader.ts';
import type { UsageRecord } from '../../../../src/usage/usage.ts';
import { scannerModule } from '../scan/reading.ts';

/** What a line turned out to be, and its number. */
type Told = readonly [line: number, what: UsageRecord | string];

/** A reader with the scanner, which learns from what it reads, and one without. */
export interface BothWays {
  readonly fast: LogLines;
  readonly plain: LogLines;
}

export function bothWays(): BothWays {
  return { fast: new LogLines(scannerModule), plain: new LogLines(undefined) };
}

/** Holds the two ways against each other; how many requests were read without JSON.parse. */
export function agree({ fast, plain }: BothWays, log: string | Buffer, pieceBytes = Infinity): number {
  let count = 0;
  const seen = read(fast, Buffer.from(log), pieceBytes, () => (count += 1));
  const parsed = read(plain, Buffer.from(log), pieceBytes, () => undefined);
  expect({ log: log.toString(), seen }).toEqual({ log: log.toString(), seen: parsed });
  return count;
}

function read(lines: LogLines, log: Buffer, pieceBytes: number, onFast: () => void): readonly Told[] {
  const told: Told[] = [];
  const handler: LogHandler = {
    fast(record, line) {
      onFast();
      told.push([line, record.toRecord()]);
    },
    record: (record, line) => told.push([line, record]),
    skipped: (reason, detail, line) => told.push([line, `${reason}: ${detail}`]),
    context: (line) => told.push([line, 'context']),
  };
  const reader = new LogReader(handler, { lines, facts: { name: 'log' } });
  lines.begin(reader);
  for (let at = 0; at < log.length;) {
    const { bytes, offset, length } = lines.lines.room;
    const count = log.copy(bytes, offset, at, at + Math.min(length, pieceBytes));
    lines.lines.filled(count);
    at += count;
  }
  lines.lines.end();
  reader.end();
  return told;
}

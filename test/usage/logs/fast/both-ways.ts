import { expect } from 'vitest';
import { LogLines } from '../../../../src/usage/logs/fast/log-lines.ts';
import { LogReader } from '../../../../src/usage/logs/log-reader.ts';
import { TextIds } from '../../../../src/pricing/tally/text-ids.ts';
import type { ReplyIds } from '../../../../src/usage/logs/reply-ids.ts';
import { scannerModule } from '../scan/reading.ts';
import { Telling } from '../telling.ts';

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
  const ids = fast.ids ?? new TextIds();
  const seen = read(fast, ids, Buffer.from(log), pieceBytes);
  const parsed = read(plain, ids, Buffer.from(log), pieceBytes);
  expect({ log: log.toString(), seen: seen.told }).toEqual({ log: log.toString(), seen: parsed.told });
  return seen.fastCount;
}

function read(lines: LogLines, ids: ReplyIds, log: Buffer, pieceBytes: number): Telling {
  const telling = new Telling(ids);
  const reader = new LogReader(telling, { lines, facts: { name: 'log' } });
  lines.begin(reader);
  for (let at = 0; at < log.length;) {
    const { bytes, offset, length } = lines.lines.room;
    const count = log.copy(bytes, offset, at, at + Math.min(length, pieceBytes));
    lines.lines.filled(count);
    at += count;
  }
  lines.lines.end();
  reader.end();
  return telling;
}

import { expect } from 'vitest';
import { LogLines } from '../../../../src/usage/logs/fast/log-lines.ts';
import { Relations } from '../../../../src/usage/relations/relations.ts';
import { LogReader, type HeldLine } from '../../../../src/usage/logs/log-reader.ts';
import { TextIds } from '../../../../src/pricing/tally/text-ids.ts';
import type { ReplyIds } from '../../../../src/usage/logs/reply-ids.ts';
import type { UsageRecord } from '../../../../src/usage/usage.ts';
import { scannerModule } from '../scan/reading.ts';
import { Telling, type Told } from '../telling.ts';

/** A line with a summary, or what it told. */
type ToldOrHeld =
  | Told
  | readonly [line: number, held: { readonly summary: readonly UsageRecord[]; readonly isCovered: boolean }];

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
  const { fastCount, ...seen } = read(fast, ids, Buffer.from(log), pieceBytes);
  const { fastCount: _, ...parsed } = read(plain, ids, Buffer.from(log), pieceBytes);
  expect({ log: log.toString(), seen }).toEqual({ log: log.toString(), seen: parsed });
  return fastCount;
}

/** What a reader with the scanner makes of a log, and how many requests it read without JSON.parse. */
export function readFast(log: string): { readonly told: readonly ToldOrHeld[]; readonly fast: number } {
  const { fast: lines } = bothWays();
  const { told, fastCount } = read(lines, lines.ids ?? new TextIds(), Buffer.from(log), Infinity);
  return { told, fast: fastCount };
}

function read(lines: LogLines, ids: ReplyIds, log: Buffer, pieceBytes: number) {
  const telling = new Telling(ids);
  const relations = new Relations<HeldLine>();
  const reader = new LogReader(telling, { lines, facts: { name: 'log' }, relations });
  lines.begin(reader);
  for (let at = 0; at < log.length;) {
    const { bytes, offset, length } = lines.lines.room;
    const count = log.copy(bytes, offset, at, at + Math.min(length, pieceBytes));
    lines.lines.filled(count);
    at += count;
  }
  lines.lines.end();
  reader.end();
  const summaries = [...relations.summaries()].map(({ held, isCovered }): ToldOrHeld => [
    held.place.line,
    { summary: held.records, isCovered },
  ]);
  const told: readonly ToldOrHeld[] = [...telling.told, ...summaries];
  return { told, fastCount: telling.fastCount, count: reader.count, understood: reader.understood };
}

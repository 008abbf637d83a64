import { expect } from 'vitest';
import { LogLines } from '../../../../src/usage/logs/fast/log-lines.ts';
import { Relations } from '../../../../src/usage/relations/relations.ts';
import { LogReader, type HeldLine, type LogHandler } from '../../../../src/usage/logs/log-reader.ts';
import { TextIds } from '../../../../src/pricing/tally/text-ids.ts';
import type { ReplyIds } from '../../../../src/usage/logs/reply-ids.ts';
import type { UsageRecord } from '../../../../src/usage/usage.ts';
import { scannerModule } from '../scan/reading.ts';

/** What a line turned out to be, and its number. */
type Told = readonly [
  line: number,
  what:
    | { readonly record: UsageRecord; readonly reply: number; readonly request: number }
    | { readonly summary: readonly UsageRecord[]; readonly isCovered: boolean }
    | string,
];

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
  const ids = fast.ids ?? new TextIds();
  const seen = read(fast, ids, Buffer.from(log), pieceBytes, () => (count += 1));
  const parsed = read(plain, ids, Buffer.from(log), pieceBytes, () => undefined);
  expect({ log: log.toString(), seen }).toEqual({ log: log.toString(), seen: parsed });
  return count;
}

/** What a reader with the scanner makes of a log, and how many requests it read without JSON.parse. */
export function readFast(log: string): { readonly told: readonly Told[]; readonly fast: number } {
  const { fast: lines } = bothWays();
  let fast = 0;
  const ids = lines.ids ?? new TextIds();
  const { told } = read(lines, ids, Buffer.from(log), Infinity, () => (fast += 1));
  return { told, fast };
}

function read(
  lines: LogLines,
  ids: ReplyIds,
  log: Buffer,
  pieceBytes: number,
  onFast: () => void,
): { readonly told: readonly Told[]; readonly count: number; readonly understood: number } {
  const told: Told[] = [];
  const handler: LogHandler = {
    fast(record, line) {
      onFast();
      const { reply, request } = record;
      told.push([line, { record: record.toRecord(), reply, request }]);
    },
    record({ dedupeKey, requestId, ...record }, line) {
      const reply = dedupeKey === undefined ? 0 : ids.idOf(dedupeKey);
      const request = requestId === undefined ? 0 : ids.hashOf(requestId);
      told.push([line, { record, reply, request }]);
    },
    skipped: (reason, detail, line) => told.push([line, `${reason}: ${detail}`]),
    context: (line) => told.push([line, 'context']),
  };
  const relations = new Relations<HeldLine>();
  const reader = new LogReader(handler, { lines, facts: { name: 'log' }, relations });
  lines.begin(reader);
  for (let at = 0; at < log.length;) {
    const { bytes, offset, length } = lines.lines.room;
    const count = log.copy(bytes, offset, at, at + Math.min(length, pieceBytes));
    lines.lines.filled(count);
    at += count;
  }
  lines.lines.end();
  reader.end();
  for (const { held, isCovered } of relations.summaries())
    told.push([held.place.line, { summary: held.records, isCovered }]);
  return { told, count: reader.count, understood: reader.understood };
}

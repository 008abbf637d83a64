import { Readable } from 'node:stream';
import { TextIds } from '../../../src/pricing/tally/text-ids.ts';
import type { LogLines } from '../../../src/usage/logs/fast/log-lines.ts';
import { LogReader } from '../../../src/usage/logs/log-reader.ts';
import { openLog } from '../../../src/usage/logs/read-log.ts';
import { streamSource, type LogSource } from '../../../src/usage/logs/source.ts';
import { readTable, type TableNote } from '../../../src/usage/logs/table.ts';
import type { ReplyIds } from '../../../src/usage/logs/reply-ids.ts';
import { Telling, type Told } from './telling.ts';

/** What was read of a table. */
export interface ReadTable {
  readonly told: readonly Told[];
  readonly fastCount: number;
  readonly note: TableNote | undefined;
  /** The message of what was thrown. */
  readonly failure: string | undefined;
}

export interface Ways {
  readonly lines: LogLines;
  /** Numbers the ids, so that two readers number them alike. */
  readonly ids?: ReplyIds | undefined;
  readonly pieceBytes?: number;
  /** The text breaks off with an error, as gzip does that was cut. */
  readonly isCut?: boolean;
}

/** Reads a table that comes in pieces. */
export async function tableOf(
  text: string | Buffer,
  { lines, ids = lines.ids ?? new TextIds(), pieceBytes = Infinity, isCut = false }: Ways,
): Promise<ReadTable> {
  const telling = new Telling(ids);
  const whole = await openLog(streamSource(Readable.from([Buffer.from(text)])));
  const log = { ...whole, text: inPieces(whole.text, pieceBytes, isCut) };
  let note: TableNote | undefined;
  let failure: string | undefined;
  try {
    note = await readTable(log, new LogReader(telling, { lines }), { file: 'a.csv', chosen: new Map() });
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const { told, fastCount } = telling;
  return { told, fastCount, note, failure };
}

function inPieces(source: LogSource, most: number, isCut: boolean): LogSource {
  return {
    async read(into, offset, length) {
      const count = await source.read(into, offset, Math.min(length, most));
      if (count === 0 && isCut) throw new Error('cut off');
      return count;
    },
    close: () => source.close(),
  };
}

import type { LogHandler } from '../../../src/usage/logs/log-reader.ts';
import type { ReplyIds } from '../../../src/usage/logs/reply-ids.ts';
import type { UsageRecord } from '../../../src/usage/usage.ts';

/** What a line turned out to be, and its number. */
export type Told = readonly [
  line: number,
  what: { readonly record: UsageRecord; readonly reply: number; readonly request: number } | string,
];

/** Keeps what a reader says of each line, so that two ways to read can be held against each other. */
export class Telling implements LogHandler {
  readonly told: Told[] = [];
  /** Requests that were read without objects. */
  fastCount = 0;
  readonly #ids: ReplyIds;

  constructor(ids: ReplyIds) {
    this.#ids = ids;
  }

  fast: LogHandler['fast'] = (record, line) => {
    this.fastCount += 1;
    const { reply, request } = record;
    this.told.push([line, { record: record.toRecord(), reply, request }]);
  };

  record: LogHandler['record'] = ({ dedupeKey, requestId, ...record }, line) => {
    const reply = dedupeKey === undefined ? 0 : this.#ids.idOf(dedupeKey);
    const request = requestId === undefined ? 0 : this.#ids.hashOf(requestId);
    this.told.push([line, { record, reply, request }]);
  };

  skipped: LogHandler['skipped'] = (reason, detail, line) => {
    this.told.push([line, `${reason}: ${detail}`]);
  };

  context: LogHandler['context'] = (line) => {
    this.told.push([line, 'context']);
  };
}

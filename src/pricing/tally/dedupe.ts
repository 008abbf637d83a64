import type { CountedReplies, ReplyOf } from '../../usage/logs/reply-ids.ts';

interface Entry {
  row: number;
  counts: readonly number[];
}

/** Remembers replies where there is no scanner to do it in less memory. An entry is called by its number, from 1. */
export class Dedupe implements CountedReplies {
  readonly #entries: Entry[] = [];
  /** The first entry of each reply, and the request that it has taken. */
  readonly #firsts = new Map<number, { entry: number; request: number }>();
  /** The entries of a reply for other requests, by both. */
  readonly #others = new Map<string, number>();

  find({ reply, request }: ReplyOf): number {
    const first = this.#firsts.get(reply);
    if (first === undefined) return 0;
    if (first.request === 0) first.request = request;
    if (request === 0 || first.request === request) return first.entry;
    return this.#others.get(`${reply} ${request}`) ?? 0;
  }

  entryFor({ reply, request }: ReplyOf, found: number): number {
    if (found > 0) return found;
    const entry = this.#entries.push({ row: 0, counts: [] });
    if (this.#firsts.has(reply)) this.#others.set(`${reply} ${request}`, entry);
    else this.#firsts.set(reply, { entry, request });
    return entry;
  }

  put(entry: number, row: number, counts: Float64Array, used: readonly number[]): void {
    this.#entries[entry - 1] = { row, counts: used.map((each) => counts[each] ?? 0) };
  }

  rowOf(entry: number): number {
    return this.#entries[entry - 1]?.row ?? 0;
  }

  tokensOf(entry: number): number {
    return (this.#entries[entry - 1]?.counts ?? []).reduce((sum, count) => sum + count, 0);
  }

  take(entry: number, counts: Float64Array, used: readonly number[]): void {
    const noted = this.#entries[entry - 1]?.counts ?? [];
    counts.fill(0);
    for (const [index, each] of used.entries()) counts[each] = noted[index] ?? 0;
  }
}

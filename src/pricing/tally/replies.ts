import type { FastRecord, Reported } from '../../usage/logs/fast/record.ts';
import type { AdjustedCost } from '../adjust.ts';
import type { CountTable } from './count-table.ts';
import type { CountTables } from './count-tables.ts';
import { METERS, type Counts } from './counts.ts';
import { MOST_HELD, NO_ROW, type CountedReplies } from '../../usage/logs/reply-ids.ts';

/** What was counted for a reply that the dedupe table cannot hold by itself. */
export interface Counted {
  readonly tokens: number;
  readonly cost: () => AdjustedCost;
  readonly remove: () => void;
}

/** What was counted for each reply, so that it can be taken back for a later copy with more tokens. */
export class Replies {
  readonly #tables: CountTables;
  readonly #dedupe: CountedReplies;
  readonly #unusual = new Map<number, Counted>();
  /** What the provider says that replies cost whose counts the dedupe table holds. */
  readonly #reported = new Map<number, Reported>();
  readonly #before = new Float64Array(METERS.length);

  constructor(tables: CountTables, dedupe: CountedReplies) {
    this.#tables = tables;
    this.#dedupe = dedupe;
  }

  /** The entry of a reply; 0 where it has not come yet. */
  find(record: FastRecord): number {
    return this.#dedupe.find(record);
  }

  /** The tokens of the copy that is counted. */
  tokensOf(entry: number): number {
    return this.#unusualOf(entry)?.tokens ?? this.#dedupe.tokensOf(entry);
  }

  /** @param found what `find` answered. */
  rememberCounts(record: FastRecord, found: number, table: CountTable, row: number, counts: Counts): void {
    if (counts.inputTokens + counts.outputTokens > MOST_HELD) {
      this.remember(record, found, countedIn(table, row, counts, record.reported));
      return;
    }
    const entry = this.#dedupe.entryFor(record, found, table.used.length);
    this.#dedupe.put(entry, this.#tables.numberOf(table, row), counts.of, table.used);
    if (record.reported !== undefined) this.#reported.set(entry, record.reported);
  }

  /** @param found what `find` answered. */
  remember(record: FastRecord, found: number, counted: Counted): void {
    const entry = this.#dedupe.entryFor(record, found, 0);
    this.#dedupe.put(entry, NO_ROW, this.#before, []);
    this.#unusual.set(entry, counted);
  }

  /** What the copy that is counted costs. */
  costOf(entry: number): AdjustedCost | undefined {
    const counted = this.#unusualOf(entry);
    if (counted !== undefined) return counted.cost();
    const table = this.#tables.numbered(this.#dedupe.rowOf(entry));
    if (table === undefined) return undefined;
    this.#dedupe.take(entry, this.#before, table.used);
    return table.costOf(this.#before);
  }

  /** Takes the copy that is counted back. */
  takeBack(entry: number): void {
    const counted = this.#unusualOf(entry);
    if (counted !== undefined) {
      counted.remove();
      this.#unusual.delete(entry);
      return;
    }
    const number = this.#dedupe.rowOf(entry);
    const table = this.#tables.numbered(number);
    if (table === undefined) return;
    const row = this.#tables.rowOf(number);
    this.#dedupe.take(entry, this.#before, table.used);
    table.remove(row, this.#before, this.#dedupe.tokensOf(entry));
    const reported = this.#reported.size === 0 ? undefined : this.#reported.get(entry);
    if (reported === undefined) return;
    table.takeBackReport(row, reported);
    this.#reported.delete(entry);
  }

  #unusualOf(entry: number): Counted | undefined {
    return this.#unusual.size === 0 ? undefined : this.#unusual.get(entry);
  }
}

function countedIn(
  table: CountTable,
  row: number,
  { of, inputTokens, outputTokens }: Counts,
  reported: Reported | undefined,
): Counted {
  const tokens = inputTokens + outputTokens;
  const copy = of.slice();
  return {
    tokens,
    cost: () => table.costOf(copy),
    remove() {
      table.remove(row, copy, tokens);
      if (reported !== undefined) table.takeBackReport(row, reported);
    },
  };
}

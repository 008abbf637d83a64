import { Column } from './columns.ts';
import { CountTable, TableSum } from './count-table.ts';
import type { Sum } from './accumulators.ts';
import type { Plan } from './rate-group.ts';

/** The tables of a tally: one for each plan, set of meters, and whether its requests report a cost. */
export class CountTables {
  /** By the slot of their plan. */
  readonly #ofPlans: CountTable[][] = [];
  /** By the kind of line of a record: what the last one of that kind was added to. */
  readonly #lasts: (CountTable | undefined)[] = [];
  /** Every row that has a number, by it. */
  readonly #numberedTables: CountTable[] = [];
  readonly #numberedRows = new Column();

  /** @param kind that of a record, whose lines are mostly added to one table; 0 for any. */
  tableOf(plan: Plan, mask: number, hasReported: boolean, kind = 0): CountTable {
    const last = this.#lasts[kind];
    if (last?.plan === plan && last.mask === mask && last.hasReported === hasReported) return last;
    const table = this.#find(plan, mask, hasReported);
    this.#lasts[kind] = table;
    return table;
  }

  #find(plan: Plan, mask: number, hasReported: boolean): CountTable {
    let tables = this.#ofPlans[plan.slot];
    if (tables === undefined) {
      tables = [];
      plan.slot = this.#ofPlans.length;
      this.#ofPlans.push(tables);
    }
    for (const table of tables) if (table.mask === mask && table.hasReported === hasReported) return table;
    const made = new CountTable(plan, mask, hasReported);
    tables.push(made);
    return made;
  }

  /** The number of a row among those of all tables. */
  numberOf(table: CountTable, row: number): number {
    // One more than the number, so that 0 is none.
    const known = table.numberOf(row);
    if (known > 0) return known - 1;
    const number = this.#numberedTables.length;
    this.#numberedTables.push(table);
    this.#numberedRows.set(number, row);
    table.setNumber(row, number + 1);
    return number;
  }

  /** The table of the row with a number. */
  numbered(number: number): CountTable | undefined {
    return this.#numberedTables[number];
  }

  /** The row with a number, in its table. */
  rowOf(number: number): number {
    return this.#numberedRows.get(number);
  }

  /** A sum for each table, whatever the groups. */
  sums(): readonly Sum[] {
    return this.#ofPlans.flat().map((table) => table.sum());
  }

  *groupSums(): Iterable<TableSum> {
    for (const tables of this.#ofPlans) {
      for (const table of tables) {
        for (let row = 0; row < table.rows; row += 1) {
          if (table.requestsOf(row) > 0) yield new TableSum(table, row);
        }
      }
    }
  }
}

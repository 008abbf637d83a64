/**
 * Rows that cost the same, which stand together in the book: for each unit the input price, the output price and
 * the number of rows, run after run. Similar models are found in it without parsing the other thousand rows.
 *
 *     [["token",1.5e-7,6e-7,1,0.0000025,0.00001,3],["image",null,0.04,2]]
 */
import { compareText, grouped } from '../../core/collections.ts';
import { asList, asNumber, type JsonValue } from '../../core/json.ts';
import { headlineUnit } from '../../models/headline.ts';
import type { PriceGroup, Summary } from '../../models/store.ts';

type Prices = Pick<Summary, 'unit' | 'input' | 'output'>;

/** The order of rows in the book; those without a price come last. */
export function compareByPrice(a: Prices, b: Prices): number {
  return (
    Number(a.unit === null) - Number(b.unit === null) ||
    compareText(a.unit ?? '', b.unit ?? '') ||
    (a.input ?? -1) - (b.input ?? -1) ||
    (a.output ?? -1) - (b.output ?? -1)
  );
}

/** @param rows in the order of `compareByPrice`. */
export function priceRuns(rows: readonly Prices[]): string {
  const priced = rows.filter(({ unit }) => unit !== null);
  const units = grouped(priced, ({ unit }) => unit);
  const table = [...units].map(([unit, some]) => {
    const runs = grouped(some, ({ input, output }) => `${input} ${output}`);
    return [unit, ...[...runs.values()].flatMap((run) => [run[0]?.input, run[0]?.output, run.length])];
  });
  return JSON.stringify(table);
}

const RUN_COUNT = 2;
const RUN_LENGTH = 3;

/** @param rowAt the row at a place among those of the mode. */
export function priceGroupsIn(
  table: JsonValue,
  rowAt: (place: number) => Summary | undefined,
): readonly PriceGroup[] {
  const groups: PriceGroup[] = [];
  let next = 0;
  for (const value of asList(table)) {
    const list = asList(value);
    const unit = headlineUnit(list[0]);
    for (let at = 1; at < list.length; at += RUN_LENGTH) {
      const [first, count] = [next, asNumber(list[at + RUN_COUNT]) ?? 0];
      next += count;
      if (unit === null) continue;
      const models = () => Array.from({ length: count }, (_, nth) => rowAt(first + nth) ?? []).flat();
      groups.push({
        unit,
        input: asNumber(list[at]) ?? null,
        output: asNumber(list[at + 1]) ?? null,
        models,
      });
    }
  }
  return groups;
}

/**
 * Rows that cost the same, which stand together in the book: for each unit the input price, the output price and
 * the number of rows, run after run. Similar models are found in it without parsing the other thousand rows.
 *
 *     [["token",1.5e-7,6e-7,1,0.0000025,0.00001,3],["image",null,0.04,2]]
 */
import { compareText } from '../../core/collections.ts';
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
  const units: { readonly unit: string; readonly runs: (number | null)[][] }[] = [];
  let last: Prices | undefined;
  for (const row of rows) {
    const { unit, input, output } = row;
    if (unit === null) continue;
    const isNext = last !== undefined && compareByPrice(last, row) === 0;
    if (last?.unit !== unit) units.push({ unit, runs: [] });
    const runs = units.at(-1)?.runs ?? [];
    if (isNext) runs.push([input, output, (runs.pop()?.[RUN_COUNT] ?? 0) + 1]);
    else runs.push([input, output, 1]);
    last = row;
  }
  return JSON.stringify(units.map(({ unit, runs }) => [unit, ...runs.flat()]));
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

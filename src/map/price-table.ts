/**
 * Which rows of a mode cost the same, as an index keeps it beside the rows: unit, input and output price, then
 * the places of the rows. Six similar models are found in it without parsing the other thousand.
 *
 *     [["token",0.0000025,0.00001,0,5,9],["token",1.5e-7,6e-7,1]]
 */
import { asList, asNumber, type JsonValue } from '../core/json.ts';
import { headlineUnit } from '../models/headline.ts';
import type { PriceGroup, Summary } from '../models/store.ts';

type Prices = Pick<Summary, 'unit' | 'input' | 'output'>;

/** The table of rows with these prices, as JSON in ASCII without line breaks. */
export function priceTable(rows: readonly Prices[]): string {
  const groups = new Map<string, number[]>();
  for (const [place, { unit, input, output }] of rows.entries()) {
    if (unit === null) continue;
    const prices = JSON.stringify([unit, input, output]).slice(1, -1);
    const places = groups.get(prices);
    if (places === undefined) groups.set(prices, [place]);
    else places.push(place);
  }
  return `[${Array.from(groups, ([prices, places]) => `[${prices},${places.join(',')}]`).join(',')}]`;
}

const [UNIT, INPUT, OUTPUT, PLACES] = [0, 1, 2, 3];

/** @param rowAt the row at a place; the table may name one that is not there. */
export function priceGroupsIn(
  table: JsonValue,
  rowAt: (place: number) => Summary | undefined,
): readonly PriceGroup[] {
  return asList(table).flatMap((value) => {
    const list = asList(value);
    const unit = headlineUnit(list[UNIT]);
    if (unit === null) return [];
    const models = () => list.slice(PLACES).flatMap((place) => rowAt(asNumber(place) ?? -1) ?? []);
    return [{ unit, input: asNumber(list[INPUT]) ?? null, output: asNumber(list[OUTPUT]) ?? null, models }];
  });
}

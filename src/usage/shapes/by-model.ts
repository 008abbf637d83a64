import { type JsonObject, asObject } from '../../core/json.ts';
import { claimsOf } from '../claims.ts';
import { readUsage } from '../read-place.ts';
import type { LineShape, Place } from '../shape.ts';
import { valueAt } from '../reported-counts.ts';

/** Where runs keep the usage of each of their models, under its name. */
const PATHS: readonly (readonly string[])[] = [
  ['usage_by_model'],
  ['usageByModel'],
  ['model_usage'],
  // Inspect's logs.
  ['stats', 'model_usage'],
];

/** Usage by model: many requests of each added up, nobody says how many where the counts do not. */
export const byModel: LineShape = {
  readsPlaces: false,
  recognises: (line) => placesOf(line).length > 0,
  read: (line) =>
    placesOf(line).flatMap(([model, place]) =>
      readUsage(place, { model }).map((outcome) =>
        outcome.kind === 'record'
          ? { ...outcome, record: { ...outcome.record, sumOf: outcome.record.sumOf ?? null } }
          : outcome,
      ),
    ),
};

function placesOf(line: JsonObject): readonly (readonly [string, Place])[] {
  for (const path of PATHS) {
    const models = Object.entries(asObject(valueAt(line, path)) ?? {});
    const places = models.flatMap(([model, value]): [string, Place][] => {
      const usage = asObject(value);
      return usage === undefined ? [] : [[model, { usage, holders: [usage, line], bare: false }]];
    });
    if (places.length > 0 && places.every(([, place]) => claimsOf(place).length > 0)) return places;
  }
  return [];
}

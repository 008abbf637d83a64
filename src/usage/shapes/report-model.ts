import { modelOf } from '../context.ts';
import type { Notes } from '../notes.ts';
import type { Place } from '../shape.ts';

/** The model of a usage report's result; a report that is not grouped by model names none. */
export function modelOfReport(place: Place, notes: Notes): string | undefined {
  const model = modelOf(place);
  if (model === undefined) {
    notes.warnings.push('the usage report does not tell the model: group the report by model');
  }
  return model;
}

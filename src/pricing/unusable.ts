import { field, type JsonValue } from '../core/json.ts';
import { A_FIGURE, shown } from '../core/show-value.ts';
import { asFigure, isUnusable, type Entry } from '../models/entry.ts';

/** A field that a price depends on, and why it cannot be used. */
export interface UnusableField {
  /** Where it stands: `input_cost_per_token`, `tiered_pricing[1].range`. */
  readonly field: string;
  /** To be read behind the field: `should be a number of 0 or more, but is "0x10"`. */
  readonly reason: string;
}

/** The entry lists a price that cannot be read. No other price stands in for it. */
export interface UnusablePrice {
  readonly unusable: UnusableField;
}

export function unusablePrice(
  name: string,
  value: JsonValue | undefined,
  expected: string = A_FIGURE,
): UnusablePrice {
  return { unusable: { field: name, reason: `should be ${expected}, but is ${shown(value)}` } };
}

export function isUnusablePrice(value: object | undefined): value is UnusablePrice {
  return value !== undefined && 'unusable' in value;
}

/** The figure of a field; undefined where the entry lists none. */
export function listedFigure(entry: Entry, name: string): number | UnusablePrice | undefined {
  const value = field(entry.fields, name);
  return isUnusable(value) ? unusablePrice(name, value) : asFigure(value);
}

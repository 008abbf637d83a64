import { asNumber, asText, field, isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';

/** One model of a map: its key and its fields as they were published. */
export interface Entry {
  /** The name that a user can type back. */
  readonly key: string;
  /** `litellm_provider`; null where the entry names none. */
  readonly provider: string | null;
  /** `mode`; null where the entry names none. */
  readonly mode: string | null;
  /** Every field of the entry, unknown ones included, under upstream's own names. */
  readonly fields: JsonObject;
}

/**
 * Makes an entry of a parsed value. It looks at no more than it needs, so that reading one model
 * does not pay for validating three thousand: map/schema has done that when the map was stored.
 * Undefined when the value is not an object.
 */
export function toEntry(key: string, value: JsonValue | undefined): Entry | undefined {
  if (!isJsonObject(value)) return undefined;
  return {
    key,
    provider: asText(field(value, 'litellm_provider')) ?? null,
    mode: asText(field(value, 'mode')) ?? null,
    fields: value,
  };
}

/** A figure of the entry in the map's own unit, or undefined where it has none. */
export function figure(entry: Entry, name: string): number | undefined {
  return asFigure(field(entry.fields, name));
}

/** A price, a limit or a multiplier: a number of 0 or more. Below 0 nothing is sold. */
export function asFigure(value: JsonValue | undefined): number | undefined {
  const number = asNumber(value);
  return number === undefined || number < 0 ? undefined : number;
}

/** A text of the entry, or undefined where it has none. */
export function textOf(entry: Entry, name: string): string | undefined {
  return asText(field(entry.fields, name));
}

/** A yes or no of the entry; null where it does not say. */
export function flag(entry: Entry, name: string): boolean | null {
  const value = field(entry.fields, name);
  return typeof value === 'boolean' ? value : null;
}

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
 * Makes an entry of a parsed value; undefined for a value that is no object. Fields are read when they
 * are asked for, by the readers below: any of them may hold a value that cannot be used.
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

/** A price, a limit or a multiplier: a number of 0 or more. Nothing is sold for less than 0. */
export function asFigure(value: unknown): number | undefined {
  const number = asNumber(value);
  return number === undefined || number < 0 ? undefined : number;
}

/**
 * True where a field should hold a figure and holds something else. Absent and null say that there is no
 * figure, which is different: nothing may stand in for a price that is there and cannot be read.
 */
export function isUnusable(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && asFigure(value) === undefined;
}

/** A multiplier of other prices. 0 would make everything free, and is none. */
export function asFactor(value: JsonValue | undefined): number | undefined {
  const factor = asFigure(value);
  return factor === 0 ? undefined : factor;
}

/** Fields that decide how an entry is priced, beside its prices. */
const DECIDING_FIELDS = ['litellm_provider', 'mode'] as const;

/** Fields among provider and mode that hold no text, so that the entry counts as having none. */
export function unusableIdentity({ fields }: Entry): readonly string[] {
  return DECIDING_FIELDS.filter((name) => {
    const value = field(fields, name);
    return value !== undefined && value !== null && typeof value !== 'string';
  });
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

import { momentOf } from '../../core/dates.ts';
import { BrokenMapError } from '../../core/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { own } from '../../core/collections.ts';

/** What is wrong with the book, and where. */
export function broken(at: string, why: string): BrokenMapError {
  return new BrokenMapError(`The price book is broken at ${at}: ${why}.`);
}

export function object(value: JsonValue | undefined, at: string): JsonObject {
  if (!isJsonObject(value)) throw broken(at, 'must be an object');
  return value;
}

export function list(value: JsonValue | undefined, at: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw broken(at, 'must be a list');
  return value;
}

export function text(value: JsonValue | undefined, at: string): string {
  if (typeof value !== 'string' || value === '') throw broken(at, 'must be a text');
  return value;
}

export function texts(value: JsonValue | undefined, at: string): readonly string[] {
  return list(value, at).map((item, index) => text(item, `${at}[${index}]`));
}

/** A day, `2026-08-06`. */
export function day(value: JsonValue | undefined, at: string): string {
  const written = text(value, at);
  if (!/^\d{4}-\d\d-\d\d$/.test(written) || !isInCalendar(written))
    throw broken(at, `"${written}" is no day such as 2026-08-06`);
  return written;
}

/** A month or a day, as exact as it is known. */
export function monthOrDay(value: JsonValue | undefined, at: string): string {
  const written = text(value, at);
  if (!/^\d{4}-\d\d(-\d\d)?$/.test(written) || !isInCalendar(written)) {
    throw broken(at, `"${written}" is no month or day`);
  }
  return written;
}

function isInCalendar(monthOrDay: string): boolean {
  return momentOf(monthOrDay, 'start', new Date(0)) !== undefined;
}

/** A figure: 0 or more. */
export function number(value: JsonValue | undefined, at: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw broken(at, 'must be a number, 0 or more');
  }
  return value;
}

/** The value under a name that the table must have. */
export function known<T>(table: Readonly<Record<string, T>>, name: string, at: string): T {
  const value = own(table, name);
  if (value === undefined) throw broken(at, `"${name}" is none of ${Object.keys(table).join(', ')}`);
  return value;
}

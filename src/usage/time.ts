import type { JsonValue } from '../core/json.ts';

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)?)?$/;

/**
 * A moment as logs write it, as whole milliseconds since 1970: ISO 8601 (UTC where it names no
 * offset, so that the answer does not hang on the machine's time zone), or an epoch number or its
 * digits, whose size tells seconds, milliseconds, microseconds and nanoseconds apart.
 * Undefined for anything else.
 */
export function momentMs(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'number') return epochMs(value);
  if (typeof value !== 'string') return undefined;
  return /^\d{9,20}(\.\d+)?$/.test(value) ? epochMs(Number(value)) : isoMs(value);
}

/** Milliseconds since 1970 of an ISO 8601 text, or undefined. */
export function isoMs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const local = civilMs(part(1), part(2), part(3), part(4), part(5), part(6), fraction);
  return local === undefined ? undefined : local - offsetMs(match[8]);
}

/** UTC milliseconds of a calendar date and time, or undefined where there is no such one. */
export function civilMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  ms: number,
): number | undefined {
  // A leap second counts as the last second of its minute.
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return undefined;
  const dayMs = Date.UTC(year, month - 1, day);
  if (new Date(dayMs).getUTCDate() !== day || year < 1970) return undefined;
  return dayMs + hour * 3_600_000 + minute * 60_000 + Math.min(second, 59) * 1000 + ms;
}

function offsetMs(text: string | undefined): number {
  if (text === undefined || !/^[+-]/.test(text)) return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3).replace(':', ''));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}

function epochMs(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  if (value < 1e11) return Math.round(value * 1000);
  if (value < 1e14) return Math.round(value);
  if (value < 1e17) return Math.round(value / 1e3);
  return value < 1e20 ? Math.round(value / 1e6) : undefined;
}

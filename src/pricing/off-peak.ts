import { asList, asObject, field, type JsonObject, type JsonValue } from '../core/json.ts';

const MINUTES_A_DAY = 24 * 60;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/**
 * Whether a moment lies in the off-peak hours of `off_peak_pricing`: in `hours_utc` on any day, or in one
 * of the `windows`, whose weekdays are those of the calendar of `weekday_timezone`. Hours are
 * "HH:MM-HH:MM" in UTC, the start in and the end out, and may wrap midnight. Undefined where the hours
 * that would decide cannot be read.
 */
export function isOffPeak(pricing: JsonObject, at: Date): boolean | undefined {
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  const listed = field(pricing, 'windows') ?? null;
  if (listed !== null && !Array.isArray(listed)) return undefined;
  const windows = [pricing, ...asList(listed).map(asObject)];
  const timeZone = field(pricing, 'weekday_timezone') ?? 'UTC';
  const holds = windows.map((window) => window && holdsAt(window, minute, timeZone, at));
  if (holds.includes(true)) return true;
  // The hours of every day may be left out beside windows; without either nobody knows when it is off-peak.
  const isOpen = [listed, field(pricing, 'hours_utc') ?? null].every(isEmpty);
  return isOpen || holds.includes(undefined) ? undefined : false;
}

function holdsAt(window: JsonObject, minute: number, timeZone: JsonValue, at: Date): boolean | undefined {
  const hours = field(window, 'hours_utc') ?? null;
  if (hours === null) return false;
  const inHours = anyOf((Array.isArray(hours) ? asList(hours) : [hours]).map((span) => inSpan(span, minute)));
  const days = field(window, 'weekdays') ?? null;
  if (inHours !== true || days === null) return inHours;
  const weekday = weekdayIn(timeZone, at);
  if (weekday === undefined || !Array.isArray(days)) return undefined;
  return anyOf(
    asList(days)
      .map(dayNumber)
      .map((day) => (day === undefined ? undefined : day === weekday)),
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** True where one is, unknown where one may be. */
function anyOf(items: readonly (boolean | undefined)[]): boolean | undefined {
  return items.includes(true) ? true : items.includes(undefined) ? undefined : false;
}

function inSpan(span: JsonValue, minute: number): boolean | undefined {
  if (typeof span !== 'string') return undefined;
  const [start, end, ...more] = span.split('-').map(minuteOfDay);
  if (start === undefined || end === undefined || more.length > 0) return undefined;
  // "00:00-24:00" is the whole day, as is any span that ends where it starts: it wraps.
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** "16:30" → 990; "24:00" is midnight. Undefined for what is no time of day. */
function minuteOfDay(time: string): number | undefined {
  const match = /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(time);
  const minutes = match === null ? Infinity : Number(match[1]) * 60 + Number(match[2]);
  return minutes > MINUTES_A_DAY ? undefined : minutes % MINUTES_A_DAY;
}

/** ISO numbers, 1 for Monday to 7 for Sunday; the map names days by number or by name ("mon", "Monday"). */
function dayNumber(day: JsonValue): number | undefined {
  if (typeof day === 'number') return Number.isInteger(day) && day >= 1 && day <= 7 ? day : undefined;
  if (typeof day !== 'string') return undefined;
  const index = WEEKDAYS.findIndex((name) => day.trim().toLowerCase().startsWith(name));
  return index < 0 ? undefined : index + 1;
}

/** The day of the week on the calendar of that time zone; undefined for an unknown zone. */
function weekdayIn(timeZone: JsonValue, at: Date): number | undefined {
  if (typeof timeZone !== 'string') return undefined;
  try {
    return dayNumber(new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(at));
  } catch {
    return undefined;
  }
}

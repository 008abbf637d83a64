import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../core/json.ts';

const MINUTES_A_DAY = 24 * 60;
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/**
 * True when the moment lies in the off-peak hours of `off_peak_pricing`: in `hours_utc` on any day,
 * or in one of the `windows`, whose weekdays are those of the calendar of `weekday_timezone`.
 * Hours are "HH:MM-HH:MM" in UTC, the start in and the end out, and may wrap midnight.
 */
export function isOffPeak(pricing: JsonObject, at: Date): boolean {
  const minute = at.getUTCHours() * 60 + at.getUTCMinutes();
  const windows = [pricing, ...asList(field(pricing, 'windows')).map(asObject)];
  const weekday = weekdayIn(asText(field(pricing, 'weekday_timezone')) ?? 'UTC', at);
  return windows.some(
    (window) => onWeekday(field(window, 'weekdays'), weekday) && inHours(field(window, 'hours_utc'), minute),
  );
}

function inHours(hours: JsonValue | undefined, minute: number): boolean {
  const list = typeof hours === 'string' ? [hours] : asList(hours);
  return list.some((item) => typeof item === 'string' && inSpan(item, minute));
}

function inSpan(span: string, minute: number): boolean {
  const [start, end, ...more] = span.split('-').map(minuteOfDay);
  if (start === undefined || end === undefined || more.length > 0) return false;
  // "00:00-24:00" is the whole day, as is any span that ends where it starts: it wraps.
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** "16:30" → 990; "24:00" is midnight. Undefined for what is no time of day. */
function minuteOfDay(time: string): number | undefined {
  const match = /^\s*(\d{1,2}):([0-5]\d)\s*$/.exec(time);
  const minutes = match === null ? Infinity : Number(match[1]) * 60 + Number(match[2]);
  return minutes > MINUTES_A_DAY ? undefined : minutes % MINUTES_A_DAY;
}

function onWeekday(weekdays: JsonValue | undefined, weekday: number): boolean {
  if (weekdays === undefined || weekdays === null) return true;
  return asList(weekdays).some((day) => dayNumber(day) === weekday);
}

/** Days are names ("mon", "Monday") or ISO numbers, 1 for Monday to 7 for Sunday; others are no day. */
function dayNumber(day: JsonValue): number | undefined {
  if (typeof day === 'number') return day >= 1 && day <= 7 ? day % 7 : undefined;
  if (typeof day !== 'string') return undefined;
  return WEEKDAYS.findIndex((name) => day.trim().toLowerCase().startsWith(name));
}

/** 0 for Sunday, on the calendar of that time zone; an unknown zone is read as UTC. */
function weekdayIn(timeZone: string, at: Date): number {
  try {
    const name = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(at).toLowerCase();
    return WEEKDAYS.findIndex((weekday) => weekday === name);
  } catch {
    return at.getUTCDay();
  }
}

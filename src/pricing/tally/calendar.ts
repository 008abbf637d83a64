import { UsageError } from '../../core/errors.ts';
import { DAY_MS, momentOf, noDate, UTC_ZONE, type DayEdge, type Zone } from '../../core/dates.ts';

export const PERIODS = ['hour', 'day', 'week', 'month'] as const;
export type Period = (typeof PERIODS)[number];

const QUARTER_MS = 15 * 60_000;
/** A day less than a Date holds. */
const MOST_MS = 8.64e15 - DAY_MS;

/** Dates on the calendar of one time zone. */
export interface Calendar {
  readonly timeZone: string;
  /** `2026-11-01`, `2026-W44`, `2026-11`, `2026-11-01 13:00`: they sort as time passes. */
  readonly label: (period: Period, ms: number) => string;
  /** A day or a moment of a flag, as milliseconds since 1970. @throws UsageError that names the flag. */
  readonly parse: (
    text: string,
    edge: DayEdge,
    about: { readonly flag: string; readonly now: Date },
  ) => number;
}

/** @throws UsageError for a time zone that this computer does not know. */
export function calendarOf(timeZone: string): Calendar {
  const wall = wallClock(timeZone);
  return {
    timeZone: wall.timeZone,
    label: (period, ms) => labelOf(period, wall.at(ms)),
    parse(text, edge, { flag, now }) {
      const moment = momentOf(text, edge, now, wall);
      if (moment === undefined) throw noDate(flag, text);
      return moment.getTime();
    },
  };
}

/** Milliseconds since 1970, up to the second of them. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** All moments around this one that have its label, but for less than a quarter of an hour. */
export function stretchOf({ label }: Calendar, period: Period, ms: number): Stretch {
  const text = label(period, ms);
  const isIn = (each: number): boolean =>
    Math.abs(each * QUARTER_MS) < MOST_MS && label(period, each * QUARTER_MS) === text;
  const quarter = quarterOf(ms);
  return {
    fromMs: (quarter - reach((steps) => isIn(quarter - steps))) * QUARTER_MS,
    untilMs: (quarter + reach((steps) => isIn(quarter + steps)) + 1) * QUARTER_MS,
  };
}

/** The most steps that can be taken, where all up to there can. */
function reach(can: (steps: number) => boolean): number {
  let far = 1;
  while (can(far)) far *= 2;
  let near = far >> 1;
  while (far - near > 1) {
    const middle = (near + far) >> 1;
    if (can(middle)) near = middle;
    else far = middle;
  }
  return near;
}

/** A quarter of an hour stands in one hour, day, week and month of every time zone. */
export function quarterOf(ms: number): number {
  return Math.floor(ms / QUARTER_MS);
}

interface WallClock extends Zone {
  readonly timeZone: string;
}

function wallClock(timeZone: string): WallClock {
  if (/^(utc|z|gmt)$/i.test(timeZone)) return { timeZone: 'UTC', ...UTC_ZONE };
  const format = formatterOf(timeZone);
  const at = (ms: number): Date => {
    const parts = Object.fromEntries(
      format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  };
  const offset = (ms: number) => at(ms).getTime() - Math.floor(ms / 1000) * 1000;
  return {
    timeZone: format.resolvedOptions().timeZone,
    at,
    // The offset of the moment itself counts, which is another one where clocks were changed between.
    toUtc: (wallMs) => wallMs - offset(wallMs - offset(wallMs)),
  };
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const local = timeZone.toLowerCase() === 'local';
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...(local ? {} : { timeZone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw new UsageError(
      `"${timeZone}" is no time zone.`,
      'Name one such as Europe/Berlin, America/New_York, UTC or local.',
      { cause: error },
    );
  }
}

function labelOf(period: Period, wall: Date): string {
  const iso = wall.toISOString();
  switch (period) {
    case 'hour':
      return `${iso.slice(0, 10)} ${iso.slice(11, 13)}:00`;
    case 'day':
      return iso.slice(0, 10);
    case 'week':
      return isoWeek(wall);
    case 'month':
      return iso.slice(0, 7);
  }
}

/** `2026-W01`: weeks begin on Monday, and belong to the year that has their Thursday. */
function isoWeek(wall: Date): string {
  const midnight = Math.floor(wall.getTime() / DAY_MS) * DAY_MS;
  const weekday = (wall.getUTCDay() + 6) % 7;
  const thursday = new Date(midnight + (3 - weekday) * DAY_MS);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = 1 + Math.floor((thursday.getTime() - newYear) / (7 * DAY_MS));
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

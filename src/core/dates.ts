/** Days and moments as people write them. One grammar for every flag that takes a date. */
import { UsageError } from './errors.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const MINUTE_MS = 60_000;

/** Which end of a day, a week or a month is meant where only that is named. */
export type DayEdge = 'start' | 'end';

/** The clocks of a place: what they show, and when they show it. */
export interface Zone {
  /** What the clocks show at a moment, as if it were UTC. */
  readonly at: (ms: number) => Date;
  /** The moment at which the clocks show this. */
  readonly toUtc: (wallMs: number) => number;
}

export const UTC_ZONE: Zone = { at: (ms) => new Date(ms), toUtc: (wallMs) => wallMs };

/** A stretch of time on the clocks of a zone, its last millisecond included, or one moment of it. */
interface Period {
  readonly startMs: number;
  readonly endMs: number;
  /** The text names its own zone, or counts back from now: the figures are UTC. */
  readonly isUtc?: true;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;
const WEEK = /^(\d{4})-W(\d{2})$/i;
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?(Z|UTC|[+-]\d{2}(?::?\d{2})?))?$/i;
const AGO = /^(\d{1,5})\s*(min|minutes?|h|hours?|d|days?|w|weeks?|months?|years?)(?:\s+ago)?$/;
const RELATIVE = /^(this|last)[\s_-](week|month|year)$/;

/** True for a text that has the form of a date, even of one that no calendar has. */
export function looksLikeMoment(text: string): boolean {
  const trimmed = text.trim();
  const words = trimmed.toLowerCase();
  return (
    [DAY, MONTH, WEEK, MOMENT].some((form) => form.test(trimmed)) ||
    AGO.test(words) ||
    RELATIVE.test(words) ||
    words === 'today' ||
    words === 'yesterday'
  );
}

/**
 * The moment that a text names: `2026-05-24`, `2026-05-24T10:00Z`, `2026-05-24 10:00 +02:00`, `2026-05`,
 * `2026-W21`, `today`, `yesterday`, `last month`, `30d` (the day 30 days ago), `12h`. On the clocks of the
 * zone where the text names none. Undefined for anything else, and for a day that no calendar has.
 */
export function momentOf(text: string, edge: DayEdge, now: Date, zone: Zone = UTC_ZONE): Date | undefined {
  const trimmed = text.trim();
  const period = datedPeriod(trimmed) ?? relativePeriod(trimmed.toLowerCase(), now, zone);
  if (period === undefined) return undefined;
  const ms = edge === 'start' ? period.startMs : period.endMs;
  const moment = new Date(period.isUtc === true ? ms : zone.toUtc(ms));
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** What to say of a text that is no date, with the flag or parameter that it was given for. */
export function noDate(name: string, text: string): UsageError {
  return new UsageError(
    `${name} must be a date, not "${text}".`,
    'Write 2026-11-22, 2026-11-22T14:00Z, 2026-11, 30d, today or "last month".',
  );
}

/** `2026-05-24` of an ISO 8601 moment. */
export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

function datedPeriod(text: string): Period | undefined {
  const day = DAY.exec(text);
  if (day !== null) {
    const startMs = civilMs(numbers(day));
    return startMs === undefined ? undefined : dayFrom(startMs);
  }
  const month = MONTH.exec(text);
  if (month !== null) {
    const [year = 0, of = 0] = numbers(month);
    return of < 1 || of > 12 ? undefined : between(Date.UTC(year, of - 1), Date.UTC(year, of));
  }
  const week = WEEK.exec(text);
  if (week !== null) return isoWeek(numbers(week));
  const moment = MOMENT.exec(text);
  return moment === null ? undefined : instant(moment);
}

function numbers([, ...parts]: RegExpExecArray): readonly number[] {
  return parts.map(Number);
}

function instant(match: RegExpExecArray): Period | undefined {
  const [hour = 0, minute = 0, second = 0] = [4, 5, 6].map((part) => Number(match[part] ?? 0));
  const dayMs = civilMs(numbers(match));
  if (dayMs === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const wallMs = dayMs + hour * HOUR_MS + minute * MINUTE_MS + second * 1000 + fraction;
  const offsetMs = offsetOf(match[8]);
  if (offsetMs === undefined) return { startMs: wallMs, endMs: wallMs };
  return { startMs: wallMs - offsetMs, endMs: wallMs - offsetMs, isUtc: true };
}

/** Undefined where no zone is named. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  return sign === '-' ? -offset : offset;
}

function relativePeriod(words: string, now: Date, zone: Zone): Period | undefined {
  if (words === 'now') return { startMs: now.getTime(), endMs: now.getTime(), isUtc: true };
  const today = startOfDay(zone.at(now.getTime()));
  if (words === 'today') return dayFrom(today);
  if (words === 'yesterday') return dayFrom(today - DAY_MS);
  const [, which, span] = RELATIVE.exec(words) ?? [];
  if (span !== undefined) return calendarSpan(today, span, which === 'last' ? 1 : 0);
  const [, count, unit = ''] = AGO.exec(words) ?? [];
  return count === undefined ? undefined : ago(Number(count), unit, today, now);
}

/** The week, month or year that today is in, or the one before. */
function calendarSpan(today: number, span: string, before: number): Period {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (span === 'year') return between(Date.UTC(year - before, 0), Date.UTC(year - before + 1, 0));
  if (span === 'month') return between(Date.UTC(year, month - before), Date.UTC(year, month - before + 1));
  const monday = today - ((date.getUTCDay() + 6) % 7) * DAY_MS - before * 7 * DAY_MS;
  return between(monday, monday + 7 * DAY_MS);
}

/** Hours and minutes lead to a moment, longer spans to a whole day. */
function ago(count: number, unit: string, today: number, now: Date): Period {
  switch (unit.charAt(0)) {
    case 'h':
    case 'm': {
      if (unit.startsWith('month')) return monthsAgo(count, today);
      const ms = now.getTime() - count * (unit.startsWith('h') ? HOUR_MS : MINUTE_MS);
      return { startMs: ms, endMs: ms, isUtc: true };
    }
    case 'y':
      return monthsAgo(count * 12, today);
    default:
      return dayFrom(today - count * (unit.startsWith('w') ? 7 : 1) * DAY_MS);
  }
}

/** The same day of an earlier month, or its last where it has fewer days. */
function monthsAgo(count: number, today: number): Period {
  const date = new Date(today);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count);
  const next = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count + 1);
  return dayFrom(Math.min(first + (date.getUTCDate() - 1) * DAY_MS, next - DAY_MS));
}

/** The first week of a year is the one with its first Thursday. */
function isoWeek([year = 0, week = 0]: readonly number[]): Period | undefined {
  const first = new Date(Date.UTC(year, 0, 4));
  const monday = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY_MS + (week - 1) * 7 * DAY_MS;
  const isOfYear = new Date(monday + 3 * DAY_MS).getUTCFullYear() === year;
  return isOfYear ? between(monday, monday + 7 * DAY_MS) : undefined;
}

function startOfDay(wall: Date): number {
  return Math.floor(wall.getTime() / DAY_MS) * DAY_MS;
}

function dayFrom(startMs: number): Period {
  return between(startMs, startMs + DAY_MS);
}

function between(startMs: number, nextMs: number): Period {
  return { startMs, endMs: nextMs - 1 };
}

/** Midnight of a day as if it were UTC; undefined for a day that no calendar has. */
function civilMs([year = 0, month = 0, day = 0]: readonly number[]): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  const isReal =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? ms : undefined;
}

import { describe, expect, it } from 'vitest';
import { calendarOf, stretchOf, type Period } from '../../../src/pricing/tally/calendar.ts';

const STRETCHES: readonly (readonly [
  zone: string,
  period: Period,
  at: string,
  from: string,
  until: string,
])[] = [
  ['UTC', 'hour', '2026-11-01T13:59:59.999Z', '2026-11-01T13:00Z', '2026-11-01T14:00Z'],
  ['UTC', 'day', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00Z', '2026-11-02T00:00Z'],
  // A Sunday: weeks begin on Monday.
  ['UTC', 'week', '2026-11-01T12:00:00.000Z', '2026-10-26T00:00Z', '2026-11-02T00:00Z'],
  ['UTC', 'month', '2028-02-29T12:00:00.000Z', '2028-02-01T00:00Z', '2028-03-01T00:00Z'],
  // The day on which clocks are set back has 25 hours, and one of its hours is two long.
  ['Europe/Berlin', 'day', '2026-10-25T12:00:00.000Z', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
  ['Europe/Berlin', 'hour', '2026-10-25T00:30:00.000Z', '2026-10-25T00:00Z', '2026-10-25T02:00Z'],
  ['America/New_York', 'day', '2026-03-08T12:00:00.000Z', '2026-03-08T05:00Z', '2026-03-09T04:00Z'],
  // 5:45 ahead.
  ['Asia/Kathmandu', 'hour', '2026-11-01T00:00:00.000Z', '2026-10-31T23:15Z', '2026-11-01T00:15Z'],
  ['UTC', 'day', '1969-12-31T23:59:59.999Z', '1969-12-31T00:00Z', '1970-01-01T00:00Z'],
];

describe('the time around a moment that has its label', () => {
  it.each(STRETCHES)('in %s, by %s, at %s', (zone, period, at, from, until) => {
    const { fromMs, untilMs } = stretchOf(calendarOf(zone), period, Date.parse(at));
    expect([fromMs, untilMs]).toEqual([Date.parse(from), Date.parse(until)]);
  });

  it('ends where dates do', () => {
    const last = 8.64e15;
    const { fromMs, untilMs } = stretchOf(calendarOf('UTC'), 'month', last);
    expect(fromMs).toBeLessThanOrEqual(last);
    expect(untilMs).toBeGreaterThan(last);
  });
});

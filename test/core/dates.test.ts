import { describe, expect, it } from 'vitest';
import { looksLikeMoment, momentOf, noDate, type Zone } from '../../src/core/dates.ts';

/** A Sunday. */
const NOW = new Date('2026-11-22T15:30:00.000Z');
/** Two hours ahead of UTC, without summer time. */
const CAIRO: Zone = {
  at: (ms) => new Date(ms + 2 * 3_600_000),
  toUtc: (wallMs) => wallMs - 2 * 3_600_000,
};

describe('a day or a moment', () => {
  it.each([
    ['2026-05-24', 'start', '2026-05-24T00:00:00.000Z'],
    ['2026-05-24', 'end', '2026-05-24T23:59:59.999Z'],
    ['2024-02-29', 'start', '2024-02-29T00:00:00.000Z'],
    [' 2026-05-24 ', 'start', '2026-05-24T00:00:00.000Z'],
    ['2026-05-24T10:00', 'end', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24 10:00:30', 'start', '2026-05-24T10:00:30.000Z'],
    ['2026-05-24T10:00Z', 'start', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24 10:00 UTC', 'start', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24t10:00z', 'start', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24T10:00:00.250Z', 'start', '2026-05-24T10:00:00.250Z'],
    ['2026-05-24T10:00:00,123456789Z', 'start', '2026-05-24T10:00:00.123Z'],
    ['2026-05-24T01:00+02:00', 'end', '2026-05-23T23:00:00.000Z'],
    ['2026-05-24T01:00+0200', 'end', '2026-05-23T23:00:00.000Z'],
    ['2026-05-24 01:00 -02', 'end', '2026-05-24T03:00:00.000Z'],
    ['2026-10', 'start', '2026-10-01T00:00:00.000Z'],
    ['2026-02', 'end', '2026-02-28T23:59:59.999Z'],
    // The week of Monday, the 28th of December 2026, has the Thursday of New Year's Eve.
    ['2026-W53', 'start', '2026-12-28T00:00:00.000Z'],
    ['2026-w01', 'end', '2026-01-04T23:59:59.999Z'],
    ['today', 'start', '2026-11-22T00:00:00.000Z'],
    ['Yesterday', 'end', '2026-11-21T23:59:59.999Z'],
    ['now', 'start', '2026-11-22T15:30:00.000Z'],
    ['this week', 'start', '2026-11-16T00:00:00.000Z'],
    ['last week', 'end', '2026-11-15T23:59:59.999Z'],
    ['this month', 'start', '2026-11-01T00:00:00.000Z'],
    ['last month', 'start', '2026-10-01T00:00:00.000Z'],
    ['last-month', 'end', '2026-10-31T23:59:59.999Z'],
    ['last_year', 'start', '2025-01-01T00:00:00.000Z'],
    ['30d', 'start', '2026-10-23T00:00:00.000Z'],
    ['30 days ago', 'end', '2026-10-23T23:59:59.999Z'],
    ['2w', 'start', '2026-11-08T00:00:00.000Z'],
    ['12h', 'start', '2026-11-22T03:30:00.000Z'],
    ['90min', 'end', '2026-11-22T14:00:00.000Z'],
    ['9 months', 'start', '2026-02-22T00:00:00.000Z'],
    ['1 year ago', 'end', '2025-11-22T23:59:59.999Z'],
  ] as const)('%j, its %s, is %s', (text, edge, iso) => {
    expect(looksLikeMoment(text) || text === 'now').toBe(true);
    expect(momentOf(text, edge, NOW)?.toISOString()).toBe(iso);
  });

  it('is the last day of a month that has fewer', () => {
    const now = new Date('2026-03-31T12:00:00Z');
    expect(momentOf('1 month', 'start', now)?.toISOString()).toBe('2026-02-28T00:00:00.000Z');
  });

  it('stands on the clocks of a zone where it names none', () => {
    const inCairo = (text: string, now = NOW) => momentOf(text, 'start', now, CAIRO)?.toISOString();
    expect(inCairo('2026-05-24')).toBe('2026-05-23T22:00:00.000Z');
    expect(inCairo('2026-05-24T10:00')).toBe('2026-05-24T08:00:00.000Z');
    expect(inCairo('2026-05-24T10:00Z')).toBe('2026-05-24T10:00:00.000Z');
    expect(inCairo('12h')).toBe('2026-11-22T03:30:00.000Z');
    // There the next day, and the next month, have begun.
    expect(inCairo('today', new Date('2026-11-30T22:30:00Z'))).toBe('2026-11-30T22:00:00.000Z');
    expect(inCairo('this month', new Date('2026-11-30T22:30:00Z'))).toBe('2026-11-30T22:00:00.000Z');
  });

  it.each([
    '2026-02-29',
    '2026-02-31',
    '2026-13-01',
    '2026-13',
    '2025-W53',
    '2026-05-24T25:00',
    '2026-05-24T10:61',
  ])('%j has the form of one, and stands in no calendar', (text) => {
    expect(looksLikeMoment(text)).toBe(true);
    expect(momentOf(text, 'end', NOW)).toBeUndefined();
  });

  it.each([
    '',
    'each',
    '2026',
    '24.5.2026',
    '2026-5-4',
    'cost-map-2026-05-24.json',
    '2026-05-24T',
    '-3d',
    '30',
    '5m',
    'next week',
    'last day',
  ])('%j is none', (text) => {
    expect(looksLikeMoment(text)).toBe(false);
    expect(momentOf(text, 'end', NOW)).toBeUndefined();
  });

  it('is asked for with the forms that it may have', () => {
    expect(noDate('--since', 'soon')).toMatchObject({
      message: '--since must be a date, not "soon".',
      hint: 'Write 2026-11-22, 2026-11-22T14:00Z, 2026-11, 30d, today or "last month".',
    });
  });
});

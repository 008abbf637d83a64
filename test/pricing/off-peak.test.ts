import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { isOffPeak } from '../../src/pricing/off-peak.ts';

function isAt(pricing: JsonObject, time: string): boolean | undefined {
  return isOffPeak(pricing, new Date(time));
}

describe('hours of the day in UTC', () => {
  it.each([
    ['09:00-17:00', '08:59', false],
    ['09:00-17:00', '09:00', true],
    ['09:00-17:00', '16:59', true],
    ['09:00-17:00', '17:00', false],
    ['16:30-00:30', '16:29', false],
    ['16:30-00:30', '16:30', true],
    ['16:30-00:30', '00:00', true],
    ['16:30-00:30', '00:29', true],
    ['16:30-00:30', '00:30', false],
    ['14:00-00:00', '23:59', true],
    ['14:00-00:00', '00:00', false],
    ['00:00-24:00', '12:00', true],
    ['00:00-00:00', '03:00', true],
    ['12:00-24:00', '23:59', true],
    ['12:00-24:00', '00:00', false],
    [' 9:00 - 17:00 ', '10:00', true],
    ['9-17', '10:00', undefined],
    ['25:00-26:00', '01:30', undefined],
    ['01:70-03:00', '02:30', undefined],
    ['24:30-03:00', '01:00', undefined],
    ['09:00-17:00-18:00', '10:00', undefined],
    ['x09:00-17:00', '10:00', undefined],
    ['09:00-17:00x', '10:00', undefined],
  ])('%s holds at %s: %s', (hours, time, holds) => {
    expect(isAt({ hours_utc: hours }, `2026-08-06T${time}:00Z`)).toBe(holds);
  });

  it('may be several', () => {
    const hours_utc = ['00:00-01:00', '04:00-06:00'];
    expect(isAt({ hours_utc }, '2026-08-06T00:30:00Z')).toBe(true);
    expect(isAt({ hours_utc }, '2026-08-06T05:00:00Z')).toBe(true);
    expect(isAt({ hours_utc }, '2026-08-06T02:00:00Z')).toBe(false);
  });

  it('that cannot be read leave it open whether others hold', () => {
    const hours_utc = ['00:00-01:00', 'noon', 5];
    expect(isAt({ hours_utc }, '2026-08-06T00:30:00Z')).toBe(true);
    expect(isAt({ hours_utc }, '2026-08-06T12:00:00Z')).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['no hours', {}],
    ['hours that are no text', { hours_utc: 5 }],
    ['windows that are no list', { windows: '00:00-00:00' }],
    ['windows that are no objects', { windows: ['00:00-00:00', null] }],
  ])('cannot be told with %s', (_what, pricing) => {
    expect(isAt(pricing, '2026-08-06T12:00:00Z')).toBeUndefined();
  });
});

describe('windows with weekdays', () => {
  // 2026-08-06 is a Thursday, the 8th a Saturday, the 9th a Sunday.
  const workdays = { hours_utc: '10:00-12:00', weekdays: [1, 2, 3, 4, 5] };
  const weekend = { hours_utc: '00:00-00:00', weekdays: ['Sat', 'sunday'] };

  it.each([
    ['2026-08-06T11:00:00Z', true],
    ['2026-08-06T13:00:00Z', false],
    ['2026-08-08T13:00:00Z', true],
    ['2026-08-09T03:00:00Z', true],
    ['2026-08-10T03:00:00Z', false],
  ])('at %s: %s', (time, holds) => {
    expect(isAt({ windows: [workdays, weekend] }, time)).toBe(holds);
  });

  it.each([
    [1, '2026-08-10', true],
    [7, '2026-08-09', true],
    [7, '2026-08-08', false],
    [6, '2026-08-08', true],
    ['MONDAY', '2026-08-10', true],
    ['  tue ', '2026-08-11', true],
    [0, '2026-08-09', undefined],
    [8, '2026-08-10', undefined],
    ['noday', '2026-08-09', undefined],
    [true, '2026-08-10', undefined],
    [null, '2026-08-09', undefined],
  ])('day %s is %s: %s', (day, date, is) => {
    expect(isAt({ windows: [{ hours_utc: '00:00-00:00', weekdays: [day] }] }, `${date}T12:00:00Z`)).toBe(is);
  });

  it('are added to hours that hold on every day', () => {
    const pricing = { hours_utc: '04:00-06:00', windows: [{ hours_utc: '00:00-00:00', weekdays: [7] }] };
    expect(isAt(pricing, '2026-08-06T05:00:00Z')).toBe(true);
    expect(isAt(pricing, '2026-08-09T20:00:00Z')).toBe(true);
    expect(isAt(pricing, '2026-08-06T20:00:00Z')).toBe(false);
  });

  it('without weekdays hold on every day', () => {
    expect(isAt({ windows: [{ hours_utc: '10:00-12:00' }] }, '2026-08-09T11:00:00Z')).toBe(true);
    expect(isAt({ windows: [{ hours_utc: '10:00-12:00', weekdays: null }] }, '2026-08-09T11:00:00Z')).toBe(
      true,
    );
  });

  it('look at the calendar of the time zone, and at UTC for the hours', () => {
    // 16:30 UTC on Friday the 7th is 00:30 on Saturday in Shanghai.
    const pricing = {
      weekday_timezone: 'Asia/Shanghai',
      windows: [{ hours_utc: '16:00-17:00', weekdays: [6] }],
    };
    expect(isAt(pricing, '2026-08-07T16:30:00Z')).toBe(true);
    expect(isAt(pricing, '2026-08-08T16:30:00Z')).toBe(false);
  });

  it('in an unknown time zone cannot be told within their hours', () => {
    const pricing = { weekday_timezone: 'Not/AZone', windows: [{ hours_utc: '16:00-17:00', weekdays: [5] }] };
    expect(isAt(pricing, '2026-08-07T16:30:00Z')).toBeUndefined();
    expect(isAt(pricing, '2026-08-07T12:30:00Z')).toBe(false);
  });

  it('may stand beside the hours themselves', () => {
    const pricing = {
      hours_utc: '00:00-00:00',
      weekdays: ['sat', 'sun'],
      weekday_timezone: 'America/New_York',
    };
    expect(isAt(pricing, '2026-08-08T12:00:00Z')).toBe(true);
    expect(isAt(pricing, '2026-08-06T12:00:00Z')).toBe(false);
    // 02:00 UTC on Saturday is still Friday in New York.
    expect(isAt(pricing, '2026-08-08T02:00:00Z')).toBe(false);
  });
});

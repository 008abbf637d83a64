import { describe, expect, it } from 'vitest';
import { Reading } from './reading.ts';

const reading = new Reading({ at: 'moment' });

function momentOf(json: string): unknown {
  const answer = reading.readLine(`{"at":${json}}`);
  return 'facts' in answer ? (answer.facts['at'] ?? 'absent') : 'left alone';
}

describe('a moment', () => {
  it.each([
    ['"1970-01-01T00:00:00Z"', 0],
    ['"2026-11-01T12:00:00Z"', Date.UTC(2026, 10, 1, 12)],
    ['"2026-11-01T12:00:00.1Z"', Date.UTC(2026, 10, 1, 12, 0, 0, 100)],
    ['"2026-11-01T12:00:00.12Z"', Date.UTC(2026, 10, 1, 12, 0, 0, 120)],
    ['"2026-11-01T12:00:00.123Z"', Date.UTC(2026, 10, 1, 12, 0, 0, 123)],
    ['"2026-11-01T12:00:00.123999999Z"', Date.UTC(2026, 10, 1, 12, 0, 0, 123)],
    ['"2026-11-01 12:00:00"', Date.UTC(2026, 10, 1, 12)],
    ['"2026-11-01T12:00:00+05:30"', Date.UTC(2026, 10, 1, 6, 30)],
    // As PostgreSQL, BigQuery and Python write them.
    ['"2026-11-01 12:00:00.5+00"', Date.UTC(2026, 10, 1, 12, 0, 0, 500)],
    ['"2026-11-01 12:00:00 UTC"', Date.UTC(2026, 10, 1, 12)],
    ['"2026-11-01T12:00:00UTC"', Date.UTC(2026, 10, 1, 12)],
    ['"2026-11-01 12:00:00 -0330"', Date.UTC(2026, 10, 1, 15, 30)],
    ['"2026-11-01T12:00:00z"', Date.UTC(2026, 10, 1, 12)],
    ['"2026-11-01T22:00:00-05:30"', Date.UTC(2026, 10, 2, 3, 30)],
    ['"2024-02-29T23:59:59Z"', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['"2000-02-29T00:00:00Z"', Date.UTC(2000, 1, 29)],
    ['"2100-03-01T00:00:00Z"', Date.UTC(2100, 2, 1)],
    ['"9999-12-31T23:59:59Z"', Date.UTC(9999, 11, 31, 23, 59, 59)],
    // A leap second counts as the second before it.
    ['"2016-12-31T23:59:60Z"', Date.UTC(2016, 11, 31, 23, 59, 59)],
    ['1793534400', Date.UTC(2026, 10, 1, 12)],
    ['1793534400123', Date.UTC(2026, 10, 1, 12) + 123],
    // Microseconds and nanoseconds are rounded, a half upwards.
    ['100000000000000', 1e11],
    ['1793534400123499', Date.UTC(2026, 10, 1, 12) + 123],
    ['1793534400123500', Date.UTC(2026, 10, 1, 12) + 124],
    ['1793534400123400000', Date.UTC(2026, 10, 1, 12) + 123],
    ['"1793534400123600000"', Date.UTC(2026, 10, 1, 12) + 124],
    ['"1793534400"', Date.UTC(2026, 10, 1, 12)],
    ['null', 'absent'],
  ])('is read from %s', (json, expected) => {
    expect(momentOf(json)).toBe(expected);
  });

  it.each([
    '"2026-02-29T00:00:00Z"',
    '"2100-02-29T00:00:00Z"',
    '"2026-13-01T00:00:00Z"',
    '"2026-00-01T00:00:00Z"',
    '"2026-04-31T00:00:00Z"',
    '"2026-04-00T00:00:00Z"',
    '"1969-12-31T23:59:59Z"',
    '"2026-11-01T24:00:00Z"',
    '"2026-11-01T12:60:00Z"',
    '"2026-11-01T12:00:61Z"',
    '"2026-11-01T12:00:00.Z"',
    '"2026-11-01T12:00:00.1234567890Z"',
    '"2026-11-01T12:00:00ZZ"',
    '"2026-11-01T12:00:00+5"',
    '"2026-11-01T12:00:00+05:"',
    '"2026-11-01T12:00:00+05:3"',
    '"2026-11-01T12:00:00+053"',
    '"2026-11-01T12:00:00  Z"',
    '"2026-11-01T12:00:00 CET"',
    '"2026-11-01T12:00:0Z"',
    '"2026-11-01T1\\u0032:00:00Z"',
    '"2026-11-01"',
    '"yesterday"',
    '""',
    '0',
    '1793534400.5',
    '017935344001',
    '1793534400e3',
    '"17935344"',
    '"1793534400.5"',
    '"1793534400x"',
    '12345678901234567890',
    '{}',
  ])('that is not written in the common form is left alone: %s', (json) => {
    expect(momentOf(json)).toBe('left alone');
  });

  it('is right for every day of 150 years', () => {
    const days = Array.from({ length: 150 * 365 }, (_, day) => day * 86_400_000 + 43_200_123);
    const log = days.map((ms) => JSON.stringify({ at: new Date(ms).toISOString() })).join('\n');
    const moments = reading
      .read(Buffer.from(log))
      .map((answer) => ('facts' in answer ? answer.facts['at'] : 'left alone'));
    expect(moments).toEqual(days);
  });
});

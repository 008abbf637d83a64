import { describe, expect, it } from 'vitest';
import { looksLikeMoment, momentOf } from '../../src/core/dates.ts';

describe('a day or a moment', () => {
  it.each([
    ['2026-05-24', 'start', '2026-05-24T00:00:00.000Z'],
    ['2026-05-24', 'end', '2026-05-24T23:59:59.999Z'],
    ['2024-02-29', 'start', '2024-02-29T00:00:00.000Z'],
    [' 2026-05-24 ', 'start', '2026-05-24T00:00:00.000Z'],
    ['2026-05-24T10:00', 'end', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24 10:00:30', 'start', '2026-05-24T10:00:30.000Z'],
    ['2026-05-24T10:00Z', 'start', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24t10:00z', 'start', '2026-05-24T10:00:00.000Z'],
    ['2026-05-24T10:00:00.250Z', 'start', '2026-05-24T10:00:00.250Z'],
    ['2026-05-24T01:00+02:00', 'end', '2026-05-23T23:00:00.000Z'],
    ['2026-05-24T01:00+0200', 'end', '2026-05-23T23:00:00.000Z'],
  ] as const)('%j, its %s, is %s', (text, edge, iso) => {
    expect(momentOf(text, edge)?.toISOString()).toBe(iso);
  });

  it.each(['2026-02-29', '2026-02-31', '2026-13-01', '2026-05-24T25:00', '2026-05-24T10:61'])(
    '%j has the form of one, and stands in no calendar',
    (text) => {
      expect(looksLikeMoment(text)).toBe(true);
      expect(momentOf(text, 'end')).toBeUndefined();
    },
  );

  it.each([
    '',
    'each',
    '2026',
    '2026-05',
    '24.5.2026',
    '2026-5-4',
    'cost-map-2026-05-24.json',
    '2026-05-24T',
  ])('%j is none', (text) => {
    expect(looksLikeMoment(text)).toBe(false);
    expect(momentOf(text, 'end')).toBeUndefined();
  });
});

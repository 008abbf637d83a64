import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/cli/flags/duration.ts';
import { flagOf, Flags } from '../../../src/cli/flags/flags.ts';
import { UsageError } from '../../../src/core/errors.ts';

describe('a length of time', () => {
  it.each([
    ['0', 0],
    ['0.0', 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['15m', 900_000],
    ['15min', 900_000],
    ['12h', 43_200_000],
    ['1.5h', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    [' 2 H ', 7_200_000],
  ])('%s is %i ms', (text, ms) => {
    expect(parseDuration(text, '--max-age')).toBe(ms);
  });

  it.each(['12', '-1h', 'h', '', '1y', '1h30m', 'NaN', '1e3s', 'constructor', '1constructor', '1toString'])(
    'is refused: %s',
    (text) => {
      expect(() => parseDuration(text, '--max-age')).toThrow(UsageError);
      expect(() => parseDuration(text, '--max-age')).toThrow(
        `--max-age must be a length of time, not "${text}".`,
      );
    },
  );
});

describe('flags', () => {
  const flags = new Flags({
    json: true,
    color: false,
    size: '1024x1024',
    input: '300k',
    seconds: '1.5',
    maxAge: '12h',
    referenceImage: ['1x1,2x2', ' 3x3 '],
    one: 'a, b,,c',
    searchContext: ' HIGH ',
    number: 5,
  });

  it('are yes, no, or not given', () => {
    expect([flags.yes('json'), flags.yes('color'), flags.yes('absent'), flags.yes('size')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([flags.no('color'), flags.no('json'), flags.no('absent')]).toEqual([true, false, false]);
  });

  it('hold texts, counts, amounts, lengths of time', () => {
    expect(flags.text('size')).toBe('1024x1024');
    expect(flags.text('number')).toBeUndefined();
    expect(flags.count('input')).toBe(300_000);
    expect(flags.amount('seconds')).toBe(1.5);
    expect(flags.durationMs('maxAge')).toBe(43_200_000);
  });

  it('that are absent are undefined, inherited names included', () => {
    for (const name of ['absent', 'constructor', '__proto__', 'toString']) {
      expect(flags.text(name)).toBeUndefined();
      expect(flags.count(name)).toBeUndefined();
      expect(flags.amount(name)).toBeUndefined();
      expect(flags.durationMs(name)).toBeUndefined();
      expect(flags.moment(name, 'start')).toBeUndefined();
      expect(flags.choice(name, ['a'])).toBeUndefined();
      expect(flags.list(name)).toEqual([]);
    }
  });

  it('hold lists, given several times or with commas', () => {
    expect(flags.list('referenceImage')).toEqual(['1x1', '2x2', '3x3']);
    expect(flags.list('one')).toEqual(['a', 'b', 'c']);
    expect(flags.list('number')).toEqual([]);
  });

  it('choose in any case, and refuse what is no choice', () => {
    expect(flags.choice('searchContext', ['low', 'high'])).toBe('high');
    expect(() => flags.choice('searchContext', ['low', 'medium'])).toThrow(
      '--search-context cannot be " HIGH ".',
    );
  });

  it('name themselves in errors', () => {
    expect(() => new Flags({ cacheWrite1h: 'x' }).count('cacheWrite1h')).toThrow(
      '--cache-write-1h must be a number',
    );
  });
});

describe('a moment', () => {
  const at = (text: string) => new Flags({ at: text }).moment('at', 'start')?.toISOString();

  it.each([
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T14:00Z', '2026-11-22T14:00:00.000Z'],
    ['2026-11-22T14:00:30.5+02:00', '2026-11-22T12:00:30.500Z'],
    // Without an offset it is UTC on every computer.
    ['2026-11-22T14:00', '2026-11-22T14:00:00.000Z'],
    [' 2026-11-22 14:00 ', '2026-11-22T14:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(at(text)).toBe(iso);
  });

  it.each([
    '2026-02-31',
    '2027-02-29',
    '2026-13-01',
    '2026-11-22T25:00Z',
    '2026-11-22junk',
    'soon',
    '',
    '22.11.2026',
    '5',
  ])('is refused: %s', (text) => {
    expect(() => at(text)).toThrow(UsageError);
    expect(() => at(text)).toThrow(`--at must be a date, not "${text}".`);
  });
});

describe('the name of a flag', () => {
  it.each([
    ['input', '--input'],
    ['cacheRead', '--cache-read'],
    ['cacheWrite1h', '--cache-write-1h'],
    ['cacheReadImage', '--cache-read-image'],
    ['maxAge', '--max-age'],
  ])('%s is %s', (name, flag) => {
    expect(flagOf(name)).toBe(flag);
  });
});

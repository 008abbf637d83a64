import { DAY_MS, HOUR_MS } from '../../core/dates.ts';
import { UsageError } from '../../core/errors.ts';

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
]);

/**
 * A length of time such as `12h`, `30m`, `7d` or `0`, in milliseconds.
 * @throws UsageError that names the flag.
 */
export function parseDuration(text: string, flag: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text);
  const [, amount = '', unit = ''] = match ?? [];
  // Nothing needs no unit.
  const scale = unit === '' && Number(amount) === 0 ? 0 : UNITS_MS.get(unit.toLowerCase());
  if (match === null || scale === undefined) {
    throw new UsageError(
      `${flag} must be a length of time, not "${text}".`,
      'Write it as 30s, 15m, 12h or 7d.',
    );
  }
  return Number(amount) * scale;
}

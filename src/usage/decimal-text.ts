import type { JsonValue } from '../core/json.ts';

/** Nobody's bill is that long, and sums of such would be more than a double holds. */
const MAX_WHOLE_DIGITS = 30;
/** What the smallest double needs. */
const MAX_DECIMALS = 400;

/** True where `decimalText` has a text for the number. */
export function isAmount(value: number): boolean {
  return value >= 0 && value < 10 ** MAX_WHOLE_DIGITS;
}

/**
 * An amount that a provider reports, as plain decimal text (`0.0000125`, never `1.25e-05`), exact
 * as JSON gave it and shifted by `tens` powers of ten. Undefined where it is no amount of at least 0
 * that a bill could have.
 */
export function decimalText(value: JsonValue | undefined, tens = 0): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value);
  // A number without an exponent is written as it should be.
  if (typeof value === 'number' && tens === 0 && value >= 0 && value < 1e21 && !text.includes('e'))
    return text;
  const match = /^\d+(?:\.(\d*))?(?:e([-+]?\d{1,3}))?$/i.exec(text);
  if (match === null) return undefined;
  const digits = text.replace(/e.*/i, '').replace('.', '');
  const point = digits.length - (match[1]?.length ?? 0) + Number(match[2] ?? 0) + tens;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const whole = padded.slice(0, Math.max(point, 1)).replace(/^0+(?=\d)/, '');
  const rest = padded.slice(Math.max(point, 1)).replace(/0+$/, '');
  if (whole.length > MAX_WHOLE_DIGITS || rest.length > MAX_DECIMALS) return undefined;
  return rest === '' ? whole : `${whole}.${rest}`;
}

import { UsageError } from '../errors.ts';

const SCALES: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9 };

/**
 * A whole count as people write it: `300k`, `1.5M`, `1_000`, `1,000`, `12000`.
 * @throws UsageError that names the flag, for anything negative, fractional, not a number, or over 2^53.
 */
export function parseCount(text: string, flag: string): number {
  const value = parseAmount(text, flag);
  if (!Number.isInteger(value)) {
    throw new UsageError(
      `${flag} must be a whole number, not ${text}.`,
      'Counts such as 300k, 1.5M or 1,000 are whole.',
    );
  }
  return value;
}

/**
 * An amount that may have decimals, such as seconds or dollars: 0 or more.
 * @throws UsageError that names the flag.
 */
export function parseAmount(text: string, flag: string): number {
  const match = /^\s*(\d+(?:[_,]\d{3})*|\d+(?:_\d+)*)?(\.\d+)?\s*([kmbg]?)\s*$/i.exec(text);
  const [, whole = '', fraction = '', scale = ''] = match ?? [];
  if (match === null || (whole === '' && fraction === '')) {
    const negative = /^\s*-\s*\.?\d/.test(text);
    const what = negative ? `must not be negative: ${text}` : `must be a number, not "${text}"`;
    throw new UsageError(`${flag} ${what}.`, 'Write it as 1200, 300k, 1.5M or 1,000.');
  }
  // Moved by text, not by multiplication: 1.1 × 1000000 is not whole as a double.
  const exponent = Math.round(Math.log10(SCALES[scale.toLowerCase()] ?? 1));
  const value = Number(`${whole.replace(/[_,]/g, '') || '0'}${fraction}e${exponent}`);
  if (!(value <= Number.MAX_SAFE_INTEGER)) {
    throw new UsageError(
      `${flag} must be at most 2^53 - 1, not ${text}.`,
      'Larger counts cannot be held exactly.',
    );
  }
  return value;
}

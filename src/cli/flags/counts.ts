import { UsageError } from '../../core/errors.ts';

/**
 * A whole count as people write it: `300k`, `1.5M`, `1_000`, `1,000`, `12000`.
 * @throws UsageError that names the flag, for anything negative, fractional, not a number, or over 2^53.
 */
export function parseCount(text: string, flag: string): number {
  const { value, isWhole } = parse(text, flag);
  if (isWhole) return value;
  throw new UsageError(
    `${flag} must be a whole number, not ${text}.`,
    'Counts such as 300k, 1.5M or 1,000 are whole.',
  );
}

/**
 * An amount that may have decimals, such as seconds or dollars: 0 or more.
 * @throws UsageError that names the flag.
 */
export function parseAmount(text: string, flag: string): number {
  return parse(text, flag).value;
}

/**
 * An amount of money: `5`, `$5`, `$1,000.50`, `5 USD`.
 * @throws UsageError that names the flag.
 */
export function parseUsd(text: string, flag: string): number {
  return parse(text.replace(/^\s*(?:US)?\$|\s*(?:USD|\$)\s*$/i, ''), flag, 'Write it in USD: 5, $5 or 0.25.')
    .value;
}

function parse(
  text: string,
  flag: string,
  hint = 'Write it as 1200, 300k, 1.5M or 1,000.',
): { value: number; isWhole: boolean } {
  const match = /^\s*(\d+(?:[_,]\d{3})*|\d+(?:_\d+)*)?(?:\.(\d+))?\s*([kmbg]?)\s*$/i.exec(text);
  const [, whole = '', fraction = '', scale = ''] = match ?? [];
  if (match === null || whole + fraction === '') {
    const negative = /^\s*-\s*\.?\d/.test(text);
    const what = negative ? `must not be negative: ${text}` : `must be a number, not "${text}"`;
    throw new UsageError(`${flag} ${what}.`, hint);
  }
  // Moved by text, not by multiplication: 1.1 × 1000000 is not whole as a double.
  const places = placesOf(scale.toLowerCase());
  const value = Number(`${whole.replace(/[_,]/g, '')}.${fraction}e${places}`);
  if (value > Number.MAX_SAFE_INTEGER) {
    throw new UsageError(
      `${flag} must be at most 2^53 - 1, not ${text}.`,
      'Larger counts cannot be held exactly.',
    );
  }
  return { value, isWhole: !/[1-9]/.test(fraction.slice(places)) };
}

/** Decimal places by which a letter moves the point: thousands, millions, billions. */
function placesOf(letter: string): number {
  switch (letter) {
    case '':
      return 0;
    case 'k':
      return 3;
    case 'm':
      return 6;
    default:
      return 9;
  }
}

/** How dialects spell figures, texts and names. */
import type { ColumnType } from './tables/table.ts';

export interface Product {
  /** Of the count: 0 but for seconds. */
  readonly countDecimals: number;
  readonly rate: Extract<ColumnType, { kind: 'decimal' }>;
  /** Of the result. */
  readonly decimals: number;
}

/** Digits of a count, and with it of what a count and a rate have together. */
export const COUNT_DIGITS = 13;
export const ALL_DIGITS = 38;

export const doubleQuoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
export const singleQuoted = (value: string) => `'${value.replaceAll("'", "''")}'`;

export function decimalProduct(
  cast: (sql: string, digits: number, decimals: number) => string,
  count: string,
  rate: string,
  { countDecimals, rate: type, decimals }: Product,
  countDigits = COUNT_DIGITS + countDecimals,
): string {
  const exact = `${cast(count, countDigits, countDecimals)} * ${rate}`;
  return type.decimals + countDecimals === decimals ? exact : cast(exact, ALL_DIGITS, decimals);
}

export const isIn = (text: (value: string) => string) => (sql: string, texts: readonly string[]) =>
  `${sql} IN (${texts.map(text).join(', ')})`;

export const castDecimal = (sql: string, digits: number, decimals: number) =>
  `CAST(${sql} AS DECIMAL(${digits}, ${decimals}))`;

/** A text of an engine in which a backslash means something. */
export const backslashed = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

import { Big } from 'big.js';

/** An exact decimal. Only this file does arithmetic with it. */
export type Decimal = Big;

export const ZERO: Decimal = new Big(0);
export const ONE: Decimal = new Big(1);

const PER_MILLION = new Big(1_000_000);
const MIN_DECIMALS = 4;
const SIGNIFICANT = 4;
/** Digits beyond these in a displayed price are the noise of a double, not a price. */
const MAX_PRICE_DIGITS = 12;
/** Decimals that an amount shows at most; a ten-billionth of a dollar is below every bill. */
const MAX_AMOUNT_DECIMALS = 10;

/**
 * The decimal that a figure spells. A double stands for the shortest decimal that reads back as the
 * same double, which is the text that the map had: 5e-6 is 0.000005, not 0.00000499999999999999977.
 */
export function decimal(value: number | string | Decimal): Decimal {
  return new Big(value);
}

export function plus(a: Decimal, b: Decimal): Decimal {
  return a.plus(b);
}

export function minus(a: Decimal, b: Decimal): Decimal {
  return a.minus(b);
}

export function times(a: Decimal, b: Decimal | number): Decimal {
  return a.times(b);
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** Half of it: exact, because a half ends in decimals. */
export function half(value: Decimal): Decimal {
  return value.times('0.5');
}

/**
 * a / b as a double, for ratios and percentages that a person reads; never for money that is added
 * up. Undefined when b is zero, or so small that no double holds the ratio.
 */
export function ratio(a: Decimal, b: Decimal): number | undefined {
  const quotient = b.eq(0) ? Infinity : toNumber(a) / toNumber(b);
  return Number.isFinite(quotient) ? quotient : undefined;
}

/** How many whole times `price` fits into `budget`. Undefined when the price is zero. */
export function wholeTimes(budget: Decimal, price: Decimal): number | undefined {
  if (price.eq(0)) return undefined;
  const guess = Number(budget.div(price).round(0, Big.roundDown).toFixed());
  // Division is the one inexact step; the exact product settles whether the guess is one too many.
  return price.times(guess).gt(budget) ? guess - 1 : guess;
}

export function compare(a: Decimal, b: Decimal): number {
  return a.cmp(b);
}

export function isZero(value: Decimal): boolean {
  return value.eq(0);
}

/** The double nearest to the exact decimal: the form that JSON carries. */
export function toNumber(value: Decimal): number {
  return Number(value.toFixed());
}

/** Figures as whole multiples of the same power of ten, so that sums of products stay exact in doubles. */
export interface Wholes {
  /** The power: a whole of 25 with 7 decimals is 0.0000025. */
  readonly decimals: number;
  readonly wholes: readonly number[];
}

/** Undefined where a double cannot hold one of them. None may be below 0. */
export function inWholes(values: readonly Decimal[]): Wholes | undefined {
  const decimals = Math.max(0, ...values.map(decimalsOf));
  const wholes = values.map((value) => Number(value.toFixed(decimals).replace('.', '')));
  return wholes.every(Number.isSafeInteger) ? { decimals, wholes } : undefined;
}

/** The double nearest to so many wholes: what `toNumber` makes of the same exact figure. */
export function fromWholes(count: number, decimals: number): number {
  return Number(`${count}e-${decimals}`);
}

/** `plain(fromWholes(…))`: the point is moved in the digits, where a double holds them all. */
export function wholesText(count: number, decimals: number): string {
  if (count < 0) return `-${wholesText(-count, decimals)}`;
  const digits = String(count);
  if (digits.length > DOUBLE_DIGITS) return plain(fromWholes(count, decimals));
  if (decimals === 0 || count === 0) return digits;
  let end = digits.length;
  const lastOfWhole = digits.length - decimals;
  while (end > lastOfWhole && digits.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
  if (lastOfWhole <= 0) return `0.${'0'.repeat(-lastOfWhole)}${digits.slice(0, end)}`;
  const whole = digits.slice(0, lastOfWhole);
  return end === lastOfWhole ? whole : `${whole}.${digits.slice(lastOfWhole, end)}`;
}

const ZERO_CODE = 0x30;

/** All digits, never an exponent: `0.00000125`. */
export function plain(value: Decimal | number | string): string {
  return decimal(value).toFixed();
}

/**
 * value × 10^places, exact: the point moves in the decimal that the double stands for. The quick way
 * to a price per 1M where thousands of them are listed.
 */
export function movePoint(value: number, places: number): number {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

/** Digits that a double holds of any decimal. */
const DOUBLE_DIGITS = 15;

/**
 * The mean of two prices, each counted so many times: a figure to sort and to read by, to fifteen
 * digits. It is never billed.
 */
export function mixed(a: number, timesA: number, b: number, timesB: number): number {
  return Number(((a * timesA + b * timesB) / (timesA + timesB)).toPrecision(DOUBLE_DIGITS));
}

/** With at most so many decimals, rounded half up. */
export function roundedTo(value: string, decimals: number): string {
  return new Big(value).round(decimals, Big.roundHalfUp).toFixed();
}

/** USD per token → USD per 1M tokens, exact. */
export function perMillion(usdPerToken: Decimal): Decimal {
  return usdPerToken.times(PER_MILLION);
}

/**
 * A price with every digit that it has: at least four decimals, and where four would hide some of
 * it, at least four significant digits too. `5` is `$5.0000`, `0.0000125` is `$0.00001250`.
 */
export function formatPrice(usd: Decimal | number): string {
  const exact = significant(decimal(usd), MAX_PRICE_DIGITS);
  return dollars(exact, decimalsFor(exact, decimalsOf(exact)));
}

/**
 * An amount on a bill, as it came out: at least four decimals, all that it has up to ten, and more
 * only where ten would make something above zero look like nothing.
 */
export function formatAmount(usd: Decimal | number): string {
  const exact = decimal(usd);
  const shown = Math.max(Math.min(decimalsOf(exact), MAX_AMOUNT_DECIMALS), MIN_DECIMALS);
  return dollars(exact, exact.round(shown).eq(0) && !exact.eq(0) ? leadingDecimals(exact) : shown);
}

/**
 * An amount in a long table: rounded to four decimals, or to four significant digits where four
 * decimals would hide it. The exact figure is in the JSON.
 */
export function formatRounded(usd: Decimal | number): string {
  const exact = decimal(usd);
  if (exact.eq(0) || exact.abs().gte(1)) return dollars(exact, MIN_DECIMALS);
  const rounded = significant(exact, SIGNIFICANT);
  return dollars(rounded, Math.max(MIN_DECIMALS, decimalsOf(rounded)));
}

/** Thousands separated: `1,250,000`. Keeps the decimals that the figure has. */
export function formatCount(value: number | Decimal): string {
  const [whole = '0', fraction] = decimal(value).toFixed().split('.');
  const grouped = group(whole);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function decimalsFor(value: Decimal, exactDecimals: number): number {
  if (exactDecimals <= MIN_DECIMALS) return MIN_DECIMALS;
  return Math.max(exactDecimals, leadingDecimals(value));
}

/** Decimals needed to show four significant digits. */
function leadingDecimals(value: Decimal): number {
  return Math.max(MIN_DECIMALS, SIGNIFICANT - 1 - value.e);
}

function decimalsOf(value: Decimal): number {
  return Math.max(0, value.c.length - 1 - value.e);
}

function significant(value: Decimal, digits: number): Decimal {
  return value.eq(0) ? value : value.prec(digits, Big.roundHalfUp);
}

function dollars(value: Decimal, decimals: number): string {
  const text = value.abs().toFixed(decimals);
  const [whole = '0', fraction = ''] = text.split('.');
  const sign = value.lt(0) ? '-' : '';
  return `${sign}$${group(whole)}.${fraction}`;
}

function group(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Digits of a quotient that mean something; behind them stands what doubles make of 1.35 / 1.5. */
const DIGITS = 12;

/** a / b for a person to read: 0.9, not 0.8999999999999999. Null where b is 0. */
export function ratioOf(a: Decimal, b: Decimal): number | null {
  const exact = ratio(a, b);
  return exact === undefined ? null : Number(exact.toPrecision(DIGITS));
}

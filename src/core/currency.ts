import { decimal, times, toNumber, type Decimal } from './money.ts';

/** The user's currency, with the rate that the user gives. */
export interface Currency {
  /** `EUR`. */
  readonly code: string;
  readonly symbol: string | null;
  /** So much of it is one USD. */
  readonly perUsd: number;
  /** The day of the rate; null where the file does not say. */
  readonly asOf: string | null;
}

/** USD in the user's currency, at the rate that the user gave. */
export function convert(usd: Decimal | number, { perUsd }: Currency): number {
  return toNumber(times(decimal(usd), decimal(perUsd)));
}

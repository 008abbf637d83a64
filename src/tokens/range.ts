/** A count of tokens: one figure three times where it is exact. */
export interface TokenRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export const NO_TOKENS: TokenRange = { low: 0, likely: 0, high: 0 };

export function exactly(tokens: number): TokenRange {
  return { low: tokens, likely: tokens, high: tokens };
}

export function plus(a: TokenRange, b: TokenRange): TokenRange {
  return { low: a.low + b.low, likely: a.likely + b.likely, high: a.high + b.high };
}

export function sumOf(ranges: readonly TokenRange[]): TokenRange {
  return ranges.reduce(plus, NO_TOKENS);
}

/** So many tokens, each of which becomes some: rounded outwards, the likely figure to the nearest. */
export function scaled(tokens: number, factor: TokenRange): TokenRange {
  return {
    low: Math.floor(tokens * factor.low),
    likely: Math.round(tokens * factor.likely),
    high: Math.ceil(tokens * factor.high),
  };
}

export function times({ low, likely, high }: TokenRange, factor: number): TokenRange {
  return { low: low * factor, likely: likely * factor, high: high * factor };
}

export function isExact({ low, high }: TokenRange): boolean {
  return low === high;
}

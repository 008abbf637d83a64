/** What a row supposes beside its rates, each with a bit of `flags`. */
export const FLAGS = [
  { column: 'is_other_tier', code: 'TIER_STANDARD' },
  { column: 'is_all_image', code: 'OUTPUT_ALL_IMAGE' },
  { column: 'is_cut', code: 'PARTS_CUT' },
  { column: 'is_sum', code: 'SUM_OF_REQUESTS' },
  { column: 'is_other_date', code: 'MAP_OF_OTHER_DATE' },
  { column: 'is_time_now', code: 'TIME_NOW' },
  { column: 'is_other_region', code: 'REGION_PRICE_MISSING' },
  { column: 'is_other_speed', code: 'SPEED_PRICE_MISSING' },
] as const;

export type Flag = (typeof FLAGS)[number];

/** Flags that are about the rates of tokens, and suppose nothing where none of them is used. */
export const OF_TOKEN_RATES: ReadonlySet<Flag['code']> = new Set([
  'REGION_PRICE_MISSING',
  'SPEED_PRICE_MISSING',
]);

export function flagBit(code: Flag['code']): number {
  return 2 ** FLAGS.findIndex((flag) => flag.code === code);
}

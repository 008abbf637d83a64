import { fieldName, parseField, type FieldConditions, type PriceField } from '../fields.ts';
import { TOKEN_RATES, UNIT_RATES, type Rate } from './names.ts';

/** Where a price list has a field of the cost map. */
export interface RatePlace {
  /** The key of the list: `usdPer1M above 272k flex`. */
  readonly list: string;
  /** The rate in it: `cacheRead`. */
  readonly rate: string;
}

/** The place of a field in a price list; undefined where no list has a name for it. */
export function findRate(field: string): RatePlace | undefined {
  const parsed = parseField(field);
  if (parsed === undefined) return undefined;
  const isToken = parsed.unit === 'token';
  const rates: Readonly<Record<string, Rate>> = isToken ? TOKEN_RATES : UNIT_RATES;
  const conditions = conditionsOf(parsed);
  const found = Object.entries(rates).find(
    ([, { metric, ...narrowed }]) => fieldName(metric, { ...conditions, ...narrowed }) === field,
  );
  if (found === undefined) return undefined;
  const { aboveTokens, tier, batch } = parsed;
  // A list is for one tier, and its limit is in whole thousands.
  if ((tier !== null && batch) || tier === 'ultrafast' || tier === 'auto') return undefined;
  if (aboveTokens !== null && aboveTokens % 1000 !== 0) return undefined;
  const above = aboveTokens === null ? '' : ` above ${aboveTokens / 1000}k`;
  const of = batch ? ' batch' : tier === null ? '' : ` ${tier}`;
  return { list: `${isToken ? 'usdPer1M' : 'usdPer'}${above}${of}`, rate: found[0] };
}

function conditionsOf({ aboveTokens, tier, batch }: PriceField): FieldConditions {
  return {
    ...(aboveTokens === null ? {} : { aboveTokens }),
    ...(tier === null ? {} : { tier }),
    batch,
  };
}

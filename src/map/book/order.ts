import { compareText } from '../../core/collections.ts';
import { asList, asObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { TOKEN_RATES, UNIT_RATES } from '../../models/price-lists/names.ts';

/** The parts of a model in the order in which a person reads them. */
export function inReadingOrder(parts: ReadonlyMap<string, JsonValue>): JsonObject {
  return Object.fromEntries(
    [...parts]
      .toSorted(([a], [b]) => rankOfPart(a) - rankOfPart(b) || compareText(a, b))
      .map(([part, value]) => [part, part.startsWith('usdPer') ? inRateOrder(value) : value]),
  );
}

const PARTS = [
  'mode',
  'usdPer1M',
  'usdPer',
  'multipliers',
  'limits',
  'can',
  'cannot',
  'modalities',
  'outputModalities',
  'endpoints',
  'regions',
  'webSearchBilling',
  'retires',
  'source',
  'fields',
];

/** Price lists of one unit, such as `usdPer1M batch`, stand together. */
function rankOfPart(part: string): number {
  const [unit = part] = part.split(' ', 1);
  return PARTS.indexOf(unit);
}

const RATES = ['upTo', ...Object.keys(TOKEN_RATES), ...Object.keys(UNIT_RATES), 'webSearch'];

/** A list of ranges is ordered range by range, each with its limit first. */
function inRateOrder(prices: JsonValue): JsonValue {
  if (Array.isArray(prices)) return asList(prices).map(inRateOrder);
  const object = asObject(prices);
  if (object === undefined) return prices;
  return Object.fromEntries(
    Object.entries(object).toSorted(([a], [b]) => RATES.indexOf(a) - RATES.indexOf(b)),
  );
}

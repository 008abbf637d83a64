import { field } from '../core/json.ts';
import { times } from '../core/money.ts';
import type { Entry } from '../models/entry.ts';
import type { Unit } from '../models/fields.ts';
import type { Charge } from '../usage/charges.ts';
import { hasFreeCitations } from './provider-rules.ts';
import { rateOrReason, searchRate, toolRate, type Lookup } from './tool-rates.ts';
import { isUnusablePrice } from './unusable.ts';
import type { ChargeMeter, UnitQuantity } from './unit-meters.ts';

/** One charge as a quantity with its rate; undefined where it is not billed by this entry. */
export function chargeQuantity({ kind, quantity }: Charge, entry: Entry): UnitQuantity | undefined {
  const row = (meter: ChargeMeter, unit: Unit, price?: Lookup) => {
    return { meter, quantity, unit, ...rateOrReason(price) };
  };
  switch (kind) {
    case 'groundingQuery':
      return billsQueries(entry) ? row('groundings', 'query', groundingRate(entry)) : undefined;
    case 'groundedPrompt':
      return billsQueries(entry) ? undefined : row('groundings', 'request', groundingRate(entry));
    case 'mapsGrounding':
      return row('mapsGroundings', 'request');
    case 'retrieval':
      return row('retrievals', 'request');
    case 'fileSearch':
      return row('fileSearches', 'request', fileSearchRate(entry));
    case 'imageCall':
      return row('imageCalls', 'request');
    case 'liveSource':
      return row('liveSources', 'request');
    case 'toolCall':
      return row('toolCalls', 'request');
    case 'codeExecution':
      return row('codeExecutions', 'request');
    case 'citationToken': {
      const rate = toolRate(entry, 'citation_cost_per_token');
      return rate === undefined && hasFreeCitations(entry) ? undefined : row('citations', 'token', rate);
    }
    case 'unclassifiedToken':
      return row('unclassifiedTokens', 'token');
    default:
      return kind satisfies never;
  }
}

/** Gemini 3 and later bill each query, as the map says; earlier models bill the prompt. */
function billsQueries(entry: Entry): boolean {
  return field(entry.fields, 'web_search_billing_unit') === 'per_query';
}

/** The price of a grounding depends on no size of a context. */
function groundingRate(entry: Entry): Lookup {
  const rate = searchRate(entry, 'medium');
  return rate === undefined || isUnusablePrice(rate) ? rate : { ...rate, condition: null };
}

function fileSearchRate(entry: Entry): Lookup {
  const rate = toolRate(entry, 'file_search_cost_per_1k_calls');
  return rate === undefined || isUnusablePrice(rate)
    ? rate
    : { ...rate, usdPerUnit: times(rate.usdPerUnit, 0.001) };
}

/** The library where there is no Node: all of it but what reads files and fetches. */
import { UsageError } from '../core/errors.ts';
import { catalogFromMap, catalogFromText } from './from-map.ts';
import type { LoadCatalogOptions } from './load.ts';
import type { Catalog } from './types.ts';

export { catalogFromMap, catalogFromText } from './from-map.ts';
export { estimate } from './estimate.ts';
export { pricer } from './pricer.ts';
export { pricesOf } from './prices.ts';
export { tally } from './tally.ts';
export { usageFrom } from './usage.ts';
export {
  AmbiguousModelError,
  BrokenMapError,
  LlmcostError,
  MapUnavailableError,
  ModelNotFoundError,
  PriceError,
  UsageError,
} from '../core/errors.ts';

/**
 * The same as in Node for `map` and `text`.
 * @throws UsageError for a source that is a file, or that has to be fetched.
 */
export async function loadCatalog(options: LoadCatalogOptions = {}): Promise<Catalog> {
  if (options.map !== undefined) return catalogFromMap(options.map, options);
  if (options.text !== undefined) return catalogFromText(options.text, options);
  throw new UsageError(
    'A browser has no files and no cache of prices.',
    'Fetch a map and give its text: loadCatalog({ text: await reply.text() }). The prices of llmcost itself: import llmcost/price-book and give it as `map`.',
  );
}

import { type JsonObject, asList, asObject, asObjects, asText, field } from '../core/json.ts';
import { type Charge, chargesOf } from './charges.ts';

/**
 * What the grounding of one Gemini reply is billed by: its distinct queries for models that bill
 * these, the grounded prompt for the others. Which it is stands at the price.
 */
export function groundingCharges(metadata: readonly JsonObject[]): readonly Charge[] {
  const queries = (...names: readonly string[]) =>
    new Set(
      metadata.flatMap((one) =>
        names.flatMap((name) => asList(field(one, name)).flatMap((q) => asText(q) ?? [])),
      ),
    );
  const searches = queries('webSearchQueries', 'web_search_queries').size;
  const chunks = metadata.flatMap((one) => [
    ...asObjects(field(one, 'groundingChunks')),
    ...asObjects(field(one, 'grounding_chunks')),
  ]);
  const has = (name: string) => chunks.some((chunk) => asObject(field(chunk, name)) !== undefined);
  return chargesOf({
    groundingQuery: searches,
    groundedPrompt: searches > 0 ? 1 : 0,
    mapsGrounding: has('maps') ? 1 : 0,
    retrieval: has('retrievedContext') || queries('retrievalQueries').size > 0 ? 1 : 0,
  });
}

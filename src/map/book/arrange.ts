/** A cost map in the arrangement of the price book: what `npm run book` writes. */
import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { compareText, grouped } from '../../core/collections.ts';
import { isPriceName } from '../../models/fields.ts';
import { inReadingOrder } from './order.ts';
import { placeOf, type Place } from './places.ts';
import { entryOf } from './price-book.ts';

/** The models of one provider, sorted by key; null for entries that name none. */
export interface BookFile {
  readonly provider: string | null;
  readonly models: ReadonlyMap<string, JsonObject>;
}

/** Arranges every priced model of a map, one file a provider. */
export function arrangeBook(entries: ReadonlyMap<string, JsonObject>): readonly BookFile[] {
  const priced = [...entries]
    .filter(([, fields]) => isPriced(fields))
    .toSorted(([a], [b]) => compareText(a, b));
  const byProvider = grouped(priced, ([, fields]) => asText(field(fields, 'litellm_provider')) ?? null);
  return [...byProvider].map(([provider, models]) => ({
    provider,
    models: withoutRepeats(models.map(([key, fields]) => [key, arrangeModel(fields, provider)])),
  }));
}

/** A model that says the same as one before it names that one. */
function withoutRepeats(models: readonly (readonly [string, JsonObject])[]): ReadonlyMap<string, JsonObject> {
  const firstByText = new Map<string, string>();
  const short = new Map<string, JsonObject>();
  for (const [key, model] of models) {
    const text = JSON.stringify(model);
    const first = firstByText.get(text);
    short.set(key, first === undefined ? model : { sameAs: first });
    if (first === undefined) firstByText.set(text, key);
  }
  return short;
}

function isPriced(fields: JsonObject): boolean {
  return Object.entries(fields).some(
    ([name, value]) => isPriceName(name) && value !== null && value !== undefined,
  );
}

/** What LiteLLM says about an entry in sentences, or tells its own code: no facts about the model. */
const NO_FACTS: ReadonlySet<string> = new Set(['litellm_provider', 'metadata', 'comment']);

/** The fields of an entry that the book holds. */
export function factsOf(fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !NO_FACTS.has(name) && value !== undefined),
  );
}

function arrangeModel(fields: JsonObject, provider: string | null): JsonObject {
  const facts = Object.entries(factsOf(fields)).toSorted(([a], [b]) => compareText(a, b));
  const parts = new Map<string, JsonValue>();
  const rest = new Map<string, JsonValue>();
  for (const [name, value] of facts) {
    if (value === undefined) continue;
    const place = placeOf(name, value);
    // What does not come back as it was stays under the map's own name.
    if (place === undefined || !comesBack(place, provider, name, value)) rest.set(name, value);
    else put(parts, place);
  }
  if (rest.size > 0) parts.set('fields', Object.fromEntries(rest));
  return inReadingOrder(parts);
}

function comesBack(place: Place, provider: string | null, name: string, value: JsonValue): boolean {
  const parts = new Map<string, JsonValue>();
  put(parts, place);
  try {
    const back = field(entryOf(Object.fromEntries(parts), provider, name), name);
    return back !== undefined && JSON.stringify(sorted(back)) === JSON.stringify(sorted(value));
  } catch {
    return false;
  }
}

function put(parts: Map<string, JsonValue>, place: Place): void {
  const { part } = place;
  if ('value' in place) parts.set(part, place.value);
  else if ('word' in place) parts.set(part, [...asList(parts.get(part)), place.word]);
  else parts.set(part, { ...asObject(parts.get(part)), ...place.named });
}

/** With the fields of objects in order of name, so that their order in the map does not count. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return asList(value).map(sorted);
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object)
      .toSorted(([a], [b]) => compareText(a, b))
      .map(([name, item]) => [name, item === undefined ? item : sorted(item)]),
  );
}

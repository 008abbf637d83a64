/**
 * The price book: the project's own arrangement of a cost map, one file a provider under
 * fixtures/price-book/providers, made by `npm run book`. It states USD per 1M tokens under short names:
 *
 *     "gpt-5.5": {
 *       "mode": "chat",
 *       "usdPer1M": { "input": 5, "cacheRead": 0.5, "output": 30 },
 *       "usdPer1M above 272k": { "input": 10, "cacheRead": 1, "output": 45 },
 *       "usdPer1M above 272k flex": { … },
 *       "usdPer1M batch": { "input": 2.5, "output": 15 },
 *       "usdPer1M ranges": [{ "upTo": 32000, "input": 1.2, "output": 6 }, …],
 *       "usdPer": { "outputImage": 0.04, "webSearch": { "low": …, "medium": …, "high": … } },
 *       "multipliers": { "processingEu": 1.1 },
 *       "limits": { "input": 1050000, "output": 128000, "total": 128000 },
 *       "can": ["vision"], "cannot": ["reasoning"], "endpoints": ["/v1/responses"],
 *       "retires": "2026-12-01", "source": "https://…",
 *       "fields": { "output_cost_per_second_480p": 0.1 }
 *     },
 *     "gpt-5.5-2026-04-23": { "sameAs": "gpt-5.5" }
 *
 * The key of a price list is its unit, then `above {N}k`, then `flex`, `priority` or `batch`. `fields`
 * holds what has no short name, as the map has it. `sameAs` names a model of the file that says all of
 * this one too. Here the book becomes entries in the cost map's own fields, so that everything after it
 * is the same for both.
 */
import { field, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { own } from '../../core/collections.ts';
import { broken, day, known, number, object, text, texts } from '../../models/price-lists/check.ts';
import { priceList, pricesOf, ranges } from '../../models/price-lists/lists.ts';
import {
  CAPABILITIES,
  LIMITS,
  MORE_CAPABILITIES,
  MULTIPLIERS,
  PROVIDER_MULTIPLIERS,
  WORD_LISTS,
} from '../../models/price-lists/names.ts';

/**
 * Turns the parsed files of the price book into entries, sorted by key.
 * @throws BrokenMapError naming the place, for an unknown name, a wrong type or a key that stands twice.
 */
export function bookEntries(files: readonly JsonValue[]): ReadonlyMap<string, JsonObject> {
  const entries = new Map<string, JsonObject>();
  for (const file of files) {
    const head = object(file, 'price book');
    const named = field(head, 'provider');
    const provider = named === null ? null : text(named, 'provider');
    const models = object(field(head, 'models'), `${provider}: models`);
    for (const [key, written] of Object.entries(models)) {
      const at = `${provider}: ${key}`;
      if (entries.has(key)) throw broken(at, 'stands in the book already');
      entries.set(key, entryOf(inFull(object(written, at), models, at), provider, at));
    }
  }
  return new Map([...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The model itself, or the one that it is the same as. */
function inFull(model: JsonObject, models: JsonObject, at: string): JsonObject {
  const { sameAs, ...others } = model;
  if (sameAs === undefined) return model;
  const name = text(sameAs, `${at}: sameAs`);
  const base = own(models, name);
  if (!isJsonObject(base) || field(base, 'sameAs') !== undefined || Object.keys(others).length > 0) {
    throw broken(`${at}: sameAs`, `"${name}" must stand in full in the file, and nothing beside it here`);
  }
  return base;
}

/** A model of the book in the cost map's fields. */
export function entryOf(model: JsonObject, provider: string | null, at: string): JsonObject {
  const entry = new Map<string, JsonValue | undefined>();
  if (provider !== null) entry.set('litellm_provider', provider);
  for (const [name, value] of Object.entries(model)) {
    if (value === undefined) continue;
    const place = `${at}: ${name}`;
    const list = priceList(name);
    const fields =
      list === undefined ? known(PARTS, name, place)(value, place) : pricesOf(list, value, place);
    for (const [target, figure] of Object.entries(fields)) entry.set(target, figure);
  }
  return Object.fromEntries(entry);
}

/** Every field of a model that is no price list, and what it says in the cost map's fields. */
const PARTS: Readonly<Record<string, (value: JsonValue, at: string) => JsonObject>> = {
  mode: (value, at) => ({ mode: text(value, at) }),
  'usdPer1M ranges': (value, at) => ({ tiered_pricing: ranges(value, at) }),
  multipliers,
  limits,
  can: (value, at) => capabilities(value, true, at),
  cannot: (value, at) => capabilities(value, false, at),
  ...Object.fromEntries(
    Object.entries(WORD_LISTS).map(([name, target]) => [
      name,
      (value: JsonValue, at: string) => ({ [target]: texts(value, at) }),
    ]),
  ),
  webSearchBilling: (value, at) => ({ web_search_billing_unit: text(value, at) }),
  retires: (value, at) => ({ deprecation_date: day(value, at) }),
  source: (value, at) => ({ source: text(value, at) }),
  fields: (value, at) => object(value, at),
};

const ABILITIES = { ...CAPABILITIES, ...MORE_CAPABILITIES };

function capabilities(value: JsonValue, able: boolean, at: string): JsonObject {
  return Object.fromEntries(texts(value, at).map((name) => [known(ABILITIES, name, at), able]));
}

function multipliers(value: JsonValue, at: string): JsonObject {
  const fields: Record<string, JsonValue> = {};
  const shared: Record<string, JsonValue> = {};
  for (const [name, figure] of Object.entries(object(value, at))) {
    const place = `${at}: ${name}`;
    const condition = own(PROVIDER_MULTIPLIERS, name);
    if (condition === undefined) fields[known(MULTIPLIERS, name, place)] = number(figure, place);
    else shared[condition] = number(figure, place);
  }
  return Object.keys(shared).length === 0 ? fields : { ...fields, provider_specific_entry: shared };
}

function limits(value: JsonValue, at: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object(value, at)).map(([name, figure]) => [
      known(LIMITS, name, at),
      number(figure, `${at}: ${name}`),
    ]),
  );
}

/**
 * The price book: the project's own table of models, one file a provider under fixtures/price-book,
 * written for people. It states USD per 1M tokens under short names:
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
 *       "reviewed": { "on": "2026-09", "against": "…", "usdPer1M": ["input", "output"] }
 *     },
 *     "gpt-5.5-2026-04-23": { "sameAs": "gpt-5.5" }
 *
 * The key of a price list is its unit, then `above {N}k`, then `flex`, `priority` or `batch`.
 * `sameAs` names a model that stands earlier in the file and says it all again, but for the fields
 * written beside it; a review is never taken over. Here the book becomes entries in the cost map's
 * own fields, so that everything after it is the same for both.
 */
import { field, isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { own } from '../../core/collections.ts';
import {
  broken,
  day,
  known,
  monthOrDay,
  number,
  object,
  text,
  texts,
} from '../../models/price-lists/check.ts';
import { priceList, pricesOf, ranges, rateField } from '../../models/price-lists/lists.ts';
import { CAPABILITIES, LIMITS, MULTIPLIERS, PROVIDER_MULTIPLIERS } from '../../models/price-lists/names.ts';

/** Figures of one model that were compared with the provider's own published prices. */
export interface BookReview {
  /** `2026-09` or `2026-09-14`: as exact as it is known. */
  readonly on: string;
  /** What they were compared with. */
  readonly against: string;
  /** The reviewed figures: field of the cost map → USD per unit. */
  readonly fields: Readonly<Record<string, number>>;
}

/** The price book in the cost map's fields. */
export interface PriceBook {
  /** The day of its newest figures, `2026-08-06`. */
  readonly asOf: string;
  readonly entries: ReadonlyMap<string, JsonObject>;
  readonly reviews: ReadonlyMap<string, BookReview>;
}

/**
 * Turns the parsed files of the price book into entries.
 * @throws BrokenMapError naming the place, for an unknown name, a wrong type or a key that stands twice.
 */
export function bookEntries(files: readonly JsonValue[]): PriceBook {
  const entries = new Map<string, JsonObject>();
  const reviews = new Map<string, BookReview>();
  let asOf = '';
  for (const file of files) {
    const head = object(file, 'price book');
    const provider = text(field(head, 'provider'), 'provider');
    const figuresOf = day(field(head, 'asOf'), `${provider}: asOf`);
    if (figuresOf > asOf) asOf = figuresOf;
    const models = object(field(head, 'models'), `${provider}: models`);
    for (const [key, written] of Object.entries(models)) {
      const at = `${provider}: ${key}`;
      if (entries.has(key)) throw broken(at, 'stands in the book already');
      const model = withSame(object(written, at), models, entries, at);
      const entry = entryOf(model, { provider, source: field(head, 'source') }, at);
      entries.set(key, entry);
      const review = field(model, 'reviewed');
      if (review !== undefined) reviews.set(key, reviewOf(review, entry, `${at}: reviewed`));
    }
  }
  return { asOf, entries, reviews };
}

function withSame(
  model: JsonObject,
  models: JsonObject,
  done: ReadonlyMap<string, JsonObject>,
  at: string,
): JsonObject {
  const { sameAs, ...own } = model;
  if (sameAs === undefined) return model;
  const name = text(sameAs, `${at}: sameAs`);
  const base = done.has(name) ? field(models, name) : undefined;
  if (!isJsonObject(base) || field(base, 'sameAs') !== undefined) {
    throw broken(`${at}: sameAs`, `"${name}" must stand in full earlier in the file`);
  }
  const { reviewed: _reviewed, note: _note, ...rest } = base;
  return { ...rest, ...own };
}

interface Defaults {
  readonly provider: string;
  readonly source: JsonValue | undefined;
}

function entryOf(model: JsonObject, file: Defaults, at: string): JsonObject {
  const parts = { ...model, source: field(model, 'source') ?? file.source };
  const entry: Record<string, JsonValue | undefined> = { litellm_provider: file.provider };
  for (const [name, value] of Object.entries(parts)) {
    if (value === undefined) continue;
    const place = `${at}: ${name}`;
    const list = priceList(name);
    Object.assign(
      entry,
      list === undefined ? known(PARTS, name, place)(value, place) : pricesOf(list, value, place),
    );
  }
  return entry;
}

/** Every field of a model that is no price list, and what it says in the cost map's fields. */
const PARTS: Readonly<Record<string, (value: JsonValue, at: string) => JsonObject>> = {
  provider: (value, at) => ({ litellm_provider: text(value, at) }),
  mode: (value, at) => ({ mode: text(value, at) }),
  'usdPer1M ranges': (value, at) => ({ tiered_pricing: ranges(value, at) }),
  multipliers,
  limits,
  can: (value, at) => capabilities(value, true, at),
  cannot: (value, at) => capabilities(value, false, at),
  endpoints: (value, at) => ({ supported_endpoints: texts(value, at) }),
  webSearchBilling: (value, at) => ({ web_search_billing_unit: text(value, at) }),
  retires: (value, at) => ({ deprecation_date: day(value, at) }),
  source: (value, at) => ({ source: text(value, at) }),
  // For the reader of the book alone, and for `reviewOf`.
  note: () => ({}),
  reviewed: () => ({}),
};

function reviewOf(value: JsonValue, entry: JsonObject, at: string): BookReview {
  const { on, against, ...lists } = object(value, at);
  const fields: Record<string, number> = {};
  for (const [listName, names] of Object.entries(lists)) {
    const list = priceList(listName);
    if (list === undefined) throw broken(`${at}: ${listName}`, 'is not a price list');
    for (const name of texts(names, `${at}: ${listName}`)) {
      const place = `${at}: ${listName}: ${name}`;
      const target = rateField(list, name, place);
      fields[target] = number(field(entry, target), place);
    }
  }
  return { on: monthOrDay(on, `${at}: on`), against: text(against, `${at}: against`), fields };
}

function capabilities(value: JsonValue, able: boolean, at: string): JsonObject {
  return Object.fromEntries(texts(value, at).map((name) => [known(CAPABILITIES, name, at), able]));
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

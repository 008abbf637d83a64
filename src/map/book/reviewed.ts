/**
 * Figures that were compared with what the providers themselves publish, written by hand in
 * fixtures/price-book/reviewed.json and kept when the book is made anew. They stand in the book in
 * place of the map's:
 *
 *     "figures": {
 *       "gpt-image-2": {
 *         "on": "2026-09", "against": "OpenAI's pricing page", "source": "https://…",
 *         "alsoFor": ["gpt-image-2-2026-04-21"],
 *         "usdPer1M": { "input": 5, "cacheReadImage": 2 },
 *         "without": ["output_cost_per_image"]
 *       }
 *     },
 *     "retirements": [{ "day": "2026-10-23", "against": "…", "source": "https://…", "models": [] }]
 */
import { field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { broken, day, list, monthOrDay, object, text, texts } from '../../models/price-lists/check.ts';
import { priceList, pricesOf } from '../../models/price-lists/lists.ts';

/** Figures of one model that were compared with the provider's own published prices. */
export interface BookReview {
  /** `2026-09` or `2026-09-14`: as exact as it is known. */
  readonly on: string;
  /** What they were compared with. */
  readonly against: string;
  /** The address of that page. */
  readonly source: string;
  /** The reviewed figures: field of the cost map → USD per unit. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface ReviewedBook {
  readonly entries: ReadonlyMap<string, JsonObject>;
  readonly reviews: ReadonlyMap<string, BookReview>;
}

/**
 * The book with the reviewed figures in place of the map's. A review of a model that the book has not
 * is kept out: the map has dropped the model.
 * @throws BrokenMapError naming the place.
 */
export function withReviews(entries: ReadonlyMap<string, JsonObject>, file: JsonValue): ReviewedBook {
  const reviewed = new Map(entries);
  const reviews = new Map<string, BookReview>();
  const head = object(file, 'reviewed');
  for (const [key, value] of Object.entries(object(field(head, 'figures'), 'reviewed: figures'))) {
    const at = `reviewed: ${key}`;
    const { on, against, source, alsoFor = [], without = [], note: _note, ...lists } = object(value, at);
    const figures = figuresOf(lists, at);
    const gone = texts(without, `${at}: without`);
    const review: BookReview = {
      on: monthOrDay(on, `${at}: on`),
      against: text(against, `${at}: against`),
      source: text(source, `${at}: source`),
      figures,
    };
    for (const name of [key, ...texts(alsoFor, `${at}: alsoFor`)]) {
      change(reviewed, name, (entry) => ({ ...leftOf(entry, gone), ...figures }));
      if (entries.has(name)) reviews.set(name, review);
    }
  }
  for (const [index, value] of list(field(head, 'retirements'), 'reviewed: retirements').entries()) {
    const at = `reviewed: retirements[${index}]`;
    const retirement = object(value, at);
    const deprecation_date = day(field(retirement, 'day'), `${at}: day`);
    for (const name of texts(field(retirement, 'models'), `${at}: models`)) {
      change(reviewed, name, (entry) => ({ ...entry, deprecation_date }));
    }
  }
  return { entries: reviewed, reviews };
}

function change(
  entries: Map<string, JsonObject>,
  key: string,
  changed: (entry: JsonObject) => JsonObject,
): void {
  const entry = entries.get(key);
  if (entry !== undefined) entries.set(key, changed(entry));
}

function leftOf(entry: JsonObject, gone: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !gone.includes(name)));
}

function figuresOf(lists: JsonObject, at: string): Readonly<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [name, values] of Object.entries(lists)) {
    const prices = priceList(name);
    if (prices === undefined) throw broken(`${at}: ${name}`, 'is not a price list');
    const fields = pricesOf(prices, values, `${at}: ${name}`);
    for (const target of Object.keys(fields)) {
      const usd = field(fields, target);
      if (typeof usd !== 'number') throw broken(`${at}: ${name}`, `${target} is no single figure`);
      figures[target] = usd;
    }
  }
  return figures;
}

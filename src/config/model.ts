/** One model of a settings file: prices under readable names or the cost map's own fields. */
import { isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { priceList, pricesOf, rateField, ranges, type PriceList } from '../models/price-lists/lists.ts';
import { CAPABILITIES, LIMITS, TOKEN_RATES, UNIT_RATES } from '../models/price-lists/names.ts';
import { isPriceName, NESTED_FIELDS, parseField } from '../models/fields.ts';
import { unknownName, type Path } from '../core/reading/issue.ts';
import { shown } from '../core/show-value.ts';
import type { Reading } from '../core/reading/values.ts';

/** An override of a field of the cost map; null removes the field. */
export interface UserField {
  readonly value: JsonValue;
  readonly path: Path;
}

export interface UserModel {
  /** The model of the map that this one copies, before its own fields. */
  readonly sameAs: string | null;
  /** By field of the cost map, in USD per unit. */
  readonly fields: ReadonlyMap<string, UserField>;
}

/** Settings of a model other than its price lists. */
export const MODEL_PARTS = [
  'provider',
  'mode',
  'limits',
  'can',
  'cannot',
  'fields',
  'usdPer1M ranges',
] as const;
export const TOKEN_RATE_NAMES = Object.keys(TOKEN_RATES);
export const UNIT_RATE_NAMES = [...Object.keys(UNIT_RATES), 'webSearch'];
export const SEARCH_SIZES = ['low', 'medium', 'high'];
export const LIMIT_NAMES = Object.keys(LIMITS);
export const CAPABILITY_WORDS = Object.keys(CAPABILITIES);

const NO_FIELD = 'is no price that llmcost knows, and would have no effect';

/** Reads a model. `isOwn`: it is the user's own, and may have `sameAs`. */
export function readModel(value: JsonValue, path: Path, reading: Reading, isOwn: boolean): UserModel {
  const fields = new Map<string, UserField>();
  const set = (name: string, value: JsonValue, at: Path) => fields.set(name, { value, path: at });
  const names = [...MODEL_PARTS, ...(isOwn ? ['sameAs'] : []), 'usdPer1M', 'usdPer'];
  let sameAs: string | undefined;
  for (const [name, part] of Object.entries(reading.object(value, path) ?? {})) {
    if (part === undefined) continue;
    const at = [...path, name];
    const list = priceList(name);
    if (list !== undefined) readPrices(list, part, at, reading, set);
    else if (isOwn && name === 'sameAs') sameAs = reading.text(part, at);
    else if (Object.hasOwn(PARTS, name)) PARTS[name]?.(part, at, reading, set);
    else reading.report(at, unknownName(name, names));
  }
  return { sameAs: sameAs ?? null, fields };
}

type Set = (name: string, value: JsonValue, at: Path) => void;
type ReadPart = (value: JsonValue, at: Path, reading: Reading, set: Set) => void;

const PARTS: Readonly<Record<string, ReadPart>> = {
  provider: (value, at, reading, set) => setText('litellm_provider', value, at, reading, set),
  mode: (value, at, reading, set) => setText('mode', value, at, reading, set),
  limits: (value, at, reading, set) => {
    const limits = reading.known(value, at, LIMIT_NAMES);
    for (const [name, field] of Object.entries(LIMITS)) {
      const limit = limits?.[name];
      const count = limit === undefined ? undefined : reading.number(limit, [...at, name]);
      if (count !== undefined) set(field, count, [...at, name]);
    }
  },
  can: (value, at, reading, set) => readAbilities(value, at, reading, set, true),
  cannot: (value, at, reading, set) => readAbilities(value, at, reading, set, false),
  'usdPer1M ranges': (value, at, reading, set) => {
    if (readRanges(value, at, reading)) set('tiered_pricing', ranges(value, ''), at);
  },
  fields: (value, at, reading, set) => {
    for (const [name, field] of Object.entries(reading.object(value, at) ?? {})) {
      if (field !== undefined) readField(name, field, [...at, name], reading, set);
    }
  },
};

function setText(field: string, value: JsonValue, at: Path, reading: Reading, set: Set): void {
  const text = reading.text(value, at);
  if (text !== undefined) set(field, text, at);
}

function readAbilities(value: JsonValue, at: Path, reading: Reading, set: Set, able: boolean): void {
  const words = reading.list(value, at, (word, place) => {
    if (typeof word === 'string' && Object.hasOwn(CAPABILITIES, word)) return word;
    return reading.report(place, notOneOf(word, CAPABILITY_WORDS));
  });
  for (const [word, field] of Object.entries(CAPABILITIES)) if (words.includes(word)) set(field, able, at);
}

function notOneOf(word: JsonValue, known: readonly string[]): string {
  const problem = `must be one of ${known.join(', ')}, not ${shown(word)}`;
  return typeof word === 'string' ? unknownName(word, known, problem) : problem;
}

/** A price list: rates in USD, or null for no price. */
function readPrices(list: PriceList, value: JsonValue, at: Path, reading: Reading, set: Set): void {
  const isPerUnit = list.rates === UNIT_RATES;
  const names = isPerUnit ? UNIT_RATE_NAMES : TOKEN_RATE_NAMES;
  for (const [name, figure] of Object.entries(reading.known(value, at, names) ?? {})) {
    const place = [...at, name];
    if (figure === undefined || !names.includes(name)) continue;
    if (isPerUnit && name === 'webSearch') readSearch(list, figure, place, reading, set);
    else if (figure === null) set(rateField(list, name, ''), null, place);
    else {
      const usd = reading.number(figure, place);
      if (usd !== undefined) set(rateField(list, name, ''), list.usd(usd), place);
    }
  }
}

function readSearch(list: PriceList, value: JsonValue, at: Path, reading: Reading, set: Set): void {
  const isPrice = (figure: JsonValue | undefined) => typeof figure === 'number' && figure >= 0;
  const isSizes =
    isJsonObject(value) &&
    Object.keys(value).length === SEARCH_SIZES.length &&
    SEARCH_SIZES.every((size) => isPrice(value[size]));
  if (value !== null && !isPrice(value) && !isSizes) {
    reading.report(
      at,
      `must be a number, 0 or more, or one for each of low, medium and high, not ${shown(value)}`,
    );
    return;
  }
  if (value === null) set('search_context_cost_per_query', null, at);
  else for (const [name, price] of entries(pricesOf(list, { webSearch: value }, ''))) set(name, price, at);
}

function readRanges(value: JsonValue, at: Path, reading: Reading): boolean {
  const before = reading.issues.length;
  let from = 0;
  reading.list(value, at, (item, place) => {
    const { upTo, ...rates } = reading.known(item, place, ['upTo', ...TOKEN_RATE_NAMES]) ?? {};
    const to = isJsonObject(item) ? reading.number(upTo, [...place, 'upTo'], { above: from }) : undefined;
    for (const [name, rate] of entries(rates)) {
      if (TOKEN_RATE_NAMES.includes(name)) reading.number(rate, [...place, name]);
    }
    from = to ?? from;
    return item;
  });
  return reading.issues.length === before;
}

/** A field by the cost map's own name; an unknown price field is an error. */
function readField(name: string, value: JsonValue, at: Path, reading: Reading, set: Set): void {
  if (isPriceName(name) && value !== null) {
    const parsed = parseField(name);
    if (parsed === undefined) return reading.report(at, NO_FIELD);
    if (!NESTED_FIELDS.has(parsed.metric) && reading.number(value, at) === undefined) return;
    if (NESTED_FIELDS.has(parsed.metric) && typeof value !== 'object') {
      return reading.report(at, `must be an object or a list, not ${shown(value)}`);
    }
  }
  set(name, value, at);
}

function entries(object: JsonObject): readonly (readonly [string, JsonValue])[] {
  return Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
}

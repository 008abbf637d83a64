/** What two entries of one model say differently, field by field. */
import { asNumber, field, isJsonObject, type JsonObject, type JsonValue } from '../core/json.ts';
import type { Entry } from './entry.ts';
import { isPriceName, type Unit } from './fields.ts';
import { compare, decimal, minus, ratio, times, toNumber, ZERO, type Decimal } from '../core/money.ts';
import { normalized, per1M, pricesOf, type Price } from './prices.ts';

/** One price as one of the maps has it. */
export interface Figure {
  /** All digits, no exponent. */
  readonly raw: string;
  /** Null for what is not USD: DBU, and factors. */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number | null;
  /** When it holds, in words; null for the plain price. Bounds of ranges can move while prices stay. */
  readonly condition: string | null;
}

export interface PriceChange {
  readonly item: string;
  /** Where it stands in the entry: `tiered_pricing[1].input_cost_per_token`. */
  readonly field: string;
  readonly unit: Unit;
  readonly normalizedUnit: string;
  /** Null where that map has no such price. */
  readonly before: Figure | null;
  readonly after: Figure | null;
  /** (after - before) / before × 100, four decimals; null where one of them is absent or the first is 0. */
  readonly percent: number | null;
}

export interface LimitChange {
  readonly field: string;
  readonly before: number | null;
  readonly after: number | null;
  readonly percent: number | null;
}

export interface CapabilityChange {
  readonly field: string;
  /** Null where that map does not say. */
  readonly before: boolean | null;
  readonly after: boolean | null;
}

export interface DeprecationChange {
  readonly before: string | null;
  readonly after: string | null;
}

/** Everything that changed between two entries of one key; each field of the map is in one list. */
export interface EntryChanges {
  readonly prices: readonly PriceChange[];
  readonly limits: readonly LimitChange[];
  readonly capabilities: readonly CapabilityChange[];
  readonly deprecation: DeprecationChange | null;
  /** Names of all other fields that differ. */
  readonly otherFields: readonly string[];
}

/** What a field is, by its name: limits are counts, capabilities are yes or no. */
const LIMIT_NAME = /^max_|^(rpm|tpm)$/;
const CAPABILITY_NAME = /^supports_/;
const DEPRECATION_NAME = 'deprecation_date';

/** Compares two entries. A field that is null says as little as one that is absent. */
export function changesOf(before: Entry, after: Entry): EntryChanges {
  const names = differentFields(before.fields, after.fields);
  const prices = priceChanges(before, after, names.filter(isPriceName));
  const limits: LimitChange[] = [];
  const capabilities: CapabilityChange[] = [];
  const otherFields: string[] = [];
  let deprecation: DeprecationChange | null = null;
  for (const name of names) {
    const [old, now] = [valueOf(before.fields, name), valueOf(after.fields, name)];
    if (LIMIT_NAME.test(name) && areNumbers(old, now)) {
      limits.push({ field: name, before: numberOf(old), after: numberOf(now), percent: percentOf(old, now) });
    } else if (CAPABILITY_NAME.test(name) && areFlags(old, now)) {
      capabilities.push({ field: name, before: flagOf(old), after: flagOf(now) });
    } else if (name === DEPRECATION_NAME && areTexts(old, now)) {
      deprecation = { before: textOf(old), after: textOf(now) };
    } else if (!prices.some(({ field }) => isPartOf(field, name))) {
      otherFields.push(name);
    }
  }
  return { prices, limits, capabilities, deprecation, otherFields };
}

/** True when nothing is in any list. */
export function isEmpty(changes: EntryChanges): boolean {
  const { prices, limits, capabilities, deprecation, otherFields } = changes;
  return (
    prices.length + limits.length + capabilities.length + otherFields.length === 0 && deprecation === null
  );
}

/**
 * True for a change of at least so many percent, exactly. A price that was 0 or absent, is absent now,
 * or holds under another condition now, has changed by more than any percentage.
 */
export function isAtLeast({ before, after }: PriceChange, percent: number): boolean {
  if (before === null || after === null || before.condition !== after.condition) return true;
  const old = decimal(before.raw);
  const difference = minus(decimal(after.raw), old);
  const size = compare(difference, ZERO) < 0 ? minus(ZERO, difference) : difference;
  return compare(times(size, 100), times(old, decimal(percent))) >= 0;
}

/** The fields whose values differ, those of the new entry first, in its order. */
function differentFields(before: JsonObject, after: JsonObject): readonly string[] {
  const names = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...names].filter((name) => !sameValue(valueOf(before, name), valueOf(after, name)));
}

function valueOf(fields: JsonObject, name: string): JsonValue {
  return field(fields, name) ?? null;
}

/** Equal as JSON, whatever the order of the keys. */
export function sameValue(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]))
  );
}

/** Prices that differ, by the place where they stand; only the named fields are looked into. */
function priceChanges(before: Entry, after: Entry, names: readonly string[]): readonly PriceChange[] {
  if (names.length === 0) return [];
  const old = pricesIn(before, names);
  const now = pricesIn(after, names);
  const fields = new Set([...now.keys(), ...old.keys()]);
  return [...fields].flatMap((place) => {
    const [was, is] = [old.get(place), now.get(place)];
    const known = is ?? was;
    if (known === undefined || (was !== undefined && is !== undefined && isSamePrice(was, is))) return [];
    const percent = was === undefined || is === undefined ? null : percentBetween(was.value, is.value);
    return [
      {
        item: known.item,
        field: place,
        unit: known.unit,
        normalizedUnit: normalized(known.value, known.unit).unit,
        before: was === undefined ? null : figureOf(was),
        after: is === undefined ? null : figureOf(is),
        percent,
      },
    ];
  });
}

function isSamePrice(was: Price, is: Price): boolean {
  return compare(was.value, is.value) === 0 && was.condition === is.condition;
}

function pricesIn(entry: Entry, names: readonly string[]): ReadonlyMap<string, Price> {
  const fields = Object.fromEntries(names.map((name) => [name, valueOf(entry.fields, name)]));
  return new Map(pricesOf({ ...entry, fields }).prices.map((price) => [price.field, price]));
}

/** One price in the numbers of a document. */
export function figureOf({ raw, value, unit, condition }: Price): Figure {
  const isUsd = unit !== 'dbu_token' && unit !== 'factor';
  return {
    raw,
    usdPerUnit: isUsd ? toNumber(value) : null,
    per1MUsd: per1M(value, unit),
    normalizedUsd: isUsd ? toNumber(normalized(value, unit).usd) : null,
    condition,
  };
}

/** `tiered_pricing[0].input_cost_per_token` is part of `tiered_pricing`. */
function isPartOf(place: string, name: string): boolean {
  return place === name || place.startsWith(`${name}.`) || place.startsWith(`${name}[`);
}

/** By how many percent a figure changed, to four decimals; null from 0, and for what no double holds. */
export function percentBetween(before: Decimal, after: Decimal): number | null {
  const share = ratio(minus(after, before), before);
  const percent = share === undefined ? Infinity : Math.round(share * 1e6) / 1e4;
  return Number.isFinite(percent) ? percent : null;
}

function percentOf(before: JsonValue, after: JsonValue): number | null {
  const [old, now] = [asNumber(before), asNumber(after)];
  return old === undefined || now === undefined ? null : percentBetween(decimal(old), decimal(now));
}

function areNumbers(...values: readonly JsonValue[]): boolean {
  return values.every((value) => value === null || asNumber(value) !== undefined);
}

function numberOf(value: JsonValue): number | null {
  return asNumber(value) ?? null;
}

function areFlags(...values: readonly JsonValue[]): boolean {
  return values.every((value) => value === null || typeof value === 'boolean');
}

function flagOf(value: JsonValue): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function areTexts(...values: readonly JsonValue[]): boolean {
  return values.every((value) => value === null || typeof value === 'string');
}

function textOf(value: JsonValue): string | null {
  return typeof value === 'string' ? value : null;
}

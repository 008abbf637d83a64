import type { Settings } from '../../src/config/settings.ts';
import { NO_SETTINGS } from '../../src/config/settings.ts';
import { tryLookUp } from '../../src/models/catalog.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { plain, plus, ZERO } from '../../src/core/money.ts';
import { Tally } from '../../src/pricing/tally/accumulate.ts';
import { calendarOf } from '../../src/pricing/tally/calendar.ts';
import type { Sum } from '../../src/pricing/tally/accumulators.ts';
import { dimensionsOf } from '../../src/pricing/tally/groups.ts';
import { nameFilter } from '../../src/pricing/tally/models.ts';
import type { TallyOptions } from '../../src/pricing/tally/options.ts';
import { createLineReader } from '../../src/usage/recognise.ts';
import { NOON, storeOf } from './pricing.ts';

export type TallyGiven = Partial<Omit<TallyOptions, 'bookAt' | 'dimensions'>> & {
  readonly by?: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
  readonly unnamed?: string;
};

/** A tally that prices with these entries. */
export function tallyWith(entries: Readonly<Record<string, JsonObject>>, given: TallyGiven = {}): Tally {
  const { by = [], aliases = {}, unnamed, settings = NO_SETTINGS, ...options } = given;
  const store = settings.overlay(storeOf(entries));
  const find = (name: string) => tryLookUp(store, name, settings.lookUp);
  const names = {
    find,
    store,
    aliases: new Map(Object.entries(aliases)),
    unnamed,
    mayFind: nameFilter(store, settings.lookUp.aliases),
  };
  const datedMap = { index: 0, fromMs: -Infinity, untilMs: Infinity, names: () => names, assumptions: [] };
  return new Tally({
    dimensions: dimensionsOf(by),
    calendar: calendarOf('UTC'),
    tier: 'standard',
    mapAtDate: () => datedMap,
    settings,
    readImageRules: () => {
      throw new Error('no image rules here');
    },
    now: NOON,
    ...options,
  });
}

export function settingsOf(parts: Partial<Settings>): Settings {
  return { ...NO_SETTINGS, ...parts };
}

/** Hands values to a tally as the lines of one file, by way of the recogniser. */
export function feed(tally: Tally, values: readonly JsonValue[], file = 'log'): void {
  tally.begin(file);
  const reader = createLineReader();
  for (const [index, value] of values.entries()) {
    for (const outcome of reader.read(value)) {
      if (outcome.kind === 'record') tally.record(outcome.record, index + 1, value);
      else if (outcome.kind === 'skipped') tally.skipped(outcome.reason, outcome.detail, index + 1);
      else tally.context(index + 1);
    }
  }
}

export function sumsOf(tally: Tally): readonly Sum[] {
  return [...tally.sums()];
}

/** The exact total, written out. */
export function totalOf(tally: Tally): string {
  let total = ZERO;
  for (const { cost } of tally.sums()) total = plus(total, cost.totalUsd);
  return plain(total);
}

/** Tokens by meter, over everything. */
export function tokensOf(tally: Tally): Readonly<Record<string, number>> {
  const tokens: Record<string, number> = {};
  for (const { meters } of tally.sums()) {
    for (const { meter, quantity } of meters) tokens[meter] = (tokens[meter] ?? 0) + Number(plain(quantity));
  }
  return tokens;
}

/** How many requests there are in each state. */
export function statesOf(tally: Tally): Readonly<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const { state, requests } of tally.sums()) states[state] = (states[state] ?? 0) + requests;
  return states;
}

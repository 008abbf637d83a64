import type { Conditions } from '../../src/usage/conditions.ts';
import { assumptionsOf, meter, priceLines, type MeterRequest } from '../../src/pricing/cost.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { toEntry, type Entry } from '../../src/models/entry.ts';
import { storeFromEntries } from '../../src/models/memory-store.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { plain } from '../../src/core/money.ts';
import type { Usage } from '../../src/usage/usage.ts';

/** A moment for requests that do not care: a Thursday at noon UTC. */
export const NOON = new Date('2026-08-06T12:00:00Z');

/** An entry made of a few fields. */
export function entryOf(fields: JsonObject, key = 'tern-1'): Entry {
  const entry = toEntry(key, { litellm_provider: 'shorebird', mode: 'chat', ...fields });
  if (entry === undefined) throw new Error('an object is always an entry');
  return entry;
}

/** A map made of a few entries. */
export function storeOf(entries: Readonly<Record<string, JsonObject>>): ModelStore {
  return storeFromEntries(new Map(Object.entries(entries)));
}

export type When = Partial<Omit<Conditions, 'inputTokens'>> &
  Partial<Pick<MeterRequest, 'imageEntry' | 'imageRules' | 'overlap'>> & { readonly requests?: number };

/** A priced request as a test reads it: amounts are the exact decimals, written out. */
export interface Priced {
  readonly total: string;
  readonly input: string;
  readonly output: string;
  readonly other: string;
  readonly state: string;
  /** By meter: `5 × 0.000003 (input_cost_per_token)`, or `5 × ?` where there is no rate. */
  readonly lines: Readonly<Record<string, string>>;
  /** Codes, sorted. */
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
}

export function priced(entry: Entry, usage: Usage, when: When = {}): Priced {
  const { requests = 1, imageEntry, imageRules, overlap = 'refuse', ...conditions } = when;
  const metered = meter({
    entry,
    imageEntry,
    imageRules,
    usage,
    overlap,
    conditions: { tier: 'standard', at: NOON, ...conditions },
  });
  const cost = priceLines(metered.lines, requests);
  return {
    total: plain(cost.totalUsd),
    input: plain(cost.inputUsd),
    output: plain(cost.outputUsd),
    other: plain(cost.otherUsd),
    state: cost.state,
    lines: Object.fromEntries(
      cost.lines.map(({ meter: name, quantity, rate }) => [
        name,
        rate === undefined ? `${quantity} × ?` : `${quantity} × ${plain(rate.usdPerUnit)} (${rate.field})`,
      ]),
    ),
    assumptions: codesOf(assumptionsOf(metered)),
    warnings: codesOf(metered.warnings),
  };
}

/** The total alone: what most tables look at. */
export function totalOf(entry: Entry, usage: Usage, when: When = {}): string {
  return priced(entry, usage, when).total;
}

function codesOf(items: readonly { readonly code: string }[]): readonly string[] {
  return [...new Set(items.map(({ code }) => code))].sort();
}

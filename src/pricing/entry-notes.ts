/** What to know about an entry before its prices are trusted. */
import { field } from '../core/json.ts';
import type { Assumption, Notice } from '../core/notice.ts';
import { shown } from '../core/show-value.ts';
import { unusableIdentity, type Entry } from '../models/entry.ts';
import { pricesOf } from '../models/prices.ts';

/**
 * What is assumed where an entry does not say whose it is or what it does: rules that depend on the
 * provider or the mode, such as a batch discount, are not applied.
 */
export function identityAssumptions(entry: Entry): readonly Assumption[] {
  return unusableIdentity(entry).map((name) => ({
    code: 'FIELD_UNUSABLE',
    message: `${entry.key}: ${name} should be a text, but is ${shown(field(entry.fields, name))}; rules that depend on it are not applied.`,
  }));
}

/** Price fields that no cost is made with, because their names are not known: the cost may be higher. */
export function unknownPriceFields(entry: Entry): readonly Notice[] {
  return pricesOf(entry)
    .notUnderstood.filter(({ reason }) => reason === 'unknownField')
    .map(({ field: name, value }) => ({
      code: 'PRICE_FIELD_UNKNOWN',
      message: `${entry.key}: ${name} (${shown(value)}) is a price field that llmcost does not know; the cost may be higher.`,
    }));
}

/** Warnings that `--strict` refuses, because the cost may be another one. */
const REFUSED: ReadonlySet<string> = new Set(['PRICE_FIELD_UNKNOWN', 'SUSPICIOUS_PRICE']);

export function refusedByStrict(warnings: readonly Notice[]): readonly Notice[] {
  return warnings.filter(({ code }) => REFUSED.has(code));
}

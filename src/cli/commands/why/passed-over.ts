import type { Conditions } from '../../../usage/conditions.ts';
import { asNumber, field } from '../../../core/json.ts';
import type { Entry } from '../../../models/entry.ts';
import { parseField, type Unit } from '../../../models/fields.ts';
import type { Rate } from '../../../pricing/rates.ts';

/** A price of the entry that might have been taken, and why it was not. */
export interface PassedOver {
  readonly field: string;
  readonly unit: Unit | null;
  /** USD per unit; null where the field holds no figure. */
  readonly usdPerUnit: number | null;
  /** A part of a sentence: `it is the flex price, and the request is standard`. */
  readonly reason: string;
}

/** Why the other rates of the same kind do not apply. */
export function passedOver(entry: Entry, rate: Rate, conditions: Conditions): readonly PassedOver[] {
  return rate.passedOver.map((name) => ({
    field: name,
    unit: parseField(name)?.unit ?? null,
    usdPerUnit: asNumber(field(entry.fields, name)) ?? null,
    reason: reasonFor(name, entry, rate, conditions),
  }));
}

function reasonFor(name: string, { provider }: Entry, rate: Rate, { tier, inputTokens }: Conditions): string {
  const parsed = parseField(name);
  if (parsed === undefined) return 'its name is not understood';
  if (parsed.batch && tier !== 'batch') return `it is the batch price, and the request is ${tier}`;
  if (parsed.tier !== null && parsed.tier !== tier) {
    return `it is the ${parsed.tier} price, and the request is ${tier}`;
  }
  if (parsed.aboveTokens !== null) {
    const isPassed =
      provider === 'xai' ? inputTokens >= parsed.aboveTokens : inputTokens > parsed.aboveTokens;
    return isPassed
      ? 'another price for so long a prompt comes before it'
      : `it holds above ${count(parsed.aboveTokens)} input tokens, and the request has ${count(inputTokens)}`;
  }
  if (parsed.ttl === '1h') return 'it is for what stays in the cache for an hour';
  if (rate.field.startsWith('tiered_pricing')) return 'the ranges of tiered_pricing come before it';
  if (rate.field.startsWith('off_peak_pricing')) return 'the request is made in off-peak hours';
  const chosen = parseField(rate.field);
  if (chosen !== undefined && chosen.aboveTokens !== null) {
    return `it is for prompts of up to ${count(chosen.aboveTokens)} tokens, and the request has ${count(inputTokens)}`;
  }
  if (chosen !== undefined && (chosen.tier !== null || chosen.batch)) {
    return `it is the standard price, and the ${tier} price comes before it`;
  }
  return 'another price comes before it';
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}

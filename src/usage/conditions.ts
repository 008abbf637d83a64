import type { Tier } from './usage.ts';
import { own } from '../core/collections.ts';

/** What a request was made under, beside what it used: the conditions that choose a rate. */
export interface Conditions {
  readonly tier: Tier;
  /** All tokens of the prompt: what thresholds and ranges look at. */
  readonly inputTokens: number;
  /** Where the request is processed: `eu`, `us`, or a location of the provider's. */
  readonly region?: string | undefined;
  /** Anthropic's speed mode: `fast`. */
  readonly speed?: string | undefined;
  /** When the request is made, for off-peak prices. */
  readonly at: Date;
}

const TIERS: Readonly<Record<string, Tier>> = {
  standard: 'standard',
  default: 'standard',
  flex: 'flex',
  priority: 'priority',
  fast: 'priority',
  ultrafast: 'ultrafast',
  batch: 'batch',
};

export const TIER_NAMES: readonly Tier[] = ['standard', 'flex', 'priority', 'ultrafast', 'batch'];

/** The tier of that name in any case (`fast` is priority); undefined for an unknown one. */
export function tierNamed(name: string): Tier | undefined {
  return own(TIERS, name.trim().toLowerCase());
}

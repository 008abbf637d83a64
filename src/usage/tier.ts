import { type JsonValue, asObject, asText, field } from '../core/json.ts';
import type { Notes } from './notes.ts';
import { shown } from '../core/show-value.ts';
import type { Tier } from './usage.ts';

/** What providers call their tiers, in lower case, and the tier that llmcost bills for each. */
const TIERS: ReadonlyMap<string, Tier> = new Map<string, Tier>([
  ['standard', 'standard'],
  ['default', 'standard'],
  ['on_demand', 'standard'],
  ['flex', 'flex'],
  ['on_demand_flex', 'flex'],
  ['priority', 'priority'],
  ['fast', 'priority'],
  ['on_demand_priority', 'priority'],
  ['ultrafast', 'ultrafast'],
  ['batch', 'batch'],
]);

/**
 * The tier that a response says was served. Bought capacity (`scale`, provisioned throughput) and
 * names that are not known are standard, with a warning.
 */
export function servedTier(value: JsonValue | undefined, notes: Notes): Tier | undefined {
  // Bedrock writes {"type": "flex"}.
  const name = asText(value) ?? asText(field(asObject(value), 'type'));
  if (name === undefined) return undefined;
  const tier = TIERS.get(name.trim().toLowerCase());
  if (tier !== undefined) return tier;
  const bought = /^(scale|provisioned_throughput|reserved)$/i.test(name);
  notes.warnings.push(
    bought
      ? `service tier ${shown(name)} is capacity bought beforehand: priced as standard`
      : `service tier ${shown(name)} is not known: priced as standard`,
  );
  return 'standard';
}

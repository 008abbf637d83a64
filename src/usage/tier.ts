import { type JsonObject, type JsonValue, asObject, field } from '../core/json.ts';
import { shown } from '../core/show-value.ts';
import type { Notes } from './notes.ts';
import type { Tier } from './usage.ts';

/** What providers call their tiers, in lower case, and the tier that llmcost bills for each. */
export const SERVED_TIERS: ReadonlyMap<string, Tier> = new Map<string, Tier>([
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

/** Capacity that was paid for beforehand, by whatever name. */
const BOUGHT = /^(scale|provisioned_throughput|reserved)$/;
/** What an API sends where it tells none. */
export const UNSPECIFIED_TIERS: readonly string[] = ['', 'unspecified', 'traffic_type_unspecified'];

/**
 * The tier that a response says was served. Bought capacity, `auto` and unknown names are standard,
 * with a warning and as an assumption: no usage is refused for the name of its tier.
 */
export function servedTier(value: JsonValue | undefined, notes: Notes): Tier | undefined {
  // Bedrock writes {"type": "flex"}.
  const reported = asObject(value) === undefined ? value : field(asObject(value), 'type');
  if (reported === undefined || reported === null) return undefined;
  const name =
    typeof reported === 'string'
      ? reported
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, '_')
      : '?';
  if (UNSPECIFIED_TIERS.includes(name)) return undefined;
  const tier = SERVED_TIERS.get(name);
  if (tier !== undefined) return tier;
  const message = `service tier ${shown(reported)} is ${describe(name)}: priced as standard`;
  notes.warnings.push(message);
  notes.assume('TIER_STANDARD', message);
  return 'standard';
}

function describe(name: string): string {
  if (BOUGHT.test(name)) return 'capacity bought beforehand';
  return name === 'auto' ? 'what was asked for, not what was served' : 'not known';
}

const TIER_FIELDS = ['service_tier', 'serviceTier', 'tier'] as const;

/** The tier that an object names, as it names it. An empty text names none. */
export function tierField(object: JsonObject | undefined): JsonValue | undefined {
  for (const name of TIER_FIELDS) {
    const value = field(object, name);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

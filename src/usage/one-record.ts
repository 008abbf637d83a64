import type { PlaceOutcome } from './read-place.ts';
import type { UsageReading } from './recognise.ts';
import { type Charge, CHARGE_KINDS, chargesOf } from './charges.ts';
import { type Usage, type UsageRecord, TOKEN_COUNTS } from './usage.ts';

/**
 * The one request that outcomes tell of. Several samplings of one reply at one model, such as a
 * compaction and what came behind it, are added up; several models cannot be one request.
 */
export function oneRecord(outcomes: readonly PlaceOutcome[], isOneReply: boolean): UsageReading {
  const records: UsageRecord[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'skipped') return { ok: false, problem: outcome.detail };
    records.push(outcome.record);
  }
  const [first, ...others] = records;
  if (first === undefined) return { ok: false, problem: 'it holds no usage' };
  if (others.length === 0) return { ok: true, record: first };
  const models = new Set(records.map(({ model }) => model ?? 'a model that is not named'));
  const isOneModel = models.size === 1 && others.every((other) => isLike(first, other));
  if (isOneReply && isOneModel) return { ok: true, record: added(first, records) };
  const names = models.size === 1 ? '' : ` (${[...models].join(', ')})`;
  return {
    ok: false,
    problem: `it holds ${records.length} requests, not one${names}: llmcost tally adds them up`,
  };
}

function isLike(a: UsageRecord, b: UsageRecord): boolean {
  const conditions = (record: UsageRecord) =>
    JSON.stringify([record.tier, record.region, record.speed, record.requests, record.atMs]);
  return conditions(a) === conditions(b);
}

function added(first: UsageRecord, records: readonly UsageRecord[]): UsageRecord {
  const charges = sumOfCharges(records.flatMap(({ charges = [] }) => charges));
  const assumptions = records.flatMap(({ assumptions = [] }) => assumptions);
  const warnings = records.flatMap(({ warnings = [] }) => warnings);
  return {
    ...first,
    usage: sumOfUsage(records.map(({ usage }) => usage)),
    sumOf: records.length,
    ...(charges.length > 0 ? { charges } : {}),
    ...(assumptions.length > 0 ? { assumptions } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function sumOfUsage(usages: readonly Usage[]): Usage {
  const sum: Record<string, Usage[keyof Usage]> = {};
  for (const usage of usages) {
    for (const [name, value] of Object.entries(usage)) {
      const before = sum[name];
      const isAdded = typeof value === 'number' && typeof before === 'number';
      if (isAdded) sum[name] = before + value;
      else if (before === undefined || name in TOKEN_COUNTS) sum[name] = value;
    }
  }
  return sum;
}

function sumOfCharges(charges: readonly Charge[]): readonly Charge[] {
  const sums = CHARGE_KINDS.map((kind) => {
    const quantities = charges.filter((charge) => charge.kind === kind).map(({ quantity }) => quantity);
    return [kind, quantities.reduce((sum, quantity) => sum + quantity, 0)] as const;
  });
  return chargesOf(Object.fromEntries(sums));
}

import { Notes } from './notes.ts';
import type { LineOutcome } from './shape.ts';
import { type Usage, type UsageRecord, TOKEN_COUNTS } from './usage.ts';

type RecordOutcome = Extract<LineOutcome, { kind: 'record' }>;

/** One way of reading an object: the reply, and the replies that are billed beside it. */
export interface ReadRecord {
  readonly shape: string;
  readonly outcomes: readonly RecordOutcome[];
}

/**
 * Chooses between the readings of an object that fits several shapes. A reading without any usage is
 * none. Where all others count the same, the one that tells most is taken, with what only others tell. Where they do not, it is
 * Anthropic's, whose fields nobody else has, else the one with the most tokens; that is an assumption.
 */
export function chooseReading(readings: readonly ReadRecord[]): readonly RecordOutcome[] {
  const reported = readings.filter((reading) => weightOf(reading) > 0);
  const [first, ...others] = (reported.length > 0 ? reported : readings).toSorted(byRank);
  if (first === undefined) return [];
  const doubtful = others.filter((other) => !agree(first, other));
  if (doubtful.length === 0) return withWhatOthersTell(first, others);
  const names = [first, ...doubtful].map(({ shape }) => shape).join(' and ');
  const message = `the usage fits ${names}, which count it differently: read as ${first.shape}`;
  return first.outcomes.map(({ record }) => ({ kind: 'record', record: doubted(record, message) }));
}

/** Of readings that count the same, one may tell a part, a charge or a provider that another leaves out. */
function withWhatOthersTell(
  { outcomes: [main, ...beside] }: ReadRecord,
  others: readonly ReadRecord[],
): readonly RecordOutcome[] {
  if (main === undefined) return [];
  let record = main.record;
  for (const { outcomes } of others) {
    const other = outcomes[0]?.record;
    if (other !== undefined) record = { ...other, ...record, usage: { ...other.usage, ...record.usage } };
  }
  return [{ kind: 'record', record }, ...beside];
}

/** The record with an assumption, which is reported as a warning as well. */
export function doubted(record: UsageRecord, message: string): UsageRecord {
  const notes = new Notes();
  notes.warnings.push(message);
  notes.assume('USAGE_AMBIGUOUS', message);
  return { ...record, ...notes.fieldsOf(record) };
}

/**
 * True where two readings may be of one usage: the same totals, no figure that differs, and parts that
 * fit into the totals when both readings are taken together.
 */
function sameUsage(a: Usage, b: Usage): boolean {
  const counts = (usage: Usage) =>
    new Map(Object.entries(usage).filter(([, value]) => typeof value === 'number'));
  const [one, other] = [counts(a), counts(b)];
  for (const name of TOTALS) if ((one.get(name) ?? 0) !== (other.get(name) ?? 0)) return false;
  for (const [name, count] of one) if (other.has(name) && other.get(name) !== count) return false;
  return tokensOf(a) > 0 ? fits({ ...a, ...b }) : isPartOf(one, other) || isPartOf(other, one);
}

const TOTALS = ['inputTokens', 'outputTokens'] as const;

function isPartOf(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  return [...one.keys()].every((name) => other.has(name));
}

function fits(usage: Usage): boolean {
  const sums = { input: 0, output: 0 };
  for (const [name, side] of Object.entries(TOKEN_COUNTS)) {
    const isPart = name !== 'inputTokens' && name !== 'outputTokens' && name !== 'cacheWrite1hTokens';
    if (isPart) sums[side] += Number(Object.entries(usage).find(([key]) => key === name)?.[1] ?? 0);
  }
  return sums.input <= (usage.inputTokens ?? Infinity) && sums.output <= (usage.outputTokens ?? Infinity);
}

/** All tokens of a usage. */
export function tokensOf({ inputTokens = 0, outputTokens = 0 }: Usage): number {
  return inputTokens + outputTokens;
}

function agree(a: ReadRecord, b: ReadRecord): boolean {
  const [one] = a.outcomes;
  const [other] = b.outcomes;
  return one !== undefined && other !== undefined && sameUsage(one.record.usage, other.record.usage);
}

function byRank(a: ReadRecord, b: ReadRecord): number {
  const isAnthropic = (reading: ReadRecord) => (reading.shape === 'anthropic' ? 1 : 0);
  return (
    isAnthropic(b) - isAnthropic(a) ||
    weightOf(b) - weightOf(a) ||
    countsOf(b) - countsOf(a) ||
    (a.shape < b.shape ? -1 : 1)
  );
}

/** What a reading makes of the object, in tokens; anything that is billed otherwise counts as one. */
function weightOf({ outcomes }: ReadRecord): number {
  return outcomes.reduce((sum, { record: { usage, charges } }) => {
    const others = Object.values(usage).some((value) => typeof value === 'number' && value > 0);
    return sum + (tokensOf(usage) || (others || charges !== undefined ? 1 : 0));
  }, 0);
}

function countsOf({ outcomes }: ReadRecord): number {
  return outcomes.reduce((sum, { record }) => sum + Object.keys(record.usage).length, 0);
}

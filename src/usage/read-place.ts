import type { JsonObject } from '../core/json.ts';
import { extrasOf } from './extras.ts';
import { chargesOf } from './charges.ts';
import { claimsOf } from './claims.ts';
import { atMsOf, groupsOf, modelOf, providerOf, replyIdOf, reportedUsdOf, sumOf, tierOf } from './context.ts';
import { Notes } from './notes.ts';
import { placesIn } from './places.ts';
import { present } from './present.ts';
import { settle } from './settle.ts';
import type { LineOutcome, Place, ExtraReply, UsageReader, UsageShape } from './shape.ts';
import { own as llmcost } from './shapes/canonical.ts';
import { type ReadRecord, chooseReading } from './two-shapes.ts';
import { unreadCounts } from './unread-counts.ts';
import type { UsageRecord } from './usage.ts';

/** What a line knows better than the usage object inside it. */
export type Overrides = { readonly [K in keyof Omit<UsageRecord, 'usage'>]?: UsageRecord[K] | undefined };

/** What a usage object turns out to be: it is there, so the line is more than context. */
export type PlaceOutcome = Extract<LineOutcome, { kind: 'record' | 'skipped' }>;

/** A usage object whose shape is known. */
export interface FoundUsage {
  readonly place: Place;
  readonly shape: UsageShape;
}

/** The first place of a line that holds a known usage object, and that object's shape. */
export function findUsage(line: JsonObject): FoundUsage | undefined {
  for (const place of placesIn(line)) {
    const shape = shapeOf(place);
    if (shape !== undefined) return { place, shape };
  }
  return undefined;
}

/** A shape that claims the object; undefined where it is no usage. */
export function shapeOf(place: Place): UsageShape | undefined {
  return claimsOf(place)[0];
}

/**
 * Reads the object at a place, whosever it is, and the replies that are billed beside it; nothing
 * where it is no usage. An object that fits two shapes which count it differently is read as one of
 * them by a rule (two-shapes.ts), as an assumption.
 */
export function readUsage(place: Place, overrides: Overrides = {}): readonly PlaceOutcome[] {
  const claims = claimsOf(place);
  const [only] = claims;
  if (only === undefined) return [];
  if (claims.length === 1) {
    const unread = chargesOf({ unclassifiedToken: unreadCounts(place.usage, only) });
    if (unread.length === 0) return readReplies(place, only, overrides);
    return readReplies(place, only, { ...overrides, charges: [...(overrides.charges ?? []), ...unread] });
  }
  const readings: ReadRecord[] = [];
  for (const shape of claims) {
    const outcomes = readReplies(place, shape, overrides);
    const records = outcomes.flatMap((outcome) => (outcome.kind === 'record' ? [outcome] : []));
    // What one of them cannot read, nobody should guess.
    if (records.length < outcomes.length) return [unreadable(`it has fields of ${namesOf(claims)}`)];
    readings.push({ shape: shape.name, outcomes: records });
  }
  return chooseReading(readings);
}

function namesOf(shapes: readonly UsageShape[]): string {
  return shapes.map(({ name }) => name).join(' and ');
}

function unreadable(detail: string): PlaceOutcome {
  return { kind: 'skipped', reason: 'unreadable', detail };
}

/** Reads the object at a place as one of this shape, and the replies that are billed beside it. */
export function readReplies(
  place: Place,
  shape: UsageReader,
  overrides: Overrides = {},
): readonly PlaceOutcome[] {
  const { outcome, extraReplies } = readWith(place, shape, overrides);
  if (outcome.kind === 'skipped') return [outcome];
  return [outcome, ...extraReplies.map((reply) => readExtra(reply, place, outcome.record))];
}

/** As `readReplies`, for objects that tell of no other reply. */
export function readPlace(place: Place, shape: UsageReader, overrides: Overrides = {}): PlaceOutcome {
  return readWith(place, shape, overrides).outcome;
}

function readWith(
  place: Place,
  shape: UsageReader,
  overrides: Overrides,
): { readonly outcome: PlaceOutcome; readonly extraReplies: readonly ExtraReply[] } {
  const notes = new Notes();
  const reading = shape.read(place, notes);
  const extras = extrasOf(place, notes);
  const model = overrides.model ?? reading.model ?? modelOf(place);
  const provider = overrides.provider ?? reading.provider ?? providerOf(place);
  const isClaude = /claude|anthropic/i.test(`${model ?? ''} ${provider ?? ''}`);
  const { usage, unclassified } = settle(
    reading.reported ?? {},
    reading.layout ?? shape.layout ?? {},
    isClaude,
    notes,
  );
  // A batch is billed as one, whatever tier its replies name.
  const tier = overrides.tier ?? reading.tier ?? tierOf(place, notes);
  const charges = [
    ...(overrides.charges ?? []),
    ...(reading.charges ?? []),
    ...extras.charges,
    ...chargesOf({ unclassifiedToken: unclassified }),
  ];
  if (notes.problems.length > 0) {
    const detail = notes.problems.join('; ');
    return { outcome: unreadable(detail), extraReplies: [] };
  }
  const record = present<UsageRecord>({
    shape: shape.name,
    region: reading.region,
    speed: reading.speed,
    atMs: reading.atMs ?? atMsOf(place),
    requests: reading.requests,
    sumOf: reading.sumOf === undefined && shape !== llmcost ? sumOf(place) : reading.sumOf,
    contextTokens: reading.contextTokens,
    reportedUsd: reading.reportedUsd ?? reportedUsdOf(place),
    dedupeKey: reading.dedupeKey ?? replyIdOf(place),
    ...groupsOf(place),
    ...present(overrides),
    usage: { ...usage, ...extras.usage, ...reading.usage },
    model,
    provider,
    tier,
    charges: charges.length > 0 ? charges : undefined,
    ...notes.fieldsOf(),
  });
  return {
    outcome: { kind: 'record', record },
    extraReplies: [...(reading.extraReplies ?? []), ...extras.replies],
  };
}

/** A reply beside another: under the same conditions, with an id of its own, at its own model. */
function readExtra(reply: ExtraReply, { holders }: Place, main: UsageRecord): PlaceOutcome {
  const place = { usage: reply.usage, holders: [reply.usage], bare: false };
  const outcome = readPlace(place, reply.shape, {
    shape: main.shape,
    tier: main.tier,
    region: main.region,
    speed: main.speed,
    atMs: main.atMs,
    dedupeKey: main.dedupeKey === undefined ? undefined : `${main.dedupeKey} ${reply.suffix}`,
    requestId: main.requestId,
    agent: main.agent,
    ...groupsOf({ usage: reply.usage, holders, bare: false }),
    session: main.session,
    project: main.project,
  });
  if (outcome.kind === 'skipped') return outcome;
  const { model: _, ...record } = outcome.record;
  const model = reply.model === undefined ? main.model : (reply.model ?? undefined);
  return { kind: 'record', record: model === undefined ? record : { ...record, model } };
}

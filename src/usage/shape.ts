import type { JsonObject } from '../core/json.ts';
import { field } from '../core/json.ts';
import type { Charge } from './charges.ts';
import type { Notes } from './notes.ts';
import type { CodexSession } from './relations/codex-runs.ts';
import type { CodexCounts } from './shapes/codex-totals.ts';
import { Relations, type Summed } from './relations/relations.ts';
import type { Layout } from './settle.ts';
import type { FieldPath, ReportedCounts } from './reported-counts.ts';
import type { Tier, Usage, UsageRecord } from './usage.ts';

/** A usage object and what stands around it. */
export interface Place {
  readonly usage: JsonObject;
  /**
   * The objects that hold it, from the innermost outwards: the response, then the line. A usage
   * object that is the line itself is its own holder.
   */
  readonly holders: readonly JsonObject[];
  /** True where nothing but the fields themselves says that this is a usage object. */
  readonly bare: boolean;
  /** The name under which its holder has it. */
  readonly name?: string | undefined;
}

/** What a shape reads: the usage, and what only this shape knows where to find. */
export interface Reading {
  /** Counts as the provider tells them; the layout of the shape makes them canonical. */
  readonly reported?: ReportedCounts | undefined;
  /** The layout of this object, where it is not the shape's. */
  readonly layout?: Layout | undefined;
  /** Canonical counts, and what is reported in other units than tokens. */
  readonly usage?: Usage | undefined;
  readonly model?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly speed?: string | undefined;
  readonly provider?: string | undefined;
  readonly atMs?: number | undefined;
  readonly requests?: number | undefined;
  readonly sumOf?: number | null | undefined;
  readonly contextTokens?: number | undefined;
  readonly reportedUsd?: string | undefined;
  readonly dedupeKey?: string | undefined;
  readonly charges?: readonly Charge[] | undefined;
  /** Replies that are billed beside this one: an advisor's, an image model's. */
  readonly extraReplies?: readonly ExtraReply[] | undefined;
}

/** Another reply that a usage object tells of. */
export interface ExtraReply {
  /** Tells it apart from the reply itself and from others beside it. */
  readonly suffix: string;
  readonly usage: JsonObject;
  readonly shape: UsageReader;
  /** Undefined where it is the model of the reply itself; null where nothing names it. */
  readonly model?: string | null | undefined;
}

/**
 * The names under which some shapes tell their input and their output. An object that uses the words
 * of one shape is not another's for a field that both know.
 */
export type Words = readonly string[];

/** Reads objects that are known to be of its form. */
export interface UsageReader {
  readonly name: string;
  readonly layout?: Layout;
  read(place: Place, notes: Notes): Reading;
}

/** One form of usage objects. claims.ts says whose an object is. */
export interface UsageShape extends UsageReader {
  /** Undefined for a shape that tells its totals nowhere else. */
  readonly words?: Words | undefined;
  /** Fields that no other shape has: one of them decides. */
  readonly own: readonly FieldPath[];
  /** True where its own fields do not decide, because of what stands beside them. */
  readonly unless?: ((place: Place) => boolean) | undefined;
  /** Names of places where every object is of this shape. */
  readonly places?: readonly string[];
  /** True where its fields are known by what their names hold, so that `fields` cannot list them. */
  readonly readsAnyName?: true;
  /** Takes an object in its words that has no shape's own fields. */
  readonly takesPlain?: ((place: Place) => boolean) | undefined;
  readonly layout: Layout;
  /** Every field that `read` looks at, for readers that must know which fields matter. */
  readonly fields: readonly FieldPath[];
}

/** Why a line gives no request to price. */
export type SkipReason =
  | 'no usage'
  | 'unknown usage'
  | 'unreadable'
  | 'failed request'
  | 'synthetic'
  | 'repeated'
  | 'summary'
  | 'gateway cache';

/** What one line, or one value of a document, turned out to be. */
export type LineOutcome =
  | { readonly kind: 'record'; readonly record: UsageRecord }
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly detail: string }
  /** Requests added up that other lines may tell one by one; it counts where no line does. */
  | { readonly kind: 'summary'; readonly of: Summed; readonly records: readonly UsageRecord[] }
  /** A line that carries no request and is not meant to: the rest of a session log. */
  | { readonly kind: 'context' };

/** A line that is recognised as a whole, because more than its usage object counts. */
export interface LineShape {
  /** False where it reads none of the places of places.ts, so that a usage object in one is another's. */
  readonly readsPlaces?: false;
  /** True where usage objects in such places are parts of what it adds up. */
  readonly addsUp?: true;
  recognises(line: JsonObject): boolean;
  read(line: JsonObject, state: FileState): readonly LineOutcome[];
}

/** What is remembered from one line of a file to the next, and what is known beside its lines. */
export interface FileState {
  readonly facts: FileFacts;
  readonly relations: Relations<unknown>;
  readonly codex: CodexState;
  readonly stream: StreamState;
  /** Steps of a run of Vercel's AI SDK that stood in lines of their own. */
  readonly sdkRun: { steps: number };
  readonly session: SessionState;
}

/** What a session says before its replies; the last word counts. */
export interface SessionState {
  id?: string | undefined;
  project?: string | undefined;
  model?: string | undefined;
  provider?: string | undefined;
  /** Replies that a later line may write again, by their id. */
  readonly replies: Map<string, LineOutcome>;
}

/** A reply of Anthropic's that is being streamed. */
export interface StreamState {
  /** The message of `message_start`, with the counts of what followed it. */
  message?: JsonObject | undefined;
  usage?: JsonObject | undefined;
}

/** What the name and the place of a file tell, for logs whose lines leave it out. */
export interface FileFacts {
  /** As messages name it. */
  readonly name: string;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly model?: string | undefined;
  readonly atMs?: number | undefined;
}

/** Where a Codex session stands: its lines name the model once a turn, and total up as they go. */
export interface CodexState {
  model?: string | undefined;
  tier?: Tier | undefined;
  /** What there is to say of the tier, of each of its requests. */
  tierNotes?: Notes;
  project?: string | undefined;
  session?: CodexSession;
  /** True until the session's own first request: what comes before it may be its parent's. */
  isHistory?: boolean;
  /** The hash of the cumulated counts of the last event, to tell a repeated event by. */
  total?: number;
  /** The counts themselves. */
  totals?: JsonObject | CodexCounts;
}

export function newFileState(
  facts: FileFacts = { name: '' },
  relations: Relations<unknown> = new Relations(),
): FileState {
  return { facts, relations, codex: {}, stream: {}, sdkRun: { steps: 0 }, session: { replies: new Map() } };
}

export const CONTEXT: readonly LineOutcome[] = [{ kind: 'context' }];

export function skipped(reason: SkipReason, detail: string): readonly LineOutcome[] {
  return [{ kind: 'skipped', reason, detail }];
}

/** True where at least one of the fields is there and not null. */
export function hasAny(object: JsonObject | undefined, ...names: readonly string[]): boolean {
  return names.some((name) => (field(object, name) ?? null) !== null);
}

import type { JsonObject } from '../core/json.ts';
import { field } from '../core/json.ts';
import type { Notes } from './notes.ts';
import type { CodexSession } from './relations/codex-runs.ts';
import { Relations, type Summed } from './relations/relations.ts';
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
}

/** What a shape reads: the usage, and what only this shape knows where to find. */
export interface Reading {
  readonly usage: Usage;
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly speed?: string | undefined;
  readonly provider?: string | undefined;
  readonly atMs?: number | undefined;
  readonly requests?: number | undefined;
}

/** One provider's usage object. The table of recognise.ts asks each in its order. */
export interface UsageShape {
  readonly name: string;
  recognises(place: Place): boolean;
  read(place: Place, notes: Notes): Reading;
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
  project?: string | undefined;
  session?: CodexSession;
  /** True until the session's own first request: what comes before it may be its parent's. */
  isHistory?: boolean;
  /** The cumulated counts of the last event, as text, to tell a repeated event by. */
  total?: string;
  totals?: JsonObject;
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

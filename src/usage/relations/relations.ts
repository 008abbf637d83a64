import type { UsageRecord } from '../usage.ts';
import { CodexRuns } from './codex-runs.ts';
import { SpanTree, type SpanPlace } from './span-tree.ts';

/** What a summary sums up: a session or run, or the spans below a span. */
export type Summed =
  | { readonly by: 'session'; readonly session: string }
  | { readonly by: 'span'; readonly place: SpanPlace };

/** Where a line stands, and its value where somebody wants it. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** A summary that waits for the end of all logs. */
export interface Held<Place = LinePlace> {
  readonly of: Summed;
  readonly records: readonly UsageRecord[];
  readonly place: Place;
}

/**
 * What lines of one log have to do with lines of another: sessions that repeat their parent's
 * history, and summaries of what other lines tell one by one. One for all logs that are added up.
 */
export class Relations<Place = LinePlace> {
  readonly codex = new CodexRuns();
  readonly spans = new SpanTree();
  readonly #held: Held<Place>[] = [];
  readonly #sessions = new Set<string>();
  #lastSession: string | undefined = undefined;

  /** A session whose requests stand in the logs one by one. */
  saw(session: string | undefined): void {
    if (session === undefined || session === this.#lastSession) return;
    this.#lastSession = session;
    this.#sessions.add(session);
  }

  /** Keeps a summary until it is known whether what it sums up stands in the logs as well. */
  hold(held: Held<Place>): void {
    this.#held.push(held);
  }

  /** Every summary, with whether its requests stand in the logs one by one. To be asked at the end. */
  *summaries(): Generator<{ readonly held: Held<Place>; readonly isCovered: boolean }> {
    for (const held of this.#held) yield { held, isCovered: this.#isCovered(held.of) };
  }

  #isCovered(of: Summed): boolean {
    return of.by === 'session' ? this.#sessions.has(of.session) : this.spans.isAboveRequests(of.place);
  }
}

import { HashMap } from './hash-map.ts';
import { hashOfNumber } from './hash.ts';

/** A request of a Codex session, as its `token_count` event tells it. */
export interface CodexEvent {
  /** The hash of the cumulated counts of the session: no two requests of one session share them. */
  readonly totals: number;
  readonly atMs: number | undefined;
}

/** What a session says of itself before its first request. */
export interface CodexSession {
  readonly id: string;
  /** Sessions whose history it may begin with. */
  readonly parents: readonly string[];
  /** When it began, which is when it was forked. */
  readonly startMs: number | undefined;
}

/** Events that are written down again at a fork get the moment of the fork, give or take a second. */
const REPLAY_MS = 1000;

/** Which requests of Codex sessions are those of another session, over all files that are read. */
export class CodexRuns {
  /** The sessions that have events, and the place of each among them. */
  readonly #sessions: string[] = [];
  readonly #places = new Map<string, number>();
  /** The moment of each event, NaN where it is not told, by its session and its totals. */
  readonly #moments = new HashMap();
  /** The place of the first session that has an event of this moment and these totals. */
  readonly #firstAt = new HashMap();

  has(session: string): boolean {
    return this.#places.has(session);
  }

  /**
   * The session that an event at the beginning of a session was first told by; undefined for an
   * event of its own, which also ends the history.
   */
  ownerOf({ totals, atMs }: CodexEvent, { id, parents, startMs }: CodexSession): string | undefined {
    for (const parent of parents) {
      const place = this.#places.get(parent);
      const toldMs = place === undefined ? undefined : this.#moments.get(hashOfNumber(place, totals));
      // What the parent did after the fork is no history, even with the same counts.
      if (toldMs !== undefined && !(startMs !== undefined && toldMs > startMs + REPLAY_MS)) return parent;
    }
    if (atMs === undefined) return undefined;
    const isOld = startMs !== undefined && atMs <= startMs + REPLAY_MS;
    const [parent] = parents;
    // Its parent's log is not among those that are read: siblings share what they begin with.
    if (parent !== undefined) return isOld && !this.has(parent) ? parent : undefined;
    const first = this.#firstAt.get(hashOfNumber(atMs, totals));
    const twin = first === undefined ? undefined : this.#sessions[first];
    return twin === id ? undefined : twin;
  }

  /** Remembers an event of a session, its history included. */
  add(session: string, { totals, atMs }: CodexEvent): void {
    let place = this.#places.get(session);
    if (place === undefined) {
      place = this.#sessions.push(session) - 1;
      this.#places.set(session, place);
    }
    this.#moments.set(hashOfNumber(place, totals), atMs ?? Number.NaN);
    if (atMs === undefined) return;
    const moment = hashOfNumber(atMs, totals);
    if (!this.#firstAt.has(moment)) this.#firstAt.set(moment, place);
  }
}

import { hashOf } from './hash.ts';

/** A request of a Codex session, as its `token_count` event tells it. */
export interface CodexEvent {
  /** The cumulated counts of the session, as text: no two requests of one session share them. */
  readonly totals: string;
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
  /** Of each session: the moment of each event, NaN where it is not told, by the hash of its totals. */
  readonly #runs = new Map<string, Map<number, number>>();
  /** The sessions that have an event of this moment and these totals. */
  readonly #firstAt = new Map<number, string>();

  has(session: string): boolean {
    return this.#runs.has(session);
  }

  /**
   * The session that an event at the beginning of a session was first told by; undefined for an
   * event of its own, which also ends the history.
   */
  ownerOf(event: CodexEvent, { id, parents, startMs }: CodexSession): string | undefined {
    const hash = hashOf(event.totals);
    for (const parent of parents) {
      const atMs = this.#runs.get(parent)?.get(hash);
      // What the parent did after the fork is no history, even with the same counts.
      if (atMs !== undefined && !(startMs !== undefined && atMs > startMs + REPLAY_MS)) return parent;
    }
    if (event.atMs === undefined) return undefined;
    const isOld = startMs !== undefined && event.atMs <= startMs + REPLAY_MS;
    const [parent] = parents;
    // Its parent's log is not among those that are read: siblings share what they begin with.
    if (parent !== undefined) return isOld && !this.has(parent) ? parent : undefined;
    const twin = this.#firstAt.get(momentHash(event));
    return twin === id ? undefined : twin;
  }

  /** Remembers an event of a session, its history included. */
  add(session: string, event: CodexEvent): void {
    let run = this.#runs.get(session);
    if (run === undefined) {
      run = new Map();
      this.#runs.set(session, run);
    }
    run.set(hashOf(event.totals), event.atMs ?? Number.NaN);
    if (event.atMs === undefined) return;
    const moment = momentHash(event);
    if (!this.#firstAt.has(moment)) this.#firstAt.set(moment, session);
  }
}

function momentHash({ totals, atMs }: CodexEvent): number {
  return hashOf(`${atMs} ${totals}`);
}

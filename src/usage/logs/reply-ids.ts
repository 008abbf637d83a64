/** Numbers for the ids of replies, so that whoever counts each reply once keeps no text. */
export interface ReplyIds {
  /** 1 for the first id, and the same for the same id. */
  idOf(text: string): number;
  /** A number that few other texts share, never 0. */
  hashOf(text: string): number;
}

/** A reply that a line tells of. */
export interface ReplyOf {
  /** The number of its id. */
  readonly reply: number;
  /** What hashOf says of its request; 0 where the line names none. */
  readonly request: number;
}

/** The largest count that an entry holds. */
export const MOST_HELD = 0xffff_ffff;

/** The row of an entry that holds no counts. No row has a larger number. */
export const NO_ROW = 0xfff_ffff;

/** Remembers what was counted for each reply: an entry with the number of a row, and its counts. */
export interface CountedReplies {
  /**
   * The entry of a reply; 0 where there is none yet. Two copies that both name their request are one reply only where
   * it is the same; a copy that names none fits any.
   */
  find(of: ReplyOf): number;
  /** An entry with room for so many counts: the one that `find` answered, or another in its place. */
  entryFor(of: ReplyOf, found: number, width: number): number;
  /** Notes the row of an entry and its counts, those of `used`, at most MOST_HELD each. */
  put(entry: number, row: number, counts: Float64Array, used: readonly number[]): void;
  rowOf(entry: number): number;
  /** All counts that were noted, together. */
  tokensOf(entry: number): number;
  /** Puts the counts that were noted into `counts`. */
  take(entry: number, counts: Float64Array, used: readonly number[]): void;
}

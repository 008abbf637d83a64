/** Numbers for the ids of replies, so that whoever counts each reply once keeps no text. */
export interface ReplyIds {
  /** 1 for the first id, and the same for the same id. */
  idOf(text: string): number;
  /** A number that few other texts share, never 0. */
  hashOf(text: string): number;
}

/** A warning in an answer. `code` is stable and for scripts; `message` is a sentence. */
export interface Notice {
  readonly code: string;
  readonly message: string;
}

/** Something that the map does not say and the answer had to suppose. `--strict` refuses it. */
export type Assumption = Notice;

/** Something that the map does not say and the answer had to suppose. `--strict` refuses it. */
export interface Assumption {
  readonly code: string;
  readonly message: string;
}

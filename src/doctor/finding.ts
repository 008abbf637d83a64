/**
 * What was found about one figure of one model. `error`: a bill made with it would be wrong.
 * `warning`: it can hardly be right, or a rule has to stand in. `info`: worth knowing.
 */
export interface Finding {
  /** The rule that found it, as `--rule` names it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly model: string;
  readonly provider: string | null;
  /** The field that it is about; null when it is the entry as a whole. */
  readonly field: string | null;
  /** The figure as the map has it, in the field's own unit; null where it has none. */
  readonly figure: number | null;
  /** One sentence. */
  readonly reason: string;
  /** The figures beside which it looks wrong. */
  readonly neighbours: readonly Neighbour[];
}

export type Severity = 'error' | 'warning' | 'info';

/** The gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** A figure of the same entry or of another one, in its field's own unit. */
export interface Neighbour {
  readonly key: string;
  readonly field: string;
  readonly figure: number;
}

/** A finding as a rule states it; whose entry it is about is known. */
export interface Found {
  readonly field: string | null;
  readonly figure: number | null;
  readonly reason: string;
  readonly neighbours?: readonly Neighbour[];
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

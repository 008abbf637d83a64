/** What a script can rely on: each code stands for one documented kind of failure. */
export type ErrorCode =
  | 'USAGE'
  | 'MODEL_NOT_FOUND'
  | 'MODEL_AMBIGUOUS'
  | 'PRICE_MISSING'
  | 'STRICT'
  | 'BUDGET_EXCEEDED'
  | 'MAP_UNAVAILABLE'
  | 'MAP_BROKEN'
  | 'OUTPUT_FAILED'
  | 'INTERNAL';

/** Exit status for each code; the README's table is this one. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  INTERNAL: 1,
  USAGE: 2,
  MODEL_NOT_FOUND: 3,
  MODEL_AMBIGUOUS: 3,
  PRICE_MISSING: 4,
  STRICT: 4,
  BUDGET_EXCEEDED: 4,
  MAP_UNAVAILABLE: 5,
  MAP_BROKEN: 6,
  OUTPUT_FAILED: 1,
};

/** What `--json` prints under `error`. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | null;
  readonly candidates?: readonly ReportedCandidate[];
}

/** A candidate as JSON has it, where the key of an entry is its `model`. */
export interface ReportedCandidate extends Omit<Candidate, 'key'> {
  readonly model: string;
}

/** A model that the user may have meant. Prices are USD per unit, as text for a person. */
export interface Candidate {
  readonly key: string;
  readonly provider: string;
  readonly price: string;
}

/**
 * The only kind of error that llmcost throws on purpose. The message says what was wrong and with
 * which value; the hint says what to do next.
 *
 * Names of classes are written out, because the build shortens those that are not.
 */
export class LlmcostError extends Error {
  static override readonly name: string = 'LlmcostError';
  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }

  report(): ErrorReport {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/** Wrong flags, a bad argument or bad input from the user (exit 2). */
export class UsageError extends LlmcostError {
  static override readonly name: string = 'UsageError';
  constructor(message: string, hint: string | null = null, options?: ErrorOptions) {
    super('USAGE', message, hint, options);
  }
}

/** No entry has that name (exit 3). The candidates are suggestions and never price anything. */
export class ModelNotFoundError extends LlmcostError {
  static override readonly name: string = 'ModelNotFoundError';
  readonly candidates: readonly Candidate[];

  constructor(message: string, hint: string | null, candidates: readonly Candidate[]) {
    super('MODEL_NOT_FOUND', message, hint);
    this.candidates = candidates;
  }

  override report(): ErrorReport {
    return { ...super.report(), candidates: this.candidates.map(reported) };
  }
}

function reported({ key, ...others }: Candidate): ReportedCandidate {
  return { model: key, ...others };
}

/** Several entries with different prices have that name (exit 3). */
export class AmbiguousModelError extends LlmcostError {
  static override readonly name: string = 'AmbiguousModelError';
  readonly candidates: readonly Candidate[];

  constructor(message: string, hint: string | null, candidates: readonly Candidate[]) {
    super('MODEL_AMBIGUOUS', message, hint);
    this.candidates = candidates;
  }

  override report(): ErrorReport {
    return { ...super.report(), candidates: this.candidates.map(reported) };
  }
}

/** A price is missing, `--strict` refused an assumption, or a budget is exceeded (exit 4). */
export class PriceError extends LlmcostError {
  static override readonly name: string = 'PriceError';
  constructor(
    code: 'PRICE_MISSING' | 'STRICT' | 'BUDGET_EXCEEDED',
    message: string,
    hint: string | null = null,
  ) {
    super(code, message, hint);
  }
}

/** The name means an entry of the map that cannot be used, and no other one answers for it (exit 4). */
export class UnusableEntryError extends PriceError {
  static override readonly name: string = 'UnusableEntryError';

  constructor(message: string, hint: string | null = null) {
    super('PRICE_MISSING', message, hint);
  }
}

/** The map could not be had and there is no usable copy (exit 5). */
export class MapUnavailableError extends LlmcostError {
  static override readonly name: string = 'MapUnavailableError';
  constructor(message: string, hint: string | null = null, options?: ErrorOptions) {
    super('MAP_UNAVAILABLE', message, hint, options);
  }
}

/** What came is no cost map, or a broken one (exit 6). */
export class BrokenMapError extends LlmcostError {
  static override readonly name: string = 'BrokenMapError';
  constructor(message: string, hint: string | null = null, options?: ErrorOptions) {
    super('MAP_BROKEN', message, hint, options);
  }
}

/** A snapshot cannot be read or does not match its checksums: nothing of it is used. */
export class SnapshotDamagedError extends BrokenMapError {
  static override readonly name: string = 'SnapshotDamagedError';
  /** What is wrong, as a clause. */
  readonly what: string;

  constructor(what: string, options?: ErrorOptions) {
    super(`The stored map is damaged: ${what}.`, '`llmcost sync` writes it anew.', options);
    this.what = what;
  }
}

/** The entries in a lock are not enough: `withMap` loads the whole map. */
export class WholeMapNeededError extends MapUnavailableError {
  static override readonly name: string = 'WholeMapNeededError';

  constructor() {
    super('The lock keeps only some entries of its map, and this needs the whole.');
  }
}

/** The answer could not be written: a full disk, a device that refuses (exit 1). */
export class OutputError extends LlmcostError {
  static override readonly name: string = 'OutputError';

  constructor(message: string, options?: ErrorOptions) {
    super('OUTPUT_FAILED', message, null, options);
  }
}

/** The code of a failed system call (`ENOENT`), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** One line about an unknown error, for messages. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A document whose answer is also a refusal, such as an unknown price: why, and what to do. */
export interface RefusalReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly candidates?: readonly ReportedCandidate[];
}

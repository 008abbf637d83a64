import type { Candidate } from '../core/errors.ts';
import type { MapSource, Notice } from '../models/store.ts';

/**
 * The version of every `--json` document. It goes up when a field goes away or changes its meaning;
 * a new field is no new version.
 */
export const SCHEMA_VERSION = 1;

/** What every document has. */
export interface Document {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly warnings: readonly Notice[];
}

/** What every document that used a map has. */
export interface MapDocument extends Document {
  readonly source: MapSource;
}

/** A document whose answer is also a refusal, such as an unknown price: why, and what to do. */
export interface RefusalReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly candidates?: readonly Candidate[];
}

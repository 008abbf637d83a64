import type { MapSource } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';

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

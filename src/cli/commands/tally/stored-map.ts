/** A map of the history, for lines of its time. */
import { gunzipSync } from 'node:zlib';
import { dayOf } from '../../../core/dates.ts';
import { MAX_MAP_BYTES } from '../../../core/defaults.ts';
import { MapUnavailableError } from '../../../core/errors.ts';
import { readPacked, sha256Of, type Seen } from '../../../map/cache/history.ts';
import { parseMap, storeOfMap } from '../../../map/parse.ts';
import type { ModelStore } from '../../../models/store.ts';

/**
 * Reads a map of the history at once: it is needed in the middle of a buffer of lines.
 * @throws MapUnavailableError where it is missing or damaged.
 */
export function readStoredMap(root: string, seen: Seen | undefined): ModelStore {
  const { sha256 = '', at = '' } = seen ?? {};
  const day = dayOf(at);
  let bytes: Buffer;
  try {
    const packed = readPacked(root, sha256);
    if (packed === undefined) throw new Error('missing');
    bytes = gunzipSync(packed, { maxOutputLength: MAX_MAP_BYTES });
    if (sha256Of(bytes) !== sha256) throw new Error('damaged');
  } catch (error) {
    throw new MapUnavailableError(
      `The map of ${day} (${sha256.slice(0, 12)}) is missing from the history, or damaged.`,
      '--as-of now prices all lines by one map; `llmcost import FILE --date` adds a map that you have.',
      { cause: error },
    );
  }
  return storeOfMap(parseMap(bytes.toString('utf8'), `the map of ${day}`));
}

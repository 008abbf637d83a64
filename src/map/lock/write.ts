/** Chooses the entries of a lock, and writes it. */
import { MAX_SMALL_FILE_BYTES, MIB_BYTES } from '../../core/defaults.ts';
import { UsageError, systemCode } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { LookUpOptions } from '../../models/catalog.ts';
import { whyRefused, writeWhole } from '../../core/files.ts';
import type { ModelStore, Summary } from '../../models/store.ts';
import { toJson } from '../../core/json-text.ts';
import { isPattern, keyOf, matcherOf } from '../../models/patterns.ts';
import { lockDocument, type Lock } from './lock.ts';
import { lastPart } from '../../core/nearest.ts';

/**
 * The entries for names and patterns, sorted by key, including those that price the images of a model by size
 * and quality.
 * @throws ModelNotFoundError, AmbiguousModelError, UsageError for a pattern that matches no key.
 */
export function entriesFor(
  store: ModelStore,
  names: readonly string[],
  options: LookUpOptions,
): ReadonlyMap<string, JsonObject> {
  if (names.length === 0) return new Map();
  const summaries = store.summaries();
  const keys = new Set(names.flatMap((name) => keysFor(name, store, summaries, options)));
  return new Map(
    [...keys].sort().flatMap((key) => {
      const entry = store.get(key);
      return entry === undefined ? [] : [[key, entry.fields] as const];
    }),
  );
}

function keysFor(
  name: string,
  store: ModelStore,
  summaries: readonly Summary[],
  options: LookUpOptions,
): readonly string[] {
  if (isPattern(name)) {
    const matches = matcherOf(name);
    const keys = summaries.flatMap(({ key }) => (matches(key) ? [key] : []));
    if (keys.length > 0) return keys;
    throw new UsageError(`No key of the map fits "${name}".`, 'See the keys with: llmcost list');
  }
  const key = keyOf(name, [store], options);
  return [key, ...sizesOf(key, summaries)];
}

/** `high/1024-x-1536/gpt-image-1` and its like for `gpt-image-1`: without them its images have no price. */
function sizesOf(key: string, summaries: readonly Summary[]): readonly string[] {
  const end = `/${lastPart(key)}`;
  const provider = summaries.find((summary) => summary.key === key)?.provider;
  return summaries.flatMap((summary) =>
    summary.provider === provider && summary.key.endsWith(end) && SIZE.test(summary.key) ? [summary.key] : [],
  );
}

const SIZE = /(^|\/)(\d+-x-\d+|max-x-max)\//;

/**
 * Writes a lock atomically.
 * @returns its text.
 * @throws UsageError when that fails, and for a lock larger than may be read.
 */
export async function writeLock(path: string, lock: Lock): Promise<string> {
  const text = toJson(lockDocument(lock));
  if (Buffer.byteLength(text) > MAX_SMALL_FILE_BYTES) {
    throw new UsageError(
      `The lock would keep ${lock.entries.size} entries and be larger than ${MAX_SMALL_FILE_BYTES / MIB_BYTES} MB.`,
      'Name fewer models, or none: then the map itself is kept in the cache.',
    );
  }
  try {
    await writeWhole(path, text);
    return text;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(`The lock could not be written to ${path}: ${whyRefused(error)}.`, null, {
      cause: error,
    });
  }
}

/** True for equal locks. */
export function sameLock(a: Lock, b: Lock): boolean {
  return toJson(lockDocument(a)) === toJson(lockDocument(b));
}

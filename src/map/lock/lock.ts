/**
 * A lock pins the map of a project, and can keep entries of it for computers without that map.
 *
 *     {
 *       "lockVersion": 1,
 *       "url": "https://…/map.json",      or the path of a file, from the lock's own directory
 *       "sha256": "…",                    of the map as it was published
 *       "date": "2026-08-06T09:00:00.000Z",
 *       "modelCount": 2984,
 *       "models": ["gpt-4o"],             what `--models` named
 *       "entriesCheck": "1f0c99b2",       CRC-32 of the entries, for llmcost 1.0
 *       "entriesSha256": "…",             of the entries; answers from them name it instead of the map's
 *       "entries": { "gpt-4o": { … } }
 *     }
 */
import { createHash } from 'node:crypto';
import { issueText, type Issue } from '../../core/reading/issue.ts';
import { Reading } from '../../core/reading/values.ts';
import { reasonOf, UsageError } from '../../core/errors.ts';
import { asList, parseJsonFile, type JsonObject, type JsonValue } from '../../core/json.ts';
import { crc32 } from '../cache/checksum.ts';
import type { LockFile } from './find-lock.ts';

export const LOCK_VERSION = 1;

export interface Lock {
  /** Without secrets; the path of a file is relative to the directory of the lock. */
  readonly url: string;
  readonly sha256: string;
  /** When that map was fetched (ISO 8601, UTC). */
  readonly date: string;
  /** Models of the whole map. */
  readonly modelCount: number;
  /** The names and patterns that `--models` gave. */
  readonly models: readonly string[];
  /** The kept entries, including those that price their images by size. */
  readonly entries: ReadonlyMap<string, JsonObject>;
}

/**
 * Reads a lock.
 * @throws UsageError for an invalid lock, naming the first place that is wrong.
 */
export function readLock({ path, text }: Pick<LockFile, 'path' | 'text'>): Lock {
  const { lock, issues } = takeApart(parsed(path, text));
  const [first, ...others] = issues;
  if (lock !== undefined && first === undefined) return lock;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const issue = first ?? { path: [], problem: 'is no lock' };
  throw new UsageError(`${path}: ${issueText(issue)}${more}.`, UPDATE_HINT);
}

export const UPDATE_HINT = '`llmcost lock --update` writes it anew; --no-lock passes it over.';

/** Validates a parsed lock; undefined when there are issues. */
export function takeApart(value: JsonValue): {
  readonly lock: Lock | undefined;
  readonly issues: readonly Issue[];
} {
  const reading = new Reading();
  const file = reading.object(value, []);
  if (file === undefined) return { lock: undefined, issues: reading.issues };
  const version = file['lockVersion'];
  if (version !== LOCK_VERSION) {
    const isNewer = typeof version === 'number' && version > LOCK_VERSION;
    const problem = isNewer ? 'is of a newer llmcost' : `must be ${LOCK_VERSION}`;
    reading.report(['lockVersion'], problem);
    return { lock: undefined, issues: reading.issues };
  }
  const url = reading.text(file['url'], ['url']);
  const sha256 = reading.textLike(
    file['sha256'],
    ['sha256'],
    /^[0-9a-f]{64}$/,
    'the 64 hexadecimal digits of a SHA-256',
  );
  const date = reading.textLike(
    file['date'],
    ['date'],
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    'a moment such as 2026-08-06T09:00:00Z',
  );
  const modelCount = reading.number(file['modelCount'], ['modelCount']);
  const models = reading.list(file['models'] ?? [], ['models'], (item, at) => reading.text(item, at));
  const entries = reading.each(file['entries'] ?? {}, ['entries'], (entry, at) => reading.object(entry, at));
  const isWhole = asList(file['models']).length === 0 || entries.size > 0;
  if (!isWhole) reading.report(['entries'], 'must hold the models that "models" names');
  if (entries.size > 0 && reading.issues.length === 0) {
    const [name, check] =
      file['entriesSha256'] === undefined
        ? (['entriesCheck', crcOf(entries)] as const)
        : (['entriesSha256', sha256OfEntries(entries)] as const);
    if (file[name] !== check) {
      reading.report(['entries'], `does not match "${name}": it was changed by hand, or cut`);
    }
  }
  if (url === undefined || sha256 === undefined || date === undefined || modelCount === undefined)
    return { lock: undefined, issues: reading.issues };
  return { lock: { url, sha256, date, modelCount, models, entries }, issues: reading.issues };
}

/** The lock as JSON, in the order in which it is written. */
export function lockDocument({ models, entries, ...map }: Lock): JsonObject {
  const kept = {
    entriesCheck: crcOf(entries),
    entriesSha256: sha256OfEntries(entries),
    entries: Object.fromEntries(entries),
  };
  return {
    lockVersion: LOCK_VERSION,
    ...map,
    ...(models.length === 0 ? {} : { models }),
    ...(entries.size === 0 ? {} : kept),
  };
}

/** SHA-256 (hex) of the values: formatting the file does not change it. */
export function sha256OfEntries(entries: Lock['entries']): string {
  return createHash('sha256').update(textOf(entries)).digest('hex');
}

function crcOf(entries: Lock['entries']): string {
  return crc32(Buffer.from(textOf(entries)))
    .toString(16)
    .padStart(8, '0');
}

function textOf(entries: Lock['entries']): string {
  return JSON.stringify([...entries]);
}

function parsed(path: string, text: string): JsonValue {
  try {
    return parseJsonFile(text);
  } catch (error) {
    throw new UsageError(`${path}: the file is ${reasonOf(error)}.`, UPDATE_HINT, { cause: error });
  }
}

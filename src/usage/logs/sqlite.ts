/**
 * SQLite by Node's own `node:sqlite` (from 22.13 on), else by the package better-sqlite3 where it is
 * installed beside llmcost. Either is loaded only when a database comes.
 */
import process from 'node:process';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';

/** A database that is read and never written. */
export interface Database {
  /** The rows that a query gives, one at a time. */
  rows(sql: string): Iterable<JsonObject>;
  close(): void;
}

/** Opens a database read-only. @throws the driver's error for what is none. */
export type OpenDatabase = (path: string) => Database;

export const NO_DRIVER =
  'a SQLite database, which Node reads from 22.13 on, and older ones with the package better-sqlite3 beside llmcost';

/** What both drivers have in common. */
interface Driver {
  readonly prepare: (sql: string) => { readonly iterate: () => Iterable<unknown> };
  readonly close: () => void;
}

/** The first driver that is there; undefined where none is. */
export async function sqliteDriver(): Promise<OpenDatabase | undefined> {
  const own = await quietly(() => loaded('node:sqlite'));
  const Sync = property(own, 'DatabaseSync');
  if (isConstructor(Sync)) return (path) => database(new Sync(path, { readOnly: true }));
  const other = await loaded('better-sqlite3');
  const Better = property(other, 'default') ?? other;
  if (!isConstructor(Better)) return undefined;
  return (path) => database(new Better(path, { readonly: true, fileMustExist: true }));
}

/** @param name a variable, so that no bundler takes it along. */
async function loaded(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch {
    return undefined;
  }
}

/** Node says on stderr that its module is new; that is no news for whoever counts tokens. */
async function quietly<T>(load: () => Promise<T>): Promise<T> {
  const emit = process.emitWarning;
  process.emitWarning = () => undefined;
  try {
    return await load();
  } finally {
    process.emitWarning = emit;
  }
}

function property(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
}

type Constructor = new (path: string, options: object) => unknown;

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function';
}

function isDriver(value: unknown): value is Driver {
  return typeof property(value, 'prepare') === 'function' && typeof property(value, 'close') === 'function';
}

function database(driver: unknown): Database {
  if (!isDriver(driver)) throw new TypeError('the SQLite driver is none that is known');
  return {
    *rows(sql) {
      for (const row of driver.prepare(sql).iterate()) yield toObject(row);
    },
    close: () => driver.close(),
  };
}

function toObject(row: unknown): JsonObject {
  if (!isJsonObject(row)) return {};
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toJson(value)]));
}

/** A column may hold what JSON does not know: an integer of 64 bits, or bytes. */
function toJson(value: unknown): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}

/** The pointer of a cached map: the only file of the cache that is replaced. */
import { asObject, asText, field, type JsonObject } from '../../core/json.ts';
import { crc32 } from './checksum.ts';
import { isAbsent, toObject, whyRefused } from '../../core/files.ts';
import { readCacheText } from './trust.ts';
import { SNAPSHOT_FORMAT, type SnapshotChecks } from './snapshot.ts';

/** Metadata of a cached map. Times are ISO 8601 in UTC. */
export interface Pointer {
  /** The address without secrets. */
  readonly location: string;
  /** Of the map as it was published. */
  readonly sha256: string;
  readonly bytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When these bytes were fetched. */
  readonly fetchedAt: string;
  /** When the server last confirmed them. */
  readonly checkedAt: string;
  /** Values of the map that are not models, and entries with values that cannot be used. */
  readonly setAside: number;
  readonly flawed: number;
  /** Name of the stored form: SHA-256 of its text. */
  readonly name: string;
  readonly checks: SnapshotChecks;
}

/** The text of a pointer file: the pointer, and a checksum of it. */
export function renderPointer(pointer: Pointer): string {
  const body = { format: SNAPSHOT_FORMAT, ...pointer };
  return `${JSON.stringify({ check: crcOf(body), pointer: body })}\n`;
}

/** What a pointer file holds. */
export type PointerFile =
  | { readonly state: 'none' }
  /** `reason` is a clause. */
  | { readonly state: 'damaged'; readonly reason: string }
  | { readonly state: 'read'; readonly pointer: Pointer; readonly format: number };

/** Reads a pointer file, and checks it against the checksum in it. */
export function readPointer(path: string): PointerFile {
  let text: string;
  try {
    text = readCacheText(path);
  } catch (error) {
    if (isAbsent(error)) return { state: 'none' };
    return { state: 'damaged', reason: `its pointer cannot be read (${whyRefused(error)})` };
  }
  const file = toObject(text);
  const body = asObject(field(file, 'pointer'));
  const pointer = body !== undefined && field(file, 'check') === crcOf(body) ? toPointer(body) : undefined;
  const format = field(body, 'format');
  return pointer === undefined || typeof format !== 'number'
    ? { state: 'damaged', reason: 'its pointer is damaged' }
    : { state: 'read', pointer, format };
}

function toPointer(body: JsonObject): Pointer | undefined {
  const checks = toChecks(asObject(field(body, 'checks')));
  const [location, sha256, fetchedAt, checkedAt, name] = [
    'location',
    'sha256',
    'fetchedAt',
    'checkedAt',
    'name',
  ].map((part) => asText(field(body, part)));
  const [bytes, setAside, flawed] = ['bytes', 'setAside', 'flawed'].map((part) => field(body, part));
  if (!location || !sha256 || !name || !fetchedAt || !checkedAt || checks === undefined) return undefined;
  if (typeof bytes !== 'number' || typeof setAside !== 'number' || typeof flawed !== 'number')
    return undefined;
  if (Number.isNaN(Date.parse(fetchedAt)) || Number.isNaN(Date.parse(checkedAt))) return undefined;
  const etag = asText(field(body, 'etag')) ?? null;
  const lastModified = asText(field(body, 'lastModified')) ?? null;
  return {
    location,
    sha256,
    bytes,
    etag,
    lastModified,
    fetchedAt,
    checkedAt,
    setAside,
    flawed,
    name,
    checks,
  };
}

/** Reads the checks of a stored map. */
export function toChecks(object: JsonObject | undefined): SnapshotChecks | undefined {
  const [models, textBytes, textCrc, indexBytes, indexCrc] = [
    'models',
    'textBytes',
    'textCrc',
    'indexBytes',
    'indexCrc',
  ].map((part) => field(object, part));
  if (typeof models !== 'number' || typeof textBytes !== 'number' || typeof textCrc !== 'number')
    return undefined;
  if (typeof indexBytes !== 'number' || typeof indexCrc !== 'number') return undefined;
  return { models, textBytes, textCrc, indexBytes, indexCrc };
}

function crcOf(body: object): number {
  return crc32(Buffer.from(JSON.stringify(body)));
}

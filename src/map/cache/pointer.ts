/** The pointer of a cached map: the only file of the cache that changes, with a checksum of itself. */
import { asObject, asText, field, type JsonObject } from '../../core/json.ts';
import { crc32 } from './checksum.ts';
import { readText, toObject } from '../../core/files.ts';
import { SNAPSHOT_FORMAT, type SnapshotChecks } from './snapshot.ts';

/** What is known about a cached map. Times are ISO 8601 in UTC. */
export interface Pointer {
  /** The address without secrets. */
  readonly location: string;
  /** Of the map as it was published. */
  readonly sha256: string;
  readonly bytes: number;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** When these bytes came. */
  readonly fetchedAt: string;
  /** When the server last said that they are the current ones. */
  readonly checkedAt: string;
  /** Values of the map that are no models, and entries with values that cannot be used. */
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

/** Reads a pointer file; what does not match its own checksum is damaged. */
export function readPointer(path: string): { pointer: Pointer; format: number } | 'none' | 'damaged' {
  const text = readText(path);
  if (text === undefined) return 'none';
  const file = toObject(text);
  const body = asObject(field(file, 'pointer'));
  if (body === undefined || field(file, 'check') !== crcOf(body)) return 'damaged';
  const pointer = toPointer(body);
  const format = field(body, 'format');
  return pointer === undefined || typeof format !== 'number' ? 'damaged' : { pointer, format };
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

/** The checks of a stored map, as they were written down. */
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

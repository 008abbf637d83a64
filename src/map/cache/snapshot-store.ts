/** A stored map, read a line at a time; snapshot.ts describes its format. */
import { SnapshotDamagedError } from '../../core/errors.ts';
import { asList, asObject, asText, field, parseJson, type JsonValue } from '../../core/json.ts';
import { crc32, wordSum } from './checksum.ts';
import { toEntry, type Entry } from '../../models/entry.ts';
import type { ModelStore, PriceGroup, SetAside, Summary } from '../../models/store.ts';
import { summaryIn } from '../index-row.ts';
import { priceGroupsIn } from '../price-table.ts';
import { ascii, GROUP_END, groupStart, PRICES, PRICES_SUM, type SnapshotChecks } from './snapshot.ts';

/** Access to the two texts. Methods throw what the file system throws. */
export interface SnapshotFiles {
  readonly index: () => Buffer;
  readonly text: () => Buffer;
  readonly textBytes: () => number;
  readonly slice: (offset: number, length: number) => Buffer;
}

/** A store that reads from files. */
export interface SnapshotStore extends ModelStore {
  /** As `get`, but a miss is not verified: for a question that may go unanswered. */
  readonly glance: (key: string) => Entry | undefined;
  /** Checks everything now, for a command that cannot start over. @throws SnapshotDamagedError */
  readonly verify: () => void;
}

/**
 * A store that reads a stored map a line at a time. What it reads is checked before it is used: an entry by
 * its checksum, the summaries of a mode by that of their group, a miss by that of the whole index.
 * @throws SnapshotDamagedError at once when sizes differ, later when a checksum does.
 */
export function storeFromSnapshot(files: SnapshotFiles, checks: SnapshotChecks): SnapshotStore {
  return new StoredModels(files, checks);
}

/** After this many single reads, reading the whole snapshot is cheaper. */
const SINGLE_READS = 24;

class StoredModels implements SnapshotStore {
  readonly size: number;
  readonly #files: SnapshotFiles;
  readonly #checks: SnapshotChecks;
  /** Never a text as a whole but for what needs all of it: making one takes longer than a look-up. */
  readonly #index: Buffer;
  readonly #summaries = new Map<string | null | undefined, readonly Summary[]>();
  #indexIsChecked = false;
  #text: Buffer | undefined;
  #singleReads = 0;

  constructor(files: SnapshotFiles, checks: SnapshotChecks) {
    this.size = checks.models;
    this.#files = files;
    this.#checks = checks;
    this.#index = read('the index', files.index);
    const textBytes = read('the snapshot', files.textBytes);
    sameSize('the index', this.#index.length, checks.indexBytes);
    sameSize('the snapshot', textBytes, checks.textBytes);
  }

  get(key: string): Entry | undefined {
    const entry = this.glance(key);
    // Only a whole index can say that it does not hold a key.
    if (entry === undefined) this.#checkIndex();
    return entry;
  }

  glance(key: string): Entry | undefined {
    const start = this.#placeOf(`\n[${ascii(JSON.stringify(key))},`);
    if (start < 0) return undefined;
    const end = this.#placeOf('\n', start + 1);
    const row = toRow(parse('a row of the index', withoutComma(this.#textAt(start + 1, end))));
    const line = row === undefined ? undefined : this.#slice(row.offset, row.length);
    if (row === undefined || line === undefined || crc32(line) !== row.crc) {
      throw new SnapshotDamagedError(`the entry ${JSON.stringify(key)} does not match its checksum`);
    }
    const object = asObject(parse('an entry', `{${line.toString('latin1')}}`));
    const entry = toEntry(key, field(object, key));
    if (entry === undefined) throw new SnapshotDamagedError(`the index leads ${JSON.stringify(key)} astray`);
    return entry;
  }

  summaries(mode?: string | null): readonly Summary[] {
    const known = this.#summaries.get(mode);
    if (known !== undefined) return known;
    const made = mode === undefined ? this.#allSummaries() : this.#summariesOf(mode);
    this.#summaries.set(mode, made);
    return made;
  }

  priceGroups(mode: string | null): readonly PriceGroup[] {
    const group = this.#groupOf(mode);
    if (group === undefined) return [];
    const { rows, end } = group;
    const from = this.#placeOf(PRICES, end) + PRICES.length;
    const to = this.#placeOf(PRICES_SUM, from);
    const table = this.#textAt(from, to);
    const summed = Buffer.from(groupStart(mode) + table, 'latin1');
    this.#compareSum(`the prices of mode ${JSON.stringify(mode)}`, summed, to + PRICES_SUM.length);
    let lines: readonly string[] | undefined;
    return priceGroupsIn(parse('a price table of the index', table), (place) => {
      lines ??= this.#textAt(rows, end).split('\n');
      return this.#summaryOn(lines[place], mode);
    });
  }

  *all(keep?: (json: string) => boolean): Iterable<Entry> {
    const text = this.#wholeText().toString('latin1');
    const kept = keep === undefined ? text : `{${linesOf(text).filter(keep).join(',')}}`;
    for (const [key, value] of Object.entries(asObject(parse('the snapshot', kept)) ?? {})) {
      const entry = toEntry(key, value);
      if (entry !== undefined) yield entry;
    }
  }

  setAside(): readonly SetAside[] {
    this.#checkIndex();
    const index = asObject(parse('the index', this.#textAt(0)));
    return asList(field(index, 'setAside')).flatMap((value) => {
      const [key, reason] = ['key', 'reason'].map((name) => field(asObject(value), name));
      return typeof key === 'string' && typeof reason === 'string' ? [{ key, reason }] : [];
    });
  }

  verify(): void {
    this.#checkIndex();
    this.#wholeText();
  }

  #summariesOf(mode: string | null): readonly Summary[] {
    const group = this.#groupOf(mode);
    if (group === undefined) return [];
    const { start, rows, end } = group;
    const summed = this.#index.subarray(start, end);
    this.#compareSum(`the models of mode ${JSON.stringify(mode)}`, summed, end + GROUP_END.length);
    const list = asList(parse('a group of the index', `[${this.#textAt(rows, end)}]`));
    return list.flatMap((row) => summaryIn(row, mode) ?? []);
  }

  /** Where the group of a mode lies in the index. */
  #groupOf(mode: string | null): { start: number; rows: number; end: number } | undefined {
    const head = groupStart(mode);
    const start = this.#placeOf(`\n${head}`) + 1;
    if (start === 0) {
      this.#checkIndex();
      return undefined;
    }
    const rows = start + head.length;
    return { start, rows, end: this.#placeOf(GROUP_END, rows) };
  }

  #placeOf(text: string, from = 0): number {
    return this.#index.indexOf(text, from, 'latin1');
  }

  #textAt(start: number, end?: number): string {
    return this.#index.toString('latin1', start, end);
  }

  /** @throws SnapshotDamagedError where the sum at that place of the index is not that of the bytes. */
  #compareSum(what: string, bytes: Uint8Array, at: number): void {
    if (wordSum(bytes) !== Number.parseInt(this.#textAt(at, at + 10), 10))
      throw new SnapshotDamagedError(`${what} do not match their checksum`);
  }

  #summaryOn(line: string | undefined, mode: string | null): Summary | undefined {
    const row = withoutComma(line ?? '');
    const end = row.lastIndexOf(',');
    const sum = Number.parseInt(row.slice(end + 1, -1), 10);
    if (wordSum(Buffer.from(row.slice(0, end), 'latin1')) !== sum)
      throw new SnapshotDamagedError('a row of the index does not match its checksum');
    return summaryIn(parse('a row of the index', row), mode);
  }

  #allSummaries(): readonly Summary[] {
    this.#checkIndex();
    const index = asObject(parse('the index', this.#textAt(0)));
    return asList(field(index, 'groups')).flatMap((value) => {
      const group = asObject(value);
      const mode = asText(field(group, 'mode')) ?? null;
      return asList(field(group, 'rows')).flatMap((row) => summaryIn(row, mode) ?? []);
    });
  }

  #slice(offset: number, length: number): Buffer {
    if (this.#text === undefined && this.#singleReads++ < SINGLE_READS) {
      return read('the snapshot', () => this.#files.slice(offset, length));
    }
    return this.#wholeText().subarray(offset, offset + length);
  }

  #wholeText(): Buffer {
    if (this.#text !== undefined) return this.#text;
    const text = read('the snapshot', this.#files.text);
    sameSize('the snapshot', text.length, this.#checks.textBytes);
    if (crc32(text) !== this.#checks.textCrc)
      throw new SnapshotDamagedError('the snapshot does not match its checksum');
    this.#text = text;
    return text;
  }

  #checkIndex(): void {
    if (this.#indexIsChecked) return;
    if (crc32(this.#index) !== this.#checks.indexCrc) {
      throw new SnapshotDamagedError('the index does not match its checksum');
    }
    this.#indexIsChecked = true;
  }
}

interface Row {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

function toRow(value: JsonValue): Row | undefined {
  const [, , , , , , offset, length, crc] = asList(value);
  if (typeof offset !== 'number' || typeof length !== 'number' || typeof crc !== 'number') return undefined;
  return { offset, length, crc };
}

/** The entries of a snapshot, one a line between `{` and `}`. */
function linesOf(text: string): readonly string[] {
  const inner = text.slice('{\n'.length, -'\n}\n'.length);
  return inner === '' ? [] : inner.split(',\n');
}

function withoutComma(line: string): string {
  return line.endsWith(',') ? line.slice(0, -1) : line;
}

function read<T>(what: string, from: () => T): T {
  try {
    return from();
  } catch (error) {
    throw new SnapshotDamagedError(`${what} cannot be read`, { cause: error });
  }
}

function parse(what: string, text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    throw new SnapshotDamagedError(`${what} is not JSON`, { cause: error });
  }
}

function sameSize(what: string, found: number, expected: number): void {
  if (found !== expected) throw new SnapshotDamagedError(`${what} has ${found} bytes, not ${expected}`);
}

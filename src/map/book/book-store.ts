/** The price book as a command reads it: the rows of one mode, and a slice of the entries. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MapUnavailableError } from '../../core/errors.ts';
import { whyRefused } from '../../core/files.ts';
import { asList, parseJson, type JsonValue } from '../../core/json.ts';
import type { Entry } from '../../models/entry.ts';
import type { ModelStore, PriceGroup, SetAside, Summary } from '../../models/store.ts';
import { wordSum } from '../cache/checksum.ts';
import { summaryIn } from '../index-row.ts';
import { priceGroupsIn } from '../price-table.ts';
import {
  decodeEntry,
  INDEX_FILE,
  MODE_END,
  modeStart,
  SLICE_ROWS,
  sliceFile,
  type AboutBook,
  type ModeRows,
} from './stored-form.ts';

export function unusable(packageDir: string, why: string): MapUnavailableError {
  return new MapUnavailableError(
    `The price book in ${packageDir} ${why}.`,
    'Install llmcost again; in a clone, `npm run build`; in a bundle, import llmcost/price-book and give it as `map`.',
  );
}

export class BookStore implements ModelStore {
  readonly size: number;
  readonly #packageDir: string;
  readonly #about: AboutBook;
  readonly #slices = new Map<number, readonly string[]>();
  readonly #rows = new Map<ModeRows, Buffer>();
  readonly #summaries = new Map<ModeRows, readonly Summary[]>();
  #index: Buffer | undefined;

  constructor(packageDir: string, about: AboutBook) {
    this.size = about.models;
    this.#packageDir = packageDir;
    this.#about = about;
  }

  get(key: string): Entry | undefined {
    return this.#find(key, (rows) => this.#rowsOf(rows));
  }

  /**
   * The same, for an opinion beside an answer: the checksum of all the rows, which would take longer than
   * everything else, is not looked at.
   */
  glance(key: string): Entry | undefined {
    return this.#find(key, (rows) => this.#bytesOf(rows));
  }

  /** Every key of the book has a usable entry. */
  setAside(): readonly SetAside[] {
    return [];
  }

  #find(key: string, rowsOf: (rows: ModeRows) => Buffer): Entry | undefined {
    this.#index ??= this.#read(INDEX_FILE);
    const found = this.#index.indexOf(`\n${rowStart(key)}`);
    if (found < 0) return undefined;
    const group = this.#index.lastIndexOf(GROUP, found);
    const head = this.#index.subarray(group, this.#index.indexOf('\n', group) + 1).toString();
    const rows = this.#about.modes.find(({ mode }) => modeStart(mode) === head);
    if (rows === undefined) throw this.#damaged();
    const bytes = rowsOf(rows);
    const start = found + 1 - group - Buffer.byteLength(head);
    const end = bytes.indexOf('\n', start);
    const row = bytes.toString('utf8', start, end < 0 ? bytes.length : end - ','.length);
    // A row is a line, and a line break within a name is escaped.
    const place = bytes.toString('latin1', 0, start).split('\n').length - 1;
    return this.#entry(rows, place, this.#summary(this.#parse(row), rows.mode));
  }

  summaries(mode?: string | null): readonly Summary[] {
    const wanted =
      mode === undefined ? this.#about.modes : this.#about.modes.filter((rows) => rows.mode === mode);
    return wanted.flatMap((rows) => this.#summariesOf(rows));
  }

  priceGroups(mode: string | null): readonly PriceGroup[] {
    const rows = this.#about.modes.find((each) => each.mode === mode);
    if (rows === undefined) return [];
    const bytes = this.#rowsOf(rows);
    const group = this.#groupOf(rows);
    const table = group.toString('latin1', group.indexOf(MODE_END) + MODE_END.length, group.length - 1);
    let list: readonly string[] | undefined;
    return priceGroupsIn(this.#parse(table), (place) => {
      list ??= lines(bytes);
      const row = list[place];
      return row === undefined ? undefined : this.#summary(this.#parse(row), mode);
    });
  }

  *all(): Iterable<Entry> {
    for (const rows of this.#about.modes) {
      for (const [place, summary] of this.#summariesOf(rows).entries()) {
        yield this.#entry(rows, place, summary);
      }
    }
  }

  #summariesOf(rows: ModeRows): readonly Summary[] {
    const known = this.#summaries.get(rows);
    if (known !== undefined) return known;
    const all = asList(this.#parse(`[${this.#rowsOf(rows).toString()}]`));
    const made = all.map((row) => this.#summary(row, rows.mode));
    this.#summaries.set(rows, made);
    return made;
  }

  #summary(row: JsonValue, mode: string | null): Summary {
    const summary = summaryIn(row, mode);
    if (summary === undefined) throw this.#damaged();
    return summary;
  }

  /** The model that is the row at `place` of a mode. */
  #entry(rows: ModeRows, place: number, { key, provider, mode }: Summary): Entry {
    const number = rows.first + place;
    const line = this.#slice(Math.floor(number / SLICE_ROWS))[number % SLICE_ROWS];
    const rest = line === undefined ? undefined : decodeEntry(this.#parse(line), this.#about.fields);
    if (rest === undefined) throw this.#damaged();
    const fields = {
      ...(provider === null ? {} : { litellm_provider: provider }),
      ...(mode === null ? {} : { mode }),
      ...rest,
    };
    return { key, provider, mode, fields };
  }

  /** The rows of a mode as they stand in the index, a line each. */
  #rowsOf(rows: ModeRows): Buffer {
    const known = this.#rows.get(rows);
    if (known !== undefined) return known;
    const group = this.#groupOf(rows);
    if (wordSum(group) !== rows.sum) throw this.#damaged();
    const bytes = this.#bytesOf(rows);
    this.#rows.set(rows, bytes);
    return bytes;
  }

  #bytesOf(rows: ModeRows): Buffer {
    const group = this.#groupOf(rows);
    return group.subarray(Buffer.byteLength(modeStart(rows.mode)), group.indexOf(MODE_END));
  }

  #groupOf(rows: ModeRows): Buffer {
    this.#index ??= this.#read(INDEX_FILE);
    const from = this.#index.indexOf(modeStart(rows.mode));
    // The price table is the rest of the line.
    const to = this.#index.indexOf('}', this.#index.indexOf(MODE_END, from));
    if (from < 0 || to < 0) throw this.#damaged();
    return this.#index.subarray(from, to + 1);
  }

  #slice(number: number): readonly string[] {
    const known = this.#slices.get(number);
    if (known !== undefined) return known;
    const bytes = this.#read(sliceFile(number));
    if (wordSum(bytes) !== this.#about.slices[number]) throw this.#damaged();
    // Between the line with the opening bracket and that with the closing one.
    const slice = lines(bytes.subarray(2, -3));
    this.#slices.set(number, slice);
    return slice;
  }

  #read(name: string): Buffer {
    try {
      return readFileSync(join(this.#packageDir, name));
    } catch (error) {
      throw unusable(this.#packageDir, `cannot be read (${whyRefused(error)})`);
    }
  }

  #parse(text: string): JsonValue {
    try {
      return parseJson(text);
    } catch {
      throw this.#damaged();
    }
  }

  #damaged(): MapUnavailableError {
    return unusable(this.#packageDir, 'is damaged');
  }
}

/** What the rows of a mode begin with. */
const GROUP = '{"mode":';

function rowStart(key: string): string {
  return `[${JSON.stringify(key)},`;
}

/** The lines of a list, without the commas between them. */
function lines(bytes: Buffer): readonly string[] {
  return bytes.toString().split(',\n');
}

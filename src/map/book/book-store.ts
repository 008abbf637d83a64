/** The price book as a command reads it: the rows of one mode, and a slice of the entries. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MapUnavailableError, reasonOf } from '../../core/errors.ts';
import { asList, asNumber, asText, parseJson, type JsonValue } from '../../core/json.ts';
import type { Entry } from '../../models/entry.ts';
import { headlineUnit } from '../../models/headline.ts';
import type { ModelStore, SetAside, Summary } from '../../models/store.ts';
import { wordSum } from '../cache/checksum.ts';
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
  readonly #rows = new Map<ModeRows, readonly string[]>();
  readonly #summaries = new Map<ModeRows, readonly Summary[]>();
  #index: Buffer | undefined;

  constructor(packageDir: string, about: AboutBook) {
    this.size = about.models;
    this.#packageDir = packageDir;
    this.#about = about;
  }

  get(key: string): Entry | undefined {
    this.#index ??= this.#read(INDEX_FILE);
    const row = this.#index.indexOf(`\n${rowStart(key)}`);
    if (row < 0) return undefined;
    const group = this.#index.lastIndexOf(GROUP, row);
    const head = this.#index.subarray(group, this.#index.indexOf('\n', group) + 1).toString();
    const rows = this.#about.modes.find(({ mode }) => modeStart(mode) === head);
    if (rows === undefined) throw this.#damaged();
    return this.#entry(
      rows,
      this.#textsOf(rows).findIndex((text) => text.startsWith(rowStart(key))),
    );
  }

  summaries(mode?: string | null): readonly Summary[] {
    const wanted =
      mode === undefined ? this.#about.modes : this.#about.modes.filter((rows) => rows.mode === mode);
    return wanted.flatMap((rows) => this.#summariesOf(rows));
  }

  *all(): Iterable<Entry> {
    for (const rows of this.#about.modes) {
      for (const place of this.#textsOf(rows).keys()) yield this.#entry(rows, place);
    }
  }

  /** The build takes no entry that is unusable. */
  setAside(): readonly SetAside[] {
    return [];
  }

  #summariesOf(rows: ModeRows): readonly Summary[] {
    const known = this.#summaries.get(rows);
    if (known !== undefined) return known;
    const all = asList(this.#parse(`[${this.#textsOf(rows).join(',')}]`));
    const made = all.map((row) => this.#summary(row, rows.mode));
    this.#summaries.set(rows, made);
    return made;
  }

  #summary(row: JsonValue, mode: string | null): Summary {
    const [key, provider, input, output, unit = 'token', aliases] = asList(row);
    if (typeof key !== 'string') throw this.#damaged();
    return {
      key,
      provider: asText(provider) ?? null,
      mode,
      input: asNumber(input) ?? null,
      output: asNumber(output) ?? null,
      unit: headlineUnit(unit),
      aliases: asList(aliases).flatMap((alias) => asText(alias) ?? []),
    };
  }

  /** The model in one of the rows of a mode. */
  #entry(rows: ModeRows, place: number): Entry {
    const row = this.#textsOf(rows)[place];
    if (row === undefined) throw this.#damaged();
    const { key, provider, mode } = this.#summary(this.#parse(row), rows.mode);
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

  /** The rows of a mode as they stand in the index. */
  #textsOf(rows: ModeRows): readonly string[] {
    const known = this.#rows.get(rows);
    if (known !== undefined) return known;
    this.#index ??= this.#read(INDEX_FILE);
    const start = modeStart(rows.mode);
    const from = this.#index.indexOf(start);
    const to = this.#index.indexOf(MODE_END, from);
    const group = this.#index.subarray(from, to + MODE_END.length);
    if (from < 0 || to < 0 || wordSum(group) !== rows.sum) throw this.#damaged();
    const texts = lines(group.subarray(Buffer.byteLength(start), -MODE_END.length));
    this.#rows.set(rows, texts);
    return texts;
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
      throw unusable(this.#packageDir, `cannot be read (${reasonOf(error)})`);
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

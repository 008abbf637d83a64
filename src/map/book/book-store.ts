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
import { compareText } from '../../core/collections.ts';
import { priceGroupsIn } from './price-runs.ts';
import {
  decodeEntry,
  INDEX_FILE,
  SLICE_ROWS,
  sliceFile,
  type AboutBook,
  type ModeRows,
  type Part,
  type RowBlock,
} from './stored-form.ts';

export function unusable(packageDir: string, why: string): MapUnavailableError {
  return new MapUnavailableError(
    `The price book in ${packageDir} ${why}.`,
    'Install llmcost again; in a clone, `npm run build`; in a bundle, import llmcost/price-book and give it as `map`.',
  );
}

/** A model, and the number of its row in the book. */
interface Row {
  readonly number: number;
  readonly summary: Summary;
}

export class BookStore implements ModelStore {
  readonly size: number;
  readonly #packageDir: string;
  readonly #about: AboutBook;
  readonly #slices = new Map<number, readonly string[]>();
  readonly #checked = new Map<Part, Buffer>();
  readonly #rows = new Map<ModeRows, readonly Row[]>();
  #index: Buffer | undefined;

  constructor(packageDir: string, about: AboutBook) {
    this.size = about.models;
    this.#packageDir = packageDir;
    this.#about = about;
  }

  get(key: string): Entry | undefined {
    const found = this.#wholeIndex().indexOf(`\n${rowStart(key)}`) + '\n'.length;
    if (found === 0) return undefined;
    for (const { mode, blocks } of this.#about.modes) {
      const block = blocks.find(({ start, length }) => start <= found && found < start + length);
      if (block === undefined) continue;
      const rows = lines(this.#part(block));
      const place = rows.findIndex((row) => row.startsWith(rowStart(key)));
      const row = rows[place];
      if (row === undefined) break;
      return this.#entry(this.#summary(this.#parse(row), mode), this.#coded(block.first + place));
    }
    throw this.#damaged();
  }

  /** Every key of the book has a usable entry. */
  setAside(): readonly SetAside[] {
    return [];
  }

  summaries(mode?: string | null): readonly Summary[] {
    const wanted =
      mode === undefined ? this.#about.modes : this.#about.modes.filter((rows) => rows.mode === mode);
    return wanted.flatMap((rows) => this.#rowsOf(rows).map(({ summary }) => summary));
  }

  priceGroups(mode: string | null): readonly PriceGroup[] {
    const rows = this.#about.modes.find((each) => each.mode === mode);
    if (rows === undefined) return [];
    const blocks = new Map<RowBlock, readonly string[]>();
    return priceGroupsIn(this.#parse(this.#part(rows.prices).toString()), (place) => {
      const block = rows.blocks[Math.floor(place / SLICE_ROWS)];
      if (block === undefined) return undefined;
      const list = blocks.get(block) ?? lines(this.#part(block));
      blocks.set(block, list);
      const row = list[place % SLICE_ROWS];
      return row === undefined ? undefined : this.#summary(this.#parse(row), mode);
    });
  }

  *all(): Iterable<Entry> {
    const parsed = new Map<number, readonly JsonValue[]>();
    for (const rows of this.#about.modes) {
      for (const { number, summary } of this.#rowsOf(rows)) {
        const slice = Math.floor(number / SLICE_ROWS);
        const coded = parsed.get(slice) ?? asList(this.#parse(`[${this.#slice(slice).join(',')}]`));
        parsed.set(slice, coded);
        yield this.#entry(summary, coded[number % SLICE_ROWS]);
      }
    }
  }

  /** In the order of keys: the book's own is that of prices. */
  #rowsOf(rows: ModeRows): readonly Row[] {
    const known = this.#rows.get(rows);
    if (known !== undefined) return known;
    const blocks = rows.blocks.map((block) => this.#part(block).toString());
    const all = asList(this.#parse(`[${blocks.join(',')}]`));
    const first = rows.blocks[0]?.first ?? 0;
    const made = all
      .map((row, place) => ({ number: first + place, summary: this.#summary(row, rows.mode) }))
      .sort((a, b) => compareText(a.summary.key, b.summary.key));
    this.#rows.set(rows, made);
    return made;
  }

  #summary(row: JsonValue, mode: string | null): Summary {
    const summary = summaryIn(row, mode);
    if (summary === undefined) throw this.#damaged();
    return summary;
  }

  /** What the book holds of the model on that row beside its summary. */
  #coded(number: number): JsonValue | undefined {
    const line = this.#slice(Math.floor(number / SLICE_ROWS))[number % SLICE_ROWS];
    return line === undefined ? undefined : this.#parse(line);
  }

  #entry({ key, provider, mode }: Summary, coded: JsonValue | undefined): Entry {
    const known = {
      ...(provider === null ? {} : { litellm_provider: provider }),
      ...(mode === null ? {} : { mode }),
    };
    const fields = coded === undefined ? undefined : decodeEntry(coded, this.#about.fields, known);
    if (fields === undefined) throw this.#damaged();
    return { key, provider, mode, fields };
  }

  /** The bytes of a part of the index, which its sum vouches for. */
  #part(part: Part): Buffer {
    const known = this.#checked.get(part);
    if (known !== undefined) return known;
    const bytes = this.#wholeIndex().subarray(part.start, part.start + part.length);
    if (wordSum(bytes) !== part.sum) throw this.#damaged();
    this.#checked.set(part, bytes);
    return bytes;
  }

  #wholeIndex(): Buffer {
    return (this.#index ??= this.#read(INDEX_FILE));
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

function rowStart(key: string): string {
  return `[${JSON.stringify(key)},`;
}

/** The lines of a list, without the commas between them. */
function lines(bytes: Buffer): readonly string[] {
  return bytes.toString().split(',\n');
}

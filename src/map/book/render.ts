import type { JsonObject } from '../../core/json.ts';
import { grouped } from '../../core/collections.ts';
import { summarise } from '../../models/headline.ts';
import type { Summary } from '../../models/store.ts';
import { wordSum } from '../cache/checksum.ts';
import { compareByPrice, priceRuns } from './price-runs.ts';
import {
  ABOUT_FILE,
  encodeEntry,
  INDEX_FILE,
  modeStart,
  SLICE_ROWS,
  sliceFile,
  type AboutBook,
  type ModeRows,
  type Part,
} from './stored-form.ts';

/**
 * The files of the packaged book by name. Pure but for the hash, which the caller passes in: the build
 * has node:crypto at hand, a command does not want it.
 * @param entries sorted by key.
 */
export function renderBook(
  entries: ReadonlyMap<string, JsonObject>,
  asOf: string,
  sha256Of: (text: string) => string,
): Readonly<Record<string, string>> {
  const models = [...entries].flatMap(([key, fields]) => {
    const summary = summarise(key, fields);
    return summary === undefined ? [] : [{ summary, rest: restOf(fields) }];
  });
  const byMode = [...grouped(models, ({ summary }) => summary.mode)];
  // By the order of keys: a price that changes moves rows, and no field of an entry.
  const fields = [...new Set(byMode.flatMap(([, some]) => some.flatMap(({ rest }) => Object.keys(rest))))];
  const groups = byMode.map(
    ([mode, some]) => [mode, some.toSorted((a, b) => compareByPrice(a.summary, b.summary))] as const,
  );
  const ordered = groups.flatMap(([, some]) => some.map(({ rest }) => rest));
  const slices = sliced(ordered, new Map(fields.map((name, place) => [name, place])));
  const index = renderIndex(
    groups.map(([mode, some]) => ({ mode, models: some.map(({ summary }) => summary) })),
  );
  const about: AboutBook = {
    sha256: sha256Of([...index.rows, ...slices].join('')),
    asOf,
    models: models.length,
    fields,
    modes: index.modes,
    slices: slices.map(sumOf),
  };
  return {
    [ABOUT_FILE]: aboutText(about),
    [INDEX_FILE]: index.text,
    ...Object.fromEntries(slices.map((text, number) => [sliceFile(number), text])),
  };
}

/** The sum stands on a line of its own, before what it is of. */
function aboutText(about: AboutBook): string {
  const rest = `${JSON.stringify(about).slice(1)}\n`;
  return `{"sum":${sumOf(rest)},\n${rest}`;
}

/** What the index does not say of an entry. */
function restOf({ litellm_provider: _provider, mode: _mode, ...rest }: JsonObject): JsonObject {
  return rest;
}

function sliced(entries: readonly JsonObject[], places: ReadonlyMap<string, number>): readonly string[] {
  return cut(entries).map((some) => {
    const lines = some.map((entry) => JSON.stringify(encodeEntry(entry, places)));
    return `[\n${lines.join(',\n')}\n]\n`;
  });
}

function cut<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / SLICE_ROWS);
  return Array.from({ length: count }, (_, at) => items.slice(at * SLICE_ROWS, (at + 1) * SLICE_ROWS));
}

interface ModeModels {
  readonly mode: string | null;
  readonly models: readonly Summary[];
}

interface RenderedIndex {
  readonly text: string;
  readonly modes: readonly ModeRows[];
  /** The rows alone, with the heads of their modes. */
  readonly rows: readonly string[];
}

function renderIndex(groups: readonly ModeModels[]): RenderedIndex {
  const parts: string[] = [];
  let start = 0;
  const add = (text: string): Part => {
    const bytes = Buffer.from(text);
    const part = { start, length: bytes.length, sum: wordSum(bytes) };
    parts.push(text);
    start += bytes.length;
    return part;
  };
  let first = 0;
  const modes = groups.map(({ mode, models }, number): ModeRows => {
    add(`${number === 0 ? '[\n' : ',\n'}${modeStart(mode)}`);
    const blocks = cut(models).map((some, at) => {
      if (at > 0) add(',\n');
      const block = { first, ...add(rowsText(some)) };
      first += some.length;
      return block;
    });
    add('\n],"prices":');
    const prices = add(priceRuns(models));
    add('}');
    return { mode, blocks, prices };
  });
  add(groups.length === 0 ? '[]\n' : '\n]\n');
  const rows = groups.map(({ mode, models }) => `${modeStart(mode)}${rowsText(models)}\n]}`);
  return { text: parts.join(''), modes, rows };
}

function rowsText(models: readonly Summary[]): string {
  return models.map((model) => JSON.stringify(rowOf(model))).join(',\n');
}

/** Most models are priced by the token and have no other name. */
function rowOf({ key, provider, input, output, unit, aliases }: Summary): readonly unknown[] {
  const row = [key, provider, input, output];
  if (aliases.length > 0) return [...row, unit, aliases];
  return unit === 'token' ? row : [...row, unit];
}

function sumOf(text: string): number {
  return wordSum(Buffer.from(text));
}

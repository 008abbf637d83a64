import type { JsonObject } from '../../core/json.ts';
import { grouped } from '../../core/collections.ts';
import { summarise } from '../../models/headline.ts';
import type { Summary } from '../../models/store.ts';
import { priceTable } from '../price-table.ts';
import { wordSum } from '../cache/checksum.ts';
import {
  ABOUT_FILE,
  encodeEntry,
  INDEX_FILE,
  MODE_END,
  modeStart,
  SLICE_ROWS,
  sliceFile,
  type AboutBook,
  type ModeRows,
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
  const groups = [...grouped(models, ({ summary }) => summary.mode)];
  const ordered = groups.flatMap(([, some]) => some.map(({ rest }) => rest));
  const fields = [...new Set(ordered.flatMap((rest) => Object.keys(rest)))];
  const slices = sliced(ordered, new Map(fields.map((name, place) => [name, place])));
  const index = groups.map(([mode, some]) => groupOf(mode, some));
  const about: AboutBook = {
    sha256: sha256Of([...index.map(({ mode, rows }) => `${modeStart(mode)}${rows}\n]}`), ...slices].join('')),
    asOf,
    models: models.length,
    fields,
    modes: modesOf(index),
    slices: slices.map(sumOf),
  };
  return {
    [ABOUT_FILE]: `${JSON.stringify({ ...about, sum: sumOf(JSON.stringify(about)) })}\n`,
    [INDEX_FILE]: `[\n${index.map(({ text }) => text).join(',\n')}\n]\n`,
    ...Object.fromEntries(slices.map((text, number) => [sliceFile(number), text])),
  };
}

/** What the index does not say of an entry. */
function restOf({ litellm_provider: _provider, mode: _mode, ...rest }: JsonObject): JsonObject {
  return rest;
}

function sliced(entries: readonly JsonObject[], places: ReadonlyMap<string, number>): readonly string[] {
  const slices: string[] = [];
  for (let first = 0; first < entries.length; first += SLICE_ROWS) {
    const lines = entries
      .slice(first, first + SLICE_ROWS)
      .map((entry) => JSON.stringify(encodeEntry(entry, places)));
    slices.push(`[\n${lines.join(',\n')}\n]\n`);
  }
  return slices;
}

interface IndexGroup {
  readonly mode: string | null;
  readonly models: number;
  readonly rows: string;
  /** As it stands in the index. */
  readonly text: string;
}

function groupOf(mode: string | null, models: readonly { readonly summary: Summary }[]): IndexGroup {
  const rows = models.map(({ summary }) => JSON.stringify(rowOf(summary))).join(',\n');
  const table = priceTable(models.map(({ summary }) => summary));
  return { mode, models: models.length, rows, text: `${modeStart(mode)}${rows}${MODE_END}${table}}` };
}

/** Most models are priced by the token and have no other name. */
function rowOf({ key, provider, input, output, unit, aliases }: Summary): readonly unknown[] {
  const row = [key, provider, input, output];
  if (aliases.length > 0) return [...row, unit, aliases];
  return unit === 'token' ? row : [...row, unit];
}

function modesOf(groups: readonly IndexGroup[]): readonly ModeRows[] {
  let first = 0;
  return groups.map(({ mode, text, models }) => {
    const place = { mode, first, sum: sumOf(text) };
    first += models;
    return place;
  });
}

function sumOf(text: string): number {
  return wordSum(Buffer.from(text));
}

import { type JsonObject, type JsonValue, asObject, field } from '../core/json.ts';
import { larger } from './arithmetic.ts';
import type { Notes } from './notes.ts';
import type { TokenCount } from './usage.ts';

/** Counts that a usage object may tell beside the canonical ones; settle.ts turns them into these. */
export type ReportedCount =
  | TokenCount
  | 'cacheReadTextTokens'
  | 'cacheWrite5mTokens'
  | 'toolInputTokens'
  | 'totalTokens';

/**
 * Token counts as a provider tells them. Whether `inputTokens` holds the cache or leaves it out, and
 * `outputTokens` the reasoning, is not settled yet.
 */
export type ReportedCounts = Readonly<Partial<Record<ReportedCount, number>>>;

/** Where a field stands in a usage object: its names from the outside in, joined by dots. */
export type FieldPath = string;

/** The spellings of each count, the usual one first. */
export type Spellings = Readonly<Partial<Record<ReportedCount, readonly FieldPath[]>>>;

export interface Spelling {
  readonly path: FieldPath;
  readonly names: readonly string[];
}

/** Spellings, taken apart once. */
export type CountTable = readonly {
  readonly count: ReportedCount;
  readonly spellings: readonly Spelling[];
}[];

export function countTable(spellings: Spellings): CountTable {
  return REPORTED_COUNTS.flatMap((count) => {
    const paths = spellings[count];
    return paths === undefined ? [] : [{ count, spellings: paths.map(spelling) }];
  });
}

/** Every path of a table, for whoever has to know which fields matter. */
export function pathsOf(table: CountTable): readonly FieldPath[] {
  return table.flatMap(({ spellings }) => spellings.map(({ path }) => path));
}

export function readReported(usage: JsonObject, table: CountTable, notes: Notes): ReportedCounts {
  return readCounts(({ names }) => valueAt(usage, names), table, notes);
}

/**
 * Reads counts by a table. Where something spells one count in several ways that differ, the larger
 * is taken, as an assumption; a 0 beside another figure is only a field that nobody filled.
 */
export function readCounts(
  valueOf: (spelling: Spelling) => JsonValue | undefined,
  table: CountTable,
  notes: Notes,
): ReportedCounts {
  const reported: Partial<Record<ReportedCount, number>> = {};
  for (const { count, spellings } of table) {
    let figure: number | undefined;
    let from = '';
    for (const spelling of spellings) {
      const next = notes.wholeNumber(valueOf(spelling), spelling.path);
      if (next === undefined) continue;
      if (figure !== undefined && figure !== next && figure > 0 && next > 0) {
        notes.assume(
          'SPELLINGS_DIFFER',
          `${from} is ${figure} and ${spelling.path} is ${next}: the larger is taken`,
        );
      }
      if (next > (figure ?? -1)) from = spelling.path;
      figure = larger(figure, next);
    }
    if (figure !== undefined) reported[count] = figure;
  }
  return reported;
}

function spelling(path: FieldPath): Spelling {
  return { path, names: path.split('.') };
}

/** The value under these names, own fields only; undefined where something on the way is no object. */
export function valueAt(object: JsonObject | undefined, names: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const name of names) value = field(asObject(value), name);
  return value;
}

const REPORTED_COUNTS = [
  'inputTokens',
  'toolInputTokens',
  'cacheReadTokens',
  'cacheReadTextTokens',
  'cacheReadImageTokens',
  'cacheReadAudioTokens',
  'cacheWriteTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'inputImageTokens',
  'inputAudioTokens',
  'inputVideoTokens',
  'outputTokens',
  'reasoningTokens',
  'outputImageTokens',
  'outputAudioTokens',
  'outputVideoTokens',
  'totalTokens',
] as const satisfies readonly ReportedCount[];

import type { JsonValue } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { PlaceOutcome } from '../read-place.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import type { Usage, UsageRecord } from '../usage.ts';
import type { ColumnRole, TableColumns } from './columns.ts';

/**
 * Reads the rows of one table. A row is a request, or many where it has a count of them.
 * @param decimalComma figures are written as 0,0045.
 */
export function rowReader(
  table: TableColumns,
  decimalComma: boolean,
): (row: readonly string[]) => PlaceOutcome {
  const { header, isCacheBeside } = table;
  const modelColumn = header[table.columns.get('model') ?? -1];
  return (row) => {
    if (row.length !== header.length) {
      return unreadable(`the row has ${row.length} columns, the header ${header.length}`);
    }
    const cells = new Cells(row, table, decimalComma);
    const { notes } = cells;
    const usage = readCounts(cells, isCacheBeside);
    if (notes.problems.length > 0) return unreadable(notes.problems.join('; '));
    if (Object.keys(usage).length === 0) {
      return { kind: 'skipped', reason: 'no usage', detail: 'the row holds no counts' };
    }
    const words = wordsOf(cells, modelColumn);
    return { kind: 'record', record: { ...words, usage, ...notes.fieldsOf() } };
  };
}

/** All that a row says but its counts. */
export type RowWords = Omit<UsageRecord, 'usage'>;

/** Reads what a row says beside its counts, and warns of what it does not know in it. */
export function wordsReader(table: TableColumns): (row: readonly string[]) => RowWords {
  const modelColumn = table.header[table.columns.get('model') ?? -1];
  return (row) => {
    const cells = new Cells(row, table, false);
    const words = wordsOf(cells, modelColumn);
    return { ...words, ...cells.notes.fieldsOf() };
  };
}

function wordsOf(cells: Cells, modelColumn: string | undefined): RowWords {
  const id = keyOf(cells.text('id'));
  const time = cells.text('time');
  return present<RowWords>({
    shape: 'table',
    model: modelOf(cells.text('model'), modelColumn),
    provider: cells.text('provider')?.toLowerCase(),
    tier: isTrue(cells.text('batch')) ? 'batch' : servedTier(cells.text('tier'), cells.notes),
    region: cells.text('region'),
    speed: cells.text('speed'),
    atMs: momentMs(time),
    sumOf: sumOf(cells.requests(), time, id !== undefined),
    reportedUsd: cells.amount('cost'),
    dedupeKey: id,
    session: cells.text('session'),
    project: cells.text('project'),
    user: cells.text('user'),
  });
}

function unreadable(detail: string): PlaceOutcome {
  return { kind: 'skipped', reason: 'unreadable', detail };
}

/** The cells of one row by what they hold. */
class Cells {
  readonly notes = new Notes();
  readonly #row: readonly string[];
  readonly #columns: TableColumns['columns'];
  readonly #decimalComma: boolean;

  constructor(row: readonly string[], { columns }: TableColumns, decimalComma: boolean) {
    this.#row = row;
    this.#columns = columns;
    this.#decimalComma = decimalComma;
  }

  text(role: ColumnRole): string | undefined {
    const index = this.#columns.get(role);
    return index === undefined ? undefined : cellText(this.#row[index] ?? '');
  }

  count(role: ColumnRole): number | undefined {
    const text = this.text(role);
    return text === undefined ? undefined : this.notes.wholeNumber(this.#figure(text), role);
  }

  seconds(): number | undefined {
    const text = this.text('seconds');
    return text === undefined ? undefined : this.notes.amount({ seconds: this.#figure(text) }, 'seconds');
  }

  amount(role: ColumnRole): string | undefined {
    const text = this.text(role);
    return text === undefined ? undefined : decimalText(this.#figure(text));
  }

  /** How many requests the row is of, where it says. */
  requests(): number | undefined {
    const value = this.#figure(this.text('requests') ?? '');
    return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  }

  #figure(text: string): JsonValue {
    return figureOf(text, this.#decimalComma);
  }
}

const NOTHING: ReadonlySet<string> = new Set(['null', 'none', 'nan', 'n/a', '-']);
const LONGEST_NOTHING = 4;

/** What a cell holds; undefined for an empty one, and for the words that databases write for one. */
export function cellText(written: string): string | undefined {
  const text = written.trim();
  const isNothing = text.length <= LONGEST_NOTHING && (text === '' || NOTHING.has(text.toLowerCase()));
  return isNothing ? undefined : text;
}

/** A figure as tables write it: `1200`, `1200.0`, `1,200`, `$0.0045`, `4.5e-3`; as text where it is none. */
export function figureOf(text: string, decimalComma: boolean): JsonValue {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const bare = text.replace(/^\$\s*|\s*(USD|\$)$/gi, '');
  const point = decimalComma ? bare.replace(/\./g, '').replace(',', '.') : bare;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(point) ? point.replace(/,/g, '') : point;
  return /^-?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

/** How many requests a row adds up. One of a whole day, without an id, is of nobody knows how many. */
export function sumOf(
  requests: number | undefined,
  time: string | undefined,
  hasId: boolean,
): number | null | undefined {
  if (requests !== undefined) return requests === 1 ? undefined : requests;
  return !hasId && /^\d{4}-\d\d-\d\d$/.test(time ?? '') ? null : undefined;
}

function isTrue(text: string | undefined): boolean {
  return /^(true|t|yes|1|batch)$/i.test(text ?? '');
}

/** A short number is the number of a row. */
function keyOf(id: string | undefined): string | undefined {
  return id === undefined || /^\d{1,9}$/.test(id) ? undefined : id;
}

/**
 * OpenRouter's permanent names of Claude have the version before the family
 * (`anthropic/claude-4.5-sonnet-20250929`); Anthropic's own have it behind, with dashes.
 */
function modelOf(name: string | undefined, column: string | undefined): string | undefined {
  if (column !== 'model_permaslug') return name;
  const match = /^anthropic\/claude-([\d.]+)-(opus|sonnet|haiku)-(\d{8})$/.exec(name ?? '');
  const [, version = '', family, date] = match ?? [];
  return match === null ? name : `claude-${family}-${version.replace('.', '-')}-${date}`;
}

function readCounts(cells: Cells, isCacheBeside: boolean | undefined): Usage {
  const { notes } = cells;
  const read = cells.count('cache-read');
  const hour = cells.count('cache-write-1h');
  const written =
    cells.count('cache-write') ?? notes.sum('cache writes', cells.count('cache-write-5m'), hour);
  const input = cells.count('uncached-input') ?? cells.count('input');
  const output = cells.count('output');
  const beside = cells.count('reasoning-beside');
  const total = cells.count('total');
  const cache = (read ?? 0) + (written ?? 0);
  // A part is never larger than what it is part of, and a total tells the rest.
  const isBeside =
    isCacheBeside ?? (cache > (input ?? 0) || total === (input ?? 0) + cache + (output ?? 0) + (beside ?? 0));
  return present<Usage>({
    inputTokens: isBeside ? notes.sum('input tokens', input, read, written) : input,
    cacheReadTokens: read,
    cacheReadAudioTokens: cells.count('cache-read-audio'),
    cacheWriteTokens: written,
    cacheWrite1hTokens: hour,
    inputAudioTokens: cells.count('input-audio'),
    inputImageTokens: cells.count('input-image'),
    outputTokens: notes.sum('output tokens', output, beside),
    reasoningTokens: cells.count('reasoning') ?? beside,
    outputAudioTokens: cells.count('output-audio'),
    outputImageTokens: cells.count('output-image'),
    images: cells.count('images'),
    seconds: cells.seconds(),
    characters: cells.count('characters'),
    pages: cells.count('pages'),
    webSearches: cells.count('web-searches'),
  });
}

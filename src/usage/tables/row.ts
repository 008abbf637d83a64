import type { JsonObject, JsonValue } from '../../core/json.ts';
import { field } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { readPlace, type PlaceOutcome } from '../read-place.ts';
import type { UsageShape } from '../shape.ts';
import { servedTier } from '../tier.ts';
import { momentMs } from '../time.ts';
import type { Usage } from '../usage.ts';
import type { ColumnRole, TableColumns } from './columns.ts';

/**
 * Reads the rows of one table. A row is a request, or many where it has a count of them.
 * @param decimalComma figures are written as 0,0045.
 */
export function rowReader(
  table: TableColumns,
  decimalComma: boolean,
): (row: readonly string[]) => PlaceOutcome {
  const { columns, header, isCacheBeside } = table;
  const shape: UsageShape = {
    name: 'table',
    recognises: () => true,
    read: ({ usage }, notes) => ({ usage: readCounts(usage, isCacheBeside, notes) }),
  };
  return (row) => {
    if (row.length !== header.length) {
      const detail = `the row has ${row.length} columns, the header ${header.length}`;
      return { kind: 'skipped', reason: 'unreadable', detail };
    }
    const cells = cellsOf(row, columns, decimalComma);
    const text = (role: ColumnRole) => textOf(field(cells, role));
    const id = keyOf(text('id'));
    const notes = new Notes();
    const tier = isTrue(text('batch')) ? 'batch' : servedTier(text('tier'), notes);
    const outcome = readPlace({ usage: cells, holders: [{}], bare: true }, shape, {
      model: modelOf(text('model'), header[columns.get('model') ?? -1]),
      provider: text('provider')?.toLowerCase(),
      atMs: momentMs(text('time')),
      reportedUsd: decimalText(text('cost')),
      tier,
      region: text('region'),
      speed: text('speed'),
      dedupeKey: id,
      session: text('session'),
      project: text('project'),
      user: text('user'),
      sumOf: sumOf(countOf(field(cells, 'requests')), text('time'), id),
    });
    if (outcome.kind === 'record' && Object.keys(outcome.record.usage).length === 0) {
      return { kind: 'skipped', reason: 'no usage', detail: 'the row holds no counts' };
    }
    if (outcome.kind === 'skipped' || notes.warnings.length === 0) return outcome;
    const warnings = [...(outcome.record.warnings ?? []), ...notes.warnings];
    return { kind: 'record', record: { ...outcome.record, warnings } };
  };
}

/** The cells that mean something, by what they mean. */
function cellsOf(
  row: readonly string[],
  columns: TableColumns['columns'],
  decimalComma: boolean,
): JsonObject {
  const cells: Record<string, JsonValue> = {};
  for (const [role, index] of columns) {
    const text = (row[index] ?? '').trim();
    if (text === '' || /^(null|none|nan|n\/a|-)$/i.test(text)) continue;
    cells[role] = TEXT_ROLES.has(role) ? text : figureOf(text, decimalComma);
  }
  return cells;
}

const TEXT_ROLES: ReadonlySet<ColumnRole> = new Set<ColumnRole>([
  'model',
  'provider',
  'time',
  'tier',
  'batch',
  'region',
  'speed',
  'id',
  'session',
  'project',
  'user',
]);

/** A figure as tables write it: `1200`, `1200.0`, `1,200`, `$0.0045`, `4.5e-3`; as text where it is none. */
function figureOf(text: string, decimalComma: boolean): JsonValue {
  const bare = text.replace(/^\$\s*|\s*(USD|\$)$/gi, '');
  const point = decimalComma ? bare.replace(/\./g, '').replace(',', '.') : bare;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(point) ? point.replace(/,/g, '') : point;
  return /^-?\d+(\.\d*)?(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

function countOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** How many requests a row adds up. One of a whole day, without an id, is of nobody knows how many. */
function sumOf(
  requests: number | undefined,
  time: string | undefined,
  id: string | undefined,
): number | null | undefined {
  if (requests !== undefined) return requests === 1 ? undefined : requests;
  return id === undefined && /^\d{4}-\d\d-\d\d$/.test(time ?? '') ? null : undefined;
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

function readCounts(cells: JsonObject, isCacheBeside: boolean | undefined, notes: Notes): Usage {
  const count = (role: ColumnRole) => notes.count(cells, role);
  const read = count('cache-read');
  const hour = count('cache-write-1h');
  const written = count('cache-write') ?? notes.sum('cache writes', count('cache-write-5m'), hour);
  const input = count('uncached-input') ?? count('input');
  const output = count('output');
  const beside = count('reasoning-beside');
  const total = count('total');
  const cache = (read ?? 0) + (written ?? 0);
  // A part is never larger than what it is part of, and a total tells the rest.
  const isBeside =
    isCacheBeside ?? (cache > (input ?? 0) || total === (input ?? 0) + cache + (output ?? 0) + (beside ?? 0));
  return present<Usage>({
    inputTokens: isBeside ? notes.sum('input tokens', input, read, written) : input,
    cacheReadTokens: read,
    cacheReadAudioTokens: count('cache-read-audio'),
    cacheWriteTokens: written,
    cacheWrite1hTokens: hour,
    inputAudioTokens: count('input-audio'),
    inputImageTokens: count('input-image'),
    outputTokens: notes.sum('output tokens', output, beside),
    reasoningTokens: count('reasoning') ?? beside,
    outputAudioTokens: count('output-audio'),
    outputImageTokens: count('output-image'),
    images: count('images'),
    seconds: notes.amount(cells, 'seconds'),
    characters: count('characters'),
    pages: count('pages'),
    webSearches: count('web-searches'),
  });
}

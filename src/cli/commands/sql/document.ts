import { settingsFor } from '../../../config/settings-for.ts';
import { MAX_MAP_BYTES } from '../../../core/defaults.ts';
import type { Currency } from '../../../core/currency.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError } from '../../../core/errors.ts';
import { whyRefused } from '../../../core/files.ts';
import { readRegularText } from '../../../core/read-file.ts';
import { OWN_COLUMNS, type UsageColumns } from '../../../engines/columns.ts';
import { DIALECTS, type Dialect, type DialectName } from '../../../engines/dialect.ts';
import { csvLines, csvName, OWN_USAGE, scriptLines, VIEWS } from '../../../engines/script.ts';
import type { Table } from '../../../engines/tables/table.ts';
import { priceTables, type PriceTables, type TableOptions } from '../../../engines/tables/tables.ts';
import { openDatedMaps } from '../tally/dated-maps.ts';
import { useMap, type MapOptions, type OpenMap } from '../../../map/open.ts';
import { readImageRules } from '../../../pricing/images/rules-file.ts';
import type { MapSource } from '../../../models/store.ts';
import type { Tier } from '../../../usage/usage.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { VERSION } from '../../version.ts';
import { writeFiles, type Lines } from './files.ts';

export interface SqlOptions extends MapOptions {
  readonly dialect: DialectName;
  /** A directory; undefined where the script is the answer. */
  readonly out?: string | undefined;
  readonly usage?: { readonly table: string; readonly columns: UsageColumns } | undefined;
  /** For rows that say none. */
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly namesFile?: string | undefined;
  readonly models: readonly string[];
  /** Each row takes the map of its own date, as far as the history has it. */
  readonly history: boolean;
}

export interface SqlDocument extends MapDocument {
  readonly dialect: DialectName;
  /** The table of usage that the views read. */
  readonly usage: string;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly views: readonly string[];
  /** Rates with more decimals than the engine keeps. */
  readonly roundedRates: number;
  /** Where the script was written; null where it is in `script`. */
  readonly file: string | null;
  /** All that was written: the tables as CSV, and the script. */
  readonly files: readonly string[];
  readonly script: string | null;
}

/**
 * Writes the prices of a map as a script of SQL.
 * @throws UsageError for names that cannot be read and a directory that cannot be written.
 */
export async function sql(options: SqlOptions, deps: Deps): Promise<SqlDocument> {
  const settings = options.settings ?? (await settingsFor(deps));
  const names = namesOf(options);
  const dialect = DIALECTS[options.dialect];
  return await useMap({ load: { ...options.load, verify: true }, settings }, deps, async (map) => {
    const { loaded } = map;
    const tables = priceTables({
      ...(options.history
        ? await mapsOfHistory(map, options, deps)
        : { maps: [{ store: loaded.store, validFrom: null }], current: 0 }),
      settings,
      names,
      has: (role) => (options.usage?.columns ?? OWN_COLUMNS).has(role),
      readImageRules: () => readImageRules(deps),
      now: deps.now(),
    });
    const lines = scriptLines({
      dialect,
      tables,
      usage: options.usage,
      tier: options.tier ?? settings.tier?.value ?? 'standard',
      region: options.region ?? settings.region?.value,
      hasFiles: options.out !== undefined,
      currency: settings.currency,
      header: headerOf(loaded.source, dialect.title, tables.history, settings.currency),
    });
    const files =
      options.out === undefined ? [] : writeFiles(options.out, filesOf(tables.tables, dialect, lines));
    const file = files.at(-1) ?? null;
    return {
      schemaVersion: SCHEMA_VERSION,
      source: loaded.source,
      dialect: options.dialect,
      usage: options.usage?.table ?? OWN_USAGE,
      tables: tables.tables.map(({ name, rows }) => ({ name, rows: rows.length })),
      views: VIEWS,
      roundedRates: tables.rounded,
      file,
      files,
      script: file === null ? `${[...lines].join('\n')}\n` : null,
      warnings: loaded.warnings,
    };
  });
}

/** The maps of the history with the user's settings, and which of them is the one that was loaded. */
async function mapsOfHistory(
  map: OpenMap,
  { load }: SqlOptions,
  deps: Deps,
): Promise<Pick<TableOptions, 'maps' | 'current'>> {
  const { source, store } = map.loaded;
  const dated = await openDatedMaps(map, load, true, { find: map.find, store, aliases: new Map() }, deps);
  return {
    maps: dated.seen.map(({ at }) => {
      return { store: dated.at(Date.parse(at)).names().store, validFrom: new Date(at) };
    }),
    current: dated.seen.findLastIndex(({ sha256 }) => sha256 === source.sha256),
  };
}

function namesOf({ namesFile, models }: SqlOptions): readonly string[] | undefined {
  if (namesFile === undefined) return models.length === 0 ? undefined : models;
  const names = readNames(namesFile)
    .split('\n')
    .map((line) => line.trim());
  const all = [...names, ...models].filter((name) => name !== '');
  if (all.length === 0)
    throw new UsageError(`${namesFile} holds no names.`, 'Write one name of a model a line.');
  return all;
}

function readNames(path: string): string {
  try {
    return readRegularText(path, { maxBytes: MAX_MAP_BYTES });
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${whyRefused(error)}.`, null, { cause: error });
  }
}

/** The script last: it asks for the others. */
function* filesOf(tables: readonly Table[], dialect: Dialect, script: Iterable<string>): Iterable<Lines> {
  for (const table of tables) if (table.rows.length > 0) yield [csvName(table), csvLines(table, dialect)];
  yield ['llmcost.sql', script];
}

function headerOf(
  { location, syncedAt, sha256 }: MapSource,
  title: string,
  history: PriceTables['history'],
  currency: Currency | null,
): readonly string[] {
  const dates = history?.validFrom.map((date) => date.toISOString()).join(', ');
  return [
    `What language models cost, as SQL for ${title}. Written by llmcost ${VERSION}; it can be run again.`,
    `Map: ${location ?? "llmcost's price book"}, of ${syncedAt}, SHA-256 ${sha256}`,
    ...(dates === undefined
      ? []
      : [`Each row takes the map of its own moment; there are maps since ${dates}.`]),
    'llmcost_cost: a row for each request. llmcost_total: sums by day, model and tier.',
    'What is not priced has no amount, and `problem` says why; where only a part is, `state` is partial.',
    'Counts are below 10^13, and so is a sum of one kind of tokens of one model in llmcost_total.',
    ...(currency === null
      ? []
      : [`total_amount is in ${currency.code}: ${currency.perUsd} for a USD, the rate of your settings.`]),
  ];
}

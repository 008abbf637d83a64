/** The small tables that the views join: everything that the pricing rules answer, as rows. */
import type { Settings } from '../config/settings.ts';
import { compareText } from '../core/collections.ts';
import { isZero, minus, ONE, plain, roundedTo, times, type Decimal } from '../core/money.ts';
import type { Entry } from '../models/entry.ts';
import { listsPrice } from '../models/prices.ts';
import { storeFromEntries } from '../models/memory-store.ts';
import type { ModelStore } from '../models/store.ts';
import { isOffPeak } from '../pricing/off-peak.ts';
import { leastSeconds } from '../pricing/provider-rules.ts';
import { boundsOf } from '../pricing/thresholds.ts';
import { asObject, field } from '../core/json.ts';
import { OTHER } from './conditions.ts';
import { PRICED_METERS } from './meters.ts';
import { namesOf, type Meaning, type Names } from './names.ts';
import { adjustingOf, pricesOfEntry, type Adjusting, type EntryPrices } from './prices.ts';

/** What a column of a table holds; a rate has as many decimals as its figures need. */
export type ColumnType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer' }
  | { readonly kind: 'decimal'; readonly whole: number; readonly decimals: number };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

export type Cell = string | number | null;

export interface Table {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface PriceTables {
  /** The maps by time, where each row takes the one of its own moment; undefined where one prices all. */
  readonly history: History | undefined;
  readonly tables: readonly Table[];
  /** How many columns of `llmcost_model` hold the cuts between brackets. */
  readonly cuts: number;
  /** Codes of what rates may suppose; each has a column of bits in `llmcost_price`. */
  readonly codes: readonly string[];
  /** True where a discount or a margin changes rates. */
  readonly isAdjusted: boolean;
  /** True where one is a sum for each request. */
  readonly hasSums: boolean;
  readonly hasOffPeak: boolean;
  /** Rates with more decimals than an engine keeps, which were rounded. */
  readonly rounded: number;
}

export interface History {
  /** Since when each was the published one, oldest first. */
  readonly validFrom: readonly Date[];
  readonly current: number;
}

/** A map, and since when it was the published one. */
export interface MapOfTime {
  readonly store: ModelStore;
  /** Null for one map that prices all rows. */
  readonly validFrom: Date | null;
}

export interface TableOptions {
  /** Oldest first. */
  readonly maps: readonly MapOfTime[];
  /** The index of the one that prices what is older than all, and rows without a time. */
  readonly current: number;
  readonly settings: Settings;
  /** Names that the usage holds; undefined for all that the map answers. */
  readonly names?: readonly string[] | undefined;
  /** False for a usage that names no provider: the tables of offers stay away. */
  readonly hasProvider: boolean;
  /** For off-peak prices of rows without a time. */
  readonly now: Date;
}

interface Priced extends EntryPrices {
  readonly id: number;
  readonly entry: Entry;
  readonly adjusting: Adjusting;
}

export function priceTables(options: TableOptions): PriceTables {
  const dates = options.maps.flatMap(({ validFrom }) => validFrom ?? []);
  const history = dates.length > 1 ? { validFrom: dates, current: options.current } : undefined;
  const parts: Part[] = [];
  for (const [index, { store, validFrom }] of options.maps.entries()) {
    const map = { store: inMemory(store), validFrom };
    const before = parts.reduce((sum, part) => sum + part.models.length, 0);
    const names = namesOf({ store: map.store, lookUp: options.settings.lookUp, only: options.names });
    const models = pricedModels(names, map, options.settings, before);
    const ids = new Map(models.map(({ id, entry }) => [entry.key, id]));
    const validTo = options.maps[index + 1]?.validFrom ?? null;
    const prefix = history === undefined ? '' : prefixOf(index);
    parts.push({ names, models, ids, prefix, validFrom: map.validFrom, validTo });
  }
  const models = parts.flatMap((part) => part.models);
  const cuts = Math.max(0, ...models.map((model) => model.cuts.length));
  const codes = codesIn(models);
  const isAdjusted = models.some(({ adjusting: { factor } }) => !isZero(minus(factor, ONE)));
  const prices = priceTable(models, codes, isAdjusted);
  const offPeak = models.filter(({ schedule }) => schedule !== undefined);
  return {
    history,
    tables: [
      modelTable(parts, cuts, options),
      prices.table,
      conditionTable(models),
      ...(offPeak.length === 0 ? [] : [offPeakTable(offPeak)]),
      ...nameTables(parts),
      ...(options.hasProvider ? offerTables(parts) : []),
    ],
    cuts,
    codes,
    isAdjusted,
    hasSums: models.some(({ adjusting: { before, after } }) => !isZero(before) || !isZero(after)),
    hasOffPeak: offPeak.length > 0,
    rounded: prices.rounded,
  };
}

/** The same with every entry at hand: a stored map finds a key by searching its text. */
function inMemory(store: ModelStore): ModelStore {
  const entries = new Map(Array.from(store.all(), ({ key, fields }) => [key, fields]));
  return storeFromEntries(entries, store.setAside());
}

/** What one map has to say. */
interface Part {
  readonly names: Names;
  readonly models: readonly Priced[];
  readonly ids: Ids;
  /** Before each name, where there are several maps. */
  readonly prefix: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

/** What stands before a name in the tables, so that each map has its own names. */
export function prefixOf(map: number): string {
  return `${map}|`;
}

/** The entries that a name means, numbered in the order of their keys, behind those of the maps before. */
function pricedModels(
  names: Names,
  { store }: MapOfTime,
  settings: Settings,
  before: number,
): readonly Priced[] {
  const meanings = [
    ...names.names.flatMap(({ alone, elsewhere }) => [alone, elsewhere]),
    ...names.offers.map(({ meaning }) => meaning),
  ];
  const keys = [...new Set(meanings.flatMap(({ key }) => key ?? []))].sort(compareText);
  const entries = keys.flatMap((key) => store.get(key) ?? []);
  return entries.map((entry, index) => {
    const prices = pricesOfEntry(entry, store.get(`${entry.provider ?? ''}/container`));
    return { ...prices, id: before + index + 1, entry, adjusting: adjustingOf(settings.rulesFor(entry)) };
  });
}

function codesIn(models: readonly Priced[]): readonly string[] {
  const codes = models.flatMap(({ rows }) => rows.flatMap(({ assumed }) => [...assumed.keys()]));
  return [...new Set(codes)].sort(compareText);
}

const TEXT: ColumnType = { kind: 'text' };
const INTEGER: ColumnType = { kind: 'integer' };

function text(name: string): Column {
  return { name, type: TEXT };
}

function integer(name: string): Column {
  return { name, type: INTEGER };
}

function modelTable(parts: readonly Part[], cuts: number, { now }: TableOptions): Table {
  const models = parts.flatMap((part) => part.models.map((model) => ({ ...model, part })));
  const sums = models.flatMap(({ adjusting }) => [plain(adjusting.before), plain(adjusting.after)]);
  const numbered = Array.from({ length: cuts }, (_, index) => index);
  return {
    name: 'llmcost_model',
    about: 'a row for each model, with the lengths of a prompt at which its rates change',
    columns: [
      integer('id'),
      text('model_key'),
      text('provider'),
      text('mode'),
      integer('lists_price'),
      integer('makes_images'),
      integer('any_region'),
      integer('off_peak'),
      integer('off_peak_now'),
      text('valid_from'),
      text('valid_to'),
      integer('least_seconds'),
      integer('sum_bound'),
      { name: 'discount_each', type: decimalType(sums) },
      { name: 'margin_each', type: decimalType(sums) },
      ...numbered.map((index) => integer(`cut_${index + 1}`)),
    ],
    rows: models.map(({ id, entry, adjusting, multipliers, schedule, part, ...model }) => [
      id,
      entry.key,
      entry.provider,
      entry.mode,
      listsPrice(entry) ? 1 : 0,
      entry.mode === 'image_generation' || entry.mode === 'image_edit' ? 1 : 0,
      multipliers.regions.includes(OTHER) ? 1 : 0,
      schedule === undefined ? 0 : 1,
      schedule !== undefined && isOffPeakAt(entry, now) ? 1 : 0,
      part.validFrom?.toISOString() ?? null,
      part.validTo?.toISOString() ?? null,
      leastSeconds(entry),
      boundsOf(entry)[0] ?? null,
      plain(adjusting.before),
      plain(adjusting.after),
      ...numbered.map((index) => model.cuts[index] ?? null),
    ]),
  };
}

function isOffPeakAt(entry: Entry, at: Date): boolean {
  const pricing = asObject(field(entry.fields, 'off_peak_pricing') ?? null);
  return pricing !== undefined && isOffPeak(pricing, at) === true;
}

function priceTable(
  models: readonly Priced[],
  codes: readonly string[],
  isAdjusted: boolean,
): { readonly table: Table; readonly rounded: number } {
  const rows = models.flatMap(({ id, adjusting, rows }) => {
    const change = minus(adjusting.factor, ONE);
    return rows.map((row) => ({ id, change, row }));
  });
  const figures = (of: (rate: Decimal, change: Decimal) => Decimal) =>
    PRICED_METERS.map((_, index) =>
      rows.map(({ row, change }) => {
        const rate = row.rates[index];
        return rate === undefined ? null : plain(of(rate, change));
      }),
    );
  const rates = figures((rate) => rate);
  const changes = isAdjusted ? figures((rate, change) => times(rate, change)) : [];
  const room = PRICED_METERS.map(({ column }) => MOST_DIGITS - (column === 'seconds' ? SECONDS_DECIMALS : 0));
  const columns = [...rates, ...changes].map((cells, index) =>
    decimalColumn(cells, room[index % room.length] ?? MOST_DIGITS),
  );
  const names = PRICED_METERS.map(({ column }) => column);
  return {
    table: {
      name: 'llmcost_price',
      about: 'USD for one of each kind, by model, tier, region, speed, hours and bracket of the prompt',
      columns: [
        integer('model'),
        text('tier'),
        text('region'),
        text('speed'),
        integer('off_peak'),
        integer('bracket'),
        integer('priced'),
        integer('paid'),
        integer('not_billed'),
        ...codes.map((code) => integer(assumedColumn(code))),
        ...[...names, ...(isAdjusted ? names.map((name) => `change_${name}`) : [])].map((name, index) => ({
          name,
          type: columns[index]?.type ?? INTEGER,
        })),
      ],
      rows: rows.map(({ id, row }, index) => [
        id,
        row.tier,
        row.region,
        row.speed,
        row.isOffPeak ? 1 : 0,
        row.bracket,
        row.priced,
        row.paid,
        row.notBilled,
        ...codes.map((code) => row.assumed.get(code) ?? 0),
        ...columns.map(({ cells }) => cells[index] ?? null),
      ]),
    },
    rounded: columns.reduce((sum, { rounded }) => sum + rounded, 0),
  };
}

/** The column of `llmcost_price` with the bits of the meters whose rate supposes that. */
export function assumedColumn(code: string): string {
  return `assumes_${code.toLowerCase()}`;
}

/** Decimals that are kept of a count of seconds. */
export const SECONDS_DECIMALS = 4;
/** Decimals of engines have 38 digits, of which a count takes 13. */
const MOST_DIGITS = 25;

function decimalColumn(figures: readonly (string | null)[], digits: number) {
  const type = decimalType(
    figures.flatMap((figure) => figure ?? []),
    digits,
  );
  let rounded = 0;
  const cells = figures.map((figure) => {
    if (figure === null || decimalsOf(figure) <= type.decimals) return figure;
    rounded += 1;
    return roundedTo(figure, type.decimals);
  });
  return { type, cells, rounded };
}

function decimalType(
  figures: readonly string[],
  digits = MOST_DIGITS,
): Extract<ColumnType, { kind: 'decimal' }> {
  const whole = Math.max(0, ...figures.map(wholeDigits));
  const decimals = Math.min(digits - whole, Math.max(0, ...figures.map(decimalsOf)));
  return { kind: 'decimal', whole: whole + decimals === 0 ? 1 : whole, decimals };
}

/** Digits before the point: none of 0.25. */
function wholeDigits(figure: string): number {
  return (figure.replace('-', '').split('.')[0] ?? '').replace(/^0$/, '').length;
}

function decimalsOf(figure: string): number {
  return (figure.split('.')[1] ?? '').length;
}

function conditionTable(models: readonly Priced[]): Table {
  return {
    name: 'llmcost_condition',
    about: 'the regions and speeds that change the rates of a model',
    columns: [integer('model'), text('kind'), text('name')],
    rows: models.flatMap(({ id, multipliers: { regions, speeds } }) => [
      ...regions.filter((name) => name !== OTHER).map((name) => [id, 'region', name]),
      ...speeds.map((name) => [id, 'speed', name]),
    ]),
  };
}

function offPeakTable(models: readonly Priced[]): Table {
  return {
    name: 'llmcost_off_peak',
    about: 'the minutes of the week, from Monday 00:00 UTC, in which off-peak prices apply',
    columns: [integer('model'), integer('minute')],
    rows: models.flatMap(({ id, schedule }) => (schedule?.minutes ?? []).map((minute) => [id, minute])),
  };
}

type Ids = ReadonlyMap<string, number>;

function meaningCells({ key, problem, assumed }: Meaning, ids: Ids): readonly Cell[] {
  return [key === null ? null : (ids.get(key) ?? null), problem, assumed.join(',')];
}

function meaningColumns(prefix = ''): readonly Column[] {
  return [integer(`${prefix}model`), text(`${prefix}problem`), text(`${prefix}assumed`)];
}

function nameTables(parts: readonly Part[]): readonly Table[] {
  const exact = parts.flatMap(({ names, prefix }) =>
    names.exact.map((name) => [prefix + name, `${prefix}=${name}`]),
  );
  return [
    {
      name: 'llmcost_name',
      about: 'which model a name means, in lower case; elsewhere_: at a provider that does not sell it',
      columns: [text('name'), ...meaningColumns(), ...meaningColumns('elsewhere_')],
      rows: parts.flatMap(({ names, ids, prefix }) =>
        names.names.map((row) => [
          prefix + row.name,
          ...meaningCells(row.alone, ids),
          ...meaningCells(row.elsewhere, ids),
        ]),
      ),
    },
    ...(exact.length === 0
      ? []
      : [
          {
            name: 'llmcost_exact_name',
            about: 'names that mean something else in other letters, and under which name they are looked up',
            columns: [text('name'), text('look_name')],
            rows: exact,
          },
        ]),
  ];
}

function offerTables(parts: readonly Part[]): readonly Table[] {
  return [
    {
      name: 'llmcost_offer',
      about: 'which model a name means beside the provider that sells it',
      columns: [text('name'), text('provider'), ...meaningColumns()],
      rows: parts.flatMap(({ names, ids, prefix }) =>
        names.offers.map(({ name, provider, meaning }) => [
          prefix + name,
          provider,
          ...meaningCells(meaning, ids),
        ]),
      ),
    },
    {
      name: 'llmcost_provider',
      about: 'how providers are written, in lower case, and which of them is meant',
      columns: [text('name'), text('provider')],
      rows: parts.flatMap(({ names, prefix }) =>
        names.providers.map(({ name, provider }) => [prefix + name, provider]),
      ),
    },
  ];
}

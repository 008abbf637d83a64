/** The small tables that the views join: everything that the pricing rules answer, as rows. */
import type { Settings } from '../../config/settings.ts';
import { compareText } from '../../core/collections.ts';
import { isZero, minus, ONE } from '../../core/money.ts';
import { storeFromEntries } from '../../models/memory-store.ts';
import type { ModelStore } from '../../models/store.ts';
import type { ImageRules } from '../../pricing/images/rules.ts';
import { imagePricing, NO_IMAGES, sizedNames, type SizedName } from '../images.ts';
import { namesOf, type Names } from '../names.ts';
import { adjustingOf, pricesOfEntry } from '../prices.ts';
import type { Has } from '../variants.ts';
import { imageSets, imageTable, sizedTable } from './images.ts';
import { conditionTable, modelTable, offPeakTable } from './models.ts';
import { nameTables, offerTables, prefixOf } from './names.ts';
import type { Part, Priced } from './part.ts';
import { priceTable } from './prices.ts';
import type { Table } from './table.ts';

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
  /** Qualities of images that a table names. */
  readonly qualities: readonly string[];
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
  /** Which columns the usage has: what only others need stays away. */
  readonly has: Has;
  /** Called only where the usage has images. */
  readonly readImageRules: () => ImageRules;
  /** For off-peak prices of rows without a time. */
  readonly now: Date;
}

export function priceTables(options: TableOptions): PriceTables {
  const dates = options.maps.flatMap(({ validFrom }) => validFrom ?? []);
  const history = dates.length > 1 ? { validFrom: dates, current: options.current } : undefined;
  const parts: Part[] = [];
  for (const [index, { store, validFrom }] of options.maps.entries()) {
    const map = { store: inMemory(store), validFrom };
    const before = parts.reduce((sum, part) => sum + part.models.length, 0);
    const names = namesOf({ store: map.store, lookUp: options.settings.lookUp, only: options.names });
    const sized = options.has('images') ? sizedNames(map.store, options.names) : [];
    const models = pricedModels(names, sized, map, options, before);
    const ids = new Map(models.map(({ id, entry }) => [entry.key, id]));
    const validTo = options.maps[index + 1]?.validFrom ?? null;
    const prefix = history === undefined ? '' : prefixOf(index);
    parts.push({ names, sized, models, ids, prefix, validFrom: map.validFrom, validTo });
  }
  const models = parts.flatMap((part) => part.models);
  const cuts = Math.max(0, ...models.map((model) => model.cuts.length));
  const codes = codesIn(models);
  const isAdjusted = models.some(({ adjusting: { factor } }) => !isZero(minus(factor, ONE)));
  const sets = imageSets(models);
  const prices = priceTable(models, codes, isAdjusted);
  const offPeak = models.filter(({ schedule }) => schedule !== undefined);
  return {
    history,
    tables: [
      modelTable(parts, cuts, sets, options.now),
      prices.table,
      conditionTable(models),
      ...(offPeak.length === 0 ? [] : [offPeakTable(offPeak)]),
      ...nameTables(parts),
      ...(options.has('provider') ? offerTables(parts) : []),
      ...(options.has('images') ? [imageTable(sets), sizedTable(parts)] : []),
    ],
    cuts,
    codes,
    isAdjusted,
    hasSums: models.some(({ adjusting: { before, after } }) => !isZero(before) || !isZero(after)),
    hasOffPeak: offPeak.length > 0,
    qualities: [...new Set(sets.sets.flat().map(({ quality }) => quality))],
    rounded: prices.rounded,
  };
}

/** The same with every entry at hand: a stored map finds a key by searching its text. */
function inMemory(store: ModelStore): ModelStore {
  const entries = new Map(Array.from(store.all(), ({ key, fields }) => [key, fields]));
  return storeFromEntries(entries, store.setAside());
}

/** The entries that a name means, numbered in the order of their keys, behind those of the maps before. */
function pricedModels(
  names: Names,
  sized: readonly SizedName[],
  { store }: MapOfTime,
  { settings, has, readImageRules }: TableOptions,
  before: number,
): readonly Priced[] {
  const meanings = [
    ...names.names.flatMap(({ alone, elsewhere }) => [alone, elsewhere]),
    ...names.offers.map(({ meaning }) => meaning),
  ];
  const meant = [...meanings, ...sized].flatMap(({ key }) => key ?? []);
  const keys = [...new Set(meant)].sort(compareText);
  const entries = keys.flatMap((key) => store.get(key) ?? []);
  const imagesOf = has('images') ? imagePricing(store, readImageRules()) : () => NO_IMAGES;
  return entries.map((entry, index) => {
    const toolEntry = store.get(`${entry.provider ?? ''}/container`);
    const prices = pricesOfEntry(entry, toolEntry, imagesOf(entry), has);
    return { ...prices, id: before + index + 1, entry, adjusting: adjustingOf(settings.rulesFor(entry)) };
  });
}

function codesIn(models: readonly Priced[]): readonly string[] {
  const codes = models.flatMap(({ rows }) => rows.flatMap(({ assumed }) => [...assumed.keys()]));
  return [...new Set(codes)].sort(compareText);
}

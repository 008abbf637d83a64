import { similar, type MatchedBy, type SimilarOptions } from '../catalog.ts';
import { convert } from '../config/currency.ts';
import { settingsFor } from '../config/for.ts';
import type { Currency } from '../config/read.ts';
import type { Override, Settings } from '../config/settings.ts';
import { ruleOverride } from '../config/used.ts';
import { readBookReview, readScores, type BookReview } from '../data.ts';
import type { Deps } from '../deps.ts';
import { SCHEMA_VERSION, type Document, type MapDocument } from '../documents.ts';
import {
  capabilitiesOf,
  deprecationOf,
  displayName,
  featuresOf,
  limitsOf,
  otherCapabilities,
  type Capabilities,
  type Deprecation,
  type Limits,
} from '../facts.ts';
import type { JsonObject } from '../json.ts';
import { figure, textOf, type Entry } from '../map/entry.ts';
import type { Unit } from '../map/fields.ts';
import { headlineOf, type Headline } from '../map/headline.ts';
import type { LoadedMap, MapSource, Summary } from '../map/store.ts';
import { decimal, perMillion, toNumber } from '../money.ts';
import { useMap, type MapOptions } from '../open-map.ts';
import { normalized, pricesOf, type NotUnderstood, type Price, type PriceConditions } from '../prices.ts';
import { providerName } from '../providers.ts';
import { scoreOf, type Scores } from '../scores.ts';

export interface ShowOptions extends MapOptions {
  readonly models: readonly string[];
  /** How many similar models to list. */
  readonly similar: number;
  readonly similarOptions: SimilarOptions;
}

/** One price of the page. */
export interface PriceRow {
  readonly item: string;
  readonly field: string;
  /** The figure as the map has it, every digit, no exponent. */
  readonly raw: string;
  readonly unit: Unit;
  /** Null for prices that are not USD (DBU). */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly normalizedUsd: number | null;
  readonly normalizedUnit: string;
  /** `normalizedUsd` in the currency of the user's settings; null where they name none. */
  readonly normalizedAmount: number | null;
  /** Conditions in words; null for the plain price. */
  readonly condition: string | null;
  readonly conditions: PriceConditions;
  /** What to know about the row: that it repeats another, or is not USD. */
  readonly note: string | null;
}

/** A factor on other prices: for a region, for a speed. */
export interface MultiplierRow {
  readonly item: string;
  readonly field: string;
  readonly factor: number;
  readonly condition: string | null;
}

export interface SimilarRow {
  readonly key: string;
  readonly provider: string | null;
  readonly providerName: string;
  readonly unit: Unit | null;
  readonly inputUsdPerUnit: number | null;
  readonly outputUsdPerUnit: number | null;
  readonly contextTokens: number | null;
  readonly codingPercent: number | null;
  readonly features: readonly string[];
  readonly distance: number;
}

/** Where a reviewed figure and the map differ. USD per unit. */
export interface ReviewDifference {
  readonly field: string;
  readonly reviewedUsdPerUnit: number;
  /** Null where the map has no such price. */
  readonly mapUsdPerUnit: number | null;
}

export interface Review {
  readonly on: string;
  readonly against: string;
  readonly fields: readonly string[];
  readonly differences: readonly ReviewDifference[];
}

/** The page of one model. */
export interface Page {
  readonly model: string;
  readonly name: string;
  readonly requested: string;
  readonly matchedBy: MatchedBy;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly headline: Headline & {
    readonly cacheRead: number | null;
    readonly contextTokens: number | null;
    /** True where the two prices are those of the first range, because there are no others. */
    readonly isSmallestRange: boolean;
  };
  readonly prices: readonly PriceRow[];
  readonly multipliers: readonly MultiplierRow[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  readonly otherCapabilities: Readonly<Record<string, boolean>>;
  readonly codingPercent: number | null;
  readonly deprecation: Deprecation | null;
  readonly similar: readonly SimilarRow[];
  /** The page that the entry itself names as the source of its prices. */
  readonly pricingSource: string | null;
  readonly review: Review | null;
  /** What the page took from the user's settings, and the rules that they put on a job's cost. */
  readonly overrides: readonly Override[];
  /** The currency of the user's settings, with the rate that they give; null where they name none. */
  readonly currency: Currency | null;
  readonly source: MapSource;
  readonly raw: JsonObject;
}

/** One model's page, or several under `models`. */
export type ShowDocument = (Page & MapDocument) | (Document & { readonly models: readonly Page[] });

/** The pages of one or more models. */
export async function show(options: ShowOptions, deps: Deps): Promise<ShowDocument> {
  const settings = await settingsFor(deps);
  const scores = readScores(deps, settings.scores?.value);
  return await useMap({ ...options, settings }, deps, ({ loaded, find }) => {
    const pages = options.models.map((requested) => {
      const { entry, by } = find(requested);
      return { ...pageOf(entry, loaded, { scores, settings }, options, deps), requested, matchedBy: by };
    });
    const { warnings } = loaded;
    const [only, ...others] = pages;
    if (only !== undefined && others.length === 0)
      return { schemaVersion: SCHEMA_VERSION, ...only, warnings };
    return { schemaVersion: SCHEMA_VERSION, models: pages, warnings };
  });
}

function pageOf(
  entry: Entry,
  loaded: LoadedMap,
  { scores, settings }: { readonly scores: Scores; readonly settings: Settings },
  options: ShowOptions,
  deps: Deps,
): Omit<Page, 'requested' | 'matchedBy'> {
  const { currency } = settings;
  const { prices, notUnderstood } = pricesOf(entry);
  const headline = headlineOf(entry);
  const summary: Summary = {
    key: entry.key,
    provider: entry.provider,
    mode: entry.mode,
    ...headline,
    aliases: [],
  };
  const limits = limitsOf(entry);
  const codingPercent = scoreOf(scores, entry.key);
  const review = readBookReview(deps, entry.key);
  return {
    model: entry.key,
    name: displayName(entry.key),
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
    headline: {
      ...headline,
      cacheRead:
        figure(entry, 'cache_read_input_token_cost') ??
        figure(entry, 'input_cost_per_token_cache_hit') ??
        null,
      contextTokens: limits.contextTokens,
      isSmallestRange: prices.every(({ conditions }) => conditions.fromTokens !== null) && prices.length > 0,
    },
    prices: withNotes(
      entry,
      prices.filter(({ unit }) => unit !== 'factor').map((price) => priceRow(price, currency)),
    ),
    multipliers: prices.filter(({ unit }) => unit === 'factor').map(multiplierRow),
    notUnderstood,
    limits,
    capabilities: capabilitiesOf(entry),
    otherCapabilities: otherCapabilities(entry),
    codingPercent,
    deprecation: deprecationOf(entry, deps.now()),
    similar: similar(loaded.store, summary, options.similar, options.similarOptions).flatMap(
      ({ key, distance }) => {
        const other = loaded.store.get(key);
        return other === undefined ? [] : [similarRow(other, distance, scores)];
      },
    ),
    pricingSource: textOf(entry, 'source') ?? null,
    review: review === undefined ? null : reviewOf(entry, review),
    overrides: [
      ...settings.overridesOf(entry.key),
      ...settings.rulesFor(entry).map(ruleOverride),
      ...(settings.scores === null || codingPercent === null || deps.env['LLMCOST_SCORES']
        ? []
        : [settings.scores.override]),
    ],
    currency,
    source: loaded.source,
    raw: entry.fields,
  };
}

function priceRow(price: Price, currency: Currency | null): PriceRow {
  const isUsd = price.unit !== 'dbu_token';
  const normal = normalized(price.value, price.unit);
  return {
    item: price.item,
    field: price.field,
    raw: price.raw,
    unit: price.unit,
    usdPerUnit: isUsd ? toNumber(price.value) : null,
    per1MUsd: price.unit === 'token' ? toNumber(perMillion(price.value)) : null,
    normalizedUsd: isUsd ? toNumber(normal.usd) : null,
    normalizedUnit: normal.unit,
    normalizedAmount: isUsd && currency !== null ? convert(normal.usd, currency) : null,
    condition: price.condition,
    conditions: price.conditions,
    note: isUsd ? null : "in DBU, Databricks' own unit: not USD, and never part of a cost",
  };
}

/** The rows with what a reader of this kind of model has to know about them. */
function withNotes(entry: Entry, rows: readonly PriceRow[]): readonly PriceRow[] {
  const makesImages = entry.mode === 'image_generation' || entry.mode === 'image_edit';
  const hears = rows.some(({ field }) => field === 'input_cost_per_second');
  const noted = rows.map((row): PriceRow => {
    if (row.field === 'input_cost_per_image' && makesImages) {
      const note = 'the map keeps the price of an image made under a name of input';
      return { ...row, item: 'Image made', note };
    }
    if (row.field === 'output_cost_per_second' && hears && row.raw !== '0') {
      return { ...row, note: 'one second is billed once, as audio input' };
    }
    return row;
  });
  return withEmbedding(entry, noted);
}

/** Modes that take text in and give none back: the input rate is what embedding the text costs. */
const TEXT_IN_ONLY: ReadonlySet<string | null> = new Set([
  'embedding',
  'image_generation',
  'image_edit',
  'rerank',
]);

function withEmbedding(entry: Entry, rows: readonly PriceRow[]): readonly PriceRow[] {
  const input = rows.find((row) => row.field === 'input_cost_per_token');
  if (input === undefined || !TEXT_IN_ONLY.has(entry.mode)) return rows;
  const note = 'the rate of the text that goes in: the Input row again, never added to it';
  const at = rows.findLastIndex(
    (row) => row.condition === null && row.unit === 'token' && TEXT_ROWS.has(row.field),
  );
  return rows.toSpliced(at + 1, 0, { ...input, item: 'Embedding', note });
}

const TEXT_ROWS: ReadonlySet<string> = new Set([
  'input_cost_per_token',
  'output_cost_per_token',
  'cache_read_input_token_cost',
]);

function multiplierRow({ item, field, value, condition }: Price): MultiplierRow {
  return { item, field, factor: toNumber(value), condition };
}

function similarRow(entry: Entry, distance: number, scores: Scores): SimilarRow {
  const { input, output, unit } = headlineOf(entry);
  return {
    key: entry.key,
    provider: entry.provider,
    providerName: providerName(entry.provider),
    unit,
    inputUsdPerUnit: input,
    outputUsdPerUnit: output,
    contextTokens: limitsOf(entry).contextTokens,
    codingPercent: scoreOf(scores, entry.key),
    features: featuresOf(entry),
    distance,
  };
}

function reviewOf(entry: Entry, review: BookReview): Review {
  const differences = Object.entries(review.figures).flatMap(([field, reviewed]) => {
    const inMap = figure(entry, field);
    const same = inMap !== undefined && decimal(inMap).eq(decimal(reviewed));
    return same ? [] : [{ field, reviewedUsdPerUnit: reviewed, mapUsdPerUnit: inMap ?? null }];
  });
  return { on: review.on, against: review.against, fields: Object.keys(review.figures), differences };
}

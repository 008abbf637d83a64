import type { MatchedBy } from '../../../models/catalog.ts';
import { similar, type SimilarOptions } from '../../../models/similar.ts';
import { settingsFor } from '../../../config/settings-for.ts';
import type { Currency } from '../../../core/currency.ts';
import type { Override, Settings } from '../../../config/settings.ts';
import { ruleOverride } from '../../../pricing/overrides.ts';
import type { CrossCheck, CrossChecker } from '../../../doctor/cross-check/compare.ts';
import { readBookReviews, type BookReview } from '../../../doctor/reviews/book.ts';
import { readScores } from '../../../models/scores-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
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
} from '../../../models/capabilities.ts';
import type { JsonObject } from '../../../core/json.ts';
import { figure, textOf, type Entry } from '../../../models/entry.ts';
import type { Unit } from '../../../models/fields.ts';
import { headlineOf } from '../../../models/headline.ts';
import type { LoadedMap, MapSource, Summary } from '../../../models/store.ts';
import { decimal } from '../../../core/money.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { priceRowsOf, type MultiplierRow, type PriceRow } from '../../../models/price-rows.ts';
import type { Notice } from '../../../core/notice.ts';
import type { NotUnderstood } from '../../../models/prices.ts';
import { providerName } from '../../../models/providers.ts';
import { openReviews, type ReviewLookUp, type ReviewNote } from '../../../doctor/reviews/open.ts';
import { scoreOf, type Benchmark, type Scores } from '../../../models/scores.ts';

export interface ShowOptions extends MapOptions {
  readonly models: readonly string[];
  /** How many similar models to list. */
  readonly similar: number;
  readonly similarOptions: SimilarOptions;
  /** Ask a second source too. */
  readonly crossCheck: boolean;
}

export interface SimilarRow {
  readonly model: string;
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
  readonly headline: {
    readonly inputUsdPerUnit: number | null;
    readonly outputUsdPerUnit: number | null;
    /** What both are per; null where the entry has neither. */
    readonly unit: Unit | null;
    readonly cacheReadUsdPerUnit: number | null;
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
  /** What `codingPercent` is of. */
  readonly coding: Benchmark;
  readonly deprecation: Deprecation | null;
  readonly similar: readonly SimilarRow[];
  /** The page that the entry itself names as the source of its prices. */
  readonly pricingSource: string | null;
  /** What the price book says of the figures, where they were checked for it. */
  readonly review: Review | null;
  /** A person's own check, from the project's reviews or the user's. */
  readonly reviewedBy: ReviewNote | null;
  /** How a second source prices the model; null unless `--cross-check` asks. */
  readonly crossCheck: CrossCheck | null;
  /** What the page took from the user's settings, and the rules that they put on a job's cost. */
  readonly overrides: readonly Override[];
  /** The currency of the user's settings, with the rate that they give; null where they name none. */
  readonly currency: Currency | null;
  readonly source: MapSource;
  readonly raw: JsonObject;
}

/** One model's page, or several under `models`. */
export type ShowDocument = (Page & MapDocument) | (MapDocument & { readonly models: readonly Page[] });

/** The pages of one or more models. */
export async function show(options: ShowOptions, deps: Deps): Promise<ShowDocument> {
  const settings = await settingsFor(deps);
  const maker = await pageMaker(options, settings, deps);
  return await useMap({ ...options, settings }, deps, ({ loaded, find }) => {
    const matches = options.models.map((requested) => ({ ...find(requested), requested }));
    const pages = matches.map((match) => maker.pageOf(match, loaded));
    const warnings = [
      ...maker.warnings,
      ...loaded.warnings,
      ...matches.flatMap(({ assumptions }) => assumptions),
    ];
    const [only, ...others] = pages;
    if (only !== undefined && others.length === 0)
      return { schemaVersion: SCHEMA_VERSION, ...only, warnings };
    return { schemaVersion: SCHEMA_VERSION, models: pages, source: loaded.source, warnings };
  });
}

export type PageOptions = Pick<ShowOptions, 'similar' | 'similarOptions' | 'crossCheck'>;

/** Makes one page after the other: what they need beside the map is read once. */
export interface PageMaker {
  readonly pageOf: (match: PageMatch, loaded: LoadedMap) => Page;
  readonly warnings: readonly Notice[];
}

export interface PageMatch {
  readonly entry: Entry;
  readonly by: MatchedBy;
  /** The name that it was found by. */
  readonly requested: string;
}

/** @throws UsageError for scores or reviews of the user's that cannot be read. */
export async function pageMaker(options: PageOptions, settings: Settings, deps: Deps): Promise<PageMaker> {
  const { reviewOf, warnings } = await openReviews(deps);
  const context: PageContext = {
    settings,
    scores: readScores(deps, settings.scores?.value),
    reviewOf,
    bookReviewOf: readBookReviews(deps),
    crossCheck: options.crossCheck ? await secondSource(deps) : undefined,
  };
  return {
    pageOf: ({ entry, by, requested }, loaded) => {
      return { ...pageOf(entry, loaded, context, options, deps), requested, matchedBy: by };
    },
    warnings,
  };
}

/** What every page of one command needs beside the map. */
interface PageContext {
  readonly settings: Settings;
  readonly scores: Scores;
  readonly reviewOf: ReviewLookUp;
  readonly bookReviewOf: (key: string) => BookReview | undefined;
  readonly crossCheck: CrossChecker | undefined;
}

/** The second source is a package of its own, loaded only where somebody asks for it. */
async function secondSource(deps: Deps): Promise<CrossChecker> {
  const [{ loadSecondSource }, { crossChecker }] = await Promise.all([
    import('../../../doctor/cross-check/source.ts'),
    import('../../../doctor/cross-check/compare.ts'),
  ]);
  return crossChecker(await loadSecondSource(deps.now()));
}

function pageOf(
  entry: Entry,
  loaded: LoadedMap,
  { scores, settings, reviewOf, bookReviewOf, crossCheck }: PageContext,
  options: PageOptions,
  deps: Deps,
): Omit<Page, 'requested' | 'matchedBy'> {
  const { currency } = settings;
  const { prices, multipliers, notUnderstood, isRanged } = priceRowsOf(entry, currency);
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
  const review = bookReviewOf(entry.key);
  return {
    model: entry.key,
    name: displayName(entry.key),
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
    headline: {
      inputUsdPerUnit: headline.input,
      outputUsdPerUnit: headline.output,
      unit: headline.unit,
      cacheReadUsdPerUnit:
        figure(entry, 'cache_read_input_token_cost') ??
        figure(entry, 'input_cost_per_token_cache_hit') ??
        null,
      contextTokens: limits.contextTokens,
      isSmallestRange: isRanged,
    },
    prices,
    multipliers,
    notUnderstood,
    limits,
    capabilities: capabilitiesOf(entry),
    otherCapabilities: otherCapabilities(entry),
    codingPercent,
    coding: scores.benchmark,
    deprecation: deprecationOf(entry, deps.now()),
    similar: similar(loaded.store, summary, options.similar, options.similarOptions).flatMap(
      ({ key, distance }) => {
        const other = loaded.store.get(key);
        return other === undefined ? [] : [similarRow(other, distance, scores)];
      },
    ),
    pricingSource: textOf(entry, 'source') ?? null,
    review: review === undefined ? null : bookReview(entry, review),
    reviewedBy: reviewOf(entry),
    crossCheck: crossCheck?.(entry) ?? null,
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

function similarRow(entry: Entry, distance: number, scores: Scores): SimilarRow {
  const { input, output, unit } = headlineOf(entry);
  return {
    model: entry.key,
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

function bookReview(entry: Entry, review: BookReview): Review {
  const differences = Object.entries(review.figures).flatMap(([field, reviewed]) => {
    const inMap = figure(entry, field);
    const same = inMap !== undefined && decimal(inMap).eq(decimal(reviewed));
    return same ? [] : [{ field, reviewedUsdPerUnit: reviewed, mapUsdPerUnit: inMap ?? null }];
  });
  return { on: review.on, against: review.against, fields: Object.keys(review.figures), differences };
}

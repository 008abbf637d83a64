/** What the library takes and gives: plain data, money as JSON numbers in USD. */
import type { MatchedBy } from '../models/catalog.ts';
import type { SimilarOptions } from '../models/similar.ts';
import type { MoneyState } from '../pricing/cost.ts';
import type { Capabilities, Limits } from '../models/capabilities.ts';
import type { Entry } from '../models/entry.ts';
import type { Unit } from '../models/fields.ts';
import type { MapSource, Summary } from '../models/store.ts';
import type { Notice, Assumption } from '../core/notice.ts';
import type { EstimateState } from '../pricing/estimate/describe.ts';
import type { CostRange } from '../pricing/estimate/notes.ts';
import type { BudgetNote, EstimateLine, ImageNote } from '../pricing/estimate/rows.ts';
import type { NotUnderstood, PriceConditions } from '../models/prices.ts';
import type { Amounts } from '../pricing/tally/rows.ts';
import type { AssumptionRow, UnpricedRow } from '../pricing/tally/unpriced.ts';
import type { Tier, Usage, UsageRecord } from '../usage/usage.ts';

/** A model of a catalog: its entry in the map, and what can be said of it at once. */
export interface Model extends Entry {
  /** The key without the path of provider, region or quality in front of it. */
  readonly name: string;
  /** The provider's proper name: `OpenAI`. */
  readonly providerName: string;
  /** How the name that was asked for led here; the key itself leads by `key`. */
  readonly matchedBy: MatchedBy;
  /** What was assumed in taking the name for this model; empty where the name says it. */
  readonly assumptions: readonly Assumption[];
  readonly limits: Limits;
  readonly capabilities: Capabilities;
  /** `YYYY-MM-DD`, the day on which the provider retires it; null where the map has none. */
  readonly retires: string | null;
}

/** Which models to list. */
export interface ModelFilter {
  /** As the map spells it, or one of the usual other spellings. */
  readonly provider?: string | undefined;
  /** `chat`, `embedding`, `image_generation` …; null for the models that name none. */
  readonly mode?: string | null | undefined;
}

/** A model with comparable prices. */
export interface SimilarModel {
  readonly key: string;
  /** |ln(input ratio)| + |ln(output ratio)|: 0 for the same prices. */
  readonly distance: number;
}

/** Where the prices of a catalog are from. */
export interface CatalogSource extends Omit<MapSource, 'kind' | 'syncedAt' | 'projectFiles'> {
  /** `object` for what the caller passed in; else as in the `source` of `--json`. */
  readonly kind: MapSource['kind'] | 'object';
  /** When it was fetched or, for a file and the price book, last changed (ISO 8601, UTC). */
  readonly syncedAt: string | null;
  /** @deprecated The same as `modelCount`. */
  readonly models: number;
}

/** Prices of models, ready to be asked. It never changes; load another for newer prices. */
export interface Catalog {
  /** How many models it has. */
  readonly size: number;
  /** Where the prices are from: address, date and SHA-256. */
  readonly source: CatalogSource;
  /** What to know about that: entries left out, a stale copy, no network. */
  readonly warnings: readonly Notice[];
  /**
   * The model of that name: the exact key, the key in another case, an alias, `provider/model`.
   * Nothing looser ever finds a model.
   * @throws ModelNotFoundError with the nearest keys, AmbiguousModelError with all that it may mean.
   */
  readonly find: (name: string) => Model;
  /** True where `find` would find it. */
  readonly has: (name: string) => boolean;
  /** The keys nearest to a name, nearest first: for a person to choose from, never to price by. */
  readonly suggest: (name: string, count?: number) => readonly string[];
  /**
   * Models of the same mode with the nearest prices, nearest first.
   * @throws ModelNotFoundError, AmbiguousModelError.
   */
  readonly similar: (
    name: string,
    options?: SimilarOptions & { readonly count?: number },
  ) => readonly SimilarModel[];
  /** The few facts by which models are listed, in the order of the map. */
  readonly models: (filter?: ModelFilter) => readonly Summary[];
}

/** One price of a model. */
export interface Price {
  /** What a person calls it: `Cached input`. */
  readonly item: string;
  /** Where it stands in the entry. */
  readonly field: string;
  /** The figure as it stands there, every digit, no exponent. */
  readonly raw: string;
  readonly unit: Unit;
  /** Null for prices that are not USD (DBU). */
  readonly usdPerUnit: number | null;
  /** Null for units other than tokens. */
  readonly per1MUsd: number | null;
  /** The price of the amount in which people compare it, and that amount: `1M tokens`, `minute`. */
  readonly normalizedUsd: number | null;
  readonly normalizedUnit: string;
  /** Conditions in words; null for the plain price. */
  readonly condition: string | null;
  readonly conditions: PriceConditions;
  readonly note: string | null;
}

/** A factor on other prices: for a region, for a speed. */
export interface Multiplier {
  readonly item: string;
  readonly field: string;
  readonly factor: number;
  readonly condition: string | null;
}

/** All that an entry says of prices. */
export interface PriceList {
  /** In the order in which a person expects them. */
  readonly prices: readonly Price[];
  readonly multipliers: readonly Multiplier[];
  /** Fields that name a cost and whose name or value is not understood. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** The conditions under which a request is made. */
export interface RequestConditions {
  /** `standard` if not given; the names of `Tier` in any case, `fast` for priority. */
  readonly tier?: Tier | (string & {}) | undefined;
  /** Where it is processed: `eu`, `us`, or a location of the provider's. */
  readonly region?: string | undefined;
  /** `fast`, where the provider sells it. */
  readonly speed?: string | undefined;
  /** When it is made, for off-peak prices; now if not given. */
  readonly at?: Date | undefined;
}

/** A job: so many equal requests to one model. */
export interface EstimateRequest extends RequestConditions {
  readonly catalog: Catalog;
  /** A name that `Catalog.find` takes; may be left out where a record names its model. */
  readonly model?: string | undefined;
  /** What one request uses: canonical counts, or a record that `usageFrom` read. */
  readonly usage: Usage | UsageRecord;
  /** How many such requests; 1 if not given. */
  readonly requests?: number | undefined;
  /** USD; adds what it buys to the answer. */
  readonly budgetUsd?: number | undefined;
  /** Price the job under the other tiers too. */
  readonly tiers?: boolean | undefined;
  /** Refuse missing prices and assumptions. */
  readonly strict?: boolean | undefined;
}

/** Amounts in USD; null where nothing that was used has a price: unknown is never 0. */
export interface CostTotals {
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  readonly totalUsd: number | null;
}

/** The cost of one request. */
export interface RequestCost extends CostTotals {
  readonly state: MoneyState;
}

/** The same job at another tier. */
export interface TierCost {
  readonly tier: Tier;
  readonly totalUsd: number | null;
  readonly state: MoneyState;
  /** Against standard; null where either is unknown or standard is free. */
  readonly ratioToStandard: number | null;
  readonly assumptions: readonly Assumption[];
}

/** What a job costs, line by line. The fields are those of `llmcost estimate --json`. */
export interface Estimate extends CostTotals {
  /** The key of the model that was priced. */
  readonly model: string;
  /** The name that was asked for, and how it led there. */
  readonly requested: string;
  readonly matchedBy: MatchedBy;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly requests: number;
  /** What was used, each thing with its rate and the field that it came from. */
  readonly lines: readonly EstimateLine[];
  readonly perRequest: CostTotals;
  /** Where image size or quality is left to the API: what the job may cost. */
  readonly range: CostRange | null;
  readonly image: ImageNote | null;
  /**
   * `known`; `free`: every price that applied is 0; `partial`: something that was used has no price,
   * and the totals leave it out; `unknown`: nothing that was used has one; `estimated`: of tokens that are.
   */
  readonly state: EstimateState;
  readonly budget: BudgetNote | null;
  readonly tiers: readonly TierCost[] | null;
  /** What the map does not say and the answer had to suppose. */
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

/** Requests to add up. What is said beside them holds for records that do not say it themselves. */
export interface TallyRequest extends Omit<RequestConditions, 'speed'> {
  readonly catalog: Catalog;
  /** What `usageFrom` reads. The same reply told twice counts once. */
  readonly records: Iterable<UsageRecord>;
  /**
   * `model`, `provider`, `mode`, `tier`, `hour`, `day`, `week`, `month`, `agent`, `session`, `project`, `user`, `tag`:
   * one of them, or several.
   */
  readonly by?: string | readonly string[] | undefined;
  /** Of days, weeks and months: `Europe/Berlin`; UTC if not given. */
  readonly timeZone?: string | undefined;
  /** For records that name no model. */
  readonly model?: string | undefined;
}

/** What requests used and cost, added up: without adjustments, since the library knows no user's settings. */
export type TallyAmounts = Omit<Amounts, 'adjustmentsUsd'>;

export interface TallyGroup extends TallyAmounts {
  /** What makes the group, by the names of `by`; null where a record does not say. */
  readonly group: Readonly<Record<string, string | null>>;
}

/** Many requests together. */
export interface Tally {
  /** Its state is `partial` where the total leaves something out. */
  readonly total: TallyAmounts;
  /** The most expensive first, or in the order of time; one without `by`. */
  readonly groups: readonly TallyGroup[];
  /** What the total leaves out, and why. */
  readonly unpriced: readonly UnpricedRow[];
  readonly assumptions: readonly AssumptionRow[];
  /** Copies of replies that were counted already. */
  readonly repeated: number;
}

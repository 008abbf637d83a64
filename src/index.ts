/**
 * llmcost as a library: the same pure core that the command uses. Nothing happens on import, nothing
 * is kept between calls, and all that is thrown on purpose is one of the error classes below.
 */
export { estimate } from './library/estimate.ts';
export {
  catalogFromMap,
  catalogFromText,
  loadCatalog,
  type CatalogOptions,
  type LoadCatalogOptions,
} from './library/load.ts';
export { pricer, type Pricer, type PricerOptions } from './library/pricer.ts';
export { pricesOf } from './library/prices.ts';
export { tally } from './library/tally.ts';
export { usageFrom } from './library/usage.ts';
export type {
  Catalog,
  CatalogSource,
  CostTotals,
  Estimate,
  EstimateRequest,
  Model,
  ModelFilter,
  Multiplier,
  Price,
  PriceList,
  RequestConditions,
  RequestCost,
  SimilarModel,
  Tally,
  TallyAmounts,
  TallyGroup,
  TallyRequest,
  TierCost,
} from './library/types.ts';
export {
  AmbiguousModelError,
  BrokenMapError,
  LlmcostError,
  MapUnavailableError,
  ModelNotFoundError,
  PriceError,
  UsageError,
  type Candidate,
  type ErrorCode,
  type ErrorReport,
} from './errors.ts';
export type { MatchedBy, SimilarOptions } from './catalog.ts';
export type { MoneyState } from './cost.ts';
export type { Capabilities, Limits } from './facts.ts';
export type { JsonObject, JsonValue } from './json.ts';
export type { Entry } from './map/entry.ts';
export type { Unit } from './map/fields.ts';
export type { Notice, Summary } from './map/store.ts';
export type { CostRange } from './pricing/notes.ts';
export type { BudgetNote, EstimateLine, ImageNote } from './pricing/rows.ts';
export type { NotUnderstood, PriceConditions } from './prices.ts';
export type { Assumption } from './assumption.ts';
export type { Reported } from './tally/rows.ts';
export type { AssumptionRow, UnpricedRow } from './tally/unpriced.ts';
export type { Tier, Usage, UsageRecord } from './usage/usage.ts';

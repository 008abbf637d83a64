/**
 * llmcost as a library: the same pure core that the command uses. Nothing happens on import, nothing
 * is kept between calls, and all that is thrown on purpose is one of the error classes below.
 */
export { estimate } from './library/estimate.ts';
export { catalogFromMap, catalogFromText, type CatalogOptions } from './library/from-map.ts';
export { loadCatalog, type LoadCatalogOptions } from './library/load.ts';
export { pricer, type Pricer, type PricerOptions } from './library/pricer.ts';
export { pricesOf } from './library/prices.ts';
export { tally } from './library/tally.ts';
export {
  countTokens,
  tokenCounter,
  type CountedImage,
  type CountInput,
  type CountOptions,
  type TokenCount,
  type TokenCounter,
} from './library/tokens.ts';
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
} from './core/errors.ts';
export type { MatchedBy } from './models/catalog.ts';
export type { SimilarOptions } from './models/similar.ts';
export type { MoneyState } from './pricing/cost.ts';
export type { Capabilities, Limits } from './models/capabilities.ts';
export type { JsonObject, JsonValue } from './core/json.ts';
export type { Entry } from './models/entry.ts';
export type { Unit } from './models/fields.ts';
export type { Summary } from './models/store.ts';
export type { Notice } from './core/notice.ts';
export type { CostRange } from './pricing/estimate/notes.ts';
export type { BudgetNote, EstimateLine, ImageNote } from './pricing/estimate/rows.ts';
export type { NotUnderstood, PriceConditions } from './models/prices.ts';
export type { Assumption } from './core/notice.ts';
export type { Reported } from './pricing/tally/rows.ts';
export type { AssumptionRow, UnpricedRow } from './pricing/tally/unpriced.ts';
export type { Tier, Usage, UsageRecord } from './usage/usage.ts';

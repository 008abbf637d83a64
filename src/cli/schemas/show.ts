import { z } from 'zod';
import {
  benchmark,
  capabilities,
  crossCheck,
  currency,
  deprecation,
  jsonObject,
  limits,
  mapDocument,
  mapSource,
  matchedBy,
  notUnderstood,
  override,
  priceConditions,
  reviewNote,
  unit,
} from './parts.ts';

export const priceRow = z.strictObject({
  item: z.string(),
  field: z.string(),
  raw: z.string().describe('The figure as the map has it, every digit, no exponent.'),
  unit,
  usdPerUnit: z.number().nullable().describe('USD per unit; null for prices that are not USD (DBU).'),
  per1MUsd: z.number().nullable().describe('USD per 1M tokens; null for every other unit.'),
  normalizedUsd: z.number().nullable().describe('USD for the amount in which people compare it.'),
  normalizedUnit: z.string().describe('That amount: `1M tokens`, `minute`, `1K pages`.'),
  normalizedAmount: z
    .number()
    .nullable()
    .describe("`normalizedUsd` in the currency of the user's settings; null where they name none."),
  condition: z.string().nullable().describe('Conditions in words; null for the plain price.'),
  conditions: priceConditions,
  note: z.string().nullable().describe('What to know about the row: that it repeats another, or is not USD.'),
});

export const multiplierRow = z.strictObject({
  item: z.string(),
  field: z.string(),
  factor: z.number(),
  condition: z.string().nullable(),
});

export const similarRow = z.strictObject({
  model: z.string().describe('The key of its entry.'),
  provider: z.string().nullable(),
  providerName: z.string(),
  unit: unit.nullable(),
  inputUsdPerUnit: z.number().nullable(),
  outputUsdPerUnit: z.number().nullable(),
  contextTokens: z.number().nullable(),
  codingPercent: z.number().nullable(),
  features: z.array(z.string()),
  distance: z.number(),
});

export const reviewDifference = z.strictObject({
  field: z.string(),
  reviewedUsdPerUnit: z.number(),
  mapUsdPerUnit: z.number().nullable().describe('Null where the map has no such price.'),
});

export const review = z.strictObject({
  on: z.string(),
  against: z.string(),
  fields: z.array(z.string()),
  differences: z.array(reviewDifference),
});

export const page = z.strictObject({
  model: z.string(),
  name: z.string(),
  requested: z.string(),
  matchedBy,
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  headline: z.strictObject({
    inputUsdPerUnit: z.number().nullable(),
    outputUsdPerUnit: z.number().nullable(),
    unit: unit.nullable().describe('What both are per; null where the entry has neither.'),
    cacheReadUsdPerUnit: z.number().nullable().describe('USD per token read from the cache.'),
    contextTokens: z.number().nullable(),
    isSmallestRange: z
      .boolean()
      .describe('True where the two prices are those of the first range, because there are no others.'),
  }),
  prices: z.array(priceRow),
  multipliers: z.array(multiplierRow),
  notUnderstood: z.array(notUnderstood),
  limits,
  capabilities,
  otherCapabilities: z.record(z.string(), z.boolean()),
  codingPercent: z.number().nullable(),
  coding: benchmark,
  deprecation: deprecation.nullable(),
  similar: z.array(similarRow),
  pricingSource: z
    .string()
    .nullable()
    .describe('The page that the entry itself names as the source of its prices.'),
  review: review
    .nullable()
    .describe('What the price book says of the figures, where they were checked for it.'),
  reviewedBy: reviewNote
    .nullable()
    .describe("A person's own check, from the project's reviews or the user's."),
  crossCheck: crossCheck
    .nullable()
    .describe('How a second source prices the model; null unless `--cross-check` asks.'),
  overrides: z
    .array(override)
    .describe("What the page took from the user's settings, and the rules that they put on a job's cost."),
  currency: currency
    .nullable()
    .describe(
      "The currency of the user's settings, with the rate that they give; null where they name none.",
    ),
  source: mapSource,
  raw: jsonObject,
});

export const showSchema = z.union([
  z.strictObject({ ...page.shape, ...mapDocument.shape }),
  z.strictObject({ ...mapDocument.shape, models: z.array(page) }),
]);

import { z } from 'zod';
import {
  assumption,
  currency,
  mapDocument,
  matchedBy,
  moneyState,
  notice,
  override,
  refusalReport,
  side,
  tier,
  totals,
  unit,
  unusableField,
  usage,
} from './parts.ts';
import { partCount, tokenRange } from './tokens.ts';

export const estimateState = z.enum(['known', 'free', 'partial', 'unknown', 'estimated']);

export const estimateLine = z.strictObject({
  meter: z.string(),
  label: z.string(),
  side,
  quantity: z.number().describe('Of all requests together.'),
  unit,
  usdPerUnit: z.number().nullable().describe('Null where the map lists no price.'),
  per1MUsd: z.number().nullable(),
  field: z.string().nullable(),
  condition: z.string().nullable().describe('What chose the rate; null for the plain one.'),
  usd: z.number().nullable().describe('Of all requests together; null where there is no rate.'),
  assumption: z.string().nullable(),
  passedOver: z.array(z.string()),
  unusable: unusableField
    .nullable()
    .describe('Why there is no rate, where the map lists a price that cannot be used.'),
});

export const costRule = z.strictObject({
  kind: z.enum(['discount', 'margin']),
  name: z.string().nullable().describe('What the user calls it; null where the settings give no name.'),
  provider: z.string().nullable().describe('Whom it is for; both null: every model.'),
  model: z.string().nullable(),
  percent: z.number().describe('Of the cost before this rule; 0 for none.'),
  usdPerRequest: z.number().describe('USD for each request, on top of the percentage; 0 for none.'),
  file: z.string().describe('Where it is written: the file, and the place in it.'),
  path: z.string(),
});

export const adjustmentRow = z.strictObject({
  ...costRule.shape,
  usd: z.number().describe('Of all requests together; below 0 for a discount.'),
  perRequestUsd: z.number(),
});

export const amounts = z.strictObject({
  inputAmount: z.number().nullable(),
  outputAmount: z.number().nullable(),
  otherAmount: z.number().nullable(),
  adjustmentsAmount: z.number().nullable(),
  totalAmount: z.number().nullable(),
});

export const converted = z.strictObject({
  ...amounts.shape,
  currency,
  perRequest: amounts,
});

export const costRange = z.strictObject({
  lowUsd: z.number(),
  likelyUsd: z.number().describe('The total of the answer.'),
  highUsd: z.number(),
});

export const outputNote = z.strictObject({
  tokens: z.number().nullable().describe('Null where neither a flag nor the request says how many.'),
  from: z.enum(['flag', 'request']).nullable().describe('`request`: `max_tokens`, the most that it may be.'),
  usdPer1kTokens: z.number().nullable().describe('Null where the model has no price for output.'),
});

export const promptNote = z.strictObject({
  name: z.string().describe('The files that it comes from.'),
  encoding: z.string(),
  family: z.string(),
  isExact: z.boolean(),
  tokens: tokenRange,
  parts: z.array(partCount),
  tokenizerSource: z.string(),
  output: outputNote,
});

export const imageNote = z.strictObject({
  what: z.string(),
  tokensPerImage: z.number(),
  lowTokensPerImage: z.number(),
  usdPerImage: z.number().nullable(),
  rule: z.string().describe('Who publishes the tokens.'),
  publishedIn: z
    .string()
    .nullable()
    .describe('Where the price per image is published, which is taken then; null where tokens are billed.'),
  usdByTokens: z
    .number()
    .nullable()
    .describe('What an image would cost by its tokens; null without a rate for them.'),
});

export const budgetNote = z.strictObject({
  budgetUsd: z.number(),
  requestsAffordable: z
    .number()
    .nullable()
    .describe('Whole requests that it buys; null when they are free or their price is not wholly known.'),
  exceeded: z.boolean(),
});

export const tierRow = z.strictObject({
  tier,
  totalUsd: z.number().nullable(),
  state: moneyState,
  ratioToStandard: z
    .number()
    .nullable()
    .describe('Against standard; null where either is unknown or standard is free.'),
  assumptions: z.array(assumption),
});

export const estimate = z.strictObject({
  ...totals.shape,
  model: z.string(),
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  tier,
  region: z.string().nullable(),
  speed: z.string().nullable(),
  requests: z.number(),
  lines: z.array(estimateLine),
  perRequest: totals,
  adjustments: z
    .array(adjustmentRow)
    .describe('In the order in which they apply, each to what the one before it left.'),
  converted: converted.nullable().describe('Null where the settings name no currency.'),
  overrides: z
    .array(override)
    .describe("What the answer took from the user's settings and not from the map."),
  range: costRange
    .nullable()
    .describe(
      'Where tokens are estimated, or image size or quality is left to the API: what the job may cost.',
    ),
  image: imageNote.nullable(),
  state: estimateState,
  budget: budgetNote.nullable(),
  tiers: z.array(tierRow).nullable(),
  assumptions: z.array(assumption),
  error: refusalReport.nullable().describe('Why the exit status is 4; null when it is not.'),
  warnings: z.array(notice),
});

export const estimateSchema = z.strictObject({
  ...mapDocument.shape,
  ...estimate.shape,
  requested: z.string(),
  matchedBy,
  prompt: promptNote.nullable().describe('Null where the tokens were given and not counted.'),
});

export const requestRow = z.strictObject({
  name: z.string().describe('The file, or the `custom_id` of a line.'),
  model: z.string(),
  tokens: tokenRange,
  outputTokens: z.number().nullable(),
  totalUsd: z.number().nullable(),
  lowUsd: z.number().nullable(),
  highUsd: z.number().nullable(),
  state: estimateState,
});

export const requestsSchema = z.strictObject({
  ...mapDocument.shape,
  ...totals.shape,
  models: z.array(z.string()),
  tier,
  requests: z.number(),
  state: estimateState,
  range: costRange.nullable(),
  isExact: z.boolean(),
  encodings: z.array(z.string()),
  tokens: tokenRange.describe('Of all requests together.'),
  outputTokens: z.number().nullable().describe('Null where a request does not say how many.'),
  dearest: requestRow.nullable(),
  rows: z.array(requestRow).describe('In the order in which they were read.'),
  budgetUsd: z.number().nullable(),
  assumptions: z.array(assumption),
  error: refusalReport.nullable(),
});

export const passedOver = z.strictObject({
  field: z.string(),
  unit: unit.nullable(),
  usdPerUnit: z.number().nullable().describe('USD per unit; null where the field holds no figure.'),
  reason: z.string().describe('A part of a sentence: `it is the flex price, and the request is standard`.'),
});

export const whyLine = z.strictObject({
  meter: z.string(),
  label: z.string(),
  side,
  quantity: z.number(),
  unit,
  usdPerUnit: z.number().nullable().describe('Null where the map lists no price.'),
  field: z.string().nullable().describe('The field that holds it.'),
  condition: z.string().nullable().describe('What chose it; null for the plain price.'),
  assumptions: z.array(assumption),
  passedOver: z.array(passedOver),
  unusable: unusableField
    .nullable()
    .describe('Why there is no rate, where the map lists a price that cannot be used.'),
});

export const whySchema = z.strictObject({
  ...mapDocument.shape,
  model: z.string(),
  requested: z.string(),
  matchedBy,
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  tier,
  region: z.string().nullable(),
  speed: z.string().nullable(),
  usage,
  inputTokens: z.number(),
  isExample: z
    .boolean()
    .describe('True where no usage was given, and one stands in that touches all that the entry prices.'),
  lines: z.array(whyLine),
  assumptions: z.array(assumption).describe('What was supposed about the usage.'),
  overrides: z.array(override).describe("What comes from the user's settings and not from the map."),
});

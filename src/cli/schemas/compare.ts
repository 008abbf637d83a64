import { z } from 'zod';
import { CAPABILITY_NAMES } from '../../models/capabilities.ts';
import {
  assumption,
  benchmark,
  capabilities,
  currency,
  deprecation,
  limits,
  mapDocument,
  matchedBy,
  notice,
  override,
  tier,
  totals,
  unit,
  usage,
} from './parts.ts';
import { costRange, estimateState } from './estimate.ts';
import { tokenRange } from './tokens.ts';

export const comparedModel = z.strictObject({
  model: z.string().describe('The key of its entry.'),
  requested: z.string(),
  matchedBy: matchedBy.nullable().describe('Null for a model that nobody named: a similar one.'),
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  limits,
  capabilities,
  codingPercent: z.number().nullable(),
  deprecation: deprecation.nullable(),
});

export const priceCell = z.strictObject({
  field: z.string(),
  usdPerUnit: z.number(),
  per1MUsd: z.number().nullable().describe('Null for every unit but tokens.'),
  normalizedUsd: z.number(),
});

export const comparedPrice = z.strictObject({
  item: z.string(),
  condition: z.string().nullable().describe('Conditions in words; null for the plain price.'),
  unit,
  normalizedUnit: z.string(),
  byModel: z
    .record(z.string(), priceCell.nullable())
    .describe("By the model's key; null where the map has no such price."),
});

export const comparedJob = z.strictObject({
  usage,
  tier,
  region: z.string().nullable(),
  speed: z.string().nullable(),
  requests: z.number(),
  isDefault: z.boolean().describe('True where the user described none.'),
});

export const rankedCost = z.strictObject({
  ...totals.shape,
  rank: z
    .number()
    .nullable()
    .describe('1 for the cheapest; equal for equal costs; null where there is no cost to rank.'),
  model: z.string().describe('The key of its entry.'),
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  state: estimateState,
  promptTokens: tokenRange
    .nullable()
    .describe("Tokens of the prompt in the model's own count; null where they were given."),
  range: costRange.nullable().describe('Where tokens are estimated: what the job may cost.'),
  ratioToCheapest: z
    .number()
    .nullable()
    .describe(
      'Against the cheapest cost above 0 that is wholly known; null where there is none or no such cost.',
    ),
  totalAmount: z
    .number()
    .nullable()
    .describe("In the user's currency; null where the settings name none, or the cost is unknown."),
  assumptions: z.array(assumption),
  warnings: z.array(notice),
  refused: z.string().nullable().describe('Why the model cannot do the job at all; null where it can.'),
  overrides: z.array(override),
});

export const compareSchema = z.strictObject({
  ...mapDocument.shape,
  models: z.array(comparedModel).describe('Set side by side; empty for a ranking of all that can do a job.'),
  coding: benchmark.nullable().describe('What `codingPercent` is of; null where no models are side by side.'),
  prices: z.array(comparedPrice),
  differingCapabilities: z.array(z.enum(CAPABILITY_NAMES)),
  job: comparedJob.nullable().describe('Null where no job was described.'),
  ranking: z.array(rankedCost).nullable().describe('The cheapest first; null without a job.'),
  considered: z.number().describe('How many models can do the job, `top` or not.'),
  unpriced: z.number().describe('How many of these have no price for it.'),
  free: z.number().describe('For how many the map says 0.'),
  leftOut: z
    .strictObject({ free: z.number(), deprecated: z.number(), experimental: z.number() })
    .nullable()
    .describe('How many can do the job but were not asked for; null where models were named.'),
  assumptions: z
    .array(assumption)
    .describe('What was supposed about the job as a whole; what was about one model stands at its cost.'),
  currency: currency.nullable(),
  overrides: z
    .array(override)
    .describe("What the answer took from the user's settings, beside what stands at a cost."),
});

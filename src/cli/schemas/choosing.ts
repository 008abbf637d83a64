import { z } from 'zod';
import { SORT_KEYS } from '../../models/search/sort.ts';
import { benchmark, deprecation, json, mapDocument, override, unit } from './parts.ts';

const overrides = z
  .array(override)
  .describe("What the answer took from the user's settings and not from the map.");

export const priceState = z.enum(['known', 'free', 'unknown']);

export const rateName = z.enum([
  'input',
  'output',
  'cacheRead',
  'imageOutput',
  'audioInput',
  'audioOutput',
  'image',
  'second',
  'character',
  'query',
  'page',
]);

export const rateCell = z.strictObject({
  usdPerUnit: z.number(),
  unit,
  per1MUsd: z.number().nullable().describe('Null for every unit but tokens.'),
  normalizedUsd: z.number(),
  normalizedUnit: z.string(),
});

export const rateCells = z.partialRecord(rateName, rateCell);

export const modelFacts = z.strictObject({
  model: z.string().describe('The key of its entry.'),
  provider: z.string().nullable(),
  providerName: z.string(),
  mode: z.string().nullable(),
  state: priceState,
  inputUsdPerUnit: z.number().nullable(),
  outputUsdPerUnit: z.number().nullable(),
  unit: unit.nullable().describe('What these two are per; null where the entry has neither.'),
  rates: rateCells,
  blendedPer1MUsd: z
    .number()
    .nullable()
    .describe('Three parts of input and one of output; null unless both are per token.'),
  isSmallestRange: z
    .boolean()
    .describe('True where the prices are those of the smallest requests of a model priced by ranges.'),
  contextTokens: z.number().nullable(),
  maxOutputTokens: z.number().nullable(),
  dimensions: z.number().nullable().describe('Numbers in a vector, of an embedding model.'),
  codingPercent: z.number().nullable(),
  features: z.array(z.string()),
  deprecation: deprecation.nullable(),
  regions: z.array(z.string()),
  endpoints: z.array(z.string()),
});

export const offersNote = z.strictObject({
  count: z.number(),
  keys: z.array(z.string()),
});

export const modelRow = z.strictObject({
  ...modelFacts.shape,
  offers: offersNote.nullable().describe('With `--unique`: who else sells it. Null without.'),
  fields: z
    .record(z.string(), json)
    .describe('Fields of the map that were asked for as columns, as they stand there.'),
});

export const listSchema = z.strictObject({
  ...mapDocument.shape,
  sort: z.enum(SORT_KEYS),
  descending: z.boolean(),
  matches: z.number().describe('How many models, or with `unique` offers, passed the filters.'),
  rows: z.number().describe('How many rows there would be without `top`.'),
  models: z.array(modelRow),
  coding: benchmark,
  overrides,
});

export const againstMaker = z.strictObject({
  inputRatio: z.number().nullable(),
  outputRatio: z.number().nullable(),
});

export const offerRow = z.strictObject({
  ...modelFacts.shape,
  isMaker: z.boolean(),
  againstMaker: againstMaker
    .nullable()
    .describe('Null where the maker is not known or sells nothing itself.'),
});

export const offersSchema = z.strictObject({
  ...mapDocument.shape,
  requested: z.string(),
  name: z.string().describe("The model's own name, without who sells it."),
  maker: z
    .string()
    .nullable()
    .describe("The key of the maker's own offer at its list price; null where there is none."),
  all: z.number().describe('How many offers there are, whatever was asked for of them.'),
  offers: z.array(offerRow).describe('The cheapest first; those without a price last.'),
  overrides,
});

export const counted = z.strictObject({
  modelCount: z.number(),
  known: z.number().describe('With a price above 0.'),
  free: z.number().describe('All of whose prices are 0.'),
  unknown: z.number().describe('For which the map has no price.'),
});

export const providerRow = z.strictObject({
  ...counted.shape,
  provider: z.string().nullable().describe('As the map spells it; null for models that name none.'),
  providerName: z.string(),
  modes: z.record(z.string(), z.number()).describe('How many models of each mode; `none` for those without.'),
});

export const providersSchema = z.strictObject({
  ...mapDocument.shape,
  providers: z.array(providerRow),
});

export const modeRow = z.strictObject({
  ...counted.shape,
  mode: z.string().nullable().describe('Null for models that name no mode.'),
  providers: z.number(),
  units: z
    .record(z.string(), z.number())
    .describe('What the prices that stand for its models are per, and how many of them: `1M tokens`.'),
});

export const modesSchema = z.strictObject({
  ...mapDocument.shape,
  modes: z.array(modeRow),
});

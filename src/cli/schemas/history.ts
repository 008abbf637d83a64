import { z } from 'zod';
import { mapDocument, mapSource, matchedBy, unit } from './parts.ts';

export const diffCounts = z.strictObject({
  added: z.number(),
  removed: z.number(),
  changed: z.number(),
  prices: z.number(),
  limits: z.number(),
  capabilities: z.number(),
  deprecations: z.number(),
  otherFields: z.number(),
});

export const modelInOne = z.strictObject({
  model: z.string(),
  provider: z.string().nullable(),
  mode: z.string().nullable(),
  unit: unit.nullable(),
  inputUsdPerUnit: z.number().nullable(),
  outputUsdPerUnit: z.number().nullable(),
});

export const figure = z.strictObject({
  raw: z.string().describe('All digits, no exponent.'),
  usdPerUnit: z.number().nullable().describe('Null for what is not USD: DBU, and factors.'),
  per1MUsd: z.number().nullable(),
  normalizedUsd: z.number().nullable(),
  condition: z
    .string()
    .nullable()
    .describe(
      'When it holds, in words; null for the plain price. Bounds of ranges can move while prices stay.',
    ),
});

export const priceChange = z.strictObject({
  item: z.string(),
  field: z.string().describe('Where it stands in the entry: `tiered_pricing[1].input_cost_per_token`.'),
  unit,
  normalizedUnit: z.string(),
  before: figure.nullable().describe('Null where that map has no such price.'),
  after: figure.nullable(),
  percent: z
    .number()
    .nullable()
    .describe(
      '(after - before) / before × 100, four decimals; null where one of them is absent or the first is 0.',
    ),
});

export const limitChange = z.strictObject({
  field: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  percent: z.number().nullable(),
});

export const capabilityChange = z.strictObject({
  field: z.string(),
  before: z.boolean().nullable().describe('Null where that map does not say.'),
  after: z.boolean().nullable(),
});

export const deprecationChange = z.strictObject({
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const entryChanges = z.strictObject({
  prices: z.array(priceChange),
  limits: z.array(limitChange),
  capabilities: z.array(capabilityChange),
  deprecation: deprecationChange.nullable(),
  otherFields: z.array(z.string()).describe('Names of all other fields that differ.'),
});

export const changedModel = z.strictObject({
  ...entryChanges.shape,
  model: z.string(),
  provider: z.string().nullable(),
  mode: z.string().nullable(),
});

export const mapDiff = z.strictObject({
  counts: diffCounts,
  added: z.array(modelInOne).describe('Each list is in the order of the keys.'),
  removed: z.array(modelInOne),
  changed: z.array(changedModel),
});

export const diffSchema = z.strictObject({
  ...mapDocument.shape,
  ...mapDiff.shape,
  before: mapSource,
  after: mapSource,
  filters: z.strictObject({
    models: z.array(z.string()).describe('Keys, and patterns as they were given.'),
    providers: z.array(z.string()),
    pricesOnly: z.boolean(),
    minPercent: z.number().nullable(),
  }),
});

export const pricePoint = z.strictObject({
  from: z.string(),
  sha256: z.string(),
  raw: z.string().nullable().describe('All digits, no exponent; null while there is no such price.'),
  usdPerUnit: z.number().nullable().describe('Null for what is not USD, too: DBU and factors.'),
  per1MUsd: z.number().nullable(),
  normalizedUsd: z.number().nullable(),
  percent: z
    .number()
    .nullable()
    .describe('Since the point before; null for the first, from nothing and from 0.'),
});

export const priceSeries = z.strictObject({
  item: z.string(),
  field: z.string(),
  condition: z.string().nullable(),
  unit,
  normalizedUnit: z.string(),
  points: z.array(pricePoint).describe('Only moments at which it changed, the first included.'),
});

export const historySchema = z.strictObject({
  ...mapDocument.shape,
  model: z.string(),
  requested: z.string(),
  matchedBy,
  provider: z.string().nullable().describe('As the newest map that has the model says.'),
  mode: z.string().nullable(),
  url: z.string().describe('The address whose history it is.'),
  snapshots: z
    .array(
      z.strictObject({
        at: z.string(),
        sha256: z.string(),
        hasModel: z.boolean(),
      }),
    )
    .describe('The maps of the history, oldest first; from `at` on, each was the published one.'),
  until: z.string().describe('Until when the history is told (ISO 8601, UTC).'),
  prices: z.array(priceSeries),
});

export const lockSchema = z.strictObject({
  ...mapDocument.shape,
  status: z.enum(['created', 'updated', 'unchanged']),
  path: z.string().describe('Of the lock.'),
  url: z.string().describe('As it stands in the lock.'),
  sha256: z.string(),
  date: z.string(),
  modelCount: z.number(),
  models: z
    .array(z.string())
    .describe('The names and patterns whose entries are kept, and the keys of these entries.'),
  entries: z.array(z.string()),
  previous: z
    .strictObject({
      sha256: z.string(),
      date: z.string(),
    })
    .nullable()
    .describe('What was locked before; null for a new lock.'),
  diff: diffSchema
    .nullable()
    .describe('What the update changes, for the kept models where some are; null without an update.'),
});

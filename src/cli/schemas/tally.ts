import { z } from 'zod';
import {
  assumption,
  currency,
  document,
  mapDocument,
  matchedBy,
  meter,
  moneyState,
  notice,
  override,
  refusalReport,
  side,
  skipReason,
  tier,
  unit,
} from './parts.ts';

export const reported = z.strictObject({
  requests: z.number().describe('Requests whose lines carry a cost.'),
  reportedUsd: z.number(),
  compared: z
    .number()
    .describe('Of these, the requests that have a whole price here, so that the two can be compared.'),
  ownUsd: z.number().nullable().describe('Ours, of the compared requests alone; null where there are none.'),
  differenceUsd: z
    .number()
    .nullable()
    .describe('Reported less own, of the compared requests; null where there are none.'),
});

export const tallyAmounts = z.strictObject({
  requests: z.number(),
  inputTokens: z.number().describe('All tokens in, cached and written ones included, and all tokens out.'),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number(),
  inputUsd: z.number().nullable(),
  outputUsd: z.number().nullable(),
  otherUsd: z.number().nullable(),
  adjustmentsUsd: z.number().nullable().describe("Discounts and margins of the user's settings."),
  totalUsd: z.number().nullable(),
  state: moneyState,
  reported: reported.nullable(),
});

export const groupRow = z.strictObject({
  ...tallyAmounts.shape,
  group: z
    .record(z.string(), z.string().nullable())
    .describe('What makes the group, by the names of `--by`; null where a line does not say.'),
});

export const meterRow = z.strictObject({
  meter,
  label: z.string(),
  side,
  unit,
  quantity: z.number(),
  usd: z.number().nullable().describe('Null where none of it has a price.'),
  unpricedQuantity: z.number().describe('How much of the quantity has no price.'),
});

export const tallyCounts = z.strictObject({
  files: z.number(),
  bytes: z.number(),
  lines: z.number().describe('Lines that are not blank.'),
  requests: z
    .strictObject({
      known: z.number(),
      free: z.number(),
      partial: z.number(),
      unknown: z.number(),
    })
    .describe('Requests by the state of their cost; a line may stand for several.'),
  context: z
    .number()
    .describe("Lines that carry no request and are not meant to, such as what a session's user said."),
  skipped: z.number(),
});

export const lineSkip = z.union([skipReason, z.literal('not JSON'), z.literal('line too long')]);

export const tallySkip = z.union([
  lineSkip,
  z.literal('duplicate'),
  z.literal('outside the dates'),
  z.literal('no time'),
]);

export const tallyPlace = z.strictObject({
  file: z.string(),
  line: z.number(),
});

export const skipExample = z.strictObject({
  ...tallyPlace.shape,
  detail: z.string(),
});

export const skipRow = z.strictObject({
  reason: tallySkip,
  count: z.number(),
  examples: z.array(skipExample).describe('The first of them.'),
});

export const modelProblem = z.enum(['no model named', 'not in the map', 'ambiguous', 'entry unusable']);

export const unpricedRow = z.strictObject({
  model: z.string().nullable().describe('As the log names it; null where it names none.'),
  provider: z.string().nullable(),
  problem: z.union([modelProblem, z.literal('no price')]),
  key: z
    .string()
    .nullable()
    .describe('The entry that lacks the price; null where the map does not know the model.'),
  missing: z.array(z.string()).describe('What has no price, in words; empty where nothing of the model has.'),
  reasons: z
    .array(z.string())
    .describe("Why the map's entry, or a price of it, cannot be used; empty where there is no such price."),
  requests: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  nearest: z.array(z.string()).describe('Keys that may be meant: suggestions, which price nothing.'),
});

export const brokenLog = z.strictObject({
  file: z.string(),
  message: z.string(),
});

export const unreadFile = z.strictObject({
  file: z.string(),
  reason: z.string(),
  mayHoldUsage: z.boolean().describe('True for a log that cannot be read: the total is "at least".'),
});

export const tableNote = z.strictObject({
  file: z.string(),
  columns: z
    .record(z.string(), z.string())
    .describe('What was found, by the name that `--columns` gives it.'),
  unused: z.array(z.string()).describe('Columns that were not used.'),
});

export const nameRow = z.strictObject({
  model: z.string().nullable(),
  provider: z.string().nullable(),
  key: z.string(),
  matchedBy,
  requests: z.number(),
});

export const assumptionRow = z.strictObject({
  ...assumption.shape,
  key: z.string().nullable(),
  requests: z.number(),
});

export const reconcileMeter = z.strictObject({
  meter,
  label: z.string(),
  parted: z.number().describe('Requests that use it, among those that part and those that agree.'),
  agreed: z.number(),
  quantity: z.number().describe('Of the requests that part.'),
  usdPerUnit: z.number().nullable().describe('Ours per unit, on average; null where it has no price.'),
  explainingUsdPerUnit: z
    .number()
    .nullable()
    .describe('The price per unit that would explain the difference, if this meter alone made it.'),
});

export const reconcileRow = z.strictObject({
  model: z.string().nullable(),
  key: z.string().nullable(),
  tier,
  requests: z.number(),
  parted: z.number().describe('Requests whose reported cost is not ours, by more than its last digit.'),
  reportedUsd: z.number(),
  ownUsd: z.number(),
  differenceUsd: z.number().describe('Reported less own.'),
  ratio: z.number().nullable().describe('Reported to own; null where ours is 0.'),
  meters: z
    .array(reconcileMeter)
    .describe('The meters of the requests that part, those first that no agreeing request uses.'),
});

export const mapRow = z.strictObject({
  since: z.string().describe('Since when it was the published one.'),
  sha256: z.string(),
  requests: z.number(),
});

export const tallySchema = z.strictObject({
  ...mapDocument.shape,
  by: z.array(z.string()),
  timeZone: z.string(),
  groups: z.array(groupRow),
  others: z
    .strictObject({ ...tallyAmounts.shape, groups: z.number() })
    .nullable()
    .describe('What `--top` leaves out, as one group.'),
  total: tallyAmounts,
  totalUsd: z.number().nullable().describe('That of `total`; null where nothing of it has a price.'),
  meters: z.array(meterRow).describe('All that was used, meter by meter.'),
  state: moneyState.describe('`partial` where the total leaves something out: it is "at least".'),
  converted: z
    .strictObject({
      currency,
      totalAmount: z.number().nullable(),
    })
    .nullable()
    .describe("The total in the currency of the user's settings; null where they name none."),
  budget: z
    .strictObject({ budgetUsd: z.number(), exceeded: z.boolean() })
    .nullable()
    .describe('Null without `--budget`.'),
  counts: tallyCounts,
  skipped: z.array(skipRow),
  unpriced: z.array(unpricedRow),
  broken: z.array(brokenLog),
  unread: z.array(unreadFile).describe('Files that were not read, copies of others among them.'),
  tables: z.array(tableNote).describe('Which columns of tables were taken for what.'),
  names: z.array(nameRow),
  maps: z
    .array(mapRow)
    .nullable()
    .describe('The maps that priced, where there are several; null where one priced all.'),
  assumptions: z.array(assumptionRow),
  reconcile: z.array(reconcileRow).nullable().describe('Null without `--reconcile`.'),
  overrides: z
    .array(override)
    .describe("What the answer took from the user's settings and not from the map."),
  error: refusalReport.nullable().describe('Why the exit status is 4; null when it is not.'),
});

export const dryRunSchema = z.strictObject({
  ...document.shape,
  logs: z.array(
    z.strictObject({
      file: z.string(),
      agent: z.string().nullable().describe('The agent whose sessions were asked for; else null.'),
      bytes: z.number().nullable().describe('Null where the size is not known before it is read.'),
    }),
  ),
  passedOver: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
});

export const eachRequest = z.strictObject({
  ...tallyPlace.shape,
  model: z.string().nullable().describe('As the log names it.'),
  key: z
    .string()
    .nullable()
    .describe('The entry that priced it; null where the map does not know the model.'),
  tier,
  inputUsd: z
    .number()
    .nullable()
    .describe(
      'Null where nothing of it has a price. Of a later copy of a reply: what it adds to the one before.',
    ),
  outputUsd: z.number().nullable(),
  otherUsd: z.number().nullable(),
  adjustmentsUsd: z.number().nullable(),
  totalUsd: z.number().nullable(),
  reportedUsd: z
    .number()
    .nullable()
    .describe('What the provider says that it cost; null where the line does not say.'),
  state: moneyState,
  assumptions: z.array(assumption),
  warnings: z.array(notice),
});

export const eachSkipped = z.strictObject({
  ...tallyPlace.shape,
  skipped: z.union([tallySkip, z.literal('no request')]),
  detail: z.string(),
});

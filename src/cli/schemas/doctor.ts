import { z } from 'zod';
import { crossCheck, mapDocument, mapSource, matchedBy, unit } from './parts.ts';

export const severity = z.enum(['error', 'warning', 'info']);

export const ruleRow = z.strictObject({
  id: z.string(),
  title: z.string(),
  findings: z.number(),
});

export const neighbour = z.strictObject({
  model: z.string(),
  field: z.string(),
  figure: z.number(),
});

export const finding = z.strictObject({
  rule: z.string().describe('The rule that found it, as `--rule` names it.'),
  severity,
  model: z.string(),
  provider: z.string().nullable(),
  field: z.string().nullable().describe('The field that it is about; null when it is the entry as a whole.'),
  figure: z
    .number()
    .nullable()
    .describe("The figure as the map has it, in the field's own unit; null where it has none."),
  reason: z.string().describe('One sentence.'),
  neighbours: z.array(neighbour).describe('The figures beside which it looks wrong.'),
});

export const findingRow = z.strictObject({
  ...finding.shape,
  unit: unit.nullable().describe('What the figure is per; null where it is no price.'),
  usdPerUnit: z.number().nullable().describe('The figure, where it is USD per unit.'),
});

export const checkedModel = z.strictObject({
  ...crossCheck.shape,
  model: z.string(),
});

export const crossCheckReport = z.strictObject({
  source: z.string().describe('The package that the list comes with.'),
  agreeing: z.array(z.string()),
  differing: z.array(checkedModel),
  incomplete: z
    .array(checkedModel)
    .describe('Models that agree as far as they are known, with rates that only one of the two has.'),
  onlyHere: z
    .array(z.string())
    .describe('Models of ours that the list does not know under exactly their name.'),
  onlyThere: z
    .array(z.string())
    .describe('Models of theirs, of providers that we have, that no model of ours names: `openai:gpt-6`.'),
});

export const doctorSchema = z.strictObject({
  ...mapDocument.shape,
  modelCount: z.number().describe('How many models were looked at.'),
  asked: z
    .array(
      z.strictObject({
        model: z.string(),
        requested: z.string(),
        matchedBy,
      }),
    )
    .describe('The models that were named, and how each name was matched.'),
  previous: mapSource
    .nullable()
    .describe('What the map was held against; null where there is no map before.'),
  counts: z.record(severity, z.number()),
  rules: z.array(ruleRow).describe('The rules that found something, the gravest first.'),
  findings: z.array(findingRow),
  crossCheck: crossCheckReport.nullable().describe('Null without `--cross-check`.'),
});

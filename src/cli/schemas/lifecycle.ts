import { z } from 'zod';
import { deprecation, mapDocument, unit } from './parts.ts';

export const lifecycleStatus = z.enum(['deprecated', 'due', 'renamed', 'missing']);

export const place = z.strictObject({
  file: z.string().nullable().describe('As it was named; null for a name on the command line.'),
  line: z.number().nullable(),
});

export const alternative = z.strictObject({
  model: z.string().describe('The key of its entry.'),
  provider: z.string().nullable(),
  unit: unit.nullable(),
  inputUsdPerUnit: z.number().nullable(),
  outputUsdPerUnit: z.number().nullable(),
  inputRatio: z
    .number()
    .nullable()
    .describe('Its price over that of the model it replaces; null where one of the two is not known or 0.'),
  outputRatio: z.number().nullable(),
});

export const lifecycleFinding = z.strictObject({
  name: z.string().describe('As it was written.'),
  status: lifecycleStatus,
  models: z
    .array(z.string())
    .describe('The models of the map that it is, several where a bare name is sold by several.'),
  provider: z.string().nullable(),
  deprecation: deprecation
    .nullable()
    .describe('The day on which the last of them is deprecated; null for other findings.'),
  places: z.array(place),
  alternatives: z.array(alternative),
});

export const lifecycleSchema = z.strictObject({
  ...mapDocument.shape,
  withinDays: z.number(),
  files: z.number(),
  modelCount: z.number().describe('Names of models that were found, each counted once.'),
  findings: z.array(lifecycleFinding),
  notJudged: z
    .array(z.string())
    .describe('Values of fields called model that are like no name that the map could be expected to know.'),
});

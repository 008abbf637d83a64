import { z } from 'zod';
import { BASES } from '../../tokens/media/rules.ts';
import { assumption, document } from './parts.ts';

export const tokenRange = z
  .strictObject({ low: z.number(), likely: z.number(), high: z.number() })
  .meta({ id: 'TokenRange' });

export const partCount = z
  .strictObject({
    kind: z.enum(['text', 'format', 'tools', 'schema', 'image', 'document', 'audio', 'video']),
    ...tokenRange.shape,
    isExact: z.boolean(),
    basis: z
      .enum(BASES)
      .nullable()
      .describe('Of pictures and the like: who says so. `measured` is what responses report.'),
    source: z.string().nullable(),
    documentedTokens: z
      .number()
      .nullable()
      .describe('What the provider documents, where what responses report is counted.'),
  })
  .meta({ id: 'PartCount' });

export const fileTokens = z.strictObject({ name: z.string(), ...tokenRange.shape });

export const tokensSchema = z.strictObject({
  ...document.shape,
  model: z.string().nullable().describe('As it was named; null where none was.'),
  encoding: z.string().describe('`o200k_base`, or the file of the tokenizer.'),
  family: z.string().nullable(),
  isExact: z.boolean().describe('False for an estimate: `low` and `high` are its range.'),
  tokens: tokenRange,
  parts: z.array(partCount),
  requests: z.number(),
  files: z.array(fileTokens).nullable().describe('Null unless each file was asked for.'),
  assumptions: z.array(assumption),
  tokenizerSource: z
    .string()
    .describe('Where the encoding of the model, or the factor of an estimate, is from.'),
});

import { z } from 'zod';
import { mapDocument } from './parts.ts';

export const sqlSchema = z.strictObject({
  ...mapDocument.shape,
  dialect: z.enum(['duckdb', 'postgres', 'clickhouse', 'bigquery', 'snowflake', 'spark']),
  usage: z.string().describe('The table of usage that the views read.'),
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int().min(0) })),
  views: z.array(z.string()),
  roundedRates: z.int().min(0).describe('Rates with more decimals than the engine keeps.'),
  file: z.string().nullable().describe('Where the script was written; null where it is in `script`.'),
  files: z.array(z.string()).describe('All that was written: the tables as CSV, and the script last.'),
  script: z.string().nullable(),
});

import { z } from 'zod';
import { mapDocument } from './parts.ts';

export const siteSchema = z.strictObject({
  ...mapDocument.shape,
  directory: z.string().describe('As it was given.'),
  files: z.number(),
  bytes: z.number().describe('Of all files.'),
  models: z.array(
    z.strictObject({
      model: z.string(),
      file: z.string().describe('Its page, in the directory. The name depends on the model alone.'),
    }),
  ),
});

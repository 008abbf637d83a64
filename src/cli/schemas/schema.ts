import { z } from 'zod';
import { document } from './parts.ts';

export const schemaListSchema = z.strictObject({
  ...document.shape,
  schemas: z
    .array(
      z.strictObject({
        name: z.string().describe('What `llmcost schema` takes.'),
        about: z.string(),
      }),
    )
    .describe('In the order of the commands.'),
});

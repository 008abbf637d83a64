/** Files of the user's that llmcost reads and writes; the settings have a room of their own. */
import { z } from 'zod';
import { LOCK_VERSION } from '../../map/lock/lock.ts';
import { jsonObject } from './parts.ts';

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('Of the map as it was published.');

/** `llmcost.lock.json`. */
export const lockFileSchema = z.strictObject({
  lockVersion: z.literal(LOCK_VERSION),
  url: z.string().describe('Without secrets; the path of a file is relative to the directory of the lock.'),
  sha256,
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
    .describe('When that map was fetched (ISO 8601, UTC).'),
  modelCount: z.number().min(0).describe('Models of the whole map.'),
  models: z.array(z.string()).exactOptional().describe('The names and patterns that `--models` gave.'),
  entriesCheck: z
    .string()
    .regex(/^[0-9a-f]{8}$/)
    .exactOptional()
    .describe('CRC-32 of the entries, by which llmcost 1.0 checked them.'),
  entriesSha256: sha256
    .exactOptional()
    .describe('Of the entries that the lock keeps: an edited price is no price of that map.'),
  entries: z
    .record(z.string(), jsonObject)
    .exactOptional()
    .describe('Entries of the map that the lock keeps.'),
});

const figures = z.record(z.string(), z.number().min(0));

/** `reviews.json` and `llmcost.reviews.json`. */
export const reviewsFileSchema = z.strictObject({
  $schema: z.string().exactOptional(),
  reviews: z
    .record(
      z.string(),
      z.strictObject({
        on: z
          .string()
          .regex(/^\d{4}-\d\d(-\d\d)?$/)
          .describe('The day of the check.'),
        by: z.string(),
        against: z.string().describe('The page that the figures were compared with.'),
        note: z.string().exactOptional(),
        figures: figures
          .exactOptional()
          .describe('Every price as the map had it then, USD per unit, by field.'),
        published: figures.exactOptional().describe('Prices as the page had them, USD per unit, by field.'),
        map: z
          .strictObject({ sha256, syncedAt: z.string() })
          .exactOptional()
          .describe('The map that the figures were of.'),
      }),
    )
    .exactOptional(),
});

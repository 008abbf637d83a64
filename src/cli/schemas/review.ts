import { z } from 'zod';
import { change, mapDocument } from './parts.ts';

export const reviewsReview = z.strictObject({
  model: z.string(),
  on: z.string().describe('`YYYY-MM-DD`, or `YYYY-MM` where a hand wrote no day.'),
  by: z.string(),
  against: z.string().describe('The page.'),
  note: z.string().nullable(),
  figures: z
    .record(z.string(), z.number())
    .describe('Every price as the map had it then, USD per unit, by its place in the entry.'),
  published: z
    .record(z.string(), z.number())
    .describe('Prices as the page had them, where the person wrote them down; USD per unit.'),
  map: z
    .strictObject({
      sha256: z.string(),
      syncedAt: z.string(),
    })
    .nullable()
    .describe('The map that the figures were of; null where a hand wrote none.'),
});

export const reviewRow = z.strictObject({
  ...reviewsReview.shape,
  file: z.string(),
  role: z.enum(['project', 'user']),
  inMap: z.boolean().describe('False where the map has no such model any more.'),
  isStale: z.boolean().describe('The map has changed since, or lost the model.'),
  changes: z.array(change),
  differences: z.array(change),
});

export const reviewSchema = z.strictObject({
  ...mapDocument.shape,
  action: z.enum(['kept', 'removed', 'listed']),
  reviews: z.array(reviewRow).describe('The review that was kept or removed, or those that were asked for.'),
});

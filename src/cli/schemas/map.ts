import { z } from 'zod';
import { document, mapDocument, mapSource } from './parts.ts';

export const syncSchema = z.strictObject({
  ...mapDocument.shape,
  status: z
    .enum(['new', 'unchanged'])
    .describe('`new`: the published map differs from the copy that was here, or there was none.'),
  checkOnly: z.boolean().describe('Nothing was written (`--check`).'),
  url: z.string(),
  sha256: z.string().describe('Of the map as it was published.'),
  bytes: z.number(),
  modelCount: z.number(),
  flawed: z.number().describe('Entries with values that cannot be used; `llmcost validate` lists them.'),
  skipped: z.number().describe('Deprecated: the same number as `flawed`.'),
  setAside: z.number().describe('Values that are no models.'),
  previous: z
    .strictObject({
      sha256: z.string(),
      modelCount: z.number(),
      fetchedAt: z.string(),
    })
    .nullable(),
  fetchedAt: z
    .string()
    .describe('When these bytes came, and when the server last said that they are the current ones.'),
  checkedAt: z.string(),
  etag: z.string().nullable(),
  path: z.string().nullable().describe('The stored map; null with `--check`.'),
});

export const mapIssue = z.strictObject({
  path: z.string(),
  reason: z.string(),
});

export const setAside = z.strictObject({
  key: z.string(),
  reason: z.string(),
});

export const validateSchema = z.strictObject({
  ...mapDocument.shape,
  location: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  modelCount: z.number(),
  providers: z.number(),
  modes: z
    .array(
      z.strictObject({
        mode: z.string().nullable(),
        modelCount: z.number(),
      }),
    )
    .describe('Models by mode, the most frequent first; null stands for none.'),
  flawed: z.number().describe('Entries with values that cannot be used; `llmcost validate` lists them.'),
  skipped: z.number().describe('Deprecated: the same number as `flawed`.'),
  issues: z.array(mapIssue),
  setAside: z.array(setAside),
});

export const currentCopy = z.strictObject({
  sha256: z.string(),
  modelCount: z.number(),
  flawed: z.number().describe('Entries with values that cannot be used; `llmcost validate` lists them.'),
  skipped: z.number().describe('Deprecated: the same number as `flawed`.'),
  setAside: z.number(),
  publishedBytes: z.number().describe('Of the published map, and of what is stored of it.'),
  storedBytes: z.number(),
  path: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  fetchedAt: z.string(),
  checkedAt: z.string(),
  ageSeconds: z
    .number()
    .nullable()
    .describe('Since it was last confirmed; null when the clock makes no sense of it.'),
  isFresh: z.boolean(),
});

export const historyItem = z.strictObject({
  sha256: z.string(),
  at: z.string().describe('From then on it was the published one.'),
  bytes: z.number().nullable().describe('On disk, compressed; null where the file is missing.'),
});

export const cacheStatusSchema = z.strictObject({
  ...document.shape,
  source: mapSource.nullable().describe('The map that lies in the cache; null where none does.'),
  path: z.string(),
  url: z.string(),
  state: z.enum(['usable', 'damaged', 'none']),
  current: currentCopy.nullable(),
  lastFailure: z
    .strictObject({
      at: z.string(),
      reason: z.string(),
    })
    .nullable(),
  snapshots: z.array(historyItem).describe('Oldest first.'),
  files: z.number().describe('Everything that llmcost keeps under the path.'),
  totalBytes: z.number(),
  warnings: z.array(
    z.strictObject({
      code: z.string(),
      message: z.string(),
    }),
  ),
});

export const cachePathSchema = z.strictObject({
  ...document.shape,
  path: z.string(),
});

export const cacheRemovalSchema = z.strictObject({
  ...document.shape,
  path: z.string(),
  removedFiles: z.number(),
  freedBytes: z.number(),
  keptSnapshots: z.number().describe('Snapshots of any address that are left.'),
});

export const importSchema = z.strictObject({
  ...mapDocument.shape,
  status: z
    .enum(['added', 'known'])
    .describe('`known`: the history had this map as the one of that moment already.'),
  file: z.string(),
  url: z.string().describe('The address whose history it joined.'),
  at: z.string().describe('From then on it was the published map (ISO 8601, UTC).'),
  sha256: z.string(),
  bytes: z.number(),
  modelCount: z.number(),
  flawed: z.number().describe('Entries with values that cannot be used; `llmcost validate` lists them.'),
  skipped: z.number().describe('Deprecated: the same number as `flawed`.'),
  setAside: z.number(),
  history: z
    .array(
      z.strictObject({
        at: z.string(),
        sha256: z.string(),
      }),
    )
    .describe('What the history has now, oldest first.'),
});

import { z } from 'zod';
import { SHELLS } from '../commands/completion/document.ts';
import { document, json, mapDocument } from './parts.ts';

export const configRole = z.enum(['project', 'user', 'named']);

export const configFile = z.strictObject({
  role: configRole,
  path: z.string(),
  exists: z.boolean().describe('There is a file, and it is used.'),
});

export const configPathSchema = z.strictObject({
  ...document.shape,
  files: z.array(configFile),
});

export const configAllowSchema = z.strictObject({
  ...document.shape,
  allowed: z.array(z.strictObject({ path: z.string(), sha256: z.string() })),
  file: z.string().describe('Where it is kept.'),
});

export const completionSchema = z.strictObject({
  ...document.shape,
  shell: z.enum(SHELLS),
  script: z.string(),
});

export const settingRow = z.strictObject({
  path: z.string().describe('`aliases.cheap`, `discounts[0]`, `tier`.'),
  value: json.describe('As it is written.'),
  file: z.string(),
});

export const configShowSchema = z.strictObject({
  ...configPathSchema.shape,
  settings: z.array(settingRow),
});

export const note = z.strictObject({
  path: z.string(),
  message: z.string(),
});

export const checkedFile = z.strictObject({
  ...configFile.shape,
  issues: z
    .array(
      z.strictObject({
        path: z.string(),
        problem: z.string(),
      }),
    )
    .describe('What keeps the file from being used.'),
  notes: z.array(note).describe('What has no effect, or another than one may think.'),
});

export const configCheckSchema = z.strictObject({
  ...mapDocument.shape,
  valid: z.boolean(),
  files: z.array(checkedFile),
});

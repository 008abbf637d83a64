/**
 * Project files that the user allowed (`llmcost config allow`), by path and content:
 *
 *     { "allowed": { "/home/me/work/llmcost.lock.json": "<SHA-256 of the file>" } }
 *
 * in `allowed.json` of the user's config directory. A changed file is no longer allowed.
 */
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MAX_SMALL_FILE_BYTES } from '../core/defaults.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { whyRefused, writeWhole } from '../core/files.ts';
import { asObject, asText, field, parseJsonFile } from '../core/json.ts';
import { toJson } from '../core/json-text.ts';
import { readRegularText, untrusted } from '../core/read-file.ts';

const ALLOW_FILE = 'allowed.json';

/** SHA-256 by path. */
export type Allowed = ReadonlyMap<string, string>;

export function allowFile(configDir: string): string {
  return join(configDir, ALLOW_FILE);
}

/** What the user allowed; nothing if the file is damaged or somebody else could have written it. */
export function readAllowed(configDir: string): Allowed {
  try {
    const text = readRegularText(allowFile(configDir), {
      maxBytes: MAX_SMALL_FILE_BYTES,
      refuse: untrusted,
    });
    const entries = Object.entries(asObject(field(asObject(parseJsonFile(text)), 'allowed')) ?? {});
    return new Map(entries.flatMap(([path, sha256]) => (asText(sha256) ? [[path, String(sha256)]] : [])));
  } catch (error) {
    if (systemCode(error) !== undefined || error instanceof SyntaxError) return new Map();
    throw error;
  }
}

/** A file and its content. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Whether the user allowed a file as it is now; `changed` when he allowed other content. */
export function allowance({ path, text }: FileText, allowed: Allowed): 'allowed' | 'changed' | 'no' {
  const sha256 = allowed.get(allowedPath(path));
  if (sha256 === undefined) return 'no';
  return sha256 === sha256Of(text) ? 'allowed' : 'changed';
}

/**
 * Allows a file as it is now.
 * @returns its SHA-256
 * @throws UsageError when that cannot be written.
 */
export async function allow({ path, text }: FileText, configDir: string): Promise<string> {
  const sha256 = sha256Of(text);
  const allowed = new Map(readAllowed(configDir)).set(allowedPath(path), sha256);
  const file = allowFile(configDir);
  try {
    await writeWhole(file, toJson({ allowed: Object.fromEntries(allowed) }));
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new UsageError(
      `What is allowed could not be kept in ${file}: ${whyRefused(error)}.`,
      'LLMCOST_CONFIG_DIR names another directory.',
      { cause: error },
    );
  }
  return sha256;
}

/** The canonical path, except that the file itself may be a link. */
function allowedPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch (error) {
    if (systemCode(error) !== undefined) return path;
    throw error;
  }
}

function sha256Of(text: string): string {
  // Loaded on demand: most runs need no hash.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}

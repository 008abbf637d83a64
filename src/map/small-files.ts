import { readFileSync } from 'node:fs';
import { systemCode } from '../core/errors.ts';
import { asObject, parseJson, type JsonObject } from '../core/json.ts';

/** The object in a small JSON file; undefined where there is none. */
export function readJson(path: string): JsonObject | undefined {
  const text = readText(path);
  return text === undefined ? undefined : toObject(text);
}

/** The text of a file; undefined where it cannot be read, whatever the reason. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // Absent, unreadable, a directory, below a file: there is no copy, whatever the reason.
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** The object that a text spells, or undefined. */
export function toObject(text: string): JsonObject | undefined {
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

import { resolve } from 'node:path';
import type { Deps } from '../core/deps.ts';
import { MIB_BYTES } from '../core/defaults.ts';
import { UsageError } from '../core/errors.ts';
import { readRegularText } from '../core/read-file.ts';
import { whyRefused, writeWhole } from '../core/files.ts';
import { existsSync } from 'node:fs';
import { byteWords } from './render/map-words.ts';

/**
 * Writes a page to the file of `--html`, or to standard output for `-`.
 * @throws UsageError where it cannot be written, or would replace a file that is no page.
 */
export async function writePage(name: string, html: string, deps: Deps): Promise<void> {
  if (name === '-') {
    deps.stdout.write(html);
    return;
  }
  const path = resolve(deps.cwd, name);
  if (existsSync(path) && !isPage(path)) {
    throw new UsageError(
      `--html would replace ${name}, which is no web page.`,
      'Give another name, or remove it.',
    );
  }
  try {
    await writeWhole(path, html);
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${whyRefused(error)}.`, null, { cause: error });
  }
  deps.notice(`llmcost: ${name} is written (${byteWords(Buffer.byteLength(html))}).`);
}

const MAX_PAGE_BYTES = 64 * MIB_BYTES;

/** Replaced without asking: what an earlier run wrote. */
function isPage(path: string): boolean {
  try {
    return /^<!doctype html>/i.test(readRegularText(path, { maxBytes: MAX_PAGE_BYTES }));
  } catch {
    return false;
  }
}

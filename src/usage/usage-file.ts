import { resolve } from 'node:path';
import { readToEnd, readUserText } from '../core/data-files.ts';
import type { Deps } from '../core/deps.ts';
import { UsageError } from '../core/errors.ts';
import { parseJson, placeOfError, type JsonValue } from '../core/json.ts';
import type { UsageRecord } from './usage.ts';

/**
 * The usage object of `--usage FILE` or `--usage -`: any provider's, or our own.
 * @throws UsageError when it cannot be read, is not JSON, or is no usage.
 */
export async function readUsageFile(name: string, deps: Deps): Promise<UsageRecord> {
  const where = name === '-' ? 'standard input' : name;
  const text =
    name === '-'
      ? await readToEnd(deps.stdin())
      : readUserText(resolve(deps.cwd, name), '--usage names a file');
  const value = parseUsage(text, where);
  const { readUsageObject } = await import('./recognise.ts');
  const reading = readUsageObject(value);
  if (reading.ok) return reading.record;
  throw new UsageError(`${where} holds no usage that could be read: ${reading.problem}.`, USAGE_HINT);
}

const USAGE_HINT =
  'Give the `usage` object of a response, such as {"prompt_tokens":1200,"completion_tokens":300}.';

function parseUsage(text: string, where: string): JsonValue {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') throw new UsageError(`${where} is empty.`, USAGE_HINT);
  try {
    return parseJson(content);
  } catch (error) {
    throw new UsageError(`${where} is not JSON (${placeOfError(content)}).`, USAGE_HINT, { cause: error });
  }
}

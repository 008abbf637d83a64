/** Logs that are byte for byte the same as another: archived, synchronised or unpacked twice. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { LogInput } from './inputs.ts';

const BLOCK_BYTES = 1 << 20;
/** Most files of one size differ in their first block. */
const FIRST_BYTES = 1 << 12;

/** The inputs that repeat an earlier one, with the one that they repeat. */
export function findCopies(inputs: readonly LogInput[]): ReadonlyMap<LogInput, LogInput> {
  const copies = new Map<LogInput, LogInput>();
  for (const alike of groupsOf(inputs, (input) => (input.bytes === null ? undefined : String(input.bytes)))) {
    for (const begun of groupsOf(alike, ({ path }) => contentHash(path, FIRST_BYTES))) {
      for (const [first, ...others] of groupsOf(begun, ({ path }) => contentHash(path, Infinity))) {
        for (const other of others) if (first !== undefined) copies.set(other, first);
      }
    }
  }
  return copies;
}

/** Items with one key, where there are several; those without a key are in no group. */
function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string | undefined): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Undefined for what cannot be read; whoever reads it in earnest says why. */
function contentHash(path: string | null, most: number): string | undefined {
  if (path === null) return undefined;
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(Math.min(most, BLOCK_BYTES));
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    for (let left = most; left > 0;) {
      const count = readSync(file, block, 0, Math.min(left, block.length), null);
      if (count === 0) break;
      hash.update(block.subarray(0, count));
      left -= count;
    }
    return hash.digest('base64');
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

import { instantiate, type ScannerExports } from './module.ts';
import { ACTIONS, HOLDS, type Table } from './table.ts';

/** Room behind the input, which is read in blocks of 64 bytes. */
export const PADDING = 128;

/** The module in a memory of its own, which knows what to look for. */
export function newScan(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  { slots, keys }: Table,
): ScannerExports {
  const exports = instantiate(module, memory);
  for (const { holds } of slots) exports.addSlot(HOLDS.indexOf(holds));
  for (const { node, key, action, slot, child, text: spelled } of keys) {
    const text = put(exports, memory, key);
    exports.addKey(node, text.at, text.length, ACTIONS[action], slot, child);
    if (spelled === undefined) continue;
    const value = put(exports, memory, spelled);
    exports.spell(node, text.at, text.length, value.at, value.length);
  }
  return exports;
}

/** Puts a text into memory of its own, with the bytes around it that the scanner reads with it. */
function put(
  { allocate }: ScannerExports,
  memory: WebAssembly.Memory,
  text: string,
): { readonly at: number; readonly length: number } {
  const bytes = Buffer.from(text);
  const at = allocate(bytes.length + 16) + 8;
  Buffer.from(memory.buffer).set(bytes, at);
  return { at, length: bytes.length };
}

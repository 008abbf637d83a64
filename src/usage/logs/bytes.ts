/** Memory in which lines are walked over: the same bytes seen one by one and four at a time. */
export interface Block {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** Room behind the last line, so that four bytes may be read where it ends. */
const PADDING = 8;

/** A block for `size` bytes. */
export function newBlock(size: number): Block {
  const memory = new ArrayBuffer(size + PADDING);
  return { bytes: Buffer.from(memory, 0, size), view: new DataView(memory) };
}

export const SPACE = 0x20;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;

/** True where the `length` bytes at the start of `known` are those at `from`; both have room behind. */
export function sameBytes(known: DataView, view: DataView, from: number, length: number): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) if (known.getInt32(i, true) !== view.getInt32(from + i, true)) return false;
  for (; i < length; i += 1) if (known.getUint8(i) !== view.getUint8(from + i)) return false;
  return true;
}

/** The first four bytes as one number; of fewer, those that there are. */
export function headOf(view: DataView, from: number, length: number): number {
  const word = view.getInt32(from, true);
  return length >= 4 ? word : word & ((1 << (length * 8)) - 1);
}

/** The last four bytes; 0 where there are fewer. */
export function tailOf(view: DataView, from: number, length: number): number {
  return length >= 4 ? view.getInt32(from + length - 4, true) : 0;
}

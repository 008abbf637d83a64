/** Single bytes are the tokens 0 to 255. */
export const BYTES = 256;
/** What `mergeOf` gives for two tokens that are not merged; later than every merge. */
export const NO_MERGE = 0x7fffffff;

/**
 * A byte-pair vocabulary. Merge `i` joins the tokens `left[i]` and `right[i]` into token `BYTES + i`, and of two
 * merges the one with the lower token comes first. Tokens are numbered for counting: they are not OpenAI's ids.
 */
export interface Vocabulary {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** A hash table of merges by their parts: the token that a merge makes, 0 for a free place. */
  readonly slots: Int32Array;
}

/** Reads what `build/vocabulary.ts` packed, decompressed. */
export function unpackVocabulary(planes: Uint8Array): Vocabulary {
  const count = planes.length / 6;
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  for (let index = 0, before = 0; index < count; index++) {
    before = (before + columnAt(planes, index, count, 0)) & 0xffffff;
    right[index] = before;
    left[index] = columnAt(planes, index, count, 3);
  }
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(count * 2)));
  for (let index = 0; index < count; index++) {
    let slot = hash(left[index] ?? 0, right[index] ?? 0) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = BYTES + index;
  }
  return { left, right, slots };
}

function columnAt(planes: Uint8Array, index: number, count: number, plane: number): number {
  const low = planes[plane * count + index] ?? 0;
  const middle = planes[(plane + 1) * count + index] ?? 0;
  const high = planes[(plane + 2) * count + index] ?? 0;
  return low | (middle << 8) | (high << 16);
}

/** The token that two neighbours are merged into. */
export function mergeOf({ left, right, slots }: Vocabulary, a: number, b: number): number {
  const mask = slots.length - 1;
  for (let slot = hash(a, b) & mask; ; slot = (slot + 1) & mask) {
    const token = slots[slot] ?? 0;
    if (token === 0) return NO_MERGE;
    if (left[token - BYTES] === a && right[token - BYTES] === b) return token;
  }
}

function hash(a: number, b: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

import { MergeQueue } from './merge-queue.ts';
import { mergeOf, NO_MERGE, type Vocabulary } from './vocabulary.ts';

/** From this many bytes on a queue finds the next merge faster than a search does. */
const LONG_BYTES = 100;

/**
 * Byte-pair encoding of one piece of text: the earliest merge first, of two equal ones the left, until nothing can
 * be merged. A short piece is searched for its next merge each time; a long one keeps its merges in a queue, so that
 * a megabyte without a break takes a second and not an hour.
 */
export class Merger {
  readonly #vocabulary: Vocabulary;
  /** Merges that the encoding does not have are at this token or above. */
  readonly #endToken: number;
  readonly #tokens = new Int32Array(LONG_BYTES);
  readonly #merges = new Int32Array(LONG_BYTES);

  constructor(vocabulary: Vocabulary, endToken: number) {
    this.#vocabulary = vocabulary;
    this.#endToken = endToken;
  }

  /** How many tokens the first `length` bytes are. */
  count(bytes: Uint8Array, length: number): number {
    return length < LONG_BYTES ? this.#countShort(bytes, length) : this.#countLong(bytes, length);
  }

  #mergeOf(a: number, b: number): number {
    const token = mergeOf(this.#vocabulary, a, b);
    return token < this.#endToken ? token : NO_MERGE;
  }

  #countShort(bytes: Uint8Array, length: number): number {
    const tokens = this.#tokens;
    const merges = this.#merges;
    for (let at = 0; at < length; at++) tokens[at] = bytes[at] ?? 0;
    for (let at = 0; at + 1 < length; at++) merges[at] = this.#mergeOf(tokens[at] ?? 0, tokens[at + 1] ?? 0);
    for (let count = length; ; count--) {
      let best = NO_MERGE;
      let found = 0;
      for (let at = 0; at + 1 < count; at++) {
        const merge = merges[at] ?? NO_MERGE;
        if (merge < best) {
          best = merge;
          found = at;
        }
      }
      if (best === NO_MERGE) return count;
      tokens[found] = best;
      tokens.copyWithin(found + 1, found + 2, count);
      merges.copyWithin(found, found + 1, count - 1);
      if (found > 0) merges[found - 1] = this.#mergeOf(tokens[found - 1] ?? 0, best);
      if (found + 2 < count) merges[found] = this.#mergeOf(best, tokens[found + 1] ?? 0);
    }
  }

  #countLong(bytes: Uint8Array, length: number): number {
    const tokens = Int32Array.from(bytes.subarray(0, length));
    const before = Int32Array.from(tokens, (_, at) => at - 1);
    const after = Int32Array.from(tokens, (_, at) => at + 1);
    const merges = new Int32Array(length).fill(NO_MERGE);
    const queue = new MergeQueue(length);
    const offer = (at: number): void => {
      const next = after[at] ?? length;
      const merge = next < length ? this.#mergeOf(tokens[at] ?? 0, tokens[next] ?? 0) : NO_MERGE;
      merges[at] = merge;
      if (merge !== NO_MERGE) queue.push(merge, at);
    };
    for (let at = 0; at < length; at++) offer(at);
    let count = length;
    while (queue.pop()) {
      const { merge, at } = queue;
      // A neighbour was merged meanwhile.
      if (merges[at] !== merge) continue;
      const gone = after[at] ?? length;
      const next = after[gone] ?? length;
      tokens[at] = merge;
      merges[gone] = NO_MERGE;
      after[at] = next;
      if (next < length) before[next] = at;
      count--;
      offer(at);
      const previous = before[at] ?? -1;
      if (previous >= 0) offer(previous);
    }
    return count;
  }
}

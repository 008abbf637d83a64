/** Packs a vocabulary of OpenAI's into the file that `tokens/bpe/vocabulary.ts` reads. */
import { brotliCompressSync, constants, crc32 } from 'node:zlib';

const BYTES = 256;

/** One merge: the token that it makes, as its rank, and the two tokens that it joins. */
interface Merge {
  readonly rank: number;
  readonly left: number;
  readonly right: number;
}

/**
 * A token's rank says when it is merged, and ranks hardly compress: 404 kB of o200k_base are nothing but the
 * order of its tokens. Counting needs far less of that order. Two merges compete only where they overlap (one
 * ends with the token that the other begins with), and a merge needs its parts first; any order that keeps these
 * two relations splits every text in the same way. So each merge is put into the latest layer that they allow, and
 * a layer is sorted by its parts, which halves the file.
 *
 * @param text lines of `base64 rank`, as OpenAI publishes them.
 * @param base merges that another encoding uses alone; they come first.
 */
export function packVocabulary(text: string, base = Infinity): Buffer {
  const { merges, bytes } = readMerges(text);
  const ids = new Map(bytes.map((rank, byte) => [rank, byte]));
  const ordered: Merge[] = [];
  for (const part of [merges.slice(0, base), merges.slice(base)]) {
    for (const layer of layersOf(part)) {
      const idOf = (rank: number) => ids.get(rank) ?? 0;
      layer.sort((a, b) => idOf(a.right) - idOf(b.right) || idOf(a.left) - idOf(b.left));
      for (const merge of layer) ordered.push(merge);
      for (const [index, { rank }] of layer.entries())
        ids.set(rank, BYTES + ordered.length - layer.length + index);
    }
  }
  return compress(planesOf(ordered.map(({ left, right }) => [ids.get(left) ?? 0, ids.get(right) ?? 0])));
}

/** The merges by rank, and the rank of each single byte. */
function readMerges(text: string): { readonly merges: readonly Merge[]; readonly bytes: readonly number[] } {
  const ranks = new Map<string, number>();
  for (const line of text.trim().split('\n')) {
    const [base64 = '', rank = ''] = line.split(' ');
    ranks.set(Buffer.from(base64, 'base64').toString('latin1'), Number(rank));
  }
  const merges: Merge[] = [];
  for (const [token, rank] of ranks) {
    if (token.length > 1) merges.push({ rank, ...partsOf(token, rank, ranks) });
  }
  merges.sort((a, b) => a.rank - b.rank);
  const bytes = Array.from({ length: BYTES }, (_, byte) => ranks.get(String.fromCharCode(byte)) ?? 0);
  return { merges, bytes };
}

/** The two tokens that a token was merged from: what the merges before it make of its bytes. */
function partsOf(token: string, rank: number, ranks: ReadonlyMap<string, number>): Omit<Merge, 'rank'> {
  const parts = [...token];
  while (parts.length > 2) {
    let best = rank;
    let at = -1;
    for (let index = 0; index + 1 < parts.length; index++) {
      const found = ranks.get(`${parts[index]}${parts[index + 1]}`) ?? Infinity;
      if (found < best) [best, at] = [found, index];
    }
    if (at < 0) throw new Error(`Token ${rank} is no merge of two tokens before it.`);
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
  }
  const [left, right] = parts.map((part) => ranks.get(part));
  if (left === undefined || right === undefined) throw new Error(`Token ${rank} has no two parts.`);
  return { left, right };
}

/** Each merge in the latest layer that comes before every later merge which overlaps it or is made of it. */
function layersOf(merges: readonly Merge[]): readonly Merge[][] {
  const madeOf = new Map<number, number>();
  const endingWith = new Map<number, number>();
  const beginningWith = new Map<number, number>();
  const lower = (map: Map<number, number>, key: number, layer: number) =>
    map.set(key, Math.min(map.get(key) ?? 0, layer));
  const layers: Merge[][] = [];
  for (const merge of merges.toReversed()) {
    const { rank, left, right } = merge;
    const next = Math.min(madeOf.get(rank) ?? 0, endingWith.get(left) ?? 0, beginningWith.get(right) ?? 0);
    const layer = next - 1;
    (layers[-layer - 1] ??= []).push(merge);
    lower(madeOf, left, layer);
    lower(madeOf, right, layer);
    lower(endingWith, right, layer);
    lower(beginningWith, left, layer);
  }
  return layers.toReversed();
}

/** The lowest bytes of all numbers, then the middle, then the highest: right parts as differences, then left parts. */
function planesOf(pairs: readonly (readonly [number, number])[]): Buffer {
  const planes = Buffer.alloc(pairs.length * 6);
  let before = 0;
  for (const [index, [left, right]] of pairs.entries()) {
    const columns = [right - before, left];
    before = right;
    for (const [column, value] of columns.entries()) {
      for (let byte = 0; byte < 3; byte++) {
        planes[(column * 3 + byte) * pairs.length + index] = (value >> (8 * byte)) & 255;
      }
    }
  }
  return planes;
}

/** The checksum of what is packed (four bytes, little-endian), and the packed bytes. */
function compress(bytes: Buffer): Buffer {
  const { BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const packed = brotliCompressSync(bytes, {
    params: { [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(bytes));
  return Buffer.concat([checksum, packed]);
}

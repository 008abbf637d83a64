/**
 * Checksums of a stored map: they detect damage, and cost a command on a warm cache next to nothing.
 * SHA-256 is computed only when a map is fetched or verified. CRC-32 is that of IEEE 802.3, gzip and PNG.
 */

/** Remainders of the sixteen half bytes. */
const HALF_BYTES = new Uint32Array([
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320,
  0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
]);

/** Up to this size the loop below is faster than loading node:zlib, which takes 0.7 ms once. */
const SMALL_BYTES = 4096;

/** CRC-32 of the bytes, 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array): number {
  return bytes.length <= SMALL_BYTES ? crc32Small(bytes) : process.getBuiltinModule('node:zlib').crc32(bytes);
}

/**
 * node:zlib's, for computing many: looking the module up takes longer than the checksum of a line.
 */
export function crc32ForMany(): (bytes: Uint8Array) => number {
  return process.getBuiltinModule('node:zlib').crc32;
}

/**
 * A hash of some ten thousand bytes, four at a time: a tenth of the time that loading node:zlib takes.
 * Multiplying by an odd number is invertible, so one changed word always changes it. Independent of byte order.
 */
export function wordSum(bytes: Uint8Array): number {
  const inWords = bytes.length - (bytes.length % 4);
  const { buffer } = new Uint8Array(bytes.subarray(0, inWords));
  if (IS_BIG_ENDIAN) Buffer.from(buffer).swap32();
  const words = new Int32Array(buffer);
  let sum = bytes.length;
  // By index: an iterator would make an object a word.
  for (let at = 0; at < words.length; at += 1) sum = Math.imul(sum ^ (words[at] ?? 0), FNV_PRIME);
  for (let at = inWords; at < bytes.length; at += 1) sum = Math.imul(sum ^ (bytes[at] ?? 0), FNV_PRIME);
  return sum >>> 0;
}

/** Of the Fowler–Noll–Vo hash, which works byte by byte. */
const FNV_PRIME = 0x01000193;

const IS_BIG_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

function crc32Small(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) {
    rest ^= bytes[at] ?? 0;
    rest = (rest >>> 4) ^ (HALF_BYTES[rest & 15] ?? 0);
    rest = (rest >>> 4) ^ (HALF_BYTES[rest & 15] ?? 0);
  }
  return ~rest >>> 0;
}

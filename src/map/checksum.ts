/**
 * CRC-32 (IEEE 802.3, the one of gzip and PNG) of what a stored map is read by. It notices a flipped
 * byte, and costs a command on a warm cache next to nothing; SHA-256, which a snapshot is named by,
 * is left to the moments when a map is fetched or checked as a whole.
 */

/** The remainders of the sixteen half bytes: small enough to write down, and to need no set-up. */
const HALF_BYTES = new Uint32Array([
  0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c, 0xedb88320,
  0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
]);

/** Up to here the loop below is faster than loading node:zlib, which takes 0.7 ms once. */
const SMALL_BYTES = 4096;

/** CRC-32 of the bytes, 0 to 2^32 - 1. */
export function crc32(bytes: Uint8Array): number {
  return bytes.length <= SMALL_BYTES ? crc32Small(bytes) : process.getBuiltinModule('node:zlib').crc32(bytes);
}

/**
 * The same from node:zlib whatever the size, for the moments when many are written. It is asked for
 * once: handing out a module of Node's takes longer than the checksum of a line.
 */
export function crc32ForMany(): (bytes: Uint8Array) => number {
  return process.getBuiltinModule('node:zlib').crc32;
}

function crc32Small(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    rest = (rest >>> 4) ^ (HALF_BYTES[rest & 15] ?? 0);
    rest = (rest >>> 4) ^ (HALF_BYTES[rest & 15] ?? 0);
  }
  return ~rest >>> 0;
}

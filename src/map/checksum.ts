/**
 * A checksum of what a stored map is read by. It notices any changed word of four bytes, and costs a
 * command on a warm cache next to nothing: Node's own CRC-32 stands in node:zlib, whose loading takes
 * longer than this loop over a whole index. SHA-256, which a snapshot is named by, is left to the
 * moments when a map is fetched or checked as a whole.
 *
 * It is FNV-1a over little-endian words, with a shift that lets high bits reach the low ones. Each
 * step can be undone, so two texts that differ in one word never have the same sum.
 */
export function checksum(bytes: Uint8Array): number {
  let sum = FNV_OFFSET ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const high = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8);
    sum = step(sum, low | (high << 16));
  }
  for (let at = whole; at < bytes.length; at += 1) sum = step(sum, bytes[at] ?? 0);
  return sum >>> 0;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function step(sum: number, word: number): number {
  const next = Math.imul(sum ^ word, FNV_PRIME);
  return next ^ (next >>> 15);
}

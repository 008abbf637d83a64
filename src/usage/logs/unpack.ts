/** Logs that are packed, told by their first bytes and not by their names. */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { gunzip, isGzip, PackedDataError } from './gzip.ts';
import { piecesSource, type LogSource } from './source.ts';

declare module 'node:zlib' {
  /** There from Node 22.15 on. */
  // oxlint-disable-next-line no-unused-vars -- it is read off the module below.
  const createZstdDecompress: (() => Transform) | undefined;
}

export type Packing = 'gzip' | 'zstd';

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const PIECE_BYTES = 8 << 10;

export function packingOf(head: Buffer): Packing | undefined {
  if (isGzip(head)) return 'gzip';
  return head.subarray(0, 4).equals(ZSTD_MAGIC) ? 'zstd' : undefined;
}

/** False for a packing that this version of Node cannot undo. */
export function canUnpack(packing: Packing): boolean {
  return packing === 'gzip' || typeof zlib.createZstdDecompress === 'function';
}

/** The content of a packed source. Reading throws PackedDataError behind what is whole. */
export function unpacked(packing: Packing, source: LogSource): LogSource {
  return piecesSource(packing === 'gzip' ? gunzip(source) : unzstd(source), source);
}

async function* unzstd(source: LogSource): AsyncGenerator<Buffer> {
  const stream = zlib.createZstdDecompress?.();
  if (stream === undefined) return;
  const { pipeline } = await import('node:stream/promises');
  // The error reaches the reader through the stream itself.
  pipeline(piecesOf(source), stream).catch(() => undefined);
  try {
    for await (const chunk of stream) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
  } catch (error) {
    throw new PackedDataError('it is damaged or was cut off', { cause: error });
  }
}

async function* piecesOf(source: LogSource): AsyncGenerator<Buffer> {
  for (;;) {
    // Handed to zlib's own thread, so each piece needs memory of its own.
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const count = await source.read(piece, 0, piece.length);
    if (count === 0) return;
    yield piece.subarray(0, count);
  }
}

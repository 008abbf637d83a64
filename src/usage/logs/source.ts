import { promises as fs } from 'node:fs';
import type { Readable } from 'node:stream';

/** Something that is read in pieces, into memory that the reader owns. */
export interface LogSource {
  /** Puts up to `length` bytes at `offset`: how many, 0 only at the end. */
  read(into: Buffer, offset: number, length: number): Promise<number>;
  close(): Promise<void>;
}

export async function fileSource(path: string): Promise<LogSource> {
  const file = await fs.open(path, 'r');
  return {
    read: async (into, offset, length) => (await file.read(into, offset, length, null)).bytesRead,
    close: () => file.close(),
  };
}

/** A stream of bytes, such as standard input. */
export function streamSource(stream: Readable): LogSource {
  const chunks: AsyncIterator<unknown> = stream[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  return {
    async read(into, offset, length) {
      while (chunk.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return 0;
        chunk = toBuffer(next.value);
      }
      const count = chunk.copy(into, offset, 0, length);
      chunk = chunk.subarray(count);
      return count;
    },
    async close() {
      stream.destroy();
    },
  };
}

function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Buffer.from(String(chunk));
}

const GZIP_CHUNK_BYTES = 1 << 18;

/** True for the first bytes of a gzip member, whatever the file is called. */
export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * What a gzip source holds, all of its members one after the other.
 * Reading throws zlib's error where the data is broken or cut off.
 */
export async function gunzipped(source: LogSource): Promise<LogSource> {
  const [{ createGunzip }, { pipeline }] = await Promise.all([
    import('node:zlib'),
    import('node:stream/promises'),
  ]);
  const gunzip = createGunzip({ chunkSize: GZIP_CHUNK_BYTES });
  // The error reaches the reader through the stream itself.
  pipeline(pieces(source), gunzip).catch(() => undefined);
  const inner = streamSource(gunzip);
  return {
    read: inner.read,
    async close() {
      await inner.close();
      await source.close();
    },
  };
}

async function* pieces(source: LogSource): AsyncGenerator<Buffer> {
  for (;;) {
    // Handed to zlib's own thread, so each piece needs memory of its own.
    const piece = Buffer.allocUnsafe(GZIP_CHUNK_BYTES);
    const count = await source.read(piece, 0, piece.length);
    if (count === 0) return;
    yield piece.subarray(0, count);
  }
}

/** A source whose first bytes were read already. */
export function withHead(head: Buffer, source: LogSource): LogSource {
  let rest = head;
  return {
    async read(into, offset, length) {
      if (rest.length === 0) return source.read(into, offset, length);
      const count = rest.copy(into, offset, 0, length);
      rest = rest.subarray(count);
      return count;
    },
    close: () => source.close(),
  };
}

/** Bytes that are read at once: enough to make reading cheap, few enough to stay in the processor's cache. */
export const CHUNK_BYTES = 1 << 20;

/** Reads the next piece while the one before is being looked at. */
export function readAhead(source: LogSource): LogSource {
  let ready = Buffer.allocUnsafe(CHUNK_BYTES);
  let spare = Buffer.allocUnsafe(CHUNK_BYTES);
  let from = 0;
  let to = 0;
  let pending: Promise<number> | undefined;
  const begin = (): Promise<number> => {
    const next = source.read(spare, 0, spare.length);
    // Whoever reads on meets the error; until then nobody is there to take it.
    next.catch(() => undefined);
    return next;
  };
  return {
    async read(into, offset, length) {
      if (from === to) {
        const count = await (pending ?? begin());
        if (count === 0) return 0;
        [ready, spare] = [spare, ready];
        from = 0;
        to = count;
        pending = begin();
      }
      const count = ready.copy(into, offset, from, Math.min(to, from + length));
      from += count;
      return count;
    },
    // Not awaited: a terminal may never answer what was asked ahead.
    close: () => source.close(),
  };
}

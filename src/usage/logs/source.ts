import { closeSync, fstatSync, openSync, promises as fs, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';

/** Something that is read in pieces, into memory that the reader owns. */
export interface LogSource {
  /** Puts up to `length` bytes at `offset`: how many, 0 only at the end. */
  read(into: Buffer, offset: number, length: number): Promise<number>;
  close(): Promise<void>;
}

export async function fileSource(path: string): Promise<LogSource> {
  if (statSync(path).isFile()) return new LogFile(openSync(path, 'r'));
  // What is no file may have nothing to read for long.
  const handle = await fs.open(path, 'r');
  return {
    read: async (into, offset, length) => (await handle.read(into, offset, length, null)).bytesRead,
    close: () => handle.close(),
  };
}

/** Bytes that are read before others in the process have their turn. */
const BYTES_IN_A_TURN = 1 << 24;

/**
 * A file on a disk, which any thread can read at any place. It is read in this thread: the system reads ahead, and
 * asking another thread takes longer than copying what it has read.
 */
export class LogFile implements LogSource {
  readonly fd: number;
  /** How large it was when it was opened. */
  readonly bytes: number;
  /** Told how far the file was read. */
  onPosition: (position: number) => void = () => undefined;
  #position = 0;
  #inTurn = 0;

  constructor(fd: number) {
    this.fd = fd;
    this.bytes = fstatSync(fd).size;
  }

  /** Where `read` goes on. */
  get position(): number {
    return this.#position;
  }

  set position(position: number) {
    this.#position = position;
    this.onPosition(position);
  }

  async read(into: Buffer, offset: number, length: number): Promise<number> {
    if (this.#inTurn >= BYTES_IN_A_TURN) {
      await turnOfTheLoop();
      this.#inTurn = 0;
    }
    const count = this.#readNow(into, offset, length);
    this.#inTurn += count;
    return count;
  }

  /** The same at once; 0 where it cannot be read as well. */
  tryRead(into: Buffer, offset: number, length: number): number {
    try {
      return this.#readNow(into, offset, length);
    } catch {
      return 0;
    }
  }

  #readNow(into: Buffer, offset: number, length: number): number {
    const count = readSync(this.fd, into, offset, length, this.#position);
    this.position += count;
    return count;
  }

  async close(): Promise<void> {
    closeSync(this.fd);
  }
}

/** Lets whatever else the process has to do come first. */
export function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
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

/** What a generator hands out, as a source. */
export function piecesSource(pieces: AsyncGenerator<Buffer>, inner: LogSource): LogSource {
  let piece: Buffer = Buffer.alloc(0);
  return {
    async read(into, offset, length) {
      while (piece.length === 0) {
        const next = await pieces.next();
        if (next.done === true) return 0;
        piece = next.value;
      }
      const count = piece.copy(into, offset, 0, length);
      piece = piece.subarray(count);
      return count;
    },
    async close() {
      await pieces.return(undefined);
      await inner.close();
    },
  };
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
  let ready: Buffer = Buffer.alloc(0);
  let spare: Buffer = Buffer.alloc(0);
  let from = 0;
  let to = 0;
  let pending: Promise<number> | undefined;
  const begin = (): Promise<number> => {
    // Most files are small: two such pieces for each of them would be gigabytes.
    if (spare.length === 0) spare = Buffer.allocUnsafe(CHUNK_BYTES);
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

/** Passes over so many bytes, or all that there are. */
export async function skip(source: LogSource, bytes: number): Promise<void> {
  const passed = Buffer.allocUnsafe(bytes);
  for (let left = bytes; left > 0;) {
    const count = await source.read(passed, 0, left);
    if (count === 0) return;
    left -= count;
  }
}

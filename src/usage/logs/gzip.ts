/**
 * Gzip read member by member, so that what is whole is kept: Node's own stream takes a byte behind
 * the end, or an end that was cut off, for the end of everything, with the last block still in it.
 */
import { constants, crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { LogSource } from './source.ts';

/** Compressed data that ends too early or is no such data: what came before it is whole. */
export class PackedDataError extends Error {
  readonly code = 'PACKED_DATA';
}

/** Compressed bytes that are inflated at once: what is lost where the data is damaged in the middle. */
const PIECE_BYTES = 8 << 10;
const OUTPUT_BYTES = 1 << 18;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const FLAG = { HEADER_CRC: 2, EXTRA: 4, NAME: 8, COMMENT: 16 } as const;

export function isGzip(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * What a gzip file holds, all of its members one after the other.
 * @throws PackedDataError behind what is whole.
 */
export async function* gunzip(source: LogSource): AsyncGenerator<Buffer> {
  const input = new Input(source);
  for (let member = 0; await input.has(1); member += 1) {
    if (member > 0 && (await input.skipZeros())) return;
    if (member > 0 && !(await startsMember(input))) {
      throw new PackedDataError('what stands behind its end is no gzip data');
    }
    await skipHeader(input);
    yield* inflated(input);
  }
}

async function startsMember(input: Input): Promise<boolean> {
  return (await input.has(2)) && isGzip(input.bytes);
}

async function skipHeader(input: Input): Promise<void> {
  const header = await input.take(HEADER_BYTES);
  const flags = header[3] ?? 0;
  if (header[2] !== 8) throw new PackedDataError('it is packed in a way that gzip does not have');
  if ((flags & FLAG.EXTRA) !== 0) await input.take((await input.take(2)).readUInt16LE(0));
  if ((flags & FLAG.NAME) !== 0) await input.skipText();
  if ((flags & FLAG.COMMENT) !== 0) await input.skipText();
  if ((flags & FLAG.HEADER_CRC) !== 0) await input.take(2);
}

/** The content of one member. Its check sum is looked at once all of it has been handed on. */
async function* inflated(input: Input): AsyncGenerator<Buffer> {
  // With this flush an end that was cut off is no error, and gives what there is.
  const inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  const feeding = feed(inflate, input);
  let crc = 0;
  let size = 0;
  try {
    for await (const chunk of inflate) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      crc = crc32(bytes, crc);
      size += bytes.length;
      yield bytes;
    }
  } catch (error) {
    throw new PackedDataError('it is damaged', { cause: error });
  } finally {
    inflate.destroy();
    await feeding;
  }
  input.giveBack(inflate.bytesWritten);
  if (!(await input.has(TRAILER_BYTES))) throw new PackedDataError('it was cut off');
  const trailer = await input.take(TRAILER_BYTES);
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size % 2 ** 32) {
    throw new PackedDataError('it does not match its check sum');
  }
}

/** Writes compressed bytes as they are wanted, until the member or the file ends. */
async function feed(inflate: InflateRaw, input: Input): Promise<void> {
  input.lend();
  while (!inflate.destroyed && !inflate.readableEnded) {
    const piece = await input.piece();
    if (piece === undefined || inflate.destroyed) break;
    const isTaken = new Promise<void>((done) => {
      inflate.once('close', done);
      inflate.write(piece, () => done());
    });
    await isTaken;
    inflate.removeAllListeners('close');
  }
  if (!inflate.destroyed) inflate.end();
}

/** The compressed bytes, some of which may be given back by who did not need them. */
class Input {
  bytes: Buffer = Buffer.alloc(0);
  readonly #source: LogSource;
  /** The last pieces that were lent, and how many bytes were lent in all. */
  #lent: Buffer[] = [];
  #lentBytes = 0;

  constructor(source: LogSource) {
    this.#source = source;
  }

  /** True where so many bytes are there still. */
  async has(count: number): Promise<boolean> {
    while (this.bytes.length < count) {
      const more = Buffer.allocUnsafe(PIECE_BYTES);
      const read = await this.#source.read(more, 0, more.length);
      if (read === 0) return false;
      this.bytes = Buffer.concat([this.bytes, more.subarray(0, read)]);
    }
    return true;
  }

  async take(count: number): Promise<Buffer> {
    if (!(await this.has(count))) throw new PackedDataError('it was cut off');
    const taken = this.bytes.subarray(0, count);
    this.bytes = this.bytes.subarray(count);
    return taken;
  }

  async skipText(): Promise<void> {
    while ((await this.take(1))[0] !== 0);
  }

  /** Passes over padding. True where nothing else is left. */
  async skipZeros(): Promise<boolean> {
    while ((await this.has(1)) && this.bytes[0] === 0) this.bytes = this.bytes.subarray(1);
    return this.bytes.length === 0;
  }

  lend(): void {
    this.#lent = [];
    this.#lentBytes = 0;
  }

  /** The next bytes, lent; undefined at the end. */
  async piece(): Promise<Buffer | undefined> {
    if (!(await this.has(1))) return undefined;
    const piece = this.bytes.subarray(0, PIECE_BYTES);
    this.bytes = this.bytes.subarray(piece.length);
    this.#lent.push(piece);
    this.#lentBytes += piece.length;
    // A piece is used up before the next one is asked for; at the end one more may have been.
    if (this.#lent.length > 2) this.#lent.shift();
    return piece;
  }

  /** Takes back what was lent, but for the first so many bytes. */
  giveBack(used: number): void {
    const lent = Buffer.concat(this.#lent);
    const unused = this.#lentBytes - used;
    this.bytes = Buffer.concat([lent.subarray(lent.length - unused), this.bytes]);
    this.#lent = [];
  }
}

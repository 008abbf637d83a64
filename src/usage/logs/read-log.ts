import { kindOf, type LogKind } from './log-kind.ts';
import type { LogReader } from './log-reader.ts';
import type { ScanLines } from './lines.ts';
import { LogFile, readAhead, withHead, type LogSource } from './source.ts';
import { scanPieces } from './threads/pieces.ts';
import { canUnpack, packingOf, unpacked, type Packing } from './unpack.ts';
import { ValueSplitter } from './values.ts';

const HEAD_BYTES = 1 << 16;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface ReadOptions {
  /** Called now and then with how many bytes of the source were read in all, for a progress bar. */
  readonly onBytes?: ((total: number) => void) | undefined;
}

/** A log whose first bytes have been looked at. */
export interface OpenLog {
  /** `packed` where it is packed in a way that this version of Node cannot undo. */
  readonly kind: LogKind | 'packed';
  readonly packing: Packing | undefined;
  /** The first bytes of its text. */
  readonly head: Buffer;
  /** All of its text. */
  readonly text: LogSource;
  /** Where it is a file that is not packed: its text again, which goes on at the position of the file. */
  readonly file: LogFile | undefined;
}

/** Opens a log, plain or packed, told by content. @throws PackedDataError where nothing of it is whole. */
export async function openLog(source: LogSource, options: ReadOptions = {}): Promise<OpenLog> {
  const counted = counting(source, options.onBytes);
  const begun = await begin(counted);
  const packing = packingOf(begun.head);
  if (packing === undefined) return openText(begun, undefined);
  const all = withHead(begun.head, begun.rest);
  if (!canUnpack(packing)) return { kind: 'packed', packing, head: begun.head, text: all, file: undefined };
  return openText(await begin(unpacked(packing, all)), packing);
}

function openText({ head: bytes, rest, isWhole }: Begun, packing: Packing | undefined): OpenLog {
  const marked = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const head = marked ? bytes.subarray(3) : bytes;
  const file = rest instanceof LogFile ? rest : undefined;
  // What a file holds is there; what is unpacked or sent is made while the text before it is looked at.
  const behind = isWhole || file !== undefined ? rest : readAhead(rest);
  return { kind: kindOf(head), packing, head, text: withHead(head, behind), file };
}

/**
 * Reads the lines or values of a log to its end. The memory it takes does not depend on the size of the log.
 * @throws the error of the source, or PackedDataError; what came before it has reached the reader.
 */
export async function readLines(log: OpenLog, reader: LogReader): Promise<void> {
  reader.lines.begin(reader);
  try {
    await readWhole(log, reader);
  } finally {
    reader.lines.end();
  }
}

async function readWhole({ kind, head, text, file }: OpenLog, reader: LogReader): Promise<void> {
  const { lines, crew } = reader.lines;
  if (kind === 'document') return readText(text, new ValueSplitter(reader), reader);
  if (file === undefined || crew?.isFor(file) !== true) return readText(text, lines, reader);
  file.position -= head.length;
  await scanPieces(file, crew, (rows, piece) => {
    if (!readUpTo(piece.from, file, reader)) return false;
    reader.remembering(() => reader.lines.take(rows, piece));
    file.position = piece.to;
    return true;
  });
  return readText(file, lines, reader);
}

/** Reads what stands in front of a piece. False where that cannot be: whoever reads on meets the error, or the end. */
function readUpTo(end: number, file: LogFile, reader: LogReader): boolean {
  const { lines } = reader.lines;
  while (file.position < end) {
    const { bytes, offset, length } = lines.room;
    const count = file.tryRead(bytes, offset, Math.min(length, end - file.position));
    if (count === 0) return false;
    reader.remembering(() => lines.filled(count));
  }
  return true;
}

/** What is read of a log goes where its lines or values are told from one another. */
async function readText(text: LogSource, to: ScanLines | ValueSplitter, reader: LogReader): Promise<void> {
  for (;;) {
    const { bytes, offset, length } = to.room;
    let count: number;
    try {
      count = await text.read(bytes, offset, length);
    } catch (error) {
      // What stands before an end that was cut off is a line, whole or not.
      reader.remembering(() => to.end());
      throw error;
    }
    if (count === 0) break;
    reader.remembering(() => to.filled(count));
  }
  reader.remembering(() => to.end());
}

/** Opens a log and reads its lines. */
export async function readLog(
  source: LogSource,
  reader: LogReader,
  options: ReadOptions = {},
): Promise<void> {
  return readLines(await openLog(source, options), reader);
}

interface Begun {
  readonly head: Buffer;
  readonly rest: LogSource;
  /** Nothing comes behind the head. */
  readonly isWhole: boolean;
}

/** Reads the first bytes of a source. An error behind the first of them is the rest's to throw. */
async function begin(source: LogSource): Promise<Begun> {
  const head = Buffer.allocUnsafeSlow(HEAD_BYTES);
  let length = 0;
  while (length < HEAD_BYTES) {
    let count: number;
    try {
      count = await source.read(head, length, HEAD_BYTES - length);
    } catch (error) {
      if (length === 0) throw error;
      const rest: LogSource = { read: () => Promise.reject(error), close: () => source.close() };
      return { head: head.subarray(0, length), rest, isWhole: false };
    }
    if (count === 0) return { head: head.subarray(0, length), rest: source, isWhole: true };
    length += count;
  }
  return { head, rest: source, isWhole: false };
}

function counting(source: LogSource, onBytes: ((total: number) => void) | undefined): LogSource {
  if (onBytes === undefined) return source;
  if (source instanceof LogFile) {
    source.onPosition = onBytes;
    return source;
  }
  let total = 0;
  return {
    async read(into, offset, length) {
      const count = await source.read(into, offset, length);
      total += count;
      onBytes(total);
      return count;
    },
    close: () => source.close(),
  };
}

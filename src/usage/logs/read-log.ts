import type { LineSink, Splitter } from './lines.ts';
import { LineSplitter } from './lines.ts';
import type { LogSource } from './source.ts';
import { gunzipped, isGzip, readAhead, withHead } from './source.ts';
import { ValueSplitter } from './values.ts';

const HEAD_BYTES = 1 << 16;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface ReadOptions {
  /** Called now and then with how many bytes of the source were read in all, for a progress bar. */
  readonly onBytes?: (total: number) => void;
}

/**
 * Reads a log to its end: JSON lines, JSON documents or an array, plain or in gzip, told by content.
 * The memory it takes does not depend on the size of the log.
 * @throws the error of the source or of zlib; what came before it has reached the sink.
 */
export async function readLog(source: LogSource, sink: LineSink, options: ReadOptions = {}): Promise<void> {
  const counted = counting(source, options.onBytes);
  const head = await headOf(counted);
  if (!isGzip(head)) return readText(head, counted, sink);
  const text = await gunzipped(withHead(head, counted));
  return readText(await headOf(text), text, sink);
}

async function readText(head: Buffer, source: LogSource, sink: LineSink): Promise<void> {
  const marked = head.subarray(0, 3).equals(BYTE_ORDER_MARK);
  const text = marked ? head.subarray(3) : head;
  const splitter: Splitter = isDocument(text) ? new ValueSplitter(sink) : new LineSplitter(sink);
  const all = withHead(text, readAhead(source));
  for (;;) {
    const { bytes, offset, length } = splitter.room;
    const count = await all.read(bytes, offset, length);
    if (count === 0) break;
    splitter.filled(count);
  }
  splitter.end();
}

/**
 * True where values span lines: an array, or an object that is written out over several. A first line
 * that ends in a comma or an opening bracket is no line of JSON lines, not even one that was cut off
 * by chance in the middle of a text.
 */
function isDocument(head: Buffer): boolean {
  const text = head.toString('latin1').trimStart();
  const first = text.split('\n', 1)[0]?.trimEnd() ?? '';
  return text.startsWith('[') || (text.startsWith('{') && first.length < text.length && /[{[,]$/.test(first));
}

/** The first bytes of a source: fewer than asked for only where it has no more. */
async function headOf(source: LogSource): Promise<Buffer> {
  const head = Buffer.alloc(HEAD_BYTES);
  let length = 0;
  while (length < HEAD_BYTES) {
    const count = await source.read(head, length, HEAD_BYTES - length);
    if (count === 0) break;
    length += count;
  }
  return head.subarray(0, length);
}

function counting(source: LogSource, onBytes: ((total: number) => void) | undefined): LogSource {
  if (onBytes === undefined) return source;
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

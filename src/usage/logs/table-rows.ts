/** The rows of a table of text. */
import type { Parser } from './csv-parse.ts';
import type { OpenLog } from './read-log.ts';
import { withHead, type LogSource } from './source.ts';

type Row = readonly string[];

const PIECE_BYTES = 1 << 18;
const QUOTE = 0x22;

/**
 * All rows that are not empty, as many at a time as were read. Text without quotes is parted here, which takes a third of
 * the time and no parser; from the first quote on csv-parse reads.
 * @throws csv-parse's error where a quote is never closed.
 */
export async function* rowsIn({ head, text }: OpenLog, delimiter: string): AsyncGenerator<Iterable<Row>> {
  const ending = endingOf(head);
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  let lines = 0;
  let kept: Buffer = Buffer.alloc(0);
  for (;;) {
    const count = await text.read(piece, 0, piece.length);
    const bytes = Buffer.concat([kept, piece.subarray(0, count)]);
    const last = ending === undefined ? -1 : bytes.lastIndexOf(ending);
    // A line of that length is not looked for again and again.
    if (ending === undefined || bytes.includes(QUOTE) || (count > 0 && last < 0)) {
      yield* parsedRows(withHead(bytes, text), delimiter, lines);
      return;
    }
    const end = count === 0 ? bytes.length : last + ending.length;
    const texts = bytes.toString('utf8', 0, end).split(ending);
    lines += texts.length - 1;
    yield texts.flatMap((line) => (line === '' ? [] : [line.split(delimiter)]));
    if (count === 0) return;
    kept = bytes.subarray(end);
  }
}

/** What ends the lines, as csv-parse finds it: by the first that ends. Undefined where it is none of these. */
function endingOf(head: Buffer): string | undefined {
  const found = /\r?\n|\r/.exec(head.toString('latin1'))?.[0];
  return found === '\r' ? undefined : found;
}

/** @param before lines that were read already, for its messages. */
async function* parsedRows(source: LogSource, delimiter: string, before: number): AsyncGenerator<[Row]> {
  const { parse } = await import('./csv-parse.ts');
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  Object.assign(parser.info, { lines: parser.info.lines + before });
  const feeding = feed(source, parser);
  try {
    for await (const record of parser) yield [Array.isArray(record) ? record.map(String) : []];
  } finally {
    parser.destroy();
    await feeding;
  }
}

async function feed(source: LogSource, parser: Parser): Promise<void> {
  try {
    for (;;) {
      // Kept by the parser until it has been looked at.
      const piece = Buffer.allocUnsafe(PIECE_BYTES);
      const count = await source.read(piece, 0, piece.length);
      if (count === 0 || parser.destroyed) break;
      if (!parser.write(piece.subarray(0, count))) await drained(parser);
    }
    if (!parser.destroyed) parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function drained(parser: Parser): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      parser.removeListener('drain', finish);
      parser.removeListener('close', finish);
      done();
    };
    parser.on('drain', finish);
    parser.on('close', finish);
  });
}

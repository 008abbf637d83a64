import type { Parser } from './csv-parse.ts';
import type { LogSource } from './source.ts';

const PIECE_BYTES = 1 << 18;

/**
 * All rows that are not empty, read by csv-parse: it knows what to make of quotes in every place.
 * @param linesBefore lines that were passed over, for its messages.
 * @throws csv-parse's error where a quote is never closed.
 */
export async function* parsedRows(
  source: LogSource,
  delimiter: string,
  linesBefore = 0,
): AsyncGenerator<readonly string[]> {
  const { parse } = await import('./csv-parse.ts');
  let failure: unknown;
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // An error would take the rows along that stand before it and were not asked for yet.
    skip_records_with_error: true,
    on_skip: (error) => {
      failure = error;
      return undefined;
    },
  });
  Object.assign(parser.info, { lines: parser.info.lines + linesBefore });
  const feeding = feed(source, parser).catch((error: unknown) => {
    failure = error;
    // The rows that are whole are read; what is left of another is not.
    parser.push(null);
  });
  try {
    for await (const record of parser) yield Array.isArray(record) ? record.map(String) : [];
    await feeding;
    if (failure !== undefined) throw failure;
  } finally {
    parser.destroy();
    await feeding;
  }
}

async function feed(source: LogSource, parser: Parser): Promise<void> {
  for (;;) {
    // Kept by the parser until it has been looked at.
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    const count = await source.read(piece, 0, piece.length);
    if (count === 0 || parser.destroyed) break;
    if (!parser.write(piece.subarray(0, count))) await drained(parser);
  }
  if (!parser.destroyed) parser.end();
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

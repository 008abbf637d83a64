import type { Deps } from '../../core/deps.ts';
import { reasonOf, systemCode, UsageError } from '../../core/errors.ts';
import type { Block } from '../../usage/logs/bytes.ts';
import type { LogInput } from '../../usage/logs/inputs.ts';
import type { LineSink } from '../../usage/logs/lines.ts';
import { readLog } from '../../usage/logs/read-log.ts';
import { Scanner } from '../../usage/logs/scan.ts';
import { LogScanner } from '../../usage/logs/scan-log.ts';
import { fileSource, streamSource, type LogSource } from '../../usage/logs/source.ts';
import type { Tally } from './accumulate.ts';

/** A log that could not be read to its end: what came before counts. */
export interface BrokenLog {
  readonly file: string;
  readonly message: string;
}

export interface ReadCounts {
  readonly files: number;
  readonly bytes: number;
  /** Lines that are not blank; of a JSON document, its values. */
  readonly lines: number;
  readonly broken: readonly BrokenLog[];
}

export interface RunOptions {
  /** Every line is parsed, for groups by a path. */
  readonly parseAll: boolean;
  /** Told now and then how many bytes of all logs were read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Reads the logs one after the other into the tally. @throws UsageError for one that cannot be opened. */
export async function readAll(
  inputs: readonly LogInput[],
  tally: Tally,
  options: RunOptions,
  deps: Deps,
): Promise<ReadCounts> {
  const scanner = new Scanner();
  const broken: BrokenLog[] = [];
  let lines = 0;
  let bytes = 0;
  for (const input of inputs) {
    tally.begin(input.name);
    const sink = new CountingSink(new LogScanner(tally, { scanner, parseAll: options.parseAll }));
    const source = await open(input, deps);
    let read = 0;
    try {
      await readLog(source, sink, {
        onBytes(total) {
          read = total;
          options.onBytes?.(bytes + total);
        },
      });
    } catch (error) {
      // What a disk, a pipe or zlib finds wrong has a code; what pricing throws is not about the log.
      if (error === sink.failure || systemCode(error) === undefined) throw error;
      broken.push({ file: input.name, message: reasonOf(error) });
    } finally {
      await source.close();
    }
    bytes += read;
    lines += sink.lines;
  }
  return { files: inputs.length, bytes, lines, broken };
}

async function open({ path, name }: LogInput, deps: Deps): Promise<LogSource> {
  if (path === null) return streamSource(deps.stdin());
  try {
    return await fileSource(path);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${reasonOf(error)}.`, null, { cause: error });
  }
}

/** Counts lines, and remembers what was thrown for one of them. */
class CountingSink implements LineSink {
  lines = 0;
  failure: unknown = undefined;
  readonly #sink: LineSink;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  line(block: Block, start: number, end: number, line: number): void {
    this.lines += 1;
    try {
      this.#sink.line(block, start, end, line);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  tooLong(line: number): void {
    this.lines += 1;
    this.#sink.tooLong(line);
  }
}

import { closeSync, openSync, readSync } from 'node:fs';
import { UsageError } from '../core/errors.ts';
import type { StreamCount } from './bpe/counter.ts';
import { whyRefused } from '../core/files.ts';

const CHUNK_BYTES = 1 << 18;

/** A text of any length, decoded in parts each time that it is counted. */
export interface TextSource {
  readonly parts: () => Iterable<string>;
  /** Counts that are kept, by encoding, where a text is counted for many models. */
  readonly known?: Map<string, StreamCount>;
}

/** The text, counted once in each encoding. */
export function remembered({ parts }: TextSource): TextSource {
  return { parts, known: new Map() };
}

export function textOf(text: string): TextSource {
  return { parts: () => [text] };
}

/** Bytes of UTF-8 that are in memory. */
export function bytesText(chunks: readonly Uint8Array[]): TextSource {
  return {
    *parts() {
      const decoder = decoderFor();
      for (const bytes of chunks) {
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
          yield decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true });
        }
      }
      yield decoder.decode();
    },
  };
}

/**
 * A file of UTF-8, which is never in memory as a whole.
 * @param onBytes told how many more bytes were read.
 */
export function fileText(
  path: string,
  name: string,
  onBytes: (count: number) => void = () => {},
): TextSource {
  return {
    *parts() {
      const file = reading(name, () => openSync(path, 'r'));
      try {
        const decoder = decoderFor();
        const buffer = new Uint8Array(CHUNK_BYTES);
        for (;;) {
          const count = reading(name, () => readSync(file, buffer, 0, CHUNK_BYTES, null));
          if (count === 0) break;
          yield decoder.decode(buffer.subarray(0, count), { stream: true });
          onBytes(count);
        }
        yield decoder.decode();
      } finally {
        closeSync(file);
      }
    },
  };
}

/** The lines of a text, empty ones too; none is put together before its end is read. */
export function* linesOf({ parts }: TextSource): Iterable<string> {
  let line: string[] = [];
  for (const part of parts()) {
    const [end = '', ...others] = part.split('\n');
    line.push(end);
    for (const other of others) {
      yield line.join('');
      line = [other];
    }
  }
  yield line.join('');
}

/** A byte order mark is a token like any other. */
function decoderFor() {
  return new TextDecoder('utf-8', { ignoreBOM: true });
}

/** @throws UsageError that names the file. */
export function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${whyRefused(error)}.`, 'Check the path.', {
      cause: error,
    });
  }
}

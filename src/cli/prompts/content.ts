/** A file or standard input, before it is known what it holds. */
import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { parseJson, type JsonValue } from '../../core/json.ts';
import { bytesText, fileText, type TextSource } from '../../tokens/text-file.ts';
import { headOf, wholeOf, type PromptFile } from './files.ts';

/** JSON of more bytes than this is counted as text: no provider takes a request or a batch of that size. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 4096;

export type OnBytes = (count: number) => void;

export interface Content {
  readonly name: string;
  readonly size: number;
  /** The first bytes. */
  readonly head: Buffer;
  readonly text: TextSource;
  readonly whole: () => Buffer;
}

/** @param onBytes told how many more bytes were read, of all that is read but the head. */
export function fileContent(file: PromptFile, cwd: string, onBytes: OnBytes): Content {
  return {
    name: file.name,
    size: file.bytes,
    head: headOf(file, HEAD_BYTES),
    text: fileText(resolve(cwd, file.path), file.name, onBytes),
    whole: () => {
      const bytes = wholeOf(file);
      onBytes(bytes.length);
      return bytes;
    },
  };
}

/** Standard input in the parts in which it came: a long text is never put together. */
export async function streamContent(name: string, stream: AsyncIterable<unknown>): Promise<Content> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return {
    name,
    size: chunks.reduce((total, { length }) => total + length, 0),
    head: startOf(chunks),
    text: bytesText(chunks),
    whole: () => Buffer.concat(chunks),
  };
}

function startOf(chunks: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks) {
    if (length >= HEAD_BYTES) break;
    parts.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

export function looksLikeJson({ head, size }: Content): boolean {
  return size <= MAX_JSON_BYTES && /^(?:\xef\xbb\xbf)?\s*[{[]/.test(head.toString('latin1'));
}

/** Undefined for what is not JSON. */
export function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** @throws UsageError for bytes that are no UTF-8 text, which would be counted as something else. */
export function refuseNoText({ name, head }: Content): void {
  const mark = head.subarray(0, 2).toString('latin1');
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    throw new UsageError(`${name} is not UTF-8 but UTF-16.`, `Convert it: iconv -f UTF-16 -t UTF-8 ${name}`);
  }
  if (head.includes(0)) {
    throw new UsageError(
      `${name} is no text: it holds bytes that are 0.`,
      '--as-text counts it all the same.',
    );
  }
}

import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { MAX_MAP_BYTES } from '../../core/defaults.ts';
import { BrokenMapError, systemCode } from '../../core/errors.ts';

/** Progress of a download. The total is null when the server does not send it. */
export interface Progress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
}

/**
 * Reads and decompresses a response body; never buffers more than the limit.
 * @throws BrokenMapError when it is too large, or its encoding unknown or damaged.
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  onBytes: (receivedBytes: number) => void,
): Promise<Buffer> {
  let receivedBytes = 0;
  let keptBytes = 0;
  const chunks: Buffer[] = [];
  const stream = inflated(body, encoding);
  body.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length;
    onBytes(receivedBytes);
  });
  try {
    for await (const chunk of stream) {
      if (!Buffer.isBuffer(chunk)) continue;
      keptBytes += chunk.length;
      if (Math.max(receivedBytes, keptBytes) > MAX_MAP_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (systemCode(error) !== 'Z_DATA_ERROR' && !systemCode(error)?.startsWith('ERR__ERROR_FORMAT'))
      throw error;
    throw new BrokenMapError(`What came says that it is ${encoding}, and is not.`, null, { cause: error });
  } finally {
    body.on('error', () => undefined).destroy();
  }
  return Buffer.concat(chunks, keptBytes);
}

/** @throws BrokenMapError for a size above the limit. */
export function refuseTooLarge(bytes: number): void {
  if (bytes > MAX_MAP_BYTES) throw tooLarge();
}

function tooLarge(): BrokenMapError {
  return new BrokenMapError(
    `What came is larger than ${MAX_MAP_BYTES / 1024 / 1024} MB, and no cost map is.`,
    'Check the address of the map.',
  );
}

function inflated(body: Readable, encoding: string | undefined): Readable {
  const decoder = decoderFor(encoding);
  if (decoder === undefined) return body;
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

function decoderFor(encoding: string | undefined): ReturnType<typeof createGunzip> | undefined {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    default:
      throw new BrokenMapError(
        `What came is encoded as ${JSON.stringify(encoding)}, which was not asked for.`,
      );
  }
}

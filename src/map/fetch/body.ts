import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { MAX_MAP_BYTES } from '../../core/defaults.ts';
import { BrokenMapError, systemCode } from '../../core/errors.ts';

/** How far a download has come. The total is unknown where the server does not say. */
export interface Progress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
}

/**
 * Reads a reply to its end and inflates it. No more than the limit is ever kept, neither as it
 * arrives nor as it inflates.
 * @throws BrokenMapError for too much, for an encoding that is not known and for a damaged one.
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

/** Refuses what is known to be too large before it is read. */
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

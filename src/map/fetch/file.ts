import { MAX_MAP_BYTES } from '../../core/defaults.ts';
import { BrokenMapError, MapUnavailableError, systemCode } from '../../core/errors.ts';
import { refuseTooLarge } from './body.ts';
import { whyRefused, fileTag } from '../../core/files.ts';
import type { MapReply } from './source.ts';
import { promises as fs } from 'node:fs';

/**
 * Reads a map from a file as a server would give it: its time and size are the validator, so that an
 * unchanged file is not read again. A gzipped file is inflated, and a pipe is read to its end.
 * @throws MapUnavailableError when it cannot be read, BrokenMapError when it cannot be a map.
 */
export async function readMapFile(path: string, shown: string, etag: string | null): Promise<MapReply> {
  try {
    const found = await fs.stat(path);
    if (found.isDirectory()) throw new MapUnavailableError(`${shown} is a directory, not a map.`);
    refuseTooLarge(found.size);
    const lastModified = found.mtime.toISOString();
    const tag = fileTag(path) ?? null;
    if (tag !== null && tag === etag) return { status: 'notModified', etag: tag, lastModified };
    const bytes = await inflate(found.isFile() ? await fs.readFile(path) : await readPipe(path), shown);
    return { status: 'modified', bytes, etag: tag, lastModified };
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || error instanceof MapUnavailableError || error instanceof BrokenMapError)
      throw error;
    const reason = code === 'ENOENT' ? 'there is no such file' : whyRefused(error);
    throw new MapUnavailableError(`The map could not be read from ${shown}: ${reason}.`, null, {
      cause: error,
    });
  }
}

async function readPipe(path: string): Promise<Buffer> {
  const file = await fs.open(path);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.createReadStream()) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    refuseTooLarge(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

async function inflate(bytes: Buffer, shown: string): Promise<Buffer> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip) return bytes;
  const { gunzip } = await import('node:zlib');
  return new Promise((done, fail) => {
    gunzip(bytes, { maxOutputLength: MAX_MAP_BYTES }, (error, whole) => {
      if (error === null) done(whole);
      else
        fail(
          new BrokenMapError(`${shown} is damaged gzip, or larger than ${MAX_MAP_BYTES / 1024 / 1024} MB.`),
        );
    });
  });
}

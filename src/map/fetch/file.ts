import { MAX_MAP_BYTES } from '../../core/defaults.ts';
import { BrokenMapError, MapUnavailableError, systemCode } from '../../core/errors.ts';
import { refuseTooLarge } from './body.ts';
import { whyRefused, fileTag } from '../../core/files.ts';
import { readRegular } from '../../core/read-file.ts';
import type { FetchedMap, NotModified, Validators } from './source.ts';
import { promises as fs } from 'node:fs';

/**
 * Reads a map from a file or a pipe, gzipped or not, as `fetchMap` does from a server; the file's time and size
 * serve as its ETag.
 * @throws MapUnavailableError when it cannot be read, BrokenMapError when it cannot be a map.
 */
export async function readMapFile(path: string, shown: string): Promise<FetchedMap> {
  return await reading(shown, async () => {
    const { isFile, validators } = await lookAt(path, shown);
    const bytes = isFile ? readRegular(path, { maxBytes: MAX_MAP_BYTES }) : await readPipe(path);
    return { status: 'modified', bytes: await inflate(bytes, shown), ...validators };
  });
}

/** The same, unless it is the map that came with this ETag. */
export async function readIfChanged(
  path: string,
  shown: string,
  etag: string | null,
): Promise<FetchedMap | NotModified> {
  const { validators } = await reading(shown, () => lookAt(path, shown));
  if (validators.etag !== null && validators.etag === etag) return { status: 'notModified', ...validators };
  return await readMapFile(path, shown);
}

async function lookAt(
  path: string,
  shown: string,
): Promise<{ readonly isFile: boolean; readonly validators: Validators }> {
  const found = await fs.stat(path);
  if (found.isDirectory()) throw new MapUnavailableError(`${shown} is a directory, not a map.`);
  refuseTooLarge(found.size);
  const validators = { etag: fileTag(path) ?? null, lastModified: found.mtime.toISOString() };
  return { isFile: found.isFile(), validators };
}

/** Turns errors of the file system into MapUnavailableError. */
async function reading<T>(shown: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
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

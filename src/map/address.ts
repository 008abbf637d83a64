import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../core/errors.ts';
import { crc32 } from './cache/checksum.ts';

/** Where a map is fetched or read from. `shown` is for messages: it has no secrets. */
export type MapAddress =
  | { readonly kind: 'url'; readonly url: string; readonly shown: string }
  | { readonly kind: 'file'; readonly path: string; readonly shown: string };

/**
 * Takes `https://…`, `http://…`, `file://…` and plain paths.
 * @throws UsageError for any other scheme, and for an invalid URL.
 */
export function toAddress(text: string, cwd: string): MapAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'file', path: resolve(cwd, text), shown: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new UsageError(`${JSON.stringify(text)} is not a URL.`);
  if (url.protocol === 'http:' || url.protocol === 'https:') {
    return { kind: 'url', url: url.href, shown: withoutSecrets(url) };
  }
  if (url.protocol === 'file:') return fileAddress(url);
  throw new UsageError(
    `A map cannot be read from ${scheme}://.`,
    'Give an http, https or file URL, or the path of a file.',
  );
}

/** The name of an address's directory in the cache: readable and unique. */
export function cacheName(address: MapAddress): string {
  const name = address.kind === 'url' ? new URL(address.url).host : basename(address.path);
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(0, 48);
  const whole = Buffer.from(address.kind === 'url' ? address.url : address.path);
  return `${readable.replace(/^[.-]+/, '')}-${crc32(whole).toString(16).padStart(8, '0')}`;
}

/** The URL without what may hold a password or a token: user info, query and fragment. */
export function withoutSecrets(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}${url.search === '' ? '' : '?…'}`;
}

function fileAddress(url: URL): MapAddress {
  try {
    const path = fileURLToPath(url);
    return { kind: 'file', path, shown: path };
  } catch (error) {
    throw new UsageError(`${JSON.stringify(url.href)} names no file on this computer.`, null, {
      cause: error,
    });
  }
}

/** The map of an address in a message: `the file map.json`, `the map from https://…`. */
export function mapAt({ kind, shown }: MapAddress): string {
  return kind === 'file' ? `the file ${shown}` : `the map from ${shown}`;
}

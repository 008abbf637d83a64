import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { MediaSource } from '../chats/chat.ts';
import { reading } from '../text-file.ts';
import { durationSeconds } from './duration.ts';
import type { Size } from './image.ts';
import { pdfPages } from './pdf.ts';

/** What a file is, besides text. */
export type Measured =
  | { readonly kind: 'image'; readonly size: Size }
  | { readonly kind: 'document'; readonly pages: number }
  | { readonly kind: 'audio' | 'video'; readonly seconds: number | undefined };

/** What bytes are, by what they begin with, and how large or long: undefined for text and other forms. */
export async function measure(bytes: Buffer): Promise<Measured | undefined> {
  if (bytes.toString('latin1', 0, 1024).includes('%PDF-'))
    return { kind: 'document', pages: pdfPages(bytes) };
  const sound = soundOf(bytes);
  if (sound !== undefined) return { kind: sound, seconds: durationSeconds(bytes) };
  if (!LOOKS_LIKE_IMAGE.test(bytes.toString('latin1', 0, 16))) return undefined;
  const { imageSize } = await import('./image-size.ts');
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { kind: 'image', size: { width, height } } : undefined;
  } catch {
    // A broken picture has no size; the caller says so.
    return undefined;
  }
}

// PNG, JPEG, GIF, WebP, BMP, TIFF, and HEIC or AVIF.
const LOOKS_LIKE_IMAGE =
  /^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[^]{4}WEBP|BM|II\*\0|MM\0\*|[^]{4}ftyp(?:heic|heix|mif1|avif|avis))/;

function soundOf(bytes: Buffer): 'audio' | 'video' | undefined {
  const head = bytes.toString('latin1', 0, 16);
  if (/^(?:RIFF[^]{4}WAVE|fLaC|OggS|ID3|\xff[\xe2-\xe3\xf2-\xf3\xfa\xfb])/.test(head)) return 'audio';
  const brand = /^[^]{4}ftyp([^]{4})/.exec(head)?.[1];
  if (brand === undefined || /heic|heix|mif1|avif|avis/.test(brand)) return undefined;
  return brand.startsWith('M4A') ? 'audio' : 'video';
}

/** What a picture or the like of a request is. Undefined where it is elsewhere, which is never fetched, or unreadable. */
export async function measureSource(source: MediaSource, cwd: string): Promise<Measured | undefined> {
  switch (source.from) {
    case 'data':
      return await measure(Buffer.from(source.base64, 'base64'));
    case 'file':
      return await measure(reading(source.path, () => readFileSync(resolve(cwd, source.path))));
    case 'elsewhere':
      return undefined;
    default:
      return source satisfies never;
  }
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Chat, MediaSource } from '../chats/chat.ts';
import { mediaOf, type Prompt, type PromptMedia } from '../count.ts';
import { reading } from '../text-file.ts';
import { durationSeconds } from './duration.ts';
import { mediaFrom, type Measured, type MediaSettings } from './measured.ts';
import { pdfPages } from './pdf.ts';

/** True for bytes that begin as a picture, a PDF, sound or a film does. */
export function looksLikeMedia(head: Buffer): boolean {
  return isPdf(head) || soundOf(head) !== undefined || LOOKS_LIKE_IMAGE.test(head.toString('latin1', 0, 16));
}

/** What bytes are, and how large or long: undefined for text, and for what is broken. */
export async function measure(bytes: Buffer): Promise<Measured | undefined> {
  if (isPdf(bytes)) return { kind: 'document', pages: pdfPages(bytes) };
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

// PNG, JPEG, GIF, WebP, BMP, TIFF, and HEIC or AVIF; with enough of each that no text begins so.
const LOOKS_LIKE_IMAGE =
  /^(?:\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF[^]{4}WEBP|BM[^]{4}\0{4}|II\*\0|MM\0\*|\0[^]{3}ftyp(?:heic|heix|mif1|avif|avis))/;
const LOOKS_LIKE_SOUND = /^(?:RIFF[^]{4}WAVE|fLaC\0|OggS\0|ID3[^\s!-\xff]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/;

function isPdf(bytes: Buffer): boolean {
  return /^\s{0,8}%PDF-\d/.test(bytes.toString('latin1', 0, 32));
}

function soundOf(bytes: Buffer): 'audio' | 'video' | undefined {
  const head = bytes.toString('latin1', 0, 16);
  if (LOOKS_LIKE_SOUND.test(head)) return 'audio';
  const brand = /^\0[^]{3}ftyp([^]{4})/.exec(head)?.[1];
  if (brand === undefined || LOOKS_LIKE_IMAGE.test(head)) return undefined;
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

/** A request body with its pictures and the like measured; a warning tells of each that was not. */
export async function chatPrompt(chat: Chat, settings: MediaSettings, cwd: string): Promise<Prompt> {
  const media: PromptMedia[] = [];
  const warnings = [...chat.warnings];
  for (const part of mediaOf(chat)) {
    const measured = await measureSource(part.source, cwd);
    const detail = part.kind === 'image' ? part.detail : undefined;
    media.push(mediaFrom(part.kind, measured, { ...settings, detail: detail ?? settings.detail }));
    if (measured !== undefined || (part.kind === 'image' && settings.imageSize !== undefined)) continue;
    const unknown = part.kind === 'image' ? 'size' : 'length';
    warnings.push(`${nameOf(part.source)} was not read: its ${unknown} is supposed.`);
  }
  return { texts: [], chat, media, warnings };
}

function nameOf(source: MediaSource): string {
  switch (source.from) {
    case 'data':
      return 'data';
    case 'file':
      return shortened(source.path);
    case 'elsewhere':
      return shortened(source.where);
    default:
      return source satisfies never;
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** What the flags send in beside files: texts, pictures, documents, sound. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../core/errors.ts';
import { parseSize } from '../../pricing/images/tokens.ts';
import type { PromptMedia } from '../../tokens/count.ts';
import { measure } from '../../tokens/media/media-file.ts';
import { mediaFrom, type Measured } from '../../tokens/media/measured.ts';
import { fileText, reading, textOf, type TextSource } from '../../tokens/text-file.ts';
import { parseCount } from '../flags/counts.ts';
import { parseDuration } from '../flags/duration.ts';
import type { PromptOptions } from '../flags/prompt-flags.ts';
import { isFileName } from './files.ts';

export function flagTexts({ texts }: PromptOptions, cwd: string): readonly TextSource[] {
  return texts.map((text) => (isFileName(text, cwd) ? fileText(resolve(cwd, text), text) : textOf(text)));
}

/** @throws UsageError for a file that is not what the flag says. */
export async function flagMedia(options: PromptOptions, cwd: string): Promise<readonly PromptMedia[]> {
  const media: PromptMedia[] = [];
  for (const image of options.images) {
    const size = isFileName(image, cwd) ? undefined : parseSize(image);
    const source = size === undefined ? await measuredFile('--image', image, 'image', cwd) : undefined;
    media.push(mediaFrom('image', source ?? (size && { kind: 'image', size }), options));
  }
  for (const pdf of options.documents) {
    const isNumber = /^\d+$/.test(pdf) && !isFileName(pdf, cwd);
    const measured: Measured = isNumber
      ? { kind: 'document', pages: parseCount(pdf, '--pdf') }
      : await measuredFile('--pdf', pdf, 'document', cwd);
    media.push(mediaFrom('document', measured, options));
  }
  for (const kind of ['audio', 'video'] as const) {
    for (const each of options[kind]) {
      const isTime = /^[\d.]+\s*(?:ms|s|m|h)?$/.test(each) && !isFileName(each, cwd);
      const measured: Measured = isTime
        ? { kind, seconds: parseDuration(/\d$/.test(each) ? `${each}s` : each, `--${kind}`) / 1000 }
        : await measuredFile(`--${kind}`, each, kind, cwd);
      media.push(mediaFrom(kind, measured, options));
    }
  }
  return media;
}

async function measuredFile(
  flag: string,
  name: string,
  kind: Measured['kind'],
  cwd: string,
): Promise<Measured> {
  const measured = await measure(reading(name, () => readFileSync(resolve(cwd, name))));
  if (measured?.kind === kind) return measured;
  // An MP4 may hold sound alone.
  if (kind === 'audio' && measured?.kind === 'video') return { kind, seconds: measured.seconds };
  throw new UsageError(`${flag} names a file that is none: ${name}.`, WRITE[kind]);
}

const WRITE: Readonly<Record<Measured['kind'], string>> = {
  image: 'Name a PNG, JPEG, GIF, WebP or other picture, or give its size: 1024x768.',
  document: 'Name a PDF, or give the number of its pages.',
  audio: 'Name a WAV, MP3, M4A, FLAC or Ogg file, or give its length: 90s.',
  video: 'Name an MP4 or MOV file, or give its length: 90s.',
};

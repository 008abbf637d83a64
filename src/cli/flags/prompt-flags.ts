/** Flags of what a request sends in: texts, files, pictures, documents, sound. */
import type { Command } from 'commander';
import { UsageError } from '../../core/errors.ts';
import { asDetail, DETAILS, type Detail } from '../../tokens/media/rules.ts';
import type { Size } from '../../tokens/media/image.ts';
import { parseSize } from '../../pricing/images/tokens.ts';
import type { Flags } from './flags.ts';

export interface PromptOptions {
  /** Files and directories, and `-` for standard input. */
  readonly paths: readonly string[];
  /** Texts, or names of files that hold them. */
  readonly texts: readonly string[];
  /** Files, or what is known of them: a size, pages, a length. */
  readonly images: readonly string[];
  readonly documents: readonly string[];
  readonly audio: readonly string[];
  readonly video: readonly string[];
  /** Of pictures whose size is not known, as of those behind a URL. */
  readonly imageSize: Size | undefined;
  readonly detail: Detail | undefined;
  /** A tokenizer.json. */
  readonly tokenizer: string | undefined;
  /** JSON is the text of a prompt, not a request. */
  readonly asText: boolean;
}

export function addPromptFlags(command: Command): void {
  command
    .optionsGroup('What is sent in, instead of --input:')
    .addOption(repeated(command, '--text <text|file>', 'a text, or a file that holds it'))
    .addOption(repeated(command, '--image <file|WxH>', 'a picture, by its file or its size'))
    .option('--image-size <WxH>', 'size of the pictures behind URLs, which are never fetched')
    .option('--detail <level>', `how much of a picture the model sees: ${DETAILS.join(', ')}`)
    .addOption(repeated(command, '--pdf <file|n>', 'a PDF, by its file or its pages'))
    .addOption(repeated(command, '--audio <file|time>', 'sound, by its file or its length (90s, 5m)'))
    .addOption(repeated(command, '--video <file|time>', 'a film, by its file or its length'))
    .option('--tokenizer <file>', "a model's tokenizer.json, for exact counts of open models")
    .option('--as-text', 'count JSON as text, even if it is a request');
}

function repeated(command: Command, flags: string, description: string) {
  return command
    .createOption(flags, description)
    .argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
}

/** What the flags send in, with the files that stand as arguments. @throws UsageError that names the flag. */
export function promptOptions(paths: readonly string[], flags: Flags): PromptOptions {
  const size = flags.text('imageSize');
  const detail = flags.text('detail');
  return {
    paths,
    texts: flags.each('text'),
    images: flags.each('image'),
    documents: flags.each('pdf'),
    audio: flags.each('audio'),
    video: flags.each('video'),
    imageSize: size === undefined ? undefined : sizeFrom(size),
    detail: detail === undefined ? undefined : detailFrom(detail),
    tokenizer: flags.text('tokenizer'),
    asText: flags.yes('asText'),
  };
}

/** True where something is sent in. */
export function sendsPrompt({ paths, texts, images, documents, audio, video }: PromptOptions): boolean {
  return [paths, texts, images, documents, audio, video].some((each) => each.length > 0);
}

function sizeFrom(text: string): Size {
  const size = parseSize(text);
  if (size !== undefined) return size;
  throw new UsageError(
    `--image-size must be a size, not "${text}".`,
    'Write width x height, such as 1024x768.',
  );
}

function detailFrom(text: string): Detail {
  const detail = asDetail(text.trim());
  if (detail !== undefined) return detail;
  throw new UsageError(`--detail cannot be "${text}".`, `Choose one of ${DETAILS.join(', ')}.`);
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import { UsageError } from '../../core/errors.ts';
import { parseJson, type JsonValue } from '../../core/json.ts';
import { readBatchLine, readChat } from '../../tokens/chats/read.ts';
import type { PromptMedia } from '../../tokens/count.ts';
import { looksLikeMedia, measure } from '../../tokens/media/media-file.ts';
import { mediaFrom, type Measured } from '../../tokens/media/measured.ts';
import { bytesText, fileText, reading, textOf } from '../../tokens/text-file.ts';
import { parseSize } from '../../pricing/images/tokens.ts';
import { parseCount } from '../flags/counts.ts';
import { parseDuration } from '../flags/duration.ts';
import type { PromptOptions } from '../flags/prompt-flags.ts';
import { filesAt, headOf, isDirectory, isFileName, wholeOf, type PromptFile } from './files.ts';
import { chatRequest, textRequest, type PromptRequest } from './request.ts';

/** JSON of more bytes than this is counted as text: no request is so long. */
const MAX_JSON_BYTES = 256 * 1024 * 1024;
const HEAD_BYTES = 4096;
const STDIN = 'standard input';

export interface ReadOptions extends PromptOptions {
  /** Each file is a request of its own. */
  readonly eachFile: boolean;
  /** The flag that says so, for messages. */
  readonly eachFlag: string;
}

/** The requests of a batch, a directory or one alone, read one after the other. */
export interface Requests {
  /** True where there may be several: a batch, or each file by itself. */
  readonly areMany: boolean;
  readonly totalBytes: number;
  readonly all: () => AsyncIterable<PromptRequest>;
}

type OnBytes = (count: number) => void;

/**
 * What the flags and the files send in, as requests.
 * @param onBytes told how many more bytes of files were read.
 * @throws UsageError for what cannot be read or is not understood.
 */
export async function readRequests(options: ReadOptions, deps: Deps, onBytes: OnBytes): Promise<Requests> {
  const directory = options.paths.find((path) => isDirectory(path, deps.cwd));
  if (directory !== undefined && !options.eachFile) {
    throw new UsageError(
      `${directory} is a directory.`,
      `${options.eachFlag} makes each file in it a request of its own.`,
    );
  }
  const paths = options.paths.filter((path) => path !== '-');
  const files = paths.flatMap((path) => filesAt(path, deps.cwd));
  const stdin = options.paths.includes('-') ? await chunksOf(deps.stdin()) : undefined;
  const [only] = files;
  const isBatch = files.length === 1 && only !== undefined && !options.asText && batchIn(only);
  const areMany = options.eachFile || isBatch;
  const context = { options, deps, onBytes };
  return {
    areMany,
    totalBytes: files.reduce((total, { bytes }) => total + bytes, 0),
    all: () =>
      isBatch && only !== undefined
        ? batchRequests(only, context)
        : areMany
          ? eachRequest(files, stdin, context)
          : single(files, stdin, context),
  };
}

interface Context {
  readonly options: ReadOptions;
  readonly deps: Deps;
  readonly onBytes: OnBytes;
}

async function* single(
  files: readonly PromptFile[],
  stdin: readonly Buffer[] | undefined,
  context: Context,
): AsyncIterable<PromptRequest> {
  const { options, deps } = context;
  const read = await Promise.all(files.map((file) => fileRequest(file, context)));
  if (stdin !== undefined) read.push(await stdinRequest(stdin, context));
  for (const text of options.texts) {
    const source = isFileName(text, deps.cwd) ? fileText(resolve(deps.cwd, text), text) : textOf(text);
    read.push(textRequest('--text', [source]));
  }
  const chats = read.flatMap(({ prompt: { chat } }) => chat ?? []);
  if (chats.length > 1) {
    throw new UsageError(
      'Several of the files are requests of their own.',
      `${options.eachFlag} counts each of them; --as-text takes them as texts.`,
    );
  }
  yield {
    name: read.map(({ name }) => name).join(', '),
    prompt: {
      texts: read.flatMap(({ prompt }) => prompt.texts),
      chat: chats[0],
      media: [...read.flatMap(({ prompt }) => prompt.media), ...(await flagMedia(context))],
      warnings: read.flatMap(({ prompt }) => prompt.warnings),
    },
  };
}

async function* eachRequest(
  files: readonly PromptFile[],
  stdin: readonly Buffer[] | undefined,
  context: Context,
): AsyncIterable<PromptRequest> {
  const shared = await flagMedia(context);
  const texts = context.options.texts.map(textOf);
  const withShared = ({ name, prompt }: PromptRequest): PromptRequest => ({
    name,
    prompt: { ...prompt, texts: [...texts, ...prompt.texts], media: [...prompt.media, ...shared] },
  });
  for (const file of files) {
    if (!context.options.asText && batchIn(file)) yield* batchRequests(file, context);
    else yield withShared(await fileRequest(file, context));
  }
  if (stdin !== undefined) yield withShared(await stdinRequest(stdin, context));
}

async function fileRequest(file: PromptFile, context: Context): Promise<PromptRequest> {
  const { options, deps, onBytes } = context;
  const head = headOf(file, HEAD_BYTES);
  const isJson = !options.asText && looksLikeJson(head) && file.bytes <= MAX_JSON_BYTES;
  if (isJson || looksLikeMedia(head)) {
    const bytes = wholeOf(file);
    onBytes(bytes.length);
    return await bytesRequest(file.name, bytes, context);
  }
  if (!options.asText) refuseNoText(file.name, head);
  return textRequest(file.name, [fileText(resolve(deps.cwd, file.path), file.name, onBytes)]);
}

/** Standard input as it came, in parts: a long text is never put together. */
async function chunksOf(stream: AsyncIterable<unknown>): Promise<readonly Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return chunks;
}

async function stdinRequest(chunks: readonly Buffer[], context: Context): Promise<PromptRequest> {
  const head = Buffer.concat(chunks.slice(0, 1)).subarray(0, HEAD_BYTES);
  const isJson = !context.options.asText && looksLikeJson(head);
  if (isJson || looksLikeMedia(head)) {
    return await bytesRequest(STDIN, Buffer.concat(chunks), context);
  }
  if (!context.options.asText) refuseNoText(STDIN, head);
  return textRequest(STDIN, [bytesText(chunks)]);
}

async function bytesRequest(name: string, bytes: Buffer, context: Context): Promise<PromptRequest> {
  const { options, deps } = context;
  if (looksLikeMedia(bytes)) {
    const measured = await measure(bytes);
    if (measured === undefined) {
      throw new UsageError(
        `${name} is a picture whose size cannot be read.`,
        'Give its size instead: --image 1024x768.',
      );
    }
    return {
      name,
      prompt: { texts: [], chat: undefined, media: [sentMedia(measured, options)], warnings: [] },
    };
  }
  const value = options.asText || !looksLikeJson(bytes) ? undefined : parsed(bytes.toString());
  const chat = value === undefined ? undefined : readChat(value);
  if (chat !== undefined) return await chatRequest(name, chat, options, deps.cwd);
  if (!options.asText) refuseNoText(name, bytes.subarray(0, HEAD_BYTES));
  return textRequest(name, [bytesText([bytes])]);
}

function sentMedia(measured: Measured, options: PromptOptions): PromptMedia {
  return mediaFrom(measured.kind, measured, options);
}

/** What is no text would be counted as something else. */
function refuseNoText(name: string, head: Buffer): void {
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

function looksLikeJson(bytes: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*[{[]/.test(bytes.toString('latin1', 0, HEAD_BYTES));
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/** True for a file of lines each of which is a request. */
function batchIn(file: PromptFile): boolean {
  if (!/\.(jsonl|ndjson)$/i.test(file.name)) return false;
  for (const line of linesOf(file)) {
    const value = parsed(line);
    return value !== undefined && (readBatchLine(value) ?? readChat(value)) !== undefined;
  }
  return false;
}

async function* batchRequests(
  file: PromptFile,
  { options, deps, onBytes }: Context,
): AsyncIterable<PromptRequest> {
  let number = 0;
  for (const line of linesOf(file, onBytes)) {
    number++;
    const value = parsed(line);
    const read = value === undefined ? undefined : readBatchLine(value);
    const chat = read?.chat ?? (value === undefined ? undefined : readChat(value));
    const name = `${file.name}:${number}`;
    if (chat === undefined) {
      throw new UsageError(
        `Line ${number} of ${file.name} is no request.`,
        'Each line of a batch holds a body (OpenAI), params (Anthropic) or a request (Gemini); --as-text counts the file as text.',
      );
    }
    yield await chatRequest(read === undefined || read.id === '' ? name : read.id, chat, options, deps.cwd);
  }
}

/** The lines of a file that hold something. */
function* linesOf(file: PromptFile, onBytes?: OnBytes): Iterable<string> {
  let rest = '';
  for (const part of fileText(file.path, file.name, onBytes).parts()) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (rest.trim() !== '') yield rest;
}

/** What the flags name beside files: pictures, documents, sound. */
async function flagMedia({ options, deps }: Context): Promise<readonly PromptMedia[]> {
  const { cwd } = deps;
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

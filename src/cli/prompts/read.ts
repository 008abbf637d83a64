import type { Deps } from '../../core/deps.ts';
import { UsageError } from '../../core/errors.ts';
import { readChat } from '../../tokens/chats/read.ts';
import { looksLikeMedia, measure } from '../../tokens/media/media-file.ts';
import { mediaFrom } from '../../tokens/media/measured.ts';
import type { PromptOptions } from '../flags/prompt-flags.ts';
import { batchForm, batchRequests, type BatchForm } from './batch.ts';
import {
  fileContent,
  looksLikeJson,
  parsed,
  refuseNoText,
  streamContent,
  type Content,
  type OnBytes,
} from './content.ts';
import { filesAt, isDirectory, type PromptFile } from './files.ts';
import { flagMedia, flagTexts } from './flag-media.ts';
import { chatRequest, textRequest, type PromptRequest } from './request.ts';

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

/**
 * What the flags and the files send in, as requests.
 * @param onBytes told how many more bytes of files were read.
 * @throws UsageError for what cannot be read or is not understood.
 */
export async function readRequests(options: ReadOptions, deps: Deps, onBytes: OnBytes): Promise<Requests> {
  const { cwd } = deps;
  const directory = options.paths.find((path) => isDirectory(path, cwd));
  if (directory !== undefined && !options.eachFile) {
    throw new UsageError(
      `${directory} is a directory.`,
      `${options.eachFlag} makes each file in it a request of its own.`,
    );
  }
  const paths = options.paths.filter((path) => path !== '-');
  const files = paths.flatMap((path) => filesAt(path, cwd));
  const stdin = options.paths.includes('-') ? await streamContent('standard input', deps.stdin()) : undefined;
  const context = { options, cwd, onBytes };
  const areMany = options.eachFile || areBatches(files, stdin, context);
  return {
    areMany,
    totalBytes: files.reduce((total, { bytes }) => total + bytes, 0),
    all: () => (areMany ? eachRequest(files, stdin, context) : single(files, stdin, context)),
  };
}

interface Context {
  readonly options: ReadOptions;
  readonly cwd: string;
  readonly onBytes: OnBytes;
}

/** @throws UsageError where batches stand beside other files. */
function areBatches(files: readonly PromptFile[], stdin: Content | undefined, context: Context): boolean {
  const contents = contentsOf(files, stdin, { ...context, onBytes: () => {} });
  const all = [...contents].map((content) => ({ content, isBatch: formOf(content, context) !== undefined }));
  const batch = all.find(({ isBatch }) => isBatch);
  const other = all.find(({ isBatch }) => !isBatch);
  if (batch !== undefined && other !== undefined) {
    throw new UsageError(
      `${batch.content.name} is a batch of requests, and ${other.content.name} is none.`,
      `${context.options.eachFlag} counts each request by itself; --as-text takes the batch as text.`,
    );
  }
  return batch !== undefined;
}

function* contentsOf(
  files: readonly PromptFile[],
  stdin: Content | undefined,
  { cwd, onBytes }: Context,
): Iterable<Content> {
  for (const file of files) yield fileContent(file, cwd, onBytes);
  if (stdin !== undefined) yield stdin;
}

function formOf(content: Content, { options }: Context): BatchForm | undefined {
  return options.asText ? undefined : batchForm(content);
}

/** All that is sent in as one request. */
async function* single(
  files: readonly PromptFile[],
  stdin: Content | undefined,
  context: Context,
): AsyncIterable<PromptRequest> {
  const { options, cwd } = context;
  const contents = [...contentsOf(files, stdin, context)];
  const read = await Promise.all(contents.map((content) => requestOf(content, context)));
  const chats = read.flatMap(({ prompt: { chat } }) => chat ?? []);
  if (chats.length > 1) {
    throw new UsageError(
      'Several of the files are requests of their own.',
      `${options.eachFlag} counts each of them; --as-text takes them as texts.`,
    );
  }
  const names = [...read.map(({ name }) => name), ...options.texts.map(() => '--text')];
  yield {
    name: names.join(', '),
    prompt: {
      texts: [...read.flatMap(({ prompt }) => prompt.texts), ...flagTexts(options, cwd)],
      chat: chats[0],
      media: [...read.flatMap(({ prompt }) => prompt.media), ...(await flagMedia(options, cwd))],
      warnings: read.flatMap(({ prompt }) => prompt.warnings),
    },
  };
}

/** Each file, and each request of a batch, with what the flags send in beside it. */
async function* eachRequest(
  files: readonly PromptFile[],
  stdin: Content | undefined,
  context: Context,
): AsyncIterable<PromptRequest> {
  const { options, cwd } = context;
  const media = await flagMedia(options, cwd);
  const texts = flagTexts(options, cwd);
  for (const content of contentsOf(files, stdin, context)) {
    for await (const { name, prompt } of requestsOf(content, context)) {
      yield {
        name,
        prompt: { ...prompt, texts: [...texts, ...prompt.texts], media: [...prompt.media, ...media] },
      };
    }
  }
}

async function* requestsOf(content: Content, context: Context): AsyncIterable<PromptRequest> {
  const form = formOf(content, context);
  if (form === undefined) yield await requestOf(content, context);
  else yield* batchRequests(content, form, { ...context.options, cwd: context.cwd });
}

/** A file that is no batch: a picture or the like, a request, or a text. */
async function requestOf(content: Content, { options, cwd }: Context): Promise<PromptRequest> {
  const { name, head } = content;
  if (looksLikeMedia(head)) {
    const measured = await measure(content.whole());
    if (measured === undefined) {
      throw new UsageError(
        `${name} is a picture whose size cannot be read.`,
        'Give its size instead: --image 1024x768.',
      );
    }
    const media = [mediaFrom(measured.kind, measured, options)];
    return { name, prompt: { texts: [], chat: undefined, media, warnings: [] } };
  }
  if (!options.asText) {
    const value = looksLikeJson(content) ? parsed(content.whole().toString()) : undefined;
    const chat = value === undefined ? undefined : readChat(value);
    if (chat !== undefined) return await chatRequest(name, chat, { ...options, cwd });
    refuseNoText(content);
  }
  return textRequest(name, [content.text]);
}

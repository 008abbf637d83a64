/** Tokens of texts, chats and pictures. */
import tokenizers from '../../fixtures/tokenizers.json' with { type: 'json' };
import { UsageError } from '../core/errors.ts';
import { parseJson, type JsonValue } from '../core/json.ts';
import type { Assumption } from '../core/notice.ts';
import { workingDir } from '../core/paths.ts';
import { shown } from '../core/show-value.ts';
import { readChat } from '../tokens/chats/read.ts';
import { countPrompt, type PartCount, type Prompt, type PromptMedia } from '../tokens/count.ts';
import { familyOf, parseFamilies } from '../tokens/families.ts';
import { asDetail } from '../tokens/media/rules.ts';
import { chatPrompt } from '../tokens/media/media-file.ts';
import type { TokenRange } from '../tokens/range.ts';
import { textOf } from '../tokens/text-file.ts';
import { encodingOf, familyTokenizer } from '../tokens/tokenizer.ts';
import { Vocabularies } from '../tokens/vocabulary-file.ts';
import { ownMediaRules, packageDir } from './packaged.ts';

/** A picture that a request sends in. */
export interface CountedImage {
  readonly width: number;
  readonly height: number;
  /** `low`, `medium`, `high`, `original` or `auto`, which is taken where nothing is said. */
  readonly detail?: string | undefined;
}

/**
 * What is counted: a text; the messages of a chat, or a whole request body of OpenAI, Anthropic or Gemini; pictures.
 */
export type CountInput = string | readonly object[] | { readonly images: readonly CountedImage[] } | object;

export interface CountOptions {
  /** A model by its name; it need not be in a catalog. */
  readonly model: string;
}

/** Tokens of the input of a request. */
export interface TokenCount {
  /** One figure three times where the count is exact. */
  readonly tokens: TokenRange;
  /** False for an estimate. */
  readonly isExact: boolean;
  /** `o200k_base` and its like; for a model without a published tokenizer, what its tokens are estimated from. */
  readonly encoding: string;
  readonly family: string;
  readonly parts: readonly PartCount[];
  readonly assumptions: readonly Assumption[];
  /** What is not counted: one sentence each. */
  readonly warnings: readonly string[];
}

export interface TokenCounter {
  readonly count: (input: CountInput, options: CountOptions) => Promise<TokenCount>;
}

/**
 * How many tokens a text, a chat or pictures are at a model: exact for OpenAI's, an estimate with a range for others.
 * What is behind a URL is never fetched.
 *
 * ```ts
 * import { countTokens } from 'llmcost';
 *
 * const { tokens, isExact } = await countTokens('Hello, world!', { model: 'gpt-4o' });
 * tokens.likely; // → 4
 * isExact; // → true
 * const chat = await countTokens([{ role: 'user', content: 'hello' }], { model: 'gpt-4o' });
 * chat.tokens.likely; // → 8
 * const picture = { images: [{ width: 1024, height: 1024 }] };
 * (await countTokens(picture, { model: 'gpt-4o' })).tokens.likely; // → 765
 * ```
 *
 * @throws UsageError for what is none of these.
 */
export async function countTokens(input: CountInput, options: CountOptions): Promise<TokenCount> {
  return await tokenCounter().count(input, options);
}

/** `countTokens` for many counts: a vocabulary is read when it is first needed, and kept. */
export function tokenCounter(): TokenCounter {
  const families = parseFamilies(jsonOf(tokenizers));
  const mediaRules = ownMediaRules();
  const vocabularies = new Vocabularies(packageDir());
  return {
    count: async (input, { model }) => {
      if (typeof model !== 'string') throw new UsageError(`\`model\` must be a text, not ${shown(model)}.`);
      const family = familyOf(families, model);
      const tokenizer = familyTokenizer(family, vocabularies.counter(encodingOf(family)));
      const prompt = await promptOf(input);
      const count = countPrompt(prompt, { model, family, tokenizer, families, mediaRules: () => mediaRules });
      const { source: _source, ...counted } = count;
      return counted;
    },
  };
}

async function promptOf(input: CountInput): Promise<Prompt> {
  if (typeof input === 'string') return { texts: [textOf(input)], chat: undefined, media: [], warnings: [] };
  if (typeof input !== 'object' || input === null) throw notCounted(input);
  if ('images' in input && Array.isArray(input.images)) {
    return { texts: [], chat: undefined, media: input.images.map(imageOf), warnings: [] };
  }
  const chat = readChat(jsonOf(input));
  if (chat === undefined) throw notCounted(input);
  return await chatPrompt(chat, { imageSize: undefined, detail: undefined }, workingDir());
}

function imageOf(image: unknown): PromptMedia {
  const { width, height, detail } =
    typeof image === 'object' && image !== null
      ? { width: 0, height: 0, detail: undefined, ...image }
      : NO_IMAGE;
  if (!(Number(width) > 0 && Number(height) > 0)) {
    throw new UsageError(`An image needs \`width\` and \`height\`, not ${shown(image)}.`);
  }
  const known = detail === undefined ? undefined : asDetail(String(detail));
  return { kind: 'image', size: { width: Number(width), height: Number(height) }, detail: known };
}

const NO_IMAGE = { width: 0, height: 0, detail: undefined };

function notCounted(input: unknown): UsageError {
  return new UsageError(
    `Tokens of ${shown(input)} cannot be counted.`,
    'Pass a text, the messages of a chat, a request body, or { images }.',
  );
}

function jsonOf(value: object): JsonValue {
  return parseJson(JSON.stringify(value));
}

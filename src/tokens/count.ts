import type { Assumption } from '../core/notice.ts';
import type { StreamCount } from './bpe/counter.ts';
import type { Chat, MediaSource, Part } from './chats/chat.ts';
import type { Families, Family } from './families.ts';
import { frameFor } from './framings/frames.ts';
import type { FrameKind, FramePart } from './framings/framing.ts';
import { imageTokens, type InputImage } from './media/image.ts';
import type { Basis, MediaRules, RatedMedia } from './media/rules.ts';
import { ruleFor } from './model-names.ts';
import { exactly, isExact, NO_TOKENS, plus, sumOf, times, type TokenRange } from './range.ts';
import type { TextSource } from './text-file.ts';
import { modelTokens, type Tokenizer } from './tokenizer.ts';

/** What one request sends in. */
export interface Prompt {
  /** Texts that are sent as they are. */
  readonly texts: readonly TextSource[];
  readonly chat: Chat | undefined;
  /** Pictures and the like, beside texts or in the chat, as they were measured. */
  readonly media: readonly PromptMedia[];
  readonly warnings: readonly string[];
}

export type PromptMedia =
  | ({ readonly kind: 'image' } & InputImage)
  /** Pages or seconds; undefined where they are not known. */
  | { readonly kind: RatedMedia; readonly amount: number | undefined };

export type PartKind = FrameKind | 'image' | RatedMedia;

/** Tokens of one part of a request. */
export interface PartCount extends TokenRange {
  readonly kind: PartKind;
  readonly isExact: boolean;
  /** Who says so: of pictures and the like. */
  readonly basis: Basis | null;
  readonly source: string | null;
  /** What the provider documents, where what responses report is counted. */
  readonly documentedTokens: number | null;
}

/** The tokens of a request at one model. */
export interface PromptCount {
  readonly tokens: TokenRange;
  readonly parts: readonly PartCount[];
  readonly encoding: string;
  readonly family: string;
  readonly source: string;
  readonly isExact: boolean;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly string[];
}

/** How a model's tokens are counted. */
export interface ModelCounting {
  readonly model: string;
  readonly family: Family;
  readonly tokenizer: Tokenizer;
  readonly families: Pick<Families, 'toolPrompts'>;
  readonly mediaRules: () => MediaRules;
}

export function countPrompt(prompt: Prompt, counting: ModelCounting): PromptCount {
  const { tokenizer, family, model, families } = counting;
  const texts = countTexts(prompt.texts, tokenizer);
  const frame: readonly FramePart[] = [
    ...(prompt.texts.length === 0
      ? []
      : [{ kind: 'text', counted: texts.tokens, added: NO_TOKENS, isExact: true } as const]),
    ...(prompt.chat === undefined
      ? []
      : frameFor(family.framing, families)(prompt.chat, tokenizer.count, model)),
  ];
  const parts = [...frameParts(frame, tokenizer), ...mediaParts(prompt.media, counting)];
  const tokens = sumOf(parts);
  return {
    tokens,
    parts,
    encoding: tokenizer.encoding,
    family: family.family,
    source: tokenizer.source,
    isExact: parts.every((part) => part.isExact) && texts.forcedCuts === 0,
    assumptions: assumptionsOf(parts, texts.forcedCuts, counting),
    warnings: prompt.warnings,
  };
}

function countTexts(sources: readonly TextSource[], tokenizer: Tokenizer): StreamCount {
  const counts = sources.map((source) => countText(source, tokenizer));
  return {
    tokens: counts.reduce((total, { tokens }) => total + tokens, 0),
    forcedCuts: counts.reduce((total, { forcedCuts }) => total + forcedCuts, 0),
  };
}

function countText({ parts, known }: TextSource, { encoding, stream }: Tokenizer): StreamCount {
  const before = known?.get(encoding);
  if (before !== undefined) return before;
  const counter = stream();
  for (const part of parts()) counter.add(part);
  const count = counter.end();
  known?.set(encoding, count);
  return count;
}

/** The parts of a kind as one: all that a factor multiplies is multiplied at once. */
function frameParts(frame: readonly FramePart[], tokenizer: Tokenizer): readonly PartCount[] {
  const kinds = [...new Set(frame.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const same = frame.filter((part) => part.kind === kind);
    const counted = same.reduce((total, part) => total + part.counted, 0);
    const tokens = plus(modelTokens(tokenizer, counted), sumOf(same.map(({ added }) => added)));
    if (tokens.high === 0 && kind !== 'text') return [];
    const exact = isExact(tokens) && tokenizer.factor === null && same.every((part) => part.isExact);
    return [{ kind, ...tokens, isExact: exact, basis: null, source: null, documentedTokens: null }];
  });
}

function mediaParts(
  media: readonly PromptMedia[],
  { model, mediaRules }: ModelCounting,
): readonly PartCount[] {
  return media.map((item): PartCount => {
    if (item.kind === 'image') {
      const { tokens, ...rest } = imageTokens(mediaRules(), model, item);
      return { kind: 'image', ...tokens, isExact: isExact(tokens) && rest.basis !== 'supposed', ...rest };
    }
    const rule = ruleFor(mediaRules()[item.kind], model);
    const per = rule?.per ?? NO_TOKENS;
    const amount = item.amount ?? 1;
    const whole = times(per, amount);
    const tokens = {
      low: Math.floor(whole.low),
      likely: Math.ceil(whole.likely),
      high: Math.ceil(whole.high),
    };
    return {
      kind: item.kind,
      ...(isExact(per) ? exactly(tokens.high) : tokens),
      isExact: isExact(per) && item.amount !== undefined && rule?.basis !== 'supposed',
      basis: rule?.basis ?? 'supposed',
      source: rule?.source ?? 'no rule fits',
      documentedTokens: null,
    };
  });
}

function assumptionsOf(
  parts: readonly PartCount[],
  forcedCuts: number,
  { tokenizer, family }: ModelCounting,
): readonly Assumption[] {
  const found: Assumption[] = [];
  const supposed = (code: string, message: string) => found.push({ code, message });
  const has = (...kinds: readonly PartKind[]) =>
    parts.some((part) => kinds.includes(part.kind) && !part.isExact);
  if (tokenizer.factor !== null && has('text', 'tools', 'schema')) {
    const { low, likely, high } = tokenizer.factor;
    supposed(
      'TOKENS_ESTIMATED',
      `The tokenizer of ${family.family} is not built in: its tokens are taken as ${likely} times those of ${tokenizer.encoding}, between ${low} and ${high} times.`,
    );
  } else if (has('tools', 'schema', 'format')) {
    supposed(
      'FORMAT_ESTIMATED',
      'What tools, a schema or the messages around a text become in the prompt is not documented for this model; it is counted as recorded responses show.',
    );
  }
  if (has('image', 'document', 'audio', 'video')) {
    supposed(
      'MEDIA_ESTIMATED',
      'Tokens of pictures, documents or sound are a range: the model has no published count for them, or their size is not known.',
    );
  }
  if (parts.some((part) => part.basis === 'measured' && part.isExact)) {
    supposed(
      'MEDIA_MEASURED',
      'Tokens of pictures are counted as responses report them, which is not what the documentation says.',
    );
  }
  if (forcedCuts > 0) {
    supposed(
      'TEXT_CUT',
      `A stretch of more than a million characters without a break is counted in pieces, ${forcedCuts} times: a few tokens more at each.`,
    );
  }
  return found;
}

/** The parts of a chat that are no text. */
export function mediaOf(
  chat: Chat,
): readonly (Exclude<Part, { kind: 'text' }> & { readonly source: MediaSource })[] {
  return chat.messages.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [] : [part])));
}

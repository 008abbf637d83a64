import type { Chat, Message, Part } from '../chats/chat.ts';
import type { TokenRange } from '../range.ts';

/** How many tokens a text is in the encoding that is counted in, before an estimate's factor. */
export type CountText = (text: string) => number;

/** What a part of a request is, for the reader of an answer. */
export type FrameKind = 'text' | 'format' | 'tools' | 'schema';

/** Tokens of one part of a request. */
export interface FramePart {
  readonly kind: FrameKind;
  /** Tokens of texts, as they were counted: an estimate multiplies them. */
  readonly counted: number;
  /** Tokens that the API adds, in the model's own. */
  readonly added: TokenRange;
  /** True where a provider documents the count, or every recorded response shows it. */
  readonly isExact: boolean;
}

/** Counts the messages of a chat and what the API puts around them; pictures and the like are counted elsewhere. */
export type CountFrame = (chat: Chat, count: CountText, model: string) => readonly FramePart[];

export function textsOf(message: Message): readonly string[] {
  return message.parts.flatMap((part: Part) => (part.kind === 'text' ? [part.text] : []));
}

export function countTexts(chat: Chat, count: CountText): number {
  return chat.messages.reduce(
    (total, message) => total + textsOf(message).reduce((sum, text) => sum + count(text), 0),
    0,
  );
}

export function hasSystem({ messages }: Chat): boolean {
  return messages.some(({ role }) => role === 'system' || role === 'developer');
}

/** Tools as they were sent, but for what no provider tells its model; where a provider's own form of them is not known. */
export function toolsJson({ tools }: Chat): string {
  return tools
    .map((tool) =>
      JSON.stringify(tool, (key, value: unknown) => (key === 'additionalProperties' ? undefined : value)),
    )
    .join('\n');
}

export function callsOf({ messages }: Chat) {
  return messages.flatMap(({ calls }) => calls);
}

import type { Chat, Message } from '../chats/chat.ts';
import { exactly, NO_TOKENS, times, type TokenRange } from '../range.ts';
import { hasSystem, textsOf, type CountFrame, type CountText, type FramePart } from './framing.ts';
import { functionsText, hasDescribedParameter } from './functions.ts';
import { responseFormatText } from './response-format.ts';

/**
 * OpenAI's messages: 3 tokens for each and its role, 1 for a name, and 3 that begin the answer (OpenAI Cookbook,
 * "How to count tokens with tiktoken", 2025). What tools and schemas become is not documented; the figures here fit
 * responses that others recorded, within 1 %.
 */
const MESSAGE = 3;
const NAME = 1;
const ANSWER = 3;
/** Reasoning models report one less (gpt-5, o4-mini; recorded 2025 and 2026). */
const REASONING_ANSWER = 2;
const TOOL_CALL = 5;
/** What stands around the namespace of functions; 1 less where no parameter is described. */
const FUNCTIONS = 9;
const SCHEMA = 2;
/** A system message is put before the tools or the schema where the chat has none. */
const SYSTEM = 4;
const TOOL_CHOICE_NONE = 1;
const TOOL_CHOICE_NAMED = 4;

export const countChatMl: CountFrame = (chat, count) => countWith(chat, count, ANSWER);
export const countReasoning: CountFrame = (chat, count) => countWith(chat, count, REASONING_ANSWER);

function countWith(chat: Chat, count: CountText, answer: number): readonly FramePart[] {
  const { messages, tools, schema } = chat;
  const texts = messages.flatMap(textsOf).reduce((total, text) => total + count(text), 0);
  const format = messages.reduce((total, message) => total + formatOf(message, count), answer);
  const calls = messages.flatMap((message) => message.calls);
  const parts: FramePart[] = [
    { kind: 'text', counted: texts, added: NO_TOKENS, isExact: true },
    { kind: 'format', counted: 0, added: exactly(format), isExact: true },
  ];
  if (tools.length > 0 || calls.length > 0) {
    const called = calls.reduce(
      (total, { name, input }) => total + TOOL_CALL + 2 * count(name) + count(input),
      0,
    );
    const defined = tools.length === 0 ? 0 : toolsOf(chat, count);
    parts.push({ kind: 'tools', counted: 0, added: about(called + defined), isExact: false });
  }
  if (schema !== undefined) {
    const needsSystem = tools.length === 0 && !hasSystem(chat);
    const tokens = count(responseFormatText(schema)) + SCHEMA + (needsSystem ? SYSTEM : 0);
    parts.push({ kind: 'schema', counted: 0, added: about(tokens), isExact: false });
  }
  return parts;
}

function formatOf({ role, name }: Message, count: CountText): number {
  return MESSAGE + count(role) + (name === undefined ? 0 : count(name) + NAME);
}

function toolsOf(chat: Chat, count: CountText): number {
  const around = FUNCTIONS - (hasDescribedParameter(chat.tools) ? 0 : 1) - (hasSystem(chat) ? SYSTEM : 0);
  return count(functionsText(chat.tools)) + around + choiceOf(chat, count);
}

function choiceOf({ toolChoice }: Chat, count: CountText): number {
  if (typeof toolChoice === 'object') return count(toolChoice.name) + TOOL_CHOICE_NAMED;
  return toolChoice === 'none' ? TOOL_CHOICE_NONE : 0;
}

/** An undocumented count, which recorded responses show to be a few tokens off at most. */
function about(tokens: number): TokenRange {
  const { low, high } = times({ low: 0.9, likely: 1, high: 1.15 }, tokens);
  return { low: Math.floor(low), likely: tokens, high: Math.ceil(high) };
}

/**
 * gpt-oss, in the harmony format: start, message and end around each message, and a system message of the template's
 * with the date and the channels, whose length is the host's choice.
 */
export const countHarmony: CountFrame = (chat, count) => {
  const { messages, tools } = chat;
  const texts = messages.flatMap(textsOf).reduce((total, text) => total + count(text), 0);
  const format = messages.reduce((total, { role }) => total + 3 + count(role), 2);
  const template: TokenRange = { low: format, likely: format + 62, high: format + 90 };
  const functions = tools.length === 0 ? 0 : count(functionsText(tools)) + FUNCTIONS;
  const calls = messages.flatMap((message) => message.calls);
  const called = calls.reduce(
    (total, { name, input }) => total + TOOL_CALL + 2 * count(name) + count(input),
    0,
  );
  return [
    { kind: 'text', counted: texts, added: NO_TOKENS, isExact: true },
    { kind: 'format', counted: 0, added: template, isExact: false },
    ...(functions + called === 0
      ? []
      : [{ kind: 'tools', counted: 0, added: about(functions + called), isExact: false } as const]),
  ];
};

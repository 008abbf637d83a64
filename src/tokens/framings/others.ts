import { NO_TOKENS, times, type TokenRange } from '../range.ts';
import { callsOf, countTexts, toolsJson, type CountFrame, type FramePart } from './framing.ts';

/** Gemini adds nothing to messages, and does not count the schema of the answer (countTokens, recorded 2025 and 2026). */
export const countGemini: CountFrame = (chat, count) => {
  const tools = chat.tools.length === 0 ? 0 : count(toolsJson(chat));
  const calls = callsOf(chat).reduce((total, { name, input }) => total + count(name) + count(input), 0);
  const schema = chat.schema === undefined ? 0 : count(JSON.stringify(chat.schema.schema));
  return [
    { kind: 'text', counted: countTexts(chat, count), added: NO_TOKENS, isExact: false },
    ...(tools + calls === 0 ? [] : [part('tools', tools + calls, NO_TOKENS)]),
    ...(schema === 0 ? [] : [part('schema', 0, { low: 0, likely: 0, high: schema })]),
  ];
};

/** A chat template that is not known: some tokens around each message, tools and schema as their JSON. */
export const countOther: CountFrame = (chat, count) => {
  const tools = chat.tools.length === 0 ? 0 : count(toolsJson(chat));
  const calls = callsOf(chat);
  const called = calls.reduce((total, { name, input }) => total + count(name) + count(input), 0);
  const schema = chat.schema === undefined ? 0 : count(JSON.stringify(chat.schema.schema));
  return [
    { kind: 'text', counted: countTexts(chat, count), added: NO_TOKENS, isExact: true },
    part('format', 0, times(AROUND, chat.messages.length + 1)),
    ...(tools + called === 0
      ? []
      : [part('tools', tools + called, times(AROUND, chat.tools.length + calls.length))]),
    ...(schema === 0 ? [] : [part('schema', schema, AROUND)]),
  ];
};

const AROUND: TokenRange = { low: 1, likely: 4, high: 10 };

/** Embeddings, completions and prompts of images: the text alone. */
export const countPlain: CountFrame = (chat, count) => [
  { kind: 'text', counted: countTexts(chat, count), added: NO_TOKENS, isExact: true },
];

function part(kind: FramePart['kind'], counted: number, added: TokenRange): FramePart {
  return { kind, counted, added, isExact: false };
}

import type { ToolPrompt } from '../families.ts';
import { ruleFor } from '../model-names.ts';
import { exactly, NO_TOKENS, times, type TokenRange } from '../range.ts';
import { callsOf, countTexts, toolsJson, type CountFrame, type FramePart } from './framing.ts';

/** What stands around a message, a call and its result, and a whole request: as recorded responses report it. */
const REQUEST: TokenRange = { low: 2, likely: 3, high: 6 };
const MESSAGE: TokenRange = { low: 3, likely: 4, high: 6 };
const CALL: TokenRange = { low: 20, likely: 38, high: 60 };

/** Anthropic's messages. A request with tools has a prompt of Anthropic's own, whose length it publishes by model. */
export function countAnthropic(toolPrompts: readonly ToolPrompt[]): CountFrame {
  return (chat, count, model) => {
    const { messages, tools, toolChoice, schema } = chat;
    const spoken = messages.filter(({ role }) => role !== 'system').length;
    const around = times(MESSAGE, spoken);
    const parts: FramePart[] = [
      { kind: 'text', counted: countTexts(chat, count), added: NO_TOKENS, isExact: false },
      {
        kind: 'format',
        counted: 0,
        added: {
          low: around.low + REQUEST.low,
          likely: around.likely + REQUEST.likely,
          high: around.high + REQUEST.high,
        },
        isExact: false,
      },
    ];
    const calls = callsOf(chat);
    if (tools.length > 0) {
      const prompt = ruleFor(toolPrompts, model);
      const tokens = toolChoice === 'auto' || toolChoice === 'none' ? prompt?.auto : prompt?.required;
      parts.push({
        kind: 'tools',
        counted: count(toolsJson(chat)),
        added: exactly(tokens ?? 0),
        isExact: false,
      });
    }
    if (calls.length > 0) {
      const counted = calls.reduce((total, { name, input }) => total + count(name) + count(input), 0);
      parts.push({ kind: 'tools', counted, added: times(CALL, calls.length), isExact: false });
    }
    if (schema !== undefined) {
      parts.push({
        kind: 'schema',
        counted: count(JSON.stringify(schema.schema)),
        added: SCHEMA,
        isExact: false,
      });
    }
    return parts;
  };
}

/** A schema brings a prompt of Anthropic's, whose length is not published. */
const SCHEMA: TokenRange = { low: 0, likely: 60, high: 250 };

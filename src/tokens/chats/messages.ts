import {
  asList,
  asNumber,
  asObject,
  asText,
  field,
  type JsonObject,
  type JsonValue,
} from '../../core/json.ts';
import type { Chat, Message } from './chat.ts';
import { callOf, contentOf, type Content } from './content.ts';
import { schemaOf, toolChoiceOf, toolsOf } from './tools.ts';

/** A body of Chat Completions or of Anthropic's Messages: both are messages with a role and content. */
export function readMessages(body: JsonObject): Chat {
  const system = contentOf(field(body, 'system'));
  const read = asList(field(body, 'messages')).map(messageOf);
  const { tools, warnings } = toolsOf(field(body, 'tools') ?? field(body, 'functions'));
  return {
    model: asText(field(body, 'model')),
    maxOutputTokens: maxTokens(body),
    messages: [
      ...(system.parts.length === 0 ? [] : [{ role: 'system', name: undefined, ...bare(system) }]),
      ...read.map(({ message }) => message),
    ],
    tools,
    toolChoice: toolChoiceOf(field(body, 'tool_choice') ?? field(body, 'function_call')),
    schema: schemaOf(field(body, 'response_format') ?? field(body, 'output_format') ?? outputFormat(body)),
    warnings: [...system.warnings, ...read.flatMap((each) => each.warnings), ...warnings],
  };
}

/** Anthropic's `output_config.format`. */
function outputFormat(body: JsonObject): JsonValue | undefined {
  return field(asObject(field(body, 'output_config')), 'format');
}

function messageOf(value: JsonValue): { readonly message: Message; readonly warnings: readonly string[] } {
  const message = asObject(value);
  const content = contentOf(field(message, 'content'));
  const older = asObject(field(message, 'function_call'));
  const calls = asList(field(message, 'tool_calls')).map((call) => {
    const named = asObject(field(asObject(call), 'function')) ?? asObject(call);
    return callOf(field(named, 'name'), field(named, 'arguments'));
  });
  const olderCalls = older === undefined ? [] : [callOf(field(older, 'name'), field(older, 'arguments'))];
  return {
    message: {
      role: asText(field(message, 'role')) ?? 'user',
      name: asText(field(message, 'name')),
      parts: content.parts,
      calls: [...content.calls, ...calls, ...olderCalls],
    },
    warnings: content.warnings,
  };
}

export function bare({ parts, calls }: Content): Pick<Message, 'parts' | 'calls'> {
  return { parts, calls };
}

const MAX_TOKENS = [
  'max_completion_tokens',
  'max_tokens',
  'max_output_tokens',
  'max_tokens_to_sample',
] as const;

/** The most that the answer may have, as each API names it. */
export function maxTokens(body: JsonObject | undefined): number | undefined {
  const counts = MAX_TOKENS.map((name) => asNumber(field(body, name)));
  return counts.find((count) => count !== undefined && Number.isSafeInteger(count) && count >= 0);
}

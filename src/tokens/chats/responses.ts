import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Chat, Message } from './chat.ts';
import { callOf, contentOf, textContent, type Content } from './content.ts';
import { maxTokens } from './messages.ts';
import { schemaOf, toolChoiceOf, toolsOf } from './tools.ts';

/** A body of OpenAI's Responses, of Embeddings or of Completions: `input` or `prompt`, and `instructions`. */
export function readResponses(body: JsonObject): Chat {
  const instructions = asText(field(body, 'instructions'));
  const items = itemsOf(field(body, 'input') ?? field(body, 'prompt'));
  const { tools, warnings } = toolsOf(field(body, 'tools'));
  return {
    model: asText(field(body, 'model')),
    maxOutputTokens: maxTokens(body),
    messages: [
      ...(instructions === undefined ? [] : [messageWith('system', textContent(instructions))]),
      ...items.map(({ message }) => message),
    ],
    tools,
    toolChoice: toolChoiceOf(field(body, 'tool_choice')),
    schema: schemaOf(field(asObject(field(body, 'text')), 'format')),
    warnings: [...items.flatMap((item) => item.warnings), ...warnings],
  };
}

interface Item {
  readonly message: Message;
  readonly warnings: readonly string[];
}

function itemsOf(input: JsonValue | undefined): readonly Item[] {
  if (typeof input === 'string') return [{ message: messageWith('user', textContent(input)), warnings: [] }];
  return asList(input).map((value): Item => {
    if (typeof value === 'string') return { message: messageWith('user', textContent(value)), warnings: [] };
    const item = asObject(value);
    switch (asText(field(item, 'type'))) {
      case 'function_call':
      case 'custom_tool_call': {
        const call = callOf(field(item, 'name'), field(item, 'arguments') ?? field(item, 'input'));
        return { message: { role: 'assistant', name: undefined, parts: [], calls: [call] }, warnings: [] };
      }
      case 'function_call_output':
      case 'custom_tool_call_output':
        return itemWith('tool', contentOf(field(item, 'output')));
      case 'reasoning':
        return itemWith('assistant', { parts: [], calls: [], warnings: [] });
      default:
        return itemWith(asText(field(item, 'role')) ?? 'user', contentOf(field(item, 'content')));
    }
  });
}

function itemWith(role: string, content: Content): Item {
  return { message: messageWith(role, content), warnings: content.warnings };
}

function messageWith(role: string, { parts, calls }: Content): Message {
  return { role, name: undefined, parts, calls };
}

import { readFileSync } from 'node:fs';
import { parseJson, type JsonValue } from '../../src/core/json.ts';
import { readChat } from '../../src/tokens/chats/read.ts';
import type { Chat } from '../../src/tokens/chats/chat.ts';
import { countPrompt, type Prompt, type PromptCount } from '../../src/tokens/count.ts';
import { familyOf, parseFamilies } from '../../src/tokens/families.ts';
import { parseMediaRules } from '../../src/tokens/media/rules.ts';
import { encodingOf, familyTokenizer } from '../../src/tokens/tokenizer.ts';
import { vocabularies } from './vocabularies.ts';

export const families = parseFamilies(fixture('tokenizers.json'));
export const mediaRules = parseMediaRules(fixture('image-input.json'));

function fixture(name: string): JsonValue {
  return parseJson(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8'));
}

/** A request body as the project reads it. */
export function chatOf(body: unknown): Chat {
  const chat = readChat(parseJson(JSON.stringify(body)));
  if (chat === undefined) throw new Error('no chat');
  return chat;
}

/** The tokens of a request body at a model: its own, if none is named. */
export function counted(body: unknown, model?: string): PromptCount {
  const chat = chatOf(body);
  return countFor({ texts: [], chat, media: [], warnings: chat.warnings }, model ?? chat.model ?? 'gpt-4o');
}

export function countFor(prompt: Prompt, model: string): PromptCount {
  const family = familyOf(families, model);
  const tokenizer = familyTokenizer(family, vocabularies.counter(encodingOf(family)));
  return countPrompt(prompt, { model, family, tokenizer, families, mediaRules: () => mediaRules });
}

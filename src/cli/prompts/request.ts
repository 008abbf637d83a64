import type { Chat } from '../../tokens/chats/chat.ts';
import type { Prompt } from '../../tokens/count.ts';
import { chatPrompt } from '../../tokens/media/media-file.ts';
import type { MediaSettings } from '../../tokens/media/measured.ts';
import type { TextSource } from '../../tokens/text-file.ts';

/** A request that is to be counted. */
export interface PromptRequest {
  /** The file, the line of a batch or the `custom_id` that it comes from. */
  readonly name: string;
  readonly prompt: Prompt;
}

export interface RequestSettings extends MediaSettings {
  /** Where the files lie that a request names. */
  readonly cwd: string;
}

export function textRequest(name: string, texts: readonly TextSource[]): PromptRequest {
  return { name, prompt: { texts, chat: undefined, media: [], warnings: [] } };
}

export async function chatRequest(
  name: string,
  chat: Chat,
  { cwd, ...settings }: RequestSettings,
): Promise<PromptRequest> {
  return { name, prompt: await chatPrompt(chat, settings, cwd) };
}

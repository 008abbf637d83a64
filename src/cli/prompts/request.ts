import type { Chat } from '../../tokens/chats/chat.ts';
import { mediaOf, type Prompt, type PromptMedia } from '../../tokens/count.ts';
import { measureSource } from '../../tokens/media/media-file.ts';
import { mediaFrom } from '../../tokens/media/measured.ts';
import type { TextSource } from '../../tokens/text-file.ts';
import type { PromptOptions } from '../flags/prompt-flags.ts';

/** A request that is to be counted. */
export interface PromptRequest {
  /** The file, the line of a batch or the `custom_id` that it comes from. */
  readonly name: string;
  readonly prompt: Prompt;
}

type Settings = Pick<PromptOptions, 'imageSize' | 'detail'>;

export function textRequest(name: string, texts: readonly TextSource[]): PromptRequest {
  return { name, prompt: { texts, chat: undefined, media: [], warnings: [] } };
}

/** A request body, its pictures measured: from data URLs and files; what is elsewhere has the size that a flag says. */
export async function chatRequest(
  name: string,
  chat: Chat,
  settings: Settings,
  cwd: string,
): Promise<PromptRequest> {
  const media: PromptMedia[] = [];
  const warnings = [...chat.warnings];
  for (const part of mediaOf(chat)) {
    const measured = await measureSource(part.source, cwd);
    const detail = part.kind === 'image' ? part.detail : undefined;
    media.push(mediaFrom(part.kind, measured, { ...settings, detail: detail ?? settings.detail }));
    const what =
      part.source.from === 'data'
        ? 'data'
        : part.source.from === 'file'
          ? part.source.path
          : part.source.where;
    if (measured === undefined && (part.kind !== 'image' || settings.imageSize === undefined)) {
      warnings.push(
        `${shortened(what)} was not read: its ${part.kind === 'image' ? 'size' : 'length'} is supposed.`,
      );
    }
  }
  return { name, prompt: { texts: [], chat, media, warnings } };
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

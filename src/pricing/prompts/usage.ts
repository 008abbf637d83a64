import { figure, type Entry } from '../../models/entry.ts';
import type { PartKind, PromptCount } from '../../tokens/count.ts';
import { sumOf, type TokenRange } from '../../tokens/range.ts';
import type { Usage } from '../../usage/usage.ts';

/** The usage of a prompt: where its tokens are an estimate, the least and the most that they may be. */
export type PromptUsage = Readonly<Record<keyof TokenRange, Usage>>;

/** The usage that a prompt's tokens make, beside what else a request uses. */
export function promptUsage(count: PromptCount, entry: Entry, other: Usage): PromptUsage {
  const media = mediaCounts(count, entry);
  const usageAt = (bound: keyof TokenRange): Usage => ({
    ...other,
    inputTokens: count.tokens[bound],
    ...Object.fromEntries(media.map(([name, tokens]) => [name, tokens[bound]])),
  });
  return { low: usageAt('low'), likely: usageAt('likely'), high: usageAt('high') };
}

const MEDIA = {
  image: { usage: 'inputImageTokens', field: 'input_cost_per_image_token' },
  audio: { usage: 'inputAudioTokens', field: 'input_cost_per_audio_token' },
  video: { usage: 'inputVideoTokens', field: 'input_cost_per_video_token' },
} as const satisfies Partial<Record<PartKind, { readonly usage: keyof Usage; readonly field: string }>>;

/** Pictures and the like stand apart where the model prices them apart; else they are input as text is. */
function mediaCounts({ parts }: PromptCount, entry: Entry): readonly (readonly [keyof Usage, TokenRange])[] {
  return Object.entries(MEDIA).flatMap(([kind, { usage, field }]) => {
    const tokens = sumOf(parts.filter((part) => part.kind === kind));
    const hasPrice =
      Object.keys(entry.fields).some((name) => name.startsWith(field)) && figure(entry, field) !== undefined;
    return tokens.high > 0 && hasPrice ? [[usage, tokens] as const] : [];
  });
}

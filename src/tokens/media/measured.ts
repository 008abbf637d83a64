import type { PromptMedia } from '../count.ts';
import type { Size } from './image.ts';
import type { Detail } from './rules.ts';

/** What a file is, besides text. */
export type Measured =
  | { readonly kind: 'image'; readonly size: Size }
  | { readonly kind: 'document'; readonly pages: number }
  | { readonly kind: 'audio' | 'video'; readonly seconds: number | undefined };

/** What a user says of pictures. */
export interface MediaSettings {
  /** Of pictures whose size is not known. */
  readonly imageSize: Size | undefined;
  readonly detail: Detail | undefined;
}

/** What was measured, as it is counted; of a picture that was not, the size that a flag says. */
export function mediaFrom(
  kind: PromptMedia['kind'],
  measured: Measured | undefined,
  { imageSize, detail }: MediaSettings,
): PromptMedia {
  switch (measured?.kind) {
    case 'image':
      return { kind: 'image', size: measured.size, detail };
    case 'document':
      // 0 is a PDF whose pages were not found.
      return { kind: 'document', amount: measured.pages || undefined };
    case 'audio':
    case 'video':
      return { kind: measured.kind, amount: measured.seconds };
    case undefined:
      return kind === 'image' ? { kind, size: imageSize, detail } : { kind, amount: undefined };
    default:
      return measured satisfies never;
  }
}

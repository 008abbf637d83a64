import { own } from '../../../core/collections.ts';
import type { Usage } from '../../../usage/usage.ts';

/** A conversation of ordinary proportions: three parts in, one part out. */
const TEXT: Usage = { inputTokens: 3000, outputTokens: 1000 };
const IMAGE: Usage = { images: 1, imageSize: '1024x1024', imageQuality: 'medium' };

/** What is priced at a model of each mode where the user describes no job: one of what it does. */
const JOBS: Readonly<Record<string, Usage>> = {
  embedding: { inputTokens: 1000 },
  moderation: { inputTokens: 1000 },
  image_generation: IMAGE,
  image_edit: IMAGE,
  audio_transcription: { seconds: 60 },
  audio_speech: { characters: 1000 },
  video_generation: { seconds: 10 },
  rerank: { queries: 1 },
  search: { queries: 1 },
  vector_store: { queries: 1 },
  ocr: { pages: 1 },
};

/** The job that stands in for one that the user has not described. */
export function defaultUsage(mode: string | null): Usage {
  return own(JOBS, mode ?? '') ?? TEXT;
}

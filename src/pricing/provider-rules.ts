import type { Entry } from '../models/entry.ts';

/*
 * What providers bill by rules that the map has no field for. Each has its source, and when it was
 * looked up there.
 */

interface LeastSeconds {
  readonly provider: string;
  readonly mode: string;
  readonly seconds: number;
  readonly source: string;
  readonly lookedUp: string;
}

const LEAST_SECONDS: readonly LeastSeconds[] = [
  {
    provider: 'groq',
    mode: 'audio_transcription',
    seconds: 10,
    source: 'https://console.groq.com/docs/speech-to-text',
    lookedUp: '2026-10',
  },
];

/** The least that is billed for each request, in seconds; 0 where every length is billed as it is. */
export function leastSeconds({ provider, mode }: Entry): number {
  const rule = LEAST_SECONDS.find((each) => each.provider === provider && each.mode === mode);
  return rule?.seconds ?? 0;
}

interface CitationsFree {
  readonly provider: string;
  readonly source: string;
  readonly lookedUp: string;
}

const CITATIONS_FREE: readonly CitationsFree[] = [
  {
    provider: 'perplexity',
    source: 'https://docs.perplexity.ai/getting-started/pricing',
    lookedUp: '2026-10',
  },
];

/** True where citations cost nothing but for the models that list a price for them. */
export function hasFreeCitations({ provider }: Entry): boolean {
  return CITATIONS_FREE.some((each) => each.provider === provider);
}

import type { Assumption } from '../core/notice.ts';
import type { Charge } from './charges.ts';

/**
 * What one request used, in the canonical names, whatever provider or flag it came from.
 *
 * Token counts are whole numbers. `inputTokens` is everything that the prompt holds, cached and
 * written parts included, and `outputTokens` everything that the model made; the other token counts
 * are parts of these two, never beside them. A total that is absent is the sum of its parts.
 */
export interface Usage {
  readonly inputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheReadImageTokens?: number;
  readonly cacheReadAudioTokens?: number;
  /** All cache writes, whatever their time to live. */
  readonly cacheWriteTokens?: number;
  /** The part of `cacheWriteTokens` that lives an hour. */
  readonly cacheWrite1hTokens?: number;
  /** Image tokens in, those read from the cache left out. */
  readonly inputImageTokens?: number;
  /** Audio tokens in, those read from the cache left out. */
  readonly inputAudioTokens?: number;
  readonly inputVideoTokens?: number;
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  readonly outputImageTokens?: number;
  readonly outputAudioTokens?: number;
  readonly outputVideoTokens?: number;

  /** Images made. */
  readonly images?: number;
  /** `1024x1536`, `2K` or `auto`. */
  readonly imageSize?: string;
  /** `low`, `medium`, `high`, `standard`, `hd` or `auto`. */
  readonly imageQuality?: string;
  /** Sizes (`WxH`) of the images that the request sends in. */
  readonly referenceImages?: readonly string[];
  /** Partial images streamed while the final one is made. */
  readonly partialImages?: number;
  /** Audio heard, or audio or video made. May be fractional. */
  readonly seconds?: number;
  /** Video resolution, `1080p`. */
  readonly resolution?: string;
  readonly characters?: number;
  readonly pages?: number;
  readonly annotatedPages?: number;
  readonly credits?: number;
  readonly queries?: number;
  /** Results that each query asks for. */
  readonly results?: number;
  readonly sessions?: number;
  readonly webSearches?: number;
  readonly searchContext?: 'low' | 'medium' | 'high';
}

/** The counts of `Usage` that are tokens, and the total that each is part of. */
export const TOKEN_COUNTS = {
  inputTokens: 'input',
  cacheReadTokens: 'input',
  cacheReadImageTokens: 'input',
  cacheReadAudioTokens: 'input',
  cacheWriteTokens: 'input',
  cacheWrite1hTokens: 'input',
  inputImageTokens: 'input',
  inputAudioTokens: 'input',
  inputVideoTokens: 'input',
  outputTokens: 'output',
  reasoningTokens: 'output',
  outputImageTokens: 'output',
  outputAudioTokens: 'output',
  outputVideoTokens: 'output',
} as const satisfies Partial<Record<keyof Usage, 'input' | 'output'>>;

export type TokenCount = keyof typeof TOKEN_COUNTS;

/** What says how something is used, and is no use by itself. */
const DESCRIPTIONS: ReadonlySet<string> = new Set<keyof Usage>([
  'imageSize',
  'imageQuality',
  'resolution',
  'searchContext',
]);

/** False for a usage that only describes: a quality of images without their number. */
export function usesAnything(usage: Usage): boolean {
  return Object.keys(usage).some((name) => !DESCRIPTIONS.has(name));
}

/**
 * A service tier as providers bill it. `scale` in a response is bought capacity and is read as
 * standard by the shape that meets it, with a warning.
 */
export type Tier = 'standard' | 'flex' | 'priority' | 'ultrafast' | 'batch';

/**
 * One request as a log or a usage object tells it: the usage and whatever was said beside it.
 * `usage` is undefined where the request is known to cost nothing or to tell nothing.
 */
export interface UsageRecord {
  /** Name of the shape that recognised it, for messages: `anthropic`, `openai-chat`. */
  readonly shape: string;
  readonly usage: Usage;
  /** The model as the provider named it; undefined where nothing names it. */
  readonly model?: string;
  /** Provider as the record names it (`custom_llm_provider`, `gen_ai.provider.name`). */
  readonly provider?: string;
  /** The tier that was served. */
  readonly tier?: Tier;
  readonly region?: string;
  readonly speed?: string;
  /** When the request was made (ISO 8601 or epoch, as milliseconds since 1970). */
  readonly atMs?: number;
  /** How many equal requests the record stands for; 1 where it does not say. */
  readonly requests?: number;
  /**
   * The counts are those of so many requests added up; null where it does not say how many. Unlike
   * `requests` it multiplies nothing, and no threshold for long prompts looks at such a sum.
   */
  readonly sumOf?: number | null;
  /** The length of each prompt of a sum, as far as its report tells it: what thresholds look at. */
  readonly contextTokens?: number;
  /** What is billed beside tokens and the units of `usage`. */
  readonly charges?: readonly Charge[];
  /** What the provider or gateway says the request cost, in USD, as the text of the figure. */
  readonly reportedUsd?: string;
  /** The id of the reply: copies of one reply share it, and the copy with the most tokens counts. */
  readonly dedupeKey?: string;
  /**
   * The id of the request, where a log writes it beside the reply's: two lines with one reply id and
   * two request ids are two replies. A line without one is a copy whatever its request was.
   */
  readonly requestId?: string;
  /** The coding agent whose log the record comes from: `claude-code`, `codex`, `opencode`. */
  readonly agent?: string;
  /** Session, project, user, tags: what a tally can group by. */
  readonly session?: string;
  readonly project?: string;
  readonly user?: string;
  readonly tags?: readonly string[];
  /** What was odd about the record: one sentence each. */
  readonly warnings?: readonly string[];
  /** What the record does not say and its reader supposed. */
  readonly assumptions?: readonly Assumption[];
}

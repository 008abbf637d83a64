import { present } from '../../present.ts';
import type { Tier, Usage, UsageRecord } from '../../usage.ts';
import type { Interner } from './intern.ts';

/** What a count or a moment is where the line does not tell it. */
export const ABSENT = -1;

/**
 * One request that was read without making objects. There is one for each kind of line, filled again
 * for each line of it, so whoever is handed it takes what is needed and keeps nothing. Counts and `atMs`
 * are ABSENT where the line does not tell them; the meaning of each is that of `UsageRecord`.
 */
export class FastRecord {
  /** The number of its kind of line, from 1; 0 for a record that is filled for any line. */
  readonly kind: number;
  shape = '';
  model: string | undefined = undefined;
  provider: string | undefined = undefined;
  tier: Tier | undefined = undefined;
  region: string | undefined = undefined;
  speed: string | undefined = undefined;
  readonly session = new LazyText();
  readonly project = new LazyText();
  readonly user = new LazyText();
  tags: readonly string[] | undefined = undefined;
  /** The agent that the lines themselves tell. */
  ownAgent: string | undefined = undefined;
  agent: string | undefined = undefined;
  reportedUsd: string | undefined = undefined;
  atMs = ABSENT;
  inputTokens = ABSENT;
  cacheReadTokens = ABSENT;
  cacheWriteTokens = ABSENT;
  cacheWrite1hTokens = ABSENT;
  inputImageTokens = ABSENT;
  inputAudioTokens = ABSENT;
  inputVideoTokens = ABSENT;
  outputTokens = ABSENT;
  reasoningTokens = ABSENT;
  outputImageTokens = ABSENT;
  outputAudioTokens = ABSENT;
  outputVideoTokens = ABSENT;
  webSearches = ABSENT;
  /** The number of the id that copies of one reply share, and of its request; 0 for none. */
  reply = 0;
  request = 0;

  constructor(kind = 0) {
    this.kind = kind;
  }

  clear(): void {
    this.model = undefined;
    this.provider = undefined;
    this.tier = undefined;
    this.region = undefined;
    this.speed = undefined;
    this.session.set(undefined);
    this.project.set(undefined);
    this.user.set(undefined);
    this.agent = undefined;
    this.reportedUsd = undefined;
    this.atMs = ABSENT;
    this.inputTokens = ABSENT;
    this.cacheReadTokens = ABSENT;
    this.cacheWriteTokens = ABSENT;
    this.cacheWrite1hTokens = ABSENT;
    this.inputImageTokens = ABSENT;
    this.inputAudioTokens = ABSENT;
    this.inputVideoTokens = ABSENT;
    this.outputTokens = ABSENT;
    this.reasoningTokens = ABSENT;
    this.outputImageTokens = ABSENT;
    this.outputAudioTokens = ABSENT;
    this.outputVideoTokens = ABSENT;
    this.webSearches = ABSENT;
    this.reply = 0;
    this.request = 0;
  }

  /** The same request as the recogniser would have made it, but for its ids. */
  toRecord(): UsageRecord {
    return present<UsageRecord>({
      shape: this.shape,
      usage: present<Usage>({
        inputTokens: told(this.inputTokens),
        cacheReadTokens: told(this.cacheReadTokens),
        cacheWriteTokens: told(this.cacheWriteTokens),
        cacheWrite1hTokens: told(this.cacheWrite1hTokens),
        inputImageTokens: told(this.inputImageTokens),
        inputAudioTokens: told(this.inputAudioTokens),
        inputVideoTokens: told(this.inputVideoTokens),
        outputTokens: told(this.outputTokens),
        reasoningTokens: told(this.reasoningTokens),
        outputImageTokens: told(this.outputImageTokens),
        outputAudioTokens: told(this.outputAudioTokens),
        outputVideoTokens: told(this.outputVideoTokens),
        webSearches: told(this.webSearches),
      }),
      model: this.model,
      provider: this.provider,
      tier: this.tier,
      region: this.region,
      speed: this.speed,
      atMs: told(this.atMs),
      reportedUsd: this.reportedUsd,
      agent: this.agent,
      session: this.session.text,
      project: this.project.text,
      user: this.user.text,
      tags: this.tags,
    });
  }
}

function told(count: number): number | undefined {
  return count === ABSENT ? undefined : count;
}

/** A text that is made of its bytes when somebody asks for it. */
export class LazyText {
  #text: string | undefined = undefined;
  #interner: Interner | undefined = undefined;
  #bytes: Buffer | undefined = undefined;
  #from = 0;
  #to = 0;

  get text(): string | undefined {
    if (this.#interner === undefined || this.#bytes === undefined) return this.#text;
    return this.#interner.text(this.#bytes, this.#from, this.#to);
  }

  set(text: string | undefined): void {
    this.#text = text;
    this.#interner = undefined;
  }

  /** The text is the inside of a string of JSON, `[from, to)`. */
  point(interner: Interner, bytes: Buffer, from: number, to: number): void {
    this.#interner = interner;
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
  }
}

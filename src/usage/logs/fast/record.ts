import { present } from '../../present.ts';
import { decimalText } from '../../decimal-text.ts';
import type { Tier, Usage, UsageRecord } from '../../usage.ts';
import type { Interner } from './intern.ts';

/** What a moment is where the line does not tell it. */
export const ABSENT = -1;

/** The counts that a record has room for; the meaning of each is that of `Usage`. */
export const COUNT_NAMES = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'inputImageTokens',
  'inputAudioTokens',
  'inputVideoTokens',
  'outputTokens',
  'reasoningTokens',
  'outputImageTokens',
  'outputAudioTokens',
  'outputVideoTokens',
  'webSearches',
] as const satisfies readonly (keyof Usage)[];

export type CountName = (typeof COUNT_NAMES)[number];

/** The place of each in the counts of a record. */
export const COUNT = {
  inputTokens: 0,
  cacheReadTokens: 1,
  cacheWriteTokens: 2,
  cacheWrite1hTokens: 3,
  inputImageTokens: 4,
  inputAudioTokens: 5,
  inputVideoTokens: 6,
  outputTokens: 7,
  reasoningTokens: 8,
  outputImageTokens: 9,
  outputAudioTokens: 10,
  outputVideoTokens: 11,
  webSearches: 12,
} as const satisfies Record<CountName, number>;

/** An amount of money: a number that `decimalText` takes, or what it says. */
export type Reported = number | string;

type RateWords = Pick<UsageRecord, 'model' | 'provider' | 'tier' | 'region' | 'speed'>;

/**
 * One request that was read without making objects. There is one for each kind of line, filled again
 * for each line of it, so whoever is handed it takes what is needed and keeps nothing.
 */
export class FastRecord {
  /** The number of its kind of line, from 1, whose lines share all words; 0 for a record that is filled for any line. */
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
  /** What the line says that the request costs, in USD: a number of JSON, or the text of an amount. */
  reported: Reported | undefined = undefined;
  /** ABSENT where the line does not tell it. */
  atMs = ABSENT;
  /** By COUNT; 0 where the line does not tell one. */
  readonly counts = new Float64Array(COUNT_NAMES.length);
  /** A bit for each count that the line tells. */
  told = 0;
  /** The number of the id that copies of one reply share, and of its request; 0 for none. */
  reply = 0;
  request = 0;

  constructor(kind = 0) {
    this.kind = kind;
  }

  clear(): void {
    this.setWords({});
    this.session.set(undefined);
    this.project.set(undefined);
    this.user.set(undefined);
    this.agent = undefined;
    this.reported = undefined;
    this.atMs = ABSENT;
    this.counts.fill(0);
    this.told = 0;
    this.reply = 0;
    this.request = 0;
  }

  /** Takes over the words that a record's rates hang on. */
  setWords({ model, provider, tier, region, speed }: RateWords): void {
    this.model = model;
    this.provider = provider;
    this.tier = tier;
    this.region = region;
    this.speed = speed;
  }

  /** The same as text. */
  get reportedUsd(): string | undefined {
    return typeof this.reported === 'number' ? decimalText(this.reported) : this.reported;
  }

  tells(name: CountName): boolean {
    return (this.told & (1 << COUNT[name])) !== 0;
  }

  /** Takes the counts of a usage over. False where it says more than a record has room for. */
  setUsage(usage: Usage): boolean {
    this.counts.fill(0);
    this.told = 0;
    for (const name of Object.keys(usage)) if (!Object.hasOwn(COUNT, name)) return false;
    for (const [place, name] of COUNT_NAMES.entries()) {
      const count = usage[name];
      if (count === undefined) continue;
      this.counts[place] = count;
      this.told |= 1 << place;
    }
    return true;
  }

  #usage(): Usage {
    const usage: { -readonly [name in CountName]?: number } = {};
    for (const [place, name] of COUNT_NAMES.entries())
      if (this.tells(name)) usage[name] = this.counts[place] ?? 0;
    return usage;
  }

  /** The same request as the recogniser would have made it, but for its ids. */
  toRecord(): UsageRecord {
    return present<UsageRecord>({
      shape: this.shape,
      usage: this.#usage(),
      model: this.model,
      provider: this.provider,
      tier: this.tier,
      region: this.region,
      speed: this.speed,
      atMs: this.atMs === ABSENT ? undefined : this.atMs,
      reportedUsd: this.reportedUsd,
      agent: this.agent,
      session: this.session.text,
      project: this.project.text,
      user: this.user.text,
      tags: this.tags,
    });
  }
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

  /** The text is what the interner makes of `[from, to)`. */
  point(interner: Interner, bytes: Buffer, from: number, to: number): void {
    this.#interner = interner;
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
  }
}

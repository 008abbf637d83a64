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
  /**
   * The key by which the copies of one reply count once, as it would stand in `UsageRecord`; made
   * on demand, because most readers are content with its hash.
   */
  readonly dedupe = new DedupeKey();

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
    this.dedupe.clear();
  }

  /** The same request as the recogniser would have made it. */
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
      dedupeKey: this.dedupe.text(),
      requestId: this.dedupe.requestText(),
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
  #bytes: Buffer = NO_BYTES;
  #from = 0;
  #to = 0;

  get text(): string | undefined {
    return this.#interner === undefined ? this.#text : this.#interner.text(this.#bytes, this.#from, this.#to);
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

const NO_BYTES = Buffer.alloc(0);

/** Where in the scanned bytes the two parts of a dedupe key stand. */
export class DedupeKey {
  #bytes: Buffer | undefined = undefined;
  #messageFrom = 0;
  #messageTo = 0;
  #requestFrom = 0;
  #requestTo = 0;

  clear(): void {
    this.#bytes = undefined;
  }

  /** The parts as byte ranges; an empty one is not there. Without a message there is no key. */
  set(bytes: Buffer, messageFrom: number, messageTo: number, requestFrom: number, requestTo: number): void {
    this.#bytes = bytes;
    this.#messageFrom = messageFrom;
    this.#messageTo = messageTo;
    this.#requestFrom = requestFrom;
    this.#requestTo = requestTo;
  }

  get isThere(): boolean {
    return this.#bytes !== undefined;
  }

  text(): string | undefined {
    return this.#bytes?.toString('latin1', this.#messageFrom, this.#messageTo);
  }

  requestText(): string | undefined {
    if (this.#requestFrom === this.#requestTo) return undefined;
    return this.#bytes?.toString('latin1', this.#requestFrom, this.#requestTo);
  }

  /** Feeds the bytes of the key to a hash, as `DedupeHash.ofText` feeds the texts. */
  hash(into: DedupeHash): void {
    const bytes = this.#bytes;
    into.begin();
    if (bytes === undefined) return;
    for (let i = this.#messageFrom; i < this.#messageTo; i += 1) into.add(bytes[i] ?? 0);
    into.end();
    for (let i = this.#requestFrom; i < this.#requestTo; i += 1) into.addToRequest(bytes[i] ?? 0);
  }
}

/**
 * 64 bits that stand for a dedupe key, in two numbers: kept instead of the text, millions of replies
 * fit into memory, and ten million do not meet by chance (once in 370,000 such logs).
 */
export class DedupeHash {
  high = 0;
  low = 0;
  /** Tells requests with one reply id apart; 0 where the line names no request. */
  request = 0;

  ofText(key: string, request = ''): void {
    this.begin();
    for (let i = 0; i < key.length; i += 1) this.add(key.charCodeAt(i));
    this.end();
    for (let i = 0; i < request.length; i += 1) this.addToRequest(request.charCodeAt(i));
  }

  begin(): void {
    this.high = 0x2545f491;
    this.low = 0x41c64e6d;
    this.request = 0;
  }

  addToRequest(unit: number): void {
    // Never 0, which stands for no request.
    this.request = Math.imul(this.request ^ unit ^ 0x9e3779b9, 0x01000193) | 1;
  }

  add(unit: number): void {
    this.high = Math.imul(this.high ^ unit, 0x9e3779b1);
    this.low = Math.imul(this.low ^ unit, 0x5f356495);
  }

  end(): void {
    const high =
      Math.imul(this.high ^ (this.high >>> 16), 0x85ebca6b) ^
      Math.imul(this.low ^ (this.low >>> 13), 0xc2b2ae35);
    const low =
      Math.imul(this.low ^ (this.low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    this.high = high;
    this.low = low;
  }
}

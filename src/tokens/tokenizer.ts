import type { BpeCounter, StreamCount } from './bpe/counter.ts';
import type { Family } from './families.ts';
import { exactly, scaled, type TokenRange } from './range.ts';

/** Counts the tokens of texts for one model. */
export interface Tokenizer {
  /** The encoding in which is counted, or the file that a user named: `o200k_base`. */
  readonly encoding: string;
  /** What a counted token becomes in the model's own tokens; null where the encoding is the model's. */
  readonly factor: TokenRange | null;
  /** Why the factor is what it is; what says that the encoding is the model's. */
  readonly source: string;
  readonly count: (text: string) => number;
  readonly stream: () => TextCount;
}

/** A text that comes in parts. */
export interface TextCount {
  readonly add: (part: string) => void;
  readonly end: () => StreamCount;
}

/** The encoding that stands in for those that are not published. */
export const STAND_IN = 'o200k_base';

export function encodingOf({ text }: Family) {
  return 'encoding' in text ? text.encoding : STAND_IN;
}

/** @param counter of `encodingOf(family)`. */
export function familyTokenizer(family: Family, counter: BpeCounter): Tokenizer {
  return {
    encoding: encodingOf(family),
    factor: 'encoding' in family.text ? null : family.text.perO200k,
    source: family.source,
    count: (text) => counter.count(text),
    stream: () => counter.stream(),
  };
}

/** Counted tokens as tokens of the model. */
export function modelTokens({ factor }: Pick<Tokenizer, 'factor'>, counted: number): TokenRange {
  return factor === null ? exactly(counted) : scaled(counted, factor);
}

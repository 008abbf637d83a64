import type { LinearCounts, Terms } from './linear.ts';

/** To what a request was added, and which of the requests that its kind of line tells are added there as well. */
export interface Addition {
  /** The number of the row. */
  readonly row: number;
  /** A bit for each meter that the requests of the row use, and how many these are. */
  readonly mask: number;
  readonly width: number;
  /** Requests with times in `[fromMs, untilMs)`. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Requests whose prompts have more tokens than `above` and fewer than `below`. */
  readonly above: number;
  readonly below: number;
}

/** The meters of requests, whose numbers rise, as sums of what lines tell; and their prompts and answers. */
export interface MeterForms {
  readonly meters: readonly { readonly meter: number; readonly terms: Terms }[];
  readonly input: Terms;
  readonly output: Terms;
  readonly checks: readonly Terms[];
}

/** What whoever adds up says of requests, so that the scanner can add up others that are like them. */
export interface Adder {
  /** False where every copy of a reply counts. */
  readonly dedupes: boolean;
  formsOf(counts: LinearCounts): MeterForms;
  /** Of the request that was handed over last; undefined where others like it have to be handed over too. */
  additionOf(): Addition | undefined;
  /** True where later copies of replies need only be counted. */
  readonly countsCopies: boolean;
  /** Of all files with the same key, requests that say the same are added to the same rows. */
  readonly fileKey: string;
  addSums(row: number, counts: Float64Array, requests: number, weight: number): void;
  /** @param passed over, since they have no more tokens; @param replaced the copies before them. */
  addCopies(passed: number, replaced: number): void;
}

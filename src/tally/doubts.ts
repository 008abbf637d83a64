import { readBookReviews, type BookReview } from '../data.ts';
import type { Deps } from '../deps.ts';
import { doubtsAbout } from '../doctor/doubts.ts';
import type { Entry } from '../map/entry.ts';
import type { Notice } from '../map/store.ts';
import type { MeterSum } from './cells.ts';

/** Of a meter, all that matters here. */
type Priced = Pick<MeterSum, 'meter' | 'rate'>;

/**
 * Warnings about prices that requests were priced by, the same that `estimate` gives. The lines of a log
 * ask again and again, so each question is gone into once.
 */
export class Doubts {
  readonly #deps: Deps;
  readonly #known = new Map<Entry, Map<string, readonly Notice[]>>();
  #reviewOf: ((key: string) => BookReview | undefined) | undefined = undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  about(entry: Entry, meters: readonly Priced[]): readonly Notice[] {
    const prices = meters.map(({ meter, rate }) => ({ meter, field: rate?.field ?? null }));
    const key = prices.map(({ meter, field }) => `${meter} ${field}`).join();
    const known = this.#known.get(entry) ?? new Map<string, readonly Notice[]>();
    this.#known.set(entry, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    this.#reviewOf ??= readBookReviews(this.#deps);
    const doubts = doubtsAbout(entry, prices, this.#reviewOf(entry.key), this.#deps.now());
    known.set(key, doubts);
    return doubts;
  }
}

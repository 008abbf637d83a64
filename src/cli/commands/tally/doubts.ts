import { readBookReviews, type BookReview } from '../../../doctor/reviews/book.ts';
import type { Deps } from '../../../core/deps.ts';
import { listedInBook, type Listed } from '../../../doctor/listed.ts';
import { doubtsAbout } from '../../../doctor/doubts.ts';
import type { Entry } from '../../../models/entry.ts';
import type { Notice } from '../../../core/notice.ts';
import type { MeterSum } from '../../../pricing/tally/accumulators.ts';
import { unknownPriceFields } from '../../../pricing/entry-notes.ts';
import type { Model } from '../../../pricing/tally/models.ts';

/** Of a meter, all that matters here. */
type Priced = Pick<MeterSum, 'meter' | 'rate'>;

const NONE: readonly Notice[] = [];

/**
 * Warnings about prices that requests were priced by, the same that `estimate` gives. The lines of a log
 * ask again and again, so each question is gone into once.
 */
export class Doubts {
  readonly #deps: Deps;
  readonly #listedOf: (key: string) => Listed | undefined;
  readonly #known = new Map<Entry, Map<string, readonly Notice[]>>();
  #reviewOf: ((key: string) => BookReview | undefined) | undefined = undefined;

  /** @param isWitness false for a key whose prices the price book says nothing about. */
  constructor(deps: Deps, isWitness: (key: string) => boolean) {
    this.#deps = deps;
    const listedOf = listedInBook(deps);
    this.#listedOf = (key) => (isWitness(key) ? listedOf(key) : undefined);
  }

  about({ key, entry }: Model, meters: readonly Priced[]): readonly Notice[] {
    if (key === null) return NONE;
    const prices = meters.map(({ meter, rate }) => ({ meter, field: rate?.field ?? null }));
    const question = prices.map(({ meter, field }) => `${meter} ${field}`).join();
    const known = this.#known.get(entry) ?? new Map<string, readonly Notice[]>();
    this.#known.set(entry, known);
    const before = known.get(question);
    if (before !== undefined) return before;
    this.#reviewOf ??= readBookReviews(this.#deps);
    const witnesses = { review: this.#reviewOf(entry.key), listed: this.#listedOf(entry.key) };
    const doubts = [...unknownPriceFields(entry), ...doubtsAbout(entry, prices, witnesses, this.#deps.now())];
    known.set(question, doubts);
    return doubts;
  }
}

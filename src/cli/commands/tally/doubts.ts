import { readBookReviews, type BookReview } from '../../../doctor/reviews/book.ts';
import type { Deps } from '../../../core/deps.ts';
import { listedInBook, type Listed } from '../../../doctor/listed.ts';
import { EntryDoubts } from '../../../doctor/doubts.ts';
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
  readonly #known = new Map<Entry, Known>();
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
    const { doubts, answers } = this.#knownOf(entry);
    const before = answers.get(question);
    if (before !== undefined) return before;
    const answer = [...unknownPriceFields(entry), ...doubts.about(prices)];
    answers.set(question, answer);
    return answer;
  }

  #knownOf(entry: Entry): Known {
    const before = this.#known.get(entry);
    if (before !== undefined) return before;
    this.#reviewOf ??= readBookReviews(this.#deps);
    const witnesses = { review: this.#reviewOf(entry.key), listed: this.#listedOf(entry.key) };
    const known = { doubts: new EntryDoubts(entry, witnesses, this.#deps.now()), answers: new Map() };
    this.#known.set(entry, known);
    return known;
  }
}

/** What was found out about an entry: the answers by what was asked. */
interface Known {
  readonly doubts: EntryDoubts;
  readonly answers: Map<string, readonly Notice[]>;
}

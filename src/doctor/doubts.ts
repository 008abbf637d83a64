import type { BookReview } from './reviews/book.ts';
import type { Entry } from '../models/entry.ts';
import type { Notice } from '../core/notice.ts';
import { fieldsOfMeter } from '../pricing/rates.ts';
import { farFromListed, type FieldNotice, type Listed } from './listed.ts';
import { noticesOf, severeBeside, severeIn, type Severe } from './severe.ts';

/** A price that an answer was made of: what it is for, and the field it came from (null: none was found). */
export interface UsedPrice {
  readonly meter: string;
  readonly field: string | null;
}

/** What an entry's prices are held against, where there is something. */
export interface Witnesses {
  readonly review: BookReview | undefined;
  readonly listed: Listed | undefined;
}

/**
 * Why prices of an entry cannot be right, a warning each. Its figures are looked through once, however often answers
 * ask that were made of other prices of it. What no answer was made of is left to `doctor`.
 */
export class EntryDoubts {
  readonly #entry: Entry;
  readonly #witnesses: Witnesses;
  readonly #now: Date;
  #severe: readonly Severe[] | undefined;
  #far: readonly FieldNotice[] | undefined;
  #alone: readonly Severe[] | undefined;

  /** @param now for rules that look at dates. */
  constructor(entry: Entry, witnesses: Witnesses, now: Date) {
    this.#entry = entry;
    this.#witnesses = witnesses;
    this.#now = now;
  }

  about(prices: readonly UsedPrice[]): readonly Notice[] {
    const used = new Set<string | null>(
      prices.flatMap(({ meter, field }) => [field, ...fieldsOfMeter(meter)]),
    );
    const concerns = (field: string | null): boolean => field === null || used.has(field);
    const severe = this.#severeFindings().filter(({ field }) => concerns(field));
    const far = this.#farFromListed().filter(({ field }) => concerns(field));
    const doubts = [
      ...noticesOf(this.#entry, severe),
      ...far.map(({ code, message }) => ({ code, message })),
    ];
    return doubts.length > 0 ? doubts : noticesOf(this.#entry, severeBeside(this.#withoutReview(), concerns));
  }

  #severeFindings(): readonly Severe[] {
    const { review } = this.#witnesses;
    if (review === undefined) return this.#withoutReview();
    return (this.#severe ??= severeIn(this.#entry, this.#now, [{ kind: 'published', ...review }]));
  }

  #withoutReview(): readonly Severe[] {
    return (this.#alone ??= severeIn(this.#entry, this.#now));
  }

  #farFromListed(): readonly FieldNotice[] {
    const { listed } = this.#witnesses;
    return (this.#far ??= listed === undefined ? [] : farFromListed(this.#entry, listed, this.#now));
  }
}

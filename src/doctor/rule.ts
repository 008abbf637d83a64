import type { Entry } from '../models/entry.ts';
import type { Figures } from './figures.ts';
import type { Found, Severity } from './finding.ts';
import type { Dissent } from './dissent.ts';
import type { Survey } from './survey/survey.ts';

/** Figures that a person, or the price book, checked against a published price. */
export interface ReviewedFigures {
  /**
   * `published`: the figures of the page, which the map should have. `seen`: those that the map had
   * when the person looked; a price may have changed since, and the check is out of date.
   */
  readonly kind: 'published' | 'seen';
  /** `2026-09-14`, or `2026-09` where the day is not known. */
  readonly on: string;
  readonly against: string;
  /** USD per unit, by the cost map's field. */
  readonly figures: Readonly<Record<string, number>>;
}

/** One entry and what can be said of it without looking at another. */
export interface EntrySubject {
  readonly entry: Entry;
  readonly figures: Figures;
  readonly now: Date;
  readonly reviews: readonly ReviewedFigures[];
}

/** The same with the whole map around it. */
export interface MapSubject extends EntrySubject {
  readonly survey: Survey;
  /** Prices on which it stands alone among the entries of its model. */
  readonly dissents: readonly Dissent[];
  /** The entry as the map before had it; undefined where there is no map before, or no such model. */
  readonly previous: Entry | undefined;
}

interface About {
  /** The name for `--rule`. */
  readonly id: string;
  readonly severity: Severity;
  /** What the rule looks for, in a few words. */
  readonly title: string;
}

/** A rule that needs one entry: cheap enough for a command that answers about one model. */
export interface EntryRule extends About {
  readonly sees: 'entry';
  readonly check: (subject: EntrySubject) => Iterable<Found>;
}

/** A rule that compares entries, of this map or of the one before. */
export interface MapRule extends About {
  readonly sees: 'map';
  readonly check: (subject: MapSubject) => Iterable<Found>;
}

export type Rule = EntryRule | MapRule;

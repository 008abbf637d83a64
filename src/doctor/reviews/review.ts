import { Reading } from '../../core/reading/values.ts';
import type { Issue, Path } from '../../core/reading/issue.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';

/** A person's check of one model's figures against a page that publishes them. */
export interface Review {
  readonly model: string;
  /** `YYYY-MM-DD`, or `YYYY-MM` where a hand wrote no day. */
  readonly on: string;
  readonly by: string;
  /** The page. */
  readonly against: string;
  readonly note: string | null;
  /** Every price as the map had it then, USD per unit, by its place in the entry. */
  readonly figures: Readonly<Record<string, number>>;
  /** Prices as the page had them, where the person wrote them down; USD per unit. */
  readonly published: Readonly<Record<string, number>>;
  /** The map that the figures were of; null where a hand wrote none. */
  readonly map: { readonly sha256: string; readonly syncedAt: string } | null;
}

const NAMES = ['on', 'by', 'against', 'note', 'figures', 'published', 'map'] as const;

/**
 * Takes a file of reviews apart: `{"reviews": {"gpt-image-2": {"on": …, "by": …, "against": …}}}`.
 * Whatever cannot be used stands among the issues with its place.
 */
export function readReviews(value: JsonValue): {
  readonly reviews: readonly Review[];
  readonly issues: readonly Issue[];
} {
  const reading = new Reading();
  const file = reading.known(value, [], ['$schema', 'reviews']);
  const models = file?.['reviews'];
  const reviews =
    models === undefined
      ? new Map<string, Review>()
      : reading.each(models, ['reviews'], (review, path, model) => readReview(review, path, model, reading));
  return { reviews: [...reviews.values()], issues: reading.issues };
}

function readReview(value: JsonValue, path: Path, model: string, reading: Reading): Review | undefined {
  const review = reading.known(value, path, NAMES);
  if (review === undefined) return undefined;
  const at = (name: string): Path => [...path, name];
  const on = reading.textLike(review['on'], at('on'), /^\d{4}-\d\d(-\d\d)?$/, 'a day such as 2026-11-22');
  const by = reading.text(review['by'], at('by'));
  const against = reading.text(review['against'], at('against'));
  const note = review['note'] === undefined ? null : (reading.text(review['note'], at('note')) ?? null);
  const figures = figuresOf(review['figures'], at('figures'), reading);
  const published = figuresOf(review['published'], at('published'), reading);
  const map = review['map'] === undefined ? null : readMap(review['map'], at('map'), reading);
  if (on === undefined || by === undefined || against === undefined) return undefined;
  return { model, on, by, against, note, figures, published, map };
}

function figuresOf(
  value: JsonValue | undefined,
  path: Path,
  reading: Reading,
): Readonly<Record<string, number>> {
  if (value === undefined) return {};
  return Object.fromEntries(reading.each(value, path, (figure, at) => reading.number(figure, at)));
}

function readMap(value: JsonValue, path: Path, reading: Reading): Review['map'] {
  const map = reading.known(value, path, ['sha256', 'syncedAt']);
  const sha256 = reading.text(map?.['sha256'], [...path, 'sha256']);
  const syncedAt = reading.text(map?.['syncedAt'], [...path, 'syncedAt']);
  return sha256 === undefined || syncedAt === undefined ? null : { sha256, syncedAt };
}

/** The reviews as they stand in a file, by model in the order of the alphabet. */
export function toReviewFile(reviews: readonly Review[]): JsonObject {
  const sorted = reviews.toSorted((a, b) => (a.model < b.model ? -1 : 1));
  return {
    reviews: Object.fromEntries(
      sorted.map(({ model, note, map, figures, published, ...review }): [string, JsonObject] => [
        model,
        {
          ...review,
          ...(note === null ? {} : { note }),
          ...(map === null ? {} : { map: { ...map } }),
          figures: { ...figures },
          ...(Object.keys(published).length === 0 ? {} : { published: { ...published } }),
        },
      ]),
    ),
  };
}

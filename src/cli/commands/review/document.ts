import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';
import type { Entry } from '../../../models/entry.ts';
import type { MapSource } from '../../../models/store.ts';
import { useMap, type MapOptions, type OpenMap } from '../../../map/open.ts';
import { changesSince, differencesFrom, figuresIn, type Change } from '../../../doctor/reviews/compare.ts';
import { findReviews, type ReviewFile, type ReviewSearch } from '../../../doctor/reviews/find.ts';
import { publishedPrices } from '../../../doctor/reviews/published.ts';
import type { Review } from '../../../doctor/reviews/review.ts';
import { loadReviews, saveReviews } from '../../../doctor/reviews/store.ts';
import { reviewer } from '../../../doctor/reviews/who.ts';

export interface ReviewOptions extends MapOptions {
  readonly model?: string | undefined;
  /** The page that the figures were compared with; a review is made when it is given. */
  readonly source?: string | undefined;
  readonly note?: string | undefined;
  readonly by?: string | undefined;
  /** Figures of the page: `input=5`. */
  readonly prices: readonly string[];
  readonly list: boolean;
  readonly stale: boolean;
  readonly remove: boolean;
  /** Write beside the project and not in the user's own directory. */
  readonly project: boolean;
}

/** One review, held against the map in use. */
export interface ReviewRow extends Review {
  readonly file: string;
  readonly role: ReviewFile['role'];
  /** False where the map has no such model any more. */
  readonly inMap: boolean;
  /** The map has changed since, or lost the model. */
  readonly isStale: boolean;
  readonly changes: readonly Change[];
  readonly differences: readonly Change[];
}

export interface ReviewDocument extends MapDocument {
  readonly action: 'kept' | 'removed' | 'listed';
  /** The review that was kept or removed, or those that were asked for. */
  readonly reviews: readonly ReviewRow[];
}

/**
 * Keeps a person's check of a model's figures, lists the checks there are, or takes one away.
 * @throws UsageError for flags that do not go together, a file that cannot be used or written;
 * ModelNotFoundError, AmbiguousModelError for the model.
 */
export async function review(options: ReviewOptions, deps: Deps): Promise<ReviewDocument> {
  check(options);
  const by = options.source === undefined ? '' : await reviewer(options.by, deps);
  return await useMap(options, deps, async (map) => {
    const search = findReviews(deps);
    const { action, reviews } = await act(options, by, map, search, deps.now());
    const rows = reviews.map((each) => rowOf(each, map));
    const { source, warnings } = map.loaded;
    return {
      schemaVersion: SCHEMA_VERSION,
      action,
      reviews: options.stale ? rows.filter(({ isStale }) => isStale) : rows,
      source,
      warnings: [...search.warnings, ...warnings],
    };
  });
}

function check({ model, source, list, stale, remove, prices, note }: ReviewOptions): void {
  const isListing = list || stale;
  if (model === undefined && !isListing) {
    throw new UsageError(
      'No model is given.',
      'Write: llmcost review <model> --source <url>, or llmcost review --list',
    );
  }
  if (remove && (model === undefined || isListing || source !== undefined)) {
    throw new UsageError(
      '--remove takes one review away and goes with a model alone.',
      'Write: llmcost review <model> --remove',
    );
  }
  if (isListing && source !== undefined) {
    throw new UsageError('--list and --stale show reviews, --source makes one.', 'Leave out one of them.');
  }
  if (source !== undefined && !isPage(source)) {
    throw new UsageError(`--source must be the address of a page, not "${source}".`, 'Write it as https://…');
  }
  if (source === undefined && (prices.length > 0 || note !== undefined)) {
    throw new UsageError(
      '--price and --note belong to a review, and --source makes one.',
      'Add: --source <url>',
    );
  }
}

function isPage(text: string): boolean {
  return /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '');
}

interface Placed {
  readonly review: Review;
  readonly file: ReviewFile;
}

interface Acted {
  readonly action: ReviewDocument['action'];
  readonly reviews: readonly Placed[];
}

async function act(
  options: ReviewOptions,
  by: string,
  map: OpenMap,
  { project, user }: ReviewSearch,
  now: Date,
): Promise<Acted> {
  const { model, source } = options;
  const files = [project, user];
  if (model !== undefined && options.remove) {
    return { action: 'removed', reviews: await remove(model, files, map) };
  }
  if (model !== undefined && source !== undefined) {
    const file = options.project ? project : user;
    const made = make({ ...options, source }, by, map.find(model).entry, map.loaded.source, now);
    await saveReviews(file, [...loadReviews(file).filter((each) => each.model !== made.model), made]);
    return { action: 'kept', reviews: [{ review: made, file }] };
  }
  const all = allOf(files);
  const wanted = model === undefined ? undefined : keyOf(model, all, map);
  return {
    action: 'listed',
    reviews: wanted === undefined ? all : all.filter(({ review }) => review.model === wanted),
  };
}

function allOf(files: readonly ReviewFile[]): readonly Placed[] {
  const all = files.flatMap((file) => loadReviews(file).map((review) => ({ review, file })));
  return all.toSorted((a, b) =>
    a.review.model < b.review.model ? -1 : a.review.model > b.review.model ? 1 : 0,
  );
}

/** A review outlives its model: the name as it stands in a file counts before what the map finds. */
function keyOf(name: string, all: readonly Placed[], map: OpenMap): string {
  return all.some(({ review }) => review.model === name) ? name : map.find(name).entry.key;
}

async function remove(name: string, files: readonly ReviewFile[], map: OpenMap): Promise<readonly Placed[]> {
  const all = allOf(files);
  const key = keyOf(name, all, map);
  const found = all.find(({ review }) => review.model === key);
  if (found === undefined) {
    throw new UsageError(`There is no review of ${key}.`, 'See them with: llmcost review --list');
  }
  await saveReviews(
    found.file,
    loadReviews(found.file).filter(({ model }) => model !== key),
  );
  return [found];
}

function make(
  { source, note, prices }: ReviewOptions & { readonly source: string },
  by: string,
  entry: Entry,
  { sha256, syncedAt }: MapSource,
  now: Date,
): Review {
  return {
    model: entry.key,
    on: now.toISOString().slice(0, 10),
    by,
    against: source,
    note: note ?? null,
    figures: figuresIn(entry),
    published: publishedPrices(prices),
    map: { sha256, syncedAt },
  };
}

function rowOf({ review, file }: Placed, { loaded }: OpenMap): ReviewRow {
  const entry = loaded.store.get(review.model);
  const changes = entry === undefined ? [] : changesSince(review, entry);
  return {
    ...review,
    file: file.path,
    role: file.role,
    inMap: entry !== undefined,
    isStale: entry === undefined || changes.length > 0,
    changes,
    differences: entry === undefined ? [] : differencesFrom(review, entry),
  };
}

/** One model and one job: what is needed to price it under any tier. */
import { adjust, type AdjustedCost } from './adjust.ts';
import type { Match } from '../models/catalog.ts';
import type { Conditions } from '../usage/conditions.ts';
import { NO_SETTINGS, type Override, type Settings } from '../config/settings.ts';
import { ruleOverride, usedOverrides } from './overrides.ts';
import { meter, priceLines, type Metered, type MeteredLine } from './cost.ts';
import { ModelNotFoundError } from '../core/errors.ts';
import { findImageEntry, findSizedModel, type ImageEntry, type ImageWish } from './images/entry.ts';
import { insteadOfPixels, publishedNote, publishedRange } from './images/published.ts';
import type { ImageRules } from './images/rules.ts';
import { distinctBy } from '../core/collections.ts';
import { identityAssumptions, unknownPriceFields } from './entry-notes.ts';
import { countImages, type CountedImages } from './images/usage.ts';
import type { Entry } from '../models/entry.ts';
import type { ModelStore } from '../models/store.ts';
import type { Notice, Assumption } from '../core/notice.ts';
import { withPictures } from './prompts/pictures.ts';
import type { MediaRules } from '../tokens/media/rules.ts';
import type { Charge } from '../usage/charges.ts';
import type { Tier, Usage } from '../usage/usage.ts';

/** A job as it is priced: flags and usage object in one. */
export interface Job {
  readonly model: string | undefined;
  readonly usage: Usage;
  readonly conditions: Omit<Conditions, 'inputTokens'>;
  readonly overlap: 'refuse' | 'cut';
  readonly requests: number;
  /** Of these, see MeterRequest. */
  readonly charges?: readonly Charge[] | undefined;
  readonly sumOf?: number | null | undefined;
  readonly contextTokens?: number | undefined;
  /** Where tokens are an estimate: the least and the most that is used. `usage` is what is likely. */
  readonly bounds?: { readonly low: Usage; readonly high: Usage } | undefined;
  /** What was supposed in reading or counting what is used. */
  readonly assumptions?: readonly Assumption[] | undefined;
  readonly warnings: readonly Notice[];
  /** The tier and the region, where they are the defaults of the user's settings. */
  readonly defaults: readonly Override[];
}

/**
 * The model of that name. One that makes images may stand in the map under keys with sizes alone, and
 * is then the entry of the size and quality that the job asks for.
 * @throws ModelNotFoundError, AmbiguousModelError; UsageError for a size that the map has no price for.
 */
export function findForJob(
  name: string,
  { usage }: Job,
  store: ModelStore,
  find: (name: string) => Match,
): Match {
  try {
    return find(name);
  } catch (error) {
    if (!(error instanceof ModelNotFoundError) || usage.images === undefined) throw error;
    const entry = findSizedModel(store, name, { size: usage.imageSize, quality: usage.imageQuality });
    if (entry === undefined) throw error;
    return { entry, by: 'key', assumptions: [] };
  }
}

/** One model's way of pricing a job, so that it can be priced under several tiers. */
export interface Pricing {
  readonly entry: Entry;
  /** What its images become, where the model bills them by tokens. */
  readonly images: CountedImages;
  readonly assumptions: readonly Assumption[];
  /** Prices of the entries that no cost is made with. */
  readonly priceNotes: () => readonly Notice[];
  /** @param usage of the job, if no other is given. */
  readonly meterAt: (tier: Tier, usage?: Usage) => Metered;
  /**
   * The same at the least that the images may cost; undefined where their size and quality leave nothing
   * open.
   */
  readonly cheapestAt: (tier: Tier, usage?: Usage) => Metered | undefined;
  /** Multiplies, and applies the discounts and margins of the settings. */
  readonly price: (lines: readonly MeteredLine[], requests?: number) => AdjustedCost;
  /** What of the settings changes the prices of these lines. */
  readonly overridesIn: (lines: readonly MeteredLine[]) => readonly Override[];
}

/**
 * Finds what a model needs to price a job.
 * @param readImageRules called only where the job makes or sends images.
 * @param readMediaRules called only where it sends images to a model that makes none.
 * @throws UsageError for images that it cannot make.
 */
export function prepare(
  entry: Entry,
  store: ModelStore,
  job: Job,
  readImageRules: () => ImageRules,
  settings: Settings = NO_SETTINGS,
  readMediaRules?: () => MediaRules,
): Pricing {
  const usesImages =
    job.usage.images !== undefined ||
    job.usage.referenceImages !== undefined ||
    job.usage.partialImages !== undefined;
  const imageRules = usesImages ? readImageRules() : undefined;
  const pictures =
    readMediaRules === undefined
      ? { usage: job.usage, assumptions: [] }
      : withPictures(job.usage, entry, imageRules, readMediaRules);
  const wish = { size: job.usage.imageSize, quality: job.usage.imageQuality };
  const imagesOf = (usage: Usage) =>
    countImages(usage, entry, imageRules, (rule) =>
      publishedRange(store, entry, rule, imageRules?.prices ?? [], wish),
    );
  const images = imagesOf(pictures.usage);
  const listed = imageEntryFor(store, entry, wish, images);
  const published = listed && insteadOfPixels(listed.entry, imageRules?.prices ?? []);
  const image = published && listed ? { ...listed, entry: published.entry } : listed;
  const meterWith = (tier: Tier, imageEntry: Entry | undefined, usage = pictures.usage) =>
    meter({
      entry,
      imageEntry,
      imageRules,
      images: usage === pictures.usage ? images : imagesOf(usage),
      usage,
      conditions: { ...job.conditions, tier },
      overlap: job.overlap,
      charges: job.charges,
      toolEntry: job.usage.sessions === undefined ? undefined : containerOf(entry, store),
      sumOf: job.sumOf,
      contextTokens: job.contextTokens,
    });
  const rules = settings.rulesFor(entry);
  const keys = [...new Set([entry.key, image?.entry.key ?? entry.key])];
  return {
    entry,
    price: (lines, requests = 1) => adjust(priceLines(lines, requests), rules, requests * (job.sumOf ?? 1)),
    overridesIn: (lines) => [...usedOverrides(settings, keys, lines), ...rules.map(ruleOverride)],
    images,
    assumptions: [
      ...(job.assumptions ?? []),
      ...identityAssumptions(entry),
      ...(image?.assumptions ?? []),
      ...pictures.assumptions,
    ],
    priceNotes: () =>
      distinctBy(
        [
          ...[entry, listed?.entry ?? entry].flatMap(unknownPriceFields),
          ...(published === undefined ? [] : [publishedNote(published)]),
        ],
        ({ message }) => message,
      ),
    meterAt: (tier, usage) => meterWith(tier, image?.entry, usage),
    cheapestAt: (tier, usage) => {
      const { spared, published } = images;
      if (spared > 0) return withoutTokens(meterWith(tier, image?.entry, usage), spared);
      const isOpen = published !== undefined && published.low.usd < published.high.usd;
      return isOpen ? meterWith(tier, published.low.entry, usage) : undefined;
    },
  };
}

/** The entry that prices images of this size and quality; undefined where images are billed as tokens. */
function imageEntryFor(
  store: ModelStore,
  entry: Entry,
  wish: ImageWish,
  { usage, counted, published }: CountedImages,
): ImageEntry | undefined {
  if (published !== undefined) return { entry: published.high.entry, assumptions: [] };
  return usage.images === undefined || counted ? undefined : findImageEntry(store, entry, wish);
}

function withoutTokens(metered: Metered, tokens: number): Metered {
  const lines = metered.lines.map((line) =>
    line.meter === 'outputImage' ? { ...line, quantity: line.quantity - tokens } : line,
  );
  return { ...metered, lines };
}

/** The map lists what a provider's containers cost as an entry of their own. */
function containerOf({ provider }: Entry, store: ModelStore): Entry | undefined {
  return store.get(`${provider ?? ''}/container`);
}

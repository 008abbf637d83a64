import { UsageError } from '../../core/errors.ts';
import { parseSize } from './tokens.ts';
import type { Entry } from '../../models/entry.ts';
import type { ModelStore } from '../../models/store.ts';
import type { Assumption } from '../../core/notice.ts';

/** The entry that prices images of one quality and size. */
export interface ImageEntry {
  readonly entry: Entry;
  readonly assumptions: readonly Assumption[];
}

export interface ImageWish {
  readonly size?: string | undefined;
  readonly quality?: string | undefined;
}

/** One `quality/w-x-h/model` key of the map, taken apart. */
export interface SizedKey {
  readonly key: string;
  /** The key without its quality and size: `azure/dall-e-3`. */
  readonly model: string;
  readonly quality: string | undefined;
  /** `1024-x-1536`. */
  readonly size: string;
}

/**
 * The entry of a model that the map has only under keys with sizes, such as `azure/dall-e-3`; undefined
 * for a name that is no such model.
 * @throws UsageError for a size or a quality that the map has no price for, or that is not given.
 */
export function findSizedModel(store: ModelStore, name: string, wish: ImageWish): Entry | undefined {
  const wanted = name.trim().toLowerCase();
  const keys = store
    .summaries()
    .flatMap(({ key }) => sizedKeyOf(key) ?? [])
    .filter(({ model }) => model.toLowerCase() === wanted);
  if (keys.length === 0) return undefined;
  const size = wish.size === undefined ? undefined : keySize(wish.size);
  const sized = keys.filter((key) => key.size === size);
  if (sized.length === 0) throw refusedSize(name, wish.size, keys);
  const { quality } = wish;
  const found = sized.find((key) => key.quality?.toLowerCase() === quality?.toLowerCase());
  if (found === undefined) throw refusedQuality(name, quality, sized);
  return store.get(found.key);
}

/**
 * Finds the entry for a model that is priced per image. The map keeps such prices under
 * `{quality}/{w}-x-{h}/{model}` and `{w}-x-{h}/{model}`, each also behind the provider's prefix, and
 * under the model's own key.
 * @throws UsageError for a size or a quality that the map has no price for: another one is no answer.
 */
export function findImageEntry(store: ModelStore, entry: Entry, wish: ImageWish): ImageEntry {
  const { size } = wish;
  if (sizedKeyOf(entry.key) !== undefined) return { entry, assumptions: [] };
  const keys = sizedKeys(store, entry);
  const quality = namedQuality(wish.quality, keys);
  const wanted = size === undefined || size.toLowerCase() === 'auto' ? undefined : keySize(size);
  if (wanted === undefined && quality === undefined) return { entry, assumptions: [] };
  const sized = wanted === undefined ? keys : keys.filter((key) => key.size === wanted);
  if (sized.length === 0 && keys.length > 0) throw refusedSize(entry.key, size, keys);
  if (quality === undefined) return withoutQuality(store, entry, sized);
  const found = sized.filter((key) => key.quality?.toLowerCase() === quality.toLowerCase());
  if (found.length > 1) throw refusedSize(entry.key, undefined, found);
  const priced = store.get(found[0]?.key ?? '');
  if (priced !== undefined) return { entry: priced, assumptions: [] };
  // Old maps keep the price of a premium image in a field of the entry.
  if (isPremium(quality) && hasPremium(entry)) return { entry, assumptions: [] };
  throw refusedQuality(entry.key, quality, sized);
}

/**
 * The quality to look for. `auto` leaves it to the API; a model whose keys name no quality makes images
 * of one, which its API calls `standard`.
 */
function namedQuality(quality: string | undefined, keys: readonly SizedKey[]): string | undefined {
  const isNamed = keys.some((key) => key.quality !== undefined);
  return isNamed || !/^(standard|auto)$/i.test(quality ?? '') ? quality : undefined;
}

/** A size alone: the key without a quality, else the standard one, else the user has to say. */
function withoutQuality(store: ModelStore, entry: Entry, sized: readonly SizedKey[]): ImageEntry {
  if (sized.length === 0) return { entry, assumptions: [] };
  const plain = sized.find((key) => key.quality === undefined);
  const standard = sized.find((key) => key.quality === 'standard');
  const chosen = store.get((plain ?? standard)?.key ?? '');
  if (chosen === undefined) throw refusedQuality(entry.key, undefined, sized);
  const message = 'No image quality is given; standard is used.';
  return {
    entry: chosen,
    assumptions: plain === undefined ? [{ code: 'IMAGE_QUALITY_STANDARD', message }] : [],
  };
}

function refusedSize(model: string, size: string | undefined, known: readonly SizedKey[]): UsageError {
  const what = size === undefined ? 'images without a size' : `images of ${size}`;
  return refused(
    model,
    what,
    'sizes',
    known.map((key) => key.size.replace(/(\d)-x-(\d)/, '$1x$2')),
  );
}

function refusedQuality(model: string, quality: string | undefined, known: readonly SizedKey[]): UsageError {
  const what = quality === undefined ? 'images without a quality' : `quality "${quality}"`;
  return refused(
    model,
    what,
    'qualities',
    known.flatMap((key) => key.quality ?? []),
  );
}

function refused(model: string, what: string, noun: string, known: readonly string[]): UsageError {
  const names = [...new Set(known)];
  const hint =
    names.length === 0
      ? `The map has one price for this model, whatever its ${noun}.`
      : `It has ${noun} ${names.join(', ')}.`;
  return new UsageError(`The map has no price of ${model} for ${what}.`, hint);
}

export function sizedKeys(store: ModelStore, { key, mode, provider }: Entry): readonly SizedKey[] {
  const names = new Set([key, `${provider ?? ''}/${key}`]);
  return store
    .summaries(mode)
    .filter((summary) => summary.provider === provider)
    .flatMap((summary) => sizedKeyOf(summary.key) ?? [])
    .filter(({ model }) => names.has(model));
}

/** Takes `azure/hd/1024-x-1792/dall-e-3` apart; undefined for a key without a size. */
export function sizedKeyOf(key: string): SizedKey | undefined {
  const parts = key.split('/');
  const at = parts.findIndex((part) => /^(\d+-x-\d+|max-x-max)$/.test(part));
  const size = parts[at];
  if (size === undefined) return undefined;
  const before = parts.slice(0, at);
  const after = parts.slice(at + 1);
  // `1024-x-1024/50-steps/…` is a size with its number of steps, which is its quality.
  const quality = QUALITIES.has(before.at(-1) ?? '') ? before.pop() : undefined;
  const steps = after[0]?.endsWith('-steps') === true ? after.shift() : undefined;
  return { key, model: [...before, ...after].join('/'), size, quality: quality ?? steps };
}

const QUALITIES: ReadonlySet<string> = new Set([
  'low',
  'medium',
  'high',
  'standard',
  'hd',
  'auto',
  'premium',
]);

/** True for the names that the better of two qualities goes by. */
export function isPremium(quality: string | undefined): boolean {
  return /^(premium|hd)$/i.test(quality ?? '');
}

function hasPremium(entry: Entry): boolean {
  return Object.keys(entry.fields).some((name) => name.endsWith('_premium_image'));
}

function keySize(text: string): string {
  const size = parseSize(text);
  if (size === undefined)
    throw new UsageError(`"${text}" is no image size.`, 'Write width x height, such as 1024x1024.');
  return `${size.width}-x-${size.height}`;
}

import { UsageError } from './errors.ts';
import { parseSize } from './images.ts';
import type { Entry } from './map/entry.ts';
import type { ModelStore } from './map/store.ts';
import type { Assumption } from './rates.ts';

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
interface SizedKey {
  readonly key: string;
  readonly quality: string | undefined;
  /** `1024-x-1536`. */
  readonly size: string;
}

/**
 * Finds the entry for a model that is priced per image. The map keeps such prices under
 * `{quality}/{w}-x-{h}/{model}` and `{w}-x-{h}/{model}`, each also behind the provider's prefix, and
 * under the model's own key.
 * @throws UsageError for a size or a quality that the map has no price for: another one is no answer.
 */
export function findImageEntry(store: ModelStore, entry: Entry, wish: ImageWish): ImageEntry {
  const { size, quality } = wish;
  if (taken(entry.key) !== undefined) return { entry, assumptions: [] };
  const keys = sizedKeys(store, entry);
  const wanted = size === undefined || size.toLowerCase() === 'auto' ? undefined : keySize(size);
  if (wanted === undefined && quality === undefined) return { entry, assumptions: [] };
  const sized = wanted === undefined ? keys : keys.filter((key) => key.size === wanted);
  if (wanted !== undefined && sized.length === 0 && keys.length > 0) {
    throw refused(
      entry,
      `images of ${size}`,
      'sizes',
      keys.map((key) => key.size.replace('-x-', 'x')),
    );
  }
  if (quality === undefined) return withoutQuality(store, entry, sized);
  const found = sized.find((key) => key.quality?.toLowerCase() === quality.toLowerCase());
  if (found !== undefined) return { entry: store.get(found.key) ?? entry, assumptions: [] };
  throw refused(
    entry,
    `quality "${quality}"`,
    'qualities',
    sized.flatMap((key) => key.quality ?? []),
  );
}

/** A size alone: the key without a quality, else the standard one, else the user has to say. */
function withoutQuality(store: ModelStore, entry: Entry, sized: readonly SizedKey[]): ImageEntry {
  if (sized.length === 0) return { entry, assumptions: [] };
  const plain = sized.find((key) => key.quality === undefined);
  const standard = sized.find((key) => key.quality === 'standard');
  const chosen = store.get((plain ?? standard)?.key ?? '');
  if (chosen === undefined) {
    throw refused(
      entry,
      'images without a quality',
      'qualities',
      sized.flatMap((key) => key.quality ?? []),
    );
  }
  const message = `No image quality is given; standard is used.`;
  return {
    entry: chosen,
    assumptions: plain === undefined ? [{ code: 'IMAGE_QUALITY_STANDARD', message }] : [],
  };
}

function refused(entry: Entry, what: string, noun: string, known: readonly string[]): UsageError {
  const names = [...new Set(known)];
  const hint =
    names.length === 0
      ? `The map has one price for this model, whatever its ${noun}.`
      : `It has ${noun} ${names.join(', ')}.`;
  return new UsageError(`The map has no price of ${entry.key} for ${what}.`, hint);
}

function sizedKeys(store: ModelStore, entry: Entry): readonly SizedKey[] {
  const cut = entry.key.lastIndexOf('/');
  const model = entry.key.slice(cut + 1);
  const prefix = entry.key.slice(0, cut + 1);
  const ending = `/${model}`;
  return store
    .summaries(entry.mode)
    .filter(
      ({ key, provider }) => key.endsWith(ending) && provider === entry.provider && key.startsWith(prefix),
    )
    .flatMap(({ key }) => taken(key) ?? []);
}

/** Takes `azure/hd/1024-x-1792/dall-e-3` apart; undefined for a key without a size. */
function taken(key: string): SizedKey | undefined {
  const parts = key.split('/');
  const at = parts.findIndex((part) => /^(\d+-x-\d+|max-x-max)$/.test(part));
  const size = parts[at];
  if (size === undefined) return undefined;
  const before = parts[at - 1];
  const quality = before !== undefined && QUALITIES.has(before) ? before : undefined;
  // `1024-x-1024/50-steps/…` is a size with its number of steps, which is its quality.
  const after = parts[at + 1];
  const steps = after !== undefined && /-steps$/.test(after) ? after : undefined;
  return { key, size, quality: quality ?? steps };
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

function keySize(text: string): string {
  const size = parseSize(text);
  if (size === undefined)
    throw new UsageError(`"${text}" is no image size.`, 'Write width x height, such as 1024x1024.');
  return `${size.width}-x-${size.height}`;
}

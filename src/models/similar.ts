import { compareText } from '../core/collections.ts';
import { providerFamily } from './providers.ts';
import type { ModelStore, Summary } from './store.ts';

/** A model with comparable prices, and how far they are apart. */
export interface Similar {
  readonly key: string;
  /** |ln(input ratio)| + |ln(output ratio)|; 0 for equal prices. */
  readonly distance: number;
}

/** Which models may count as similar. */
export interface SimilarOptions {
  readonly cheaper?: boolean;
  readonly sameProvider?: boolean;
  readonly otherProviders?: boolean;
}

/**
 * Models of the same mode with the nearest headline prices in the same unit. At one distance, keys
 * that share a word of letters with the model's own key come first, then the order is that of the keys.
 */
export function similar(
  store: ModelStore,
  model: Summary,
  count: number,
  options: SimilarOptions = {},
): readonly Similar[] {
  const groups = store
    .priceGroups(model.mode)
    .filter((group) => group.unit === model.unit && (options.cheaper !== true || isCheaper(group, model)))
    .map((group) => ({ group, distance: distanceBetween(model, group) }))
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((a, b) => a.distance - b.distance);
  const found: Similar[] = [];
  let farthest = -Infinity;
  for (const { group, distance } of groups) {
    // All models at the distance of the last place compete for it.
    if (found.length >= count && distance > farthest) break;
    farthest = distance;
    for (const other of group.models()) {
      if (other.key !== model.key && isAllowed(other, model, options))
        found.push({ key: other.key, distance });
    }
  }
  const words = new Set(wordsOf(model.key));
  return found
    .map((each) => ({ ...each, related: wordsOf(each.key).some((word) => words.has(word)) }))
    .sort(
      (a, b) => a.distance - b.distance || Number(b.related) - Number(a.related) || compareText(a.key, b.key),
    )
    .slice(0, count)
    .map(({ key, distance }) => ({ key, distance }));
}

function isAllowed(
  other: Summary,
  model: Summary,
  { sameProvider, otherProviders }: SimilarOptions,
): boolean {
  const isSame = isSameProvider(other, model);
  return (sameProvider !== true || isSame) && (otherProviders !== true || !isSame);
}

function isSameProvider(a: Summary, b: Summary): boolean {
  return providerFamily(a.provider ?? '') === providerFamily(b.provider ?? '');
}

type Prices = Pick<Summary, 'input' | 'output'>;

/** Cheaper on one side and dearer on none. */
function isCheaper(a: Prices, b: Prices): boolean {
  const sides = [
    [a.input, b.input],
    [a.output, b.output],
  ].map(([x, y]) => (x ?? 0) - (y ?? 0));
  return sides.every((difference) => difference <= 0) && sides.some((difference) => difference < 0);
}

function distanceBetween(a: Prices, b: Prices): number {
  return apart(a.input, b.input) + apart(a.output, b.output);
}

/** |ln(a / b)|. Two absent or two free prices are no distance; one of them alone is not comparable. */
function apart(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null || b === null || a <= 0 || b <= 0) return Infinity;
  const distance = Math.abs(Math.log(a / b));
  // 3e-7 / 1e-7 and its inverse differ in the last digit; equal distances must not be told apart by that.
  return Math.round(distance * 1e9) / 1e9;
}

function wordsOf(key: string): readonly string[] {
  return key.toLowerCase().match(/[a-z]{2,}/g) ?? [];
}

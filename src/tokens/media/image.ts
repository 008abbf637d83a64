import { ruleFor } from '../model-names.ts';
import { exactly, type TokenRange } from '../range.ts';
import type { Basis, Detail, ImageCount, Levels, MediaRules, PatchLimit } from './rules.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An image that a request sends in. */
export interface InputImage {
  /** Undefined where it is not known, as of an image behind a URL, which is never fetched. */
  readonly size: Size | undefined;
  readonly detail: Detail | undefined;
}

/** Tokens of one image, and who says so. */
export interface ImageTokens {
  readonly tokens: TokenRange;
  readonly basis: Basis;
  readonly source: string;
  /** What the provider documents, where what responses report is counted. */
  readonly documentedTokens: number | null;
}

/** Tokens of an image at a model, by the first rule that fits its name. */
export function imageTokens(rules: MediaRules, model: string, image: InputImage): ImageTokens {
  const rule = ruleFor(rules.images, model);
  if (rule === undefined) {
    const none: ImageCount = { kind: 'any', low: 85, perPixels: 750, high: 4784 };
    return { tokens: count(none, image), basis: 'supposed', source: 'no rule fits', documentedTokens: null };
  }
  const { basis, source, documented } = rule;
  return {
    tokens: count(rule.count, image),
    basis,
    source,
    documentedTokens:
      documented === null || image.size === undefined ? null : count(documented.count, image).likely,
  };
}

/** An image whose size is not known is taken to be between these: an icon, a square of a megapixel, a photograph. */
const UNKNOWN_SIZES = {
  low: { width: 256, height: 256 },
  likely: { width: 1024, height: 1024 },
  high: { width: 4032, height: 3024 },
} as const satisfies Readonly<Record<keyof TokenRange, Size>>;

function count(rule: ImageCount, { size, detail = 'auto' }: InputImage): TokenRange {
  if (rule.kind === 'any') return anyCount(rule, size ?? UNKNOWN_SIZES.likely);
  if (size !== undefined) return exactly(countOf(rule, size, detail));
  const { low, likely, high } = UNKNOWN_SIZES;
  const counts = [low, likely, high].map((each) => countOf(rule, each, detail));
  return { low: Math.min(...counts), likely: countOf(rule, likely, detail), high: Math.max(...counts) };
}

function anyCount({ low, perPixels, high }: Extract<ImageCount, { kind: 'any' }>, size: Size): TokenRange {
  const likely = Math.ceil((size.width * size.height) / perPixels);
  return { low, likely: Math.min(Math.max(likely, low), high), high };
}

function countOf(rule: Exclude<ImageCount, { kind: 'any' }>, size: Size, detail: Detail): number {
  switch (rule.kind) {
    case 'tiles':
      return detail === 'low' ? rule.base : rule.base + rule.perTile * tilesOf(rule, size);
    case 'patches': {
      const limit = levelOf(rule.levels, rule.auto, detail);
      // Rounded at a millionth: 307.2 comes out as 307.20000000000005.
      return limit === undefined
        ? 0
        : Math.ceil(rounded(patchesOf(size, rule.patch, limit) * rule.multiplier));
    }
    case 'blocks':
      return blocksOf(size, rule);
    case 'crops':
      return rule.tokens * (Math.max(size.width, size.height) <= rule.upTo ? 1 : cropsOf(rule, size));
    case 'grid':
      return gridOf(size, levelOf(rule.levels, rule.auto, detail) ?? 0);
    case 'flat':
      return levelOf(rule.levels, rule.auto, detail) ?? 0;
    default:
      return rule satisfies never;
  }
}

/** A level that a model does not have is the one that it takes by itself. */
function levelOf<T>(levels: Levels<T>, auto: Detail, detail: Detail): T | undefined {
  return levels[detail] ?? levels[auto];
}

/** Scaled to fit a square, then down to a shorter side; an image is never made larger. */
function tilesOf(
  { fitWithin, shorterSide, tile }: Extract<ImageCount, { kind: 'tiles' }>,
  size: Size,
): number {
  const fitted = scaledBy(size, fitWithin / Math.max(size.width, size.height));
  const { width, height } = scaledBy(fitted, shorterSide / Math.min(fitted.width, fitted.height));
  return Math.ceil(width / tile) * Math.ceil(height / tile);
}

function scaledBy({ width, height }: Size, factor: number): Size {
  if (factor >= 1) return { width, height };
  return { width: halfToEven(width * factor), height: halfToEven(height * factor) };
}

/** As Python rounds, which OpenAI's billing shows: 512.5 pixels are 512. */
function halfToEven(value: number): number {
  const exact = rounded(value);
  const floor = Math.floor(exact);
  return exact - floor === 0.5 ? floor + (floor % 2) : Math.round(exact);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Patches that cover an image, which is scaled to its longest side and then, as documented, to a budget of patches. */
function patchesOf(size: Size, patch: number, { maxPatches, maxEdge }: PatchLimit): number {
  const { width, height } = scaledBy(size, maxEdge / Math.max(size.width, size.height));
  const covering = (w: number, h: number) => Math.ceil(w / patch) * Math.ceil(h / patch);
  if (covering(width, height) <= maxPatches) return covering(width, height);
  const shrink = Math.sqrt((patch * patch * maxPatches) / (width * height));
  const [across, down] = [(width * shrink) / patch, (height * shrink) / patch];
  const factor = shrink * Math.min(Math.floor(across) / across, Math.floor(down) / down);
  const fitted = covering(Math.floor(rounded(width * factor)), Math.floor(rounded(height * factor)));
  return Math.min(Math.max(fitted, 1), maxPatches);
}

/** Blocks that cover an image, in the largest size of its shape that the budget allows. */
function blocksOf({ width, height }: Size, rule: Extract<ImageCount, { kind: 'blocks' }>): number {
  const { block, maxTokens, maxEdge } = rule;
  const covering = (w: number, h: number) => Math.ceil(rounded(w / block)) * Math.ceil(rounded(h / block));
  const fits = (w: number, h: number) => Math.max(w, h) <= maxEdge && covering(w, h) <= maxTokens;
  if (fits(width, height)) return covering(width, height);
  const longer = Math.max(width, height);
  // From the longest side that is allowed down to the first at which the blocks fit.
  for (let edge = Math.min(maxEdge, longer); edge > 0; edge--) {
    const [w, h] = [Math.round((width * edge) / longer), Math.round((height * edge) / longer)];
    if (fits(w, h)) return covering(Math.max(w, 1), Math.max(h, 1));
  }
  return 1;
}

function cropsOf({ cropsPerShorterSide }: Extract<ImageCount, { kind: 'crops' }>, size: Size): number {
  const unit = Math.max(1, Math.floor(Math.min(size.width, size.height) / cropsPerShorterSide));
  return Math.ceil(size.width / unit) * Math.ceil(size.height / unit);
}

function gridOf({ width, height }: Size, maxTokens: number): number {
  const across = Math.max(1, Math.floor(rounded(Math.sqrt((maxTokens * width) / height))));
  const down = Math.max(1, Math.floor(rounded(Math.sqrt((maxTokens * height) / width))));
  return Math.min(across * down, maxTokens);
}

import { UsageError } from '../../core/errors.ts';
import type { ClassRule, FormulaRule, ImageRule, ImageRules, ReferenceRule, TableRule } from './rules.ts';
import type { Assumption } from '../../core/notice.ts';
import { lastPart } from '../../core/nearest.ts';
import { own } from '../../core/collections.ts';

/** Tokens of one image. Low and high differ where the request leaves size or quality to the API. */
export interface ImageTokens {
  readonly low: number;
  readonly high: number;
  /** What was counted, in words: `1024x1536, high`. */
  readonly what: string;
  /** Who publishes the count. */
  readonly source: string;
  readonly assumptions: readonly Assumption[];
}

export interface ImageRequest {
  readonly size?: string | undefined;
  readonly quality?: string | undefined;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Width and height of a `WxH` (also `W-x-H`); undefined for anything else. */
export function parseSize(text: string): Size | undefined {
  const match = /^\s*(\d{1,6})\s*-?[x\u00D7]-?\s*(\d{1,6})\s*$/i.exec(text);
  if (match === null) return undefined;
  const [width = 0, height = 0] = match.slice(1).map(Number);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/**
 * The rule for a model: by the last part of its key, without a date at its end, so that
 * `azure/gpt-image-2-2026-04-21` is counted as `gpt-image-2` and nothing looser is.
 */
export function imageRule({ rules }: ImageRules, key: string): ImageRule | undefined {
  return ofModel(rules, key);
}

/** The item of a list that is about the model of this key. */
export function ofModel<T extends { readonly models: readonly string[] }>(
  items: readonly T[],
  key: string,
): T | undefined {
  const bare = lastPart(key).toLowerCase();
  const undated = bare.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return items.find(({ models }) => models.includes(bare) || models.includes(undated));
}

/**
 * Image-output tokens of one image.
 * @throws UsageError for a size or quality that the API refuses or that has no published count.
 */
export function outputTokens(rule: ImageRule, request: ImageRequest): ImageTokens {
  const count = countOutput(rule, request);
  const note: readonly Assumption[] =
    rule.note === undefined ? [] : [{ code: 'IMAGE_COUNT_NOTE', message: `${rule.note}.` }];
  return { ...count, source: rule.source, assumptions: [...count.assumptions, ...note] };
}

/** One size and quality of an image. */
export interface ImageChoice {
  /** `1024x1536` */
  readonly size: string;
  /** The same as keys of the map write it: `1024-x-1536`. */
  readonly keySize: string;
  readonly quality: string;
}

/**
 * Every size and quality that the request allows, where the model has names for them; none for a model
 * whose images cost the same whatever they are.
 * @throws UsageError for a size that is none.
 */
export function openChoices({ output }: ImageRule, request: ImageRequest): readonly ImageChoice[] {
  if (output.kind !== 'table' && output.kind !== 'formula') return [];
  const size = given(request.size);
  const sizes = size === undefined ? sizesOf(output) : [sizeText(sizeOf(size, 'such as 1024x1024'))];
  const quality = given(request.quality)?.toLowerCase();
  return sizes.flatMap((each) => {
    const row = output.kind === 'table' ? output.sizes[each] : output.base;
    const names = Object.keys(row ?? {}).filter((name) => quality === undefined || name === quality);
    return names.map((name) => ({ size: each, keySize: each.replace('x', '-x-'), quality: name }));
  });
}

function sizesOf(output: TableRule | FormulaRule): readonly string[] {
  return output.kind === 'table' ? Object.keys(output.sizes) : AUTO_SIZES.map(sizeText);
}

type Count = Omit<ImageTokens, 'source'>;

function countOutput({ output }: ImageRule, request: ImageRequest): Count {
  switch (output.kind) {
    case 'formula':
      return byFormula(output, request);
    case 'table':
      return byTable(output, request);
    case 'classes':
      return byClass(output, request);
    case 'flat':
      return { low: output.tokens, high: output.tokens, what: 'any size', assumptions: [] };
  }
}

/**
 * gpt-image-2: with base b of the quality, L the longer edge and S the shorter one,
 * u = round(b × S / L) and tokens = ceil(b × u × (2,000,000 + w × h) / 4,000,000).
 */
function byFormula(rule: FormulaRule, request: ImageRequest): Count {
  const bases = ofQuality(rule.base, request.quality);
  const size = given(request.size);
  const sizes = size === undefined ? AUTO_SIZES : [sizeOf(size, 'such as 1024x1536')];
  for (const each of sizes) refuseSize(rule, each);
  return range(
    sizes.flatMap((each) => bases.map((base) => formulaTokens(base, each))),
    request,
  );
}

/** The sizes that OpenAI's API chooses between when the request says `auto`. */
const AUTO_SIZES: readonly Size[] = [
  { width: 1024, height: 1024 },
  { width: 1024, height: 1536 },
];

function formulaTokens(base: number, { width, height }: Size): number {
  const unit = Math.round((base * Math.min(width, height)) / Math.max(width, height));
  return Math.ceil((base * unit * (2_000_000 + width * height)) / 4_000_000);
}

function refuseSize(rule: FormulaRule, { width, height }: Size): void {
  const pixels = width * height;
  const shape = Math.max(width, height) / Math.min(width, height);
  const reason =
    width % rule.multipleOf !== 0 || height % rule.multipleOf !== 0
      ? `both edges must be multiples of ${rule.multipleOf}`
      : Math.max(width, height) > rule.maxEdge
        ? `no edge may be longer than ${rule.maxEdge}`
        : shape > rule.maxRatio
          ? `the longer edge may be at most ${rule.maxRatio} times the shorter`
          : pixels < rule.minPixels
            ? `${pixels} pixels are fewer than ${rule.minPixels}`
            : pixels > rule.maxPixels
              ? `${pixels} pixels are more than ${rule.maxPixels}`
              : undefined;
  if (reason !== undefined) {
    throw new UsageError(`The API refuses images of ${width}x${height}: ${reason}.`, 'Choose another size.');
  }
}

function byTable(rule: TableRule, request: ImageRequest): Count {
  const known = Object.keys(rule.sizes).join(', ');
  const size = given(request.size);
  const wanted = size === undefined ? undefined : sizeText(sizeOf(size, known));
  const rows = Object.entries(rule.sizes).filter(([name]) => wanted === undefined || name === wanted);
  if (rows.length === 0) {
    throw new UsageError(
      `There is no published token count for images of ${wanted}.`,
      `This model makes ${known}.`,
    );
  }
  return range(
    rows.flatMap(([, row]) => ofQuality(row, request.quality)),
    request,
  );
}

function byClass(rule: ClassRule, request: ImageRequest): Count {
  const { size } = request;
  const wanted = given(size)?.trim().toUpperCase().replace(/^\./, '0.') ?? rule.default;
  const pixels = parseSize(wanted);
  const name = pixels === undefined ? wanted : classOf(pixels);
  const tokens = own(rule.classes, name);
  if (tokens === undefined) {
    const hint = `This model makes ${Object.keys(rule.classes).join(', ')}.`;
    throw new UsageError(`There is no published token count for images of size "${size ?? name}".`, hint);
  }
  const assumptions =
    given(size) === undefined
      ? [{ code: 'IMAGE_SIZE_DEFAULT', message: `No image size is given; ${name}, the default, is counted.` }]
      : [];
  return { low: tokens, high: tokens, what: name, assumptions };
}

/** The class of a size in pixels: half, one, four or sixteen megapixels, with room for wide formats. */
function classOf({ width, height }: Size): string {
  const megapixels = (width * height) / 1_048_576;
  if (megapixels <= 0.5) return '0.5K';
  if (megapixels <= 1.5) return '1K';
  return megapixels <= 6 ? '2K' : '4K';
}

/** What is counted for one quality, or for each where the request leaves it open. */
function ofQuality(counts: Readonly<Record<string, number>>, quality: string | undefined): readonly number[] {
  const wanted = given(quality)?.toLowerCase();
  const found = Object.entries(counts).filter(([name]) => wanted === undefined || name === wanted);
  if (found.length > 0) return found.map(([, count]) => count);
  const known = Object.keys(counts).join(', ');
  throw new UsageError(`This model has no image quality "${quality}".`, `Use ${known} or auto.`);
}

/** What the request says; undefined where it leaves the choice to the API. */
function given(value: string | undefined): string | undefined {
  return value?.toLowerCase() === 'auto' ? undefined : value;
}

function sizeOf(text: string, examples: string): Size {
  const size = parseSize(text);
  if (size === undefined)
    throw new UsageError(`"${text}" is no image size.`, `Write width x height: ${examples}.`);
  return size;
}

function sizeText({ width, height }: Size): string {
  return `${width}x${height}`;
}

function range(counts: readonly number[], request: ImageRequest): Count {
  const low = Math.min(...counts);
  const high = Math.max(...counts);
  const size = given(request.size);
  const quality = given(request.quality);
  const open = [...(size === undefined ? ['size'] : []), ...(quality === undefined ? ['quality'] : [])];
  const what = `${size ?? 'any size'}, ${quality ?? 'any quality'}`;
  const verb = open.length > 1 ? 'are' : 'is';
  const message = `The image's ${open.join(' and ')} ${verb} left to the API, for which no count is published: it takes ${low} to ${high} tokens an image, and the higher count is priced.`;
  return { low, high, what, assumptions: low === high ? [] : [{ code: 'IMAGE_AUTO', message }] };
}

/** Image-input tokens of one reference image, and what is supposed in counting them. */
export interface ReferenceTokens {
  readonly tokens: number;
  readonly assumptions: readonly Assumption[];
}

/** Tokens of an image that the request sends in. @throws UsageError for a text that is no size. */
export function referenceTokens({ reference }: ImageRule, size: string): ReferenceTokens {
  return {
    tokens: countReference(reference, sizeOf(size, 'such as 1024x1024')),
    assumptions: supposed(reference),
  };
}

function countReference(rule: ReferenceRule, { width, height }: Size): number {
  switch (rule.kind) {
    case 'flat':
      return rule.tokens;
    case 'tiles': {
      const scale = rule.shorterSide / Math.min(width, height);
      return rule.base + rule.perTile * tiles(width * scale, height * scale, rule.tile);
    }
    case 'tilesAbove':
      return width <= rule.upTo && height <= rule.upTo
        ? rule.tokens
        : rule.tokens * tiles(width, height, rule.tile);
    case 'measured':
      return Math.min(rule.maxTokens, Math.ceil((width * height * rule.tokensAt1024) / 1_048_576));
  }
}

function tiles(width: number, height: number, edge: number): number {
  // Scaling 1536 to 512 gives 512.0000000000001: a tile is not begun for that.
  const along = (length: number) => Math.ceil(Math.round(length * 1e6) / 1e6 / edge);
  return along(width) * along(height);
}

function supposed(rule: ReferenceRule): readonly Assumption[] {
  if (rule.kind === 'measured') {
    const message = `Tokens of a reference image are ${rule.note}.`;
    return [{ code: 'REFERENCE_COUNT_UNOFFICIAL', message }];
  }
  if (rule.kind !== 'tiles') return [];
  const message =
    'Reference images are counted at low input fidelity, the default; high fidelity adds 4,160 to 6,240 tokens each.';
  return [{ code: 'REFERENCE_LOW_FIDELITY', message }];
}

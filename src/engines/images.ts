/** What images of every size and quality are for a model: tokens, or a price each; found by asking the pricing rules. */
import { UsageError } from '../core/errors.ts';
import { plain } from '../core/money.ts';
import type { Entry } from '../models/entry.ts';
import { partOf } from './near-store.ts';
import type { ModelStore } from '../models/store.ts';
import { sizedKeyOf, sizedKeys } from '../pricing/images/entry.ts';
import type { FormulaRule, ImageRules } from '../pricing/images/rules.ts';
import { imageRule, ofModel, parseSize } from '../pricing/images/tokens.ts';
import { billsReferences } from '../pricing/images/usage.ts';
import { prepare, type Pricing } from '../pricing/job.ts';
import type { Rate } from '../pricing/rates.ts';
import { TIER_NAMES } from '../usage/conditions.ts';
import type { Tier } from '../usage/usage.ts';
import { OTHER } from './conditions.ts';

/** What one image is; one that is refused has no price, whatever else the request used. */
export type ImageAnswer =
  | { readonly kind: 'price'; readonly variant: string }
  /** A price for each pixel. */
  | { readonly kind: 'pixels' }
  | { readonly kind: 'tokens'; readonly tokens: number }
  | { readonly kind: 'formula'; readonly base: number; readonly rule: FormulaRule }
  | { readonly kind: 'refused' };

export interface ImageRow {
  /** `1024x1024`, a class of sizes, or `auto`; empty where the request names none. */
  readonly size: string;
  readonly quality: string;
  readonly answer: ImageAnswer;
  readonly assumed: readonly string[];
}

/** USD for one image of a variant. */
export type ImageRate = (tier: Tier) => Rate | undefined;

export interface ImagePrices {
  /** Rows of a size go before those of its class; what has no row is refused. */
  readonly rows: readonly ImageRow[];
  /** By name; none where the entry itself lists what there is. */
  readonly variants: ReadonlyMap<string, ImageRate>;
  /** True where images are output tokens, and not counted again where the output is told. */
  readonly areTokens: boolean;
}

/** Sizes between which no price changes: pixels at most, and then the shorter edge. */
export const PIXEL_STEPS = [524_288, 1_572_864, 6_291_456] as const;
export const EDGE_STEPS = [512, 1024] as const;
/** A size of each class, without a price of its own, and one that APIs allow where they allow any of its class. */
const CLASSES =
  '304x496 592x704 512x1536 896x1008 1104x1200 400x5008 1008x3008 2000x2096 400x20000 1008x10000 2208x3008';
const QUALITIES = ['', 'auto', 'standard', 'low', 'medium', 'high', 'hd', 'premium', OTHER];

/** For a usage that has no images. */
export const NO_IMAGES: ImagePrices = { rows: [], variants: new Map(), areTokens: false };

export function imagePricing(store: ModelStore, rules: ImageRules): (entry: Entry) => ImagePrices {
  const sized = sizedStore(store);
  const qualities = [...new Set([...QUALITIES, ...sized.names.flatMap(({ quality }) => quality ?? [])])];
  const known = new Map<string, ImagePrices>();
  return (entry) => {
    const sizes = sizesOf(entry, sized.store, rules);
    // Most models have one price for all images, or none.
    const isPlain = sizes.length === 0 && !billsReferences(entry, rules) && !hasMore(entry);
    const id = isPlain ? String(sizedKeyOf(entry.key) === undefined) : entry.key;
    const found =
      known.get(id) ?? answersOf({ entry, store: ownSizes(entry, sized.store), rules, sizes, qualities });
    known.set(id, found);
    return isPlain ? { ...found, variants: new Map() } : found;
  };
}

/** The entries that say a size in their key: others play no part in what images cost. */
function sizedStore(store: ModelStore) {
  const part = partOf(
    store,
    store.summaries().filter(({ key }) => sizedKeyOf(key) !== undefined),
    [],
  );
  return { store: part, names: part.summaries().flatMap(({ key }) => sizedKeyOf(key) ?? []) };
}

function ownSizes(entry: Entry, store: ModelStore): ModelStore {
  const keys = new Set(sizedKeys(store, entry).map(({ key }) => key));
  return partOf(
    store,
    store.summaries().filter(({ key }) => keys.has(key)),
    [],
  );
}

const ONE_PRICE = /^(input|output)_cost_per_image(_batches|_flex|_priority|_ultrafast)?$/;

function hasMore({ fields }: Entry): boolean {
  return Object.keys(fields).some(
    (name) => /_per_(image|pixel)(?!_token)(_|$)/.test(name) && !ONE_PRICE.test(name),
  );
}

/** Sizes that an entry, its keys or a published list name. */
function sizesOf(entry: Entry, store: ModelStore, rules: ImageRules): readonly string[] {
  const rule = billsReferences(entry, rules) ? imageRule(rules, entry.key)?.output : undefined;
  const named = Object.keys(entry.fields).flatMap((name) => {
    const edge = /_per_image_([\d.]+k?)(_|$)/i.exec(name)?.[1]?.toLowerCase();
    return edge === undefined ? [] : [edge, `${edge}x${edge}`];
  });
  const classes = rule?.kind === 'classes' ? Object.keys(rule.classes) : [];
  const all = [
    ...sizedKeys(store, entry).map(({ size }) => size.replaceAll('-', '')),
    ...(rule?.kind === 'table' ? Object.keys(rule.sizes) : []),
    ...(rule === undefined ? [] : Object.keys(ofModel(rules.prices, entry.key)?.sizes ?? {})),
    ...classes.flatMap((name) => [name.toLowerCase(), name.toLowerCase().replace(/^0/, '')]),
    ...named,
  ];
  return [...new Set(all)];
}

interface Asked {
  readonly entry: Entry;
  readonly store: ModelStore;
  readonly rules: ImageRules;
  readonly sizes: readonly string[];
  readonly qualities: readonly string[];
}

function answersOf(asked: Asked): ImagePrices {
  const { entry, rules, sizes, qualities } = asked;
  const isNamed = namedQualities(asked);
  const variants = new Map<string, ImageRate>();
  const names = new Map<string, string>();
  const variantOf = (name: string, { meterAt }: Pricing) => {
    const rate: ImageRate = (tier) => meterAt(tier).lines.find(({ meter }) => meter === 'images')?.rate;
    const print = printOf(rate);
    const known = names.get(print);
    if (known !== undefined) return known;
    names.set(print, name);
    variants.set(name, rate);
    return name;
  };
  const rows: ImageRow[] = [];
  const byClass = new Map<string, string>();
  const add = (key: string, size: string, isExact: boolean) => {
    const other = answerOf(asked, size, OTHER, variantOf);
    for (const quality of qualities) {
      const { answer, assumed } = isNamed(quality) ? answerOf(asked, size, quality, variantOf) : other;
      const print = JSON.stringify([answer, assumed]);
      if (!isExact) byClass.set(`${key} ${quality}`, print);
      const instead = isExact ? byClass.get(`${classOf(size)} ${quality}`) : REFUSED;
      if (print !== instead) rows.push({ size: key, quality, answer, assumed });
    }
  };
  // Whatever it is, '' is the variant of a request that says nothing of its images.
  answerOf(asked, '', '', variantOf);
  for (const size of ['', 'auto', OTHER]) add(size, size, false);
  for (const size of CLASSES.split(' ')) add(classOf(size), size, false);
  for (const size of sizes) add(size, size, true);
  return { rows, variants, areTokens: billsReferences(entry, rules) };
}

/** Whether a quality may have an answer of its own. */
function namedQualities({ entry, store, rules }: Asked): (quality: string) => boolean {
  // A key with a size says the quality too.
  const isPlain = sizedKeyOf(entry.key) !== undefined && !billsReferences(entry, rules);
  if (isPlain && !Object.keys(entry.fields).some((name) => name.includes('premium'))) return () => false;
  const rule = imageRule(rules, entry.key)?.output;
  const counted =
    rule?.kind === 'table' ? Object.values(rule.sizes) : rule?.kind === 'formula' ? [rule.base] : [];
  const own = sizedKeys(store, entry).flatMap(({ quality }) => quality ?? []);
  const named = ['', 'auto', 'standard', 'hd', 'premium', ...counted.flatMap(Object.keys), ...own];
  return (quality) => named.includes(quality);
}

const REFUSED = JSON.stringify([{ kind: 'refused' }, []]);

function answerOf(
  { entry, store, rules }: Asked,
  size: string,
  quality: string,
  variantOf: (name: string, pricing: Pricing) => string,
): Pick<ImageRow, 'answer' | 'assumed'> {
  const usage = { images: 1, ...(size && { imageSize: size }), ...(quality && { imageQuality: quality }) };
  const job = {
    model: undefined,
    usage,
    conditions: { tier: 'standard', at: new Date(0) },
    overlap: 'cut',
    requests: 1,
    warnings: [],
    defaults: [],
  } as const;
  try {
    const pricing = prepare(entry, store, job, () => rules);
    const { assumptions, images } = pricing;
    const assumed = [...new Set([...assumptions, ...images.assumptions].map(({ code }) => code))];
    return { answer: madeOf(entry, pricing, rules, { size, quality }, variantOf), assumed };
  } catch (error) {
    if (error instanceof UsageError) return { answer: { kind: 'refused' }, assumed: [] };
    throw error;
  }
}

function madeOf(
  entry: Entry,
  pricing: Pricing,
  rules: ImageRules,
  { size, quality }: Pick<ImageRow, 'size' | 'quality'>,
  variantOf: (name: string, pricing: Pricing) => string,
): ImageAnswer {
  const { counted, perImage } = pricing.images;
  const isSize = parseSize(size) !== undefined;
  if (counted && perImage !== undefined) {
    const rule = imageRule(rules, entry.key)?.output;
    if (rule?.kind !== 'formula' || !isSize) return { kind: 'tokens', tokens: perImage.high };
    const base = rule.base[quality] ?? Math.max(...Object.values(rule.base));
    return { kind: 'formula', base, rule };
  }
  const line = pricing.meterAt('standard').lines.find(({ meter }) => meter === 'images');
  if (isSize && /_per_pixel/.test(line?.rate?.field ?? '')) return { kind: 'pixels' };
  return { kind: 'price', variant: variantOf([quality, size].join(' ').trim(), pricing) };
}

function printOf(rate: ImageRate): string {
  const prints = TIER_NAMES.map((tier) => {
    const found = rate(tier);
    return found && [plain(found.usdPerUnit), ...found.assumptions.map(({ code }) => code)].join();
  });
  return JSON.stringify(prints);
}

/** The class of a size, as the views name it; what is no size is its own. */
export function classOf(text: string): string {
  const size = parseSize(text);
  if (size === undefined) return text === '' || text === 'auto' ? text : OTHER;
  const { width, height } = size;
  const above = (value: number, steps: readonly number[]) => steps.filter((step) => value > step).length;
  return `${above(width * height, PIXEL_STEPS)}${above(Math.min(width, height), EDGE_STEPS)}`;
}

/** A model that the map has only under keys with sizes, in one of them. */
export interface SizedName {
  readonly name: string;
  /** `1024x1024`. */
  readonly size: string;
  readonly quality: string;
  readonly key: string;
}

/** @param only names that the usage has, where they are listed. */
export function sizedNames(store: ModelStore, only: readonly string[] | undefined): readonly SizedName[] {
  const wanted = only && new Set(only.map((name) => name.trim().toLowerCase()));
  const found = new Map<string, SizedName>();
  for (const { model, size, quality = '', key } of sizedStore(store).names) {
    const name = model.toLowerCase();
    const row = { name, size: size.replaceAll('-', ''), quality: quality.toLowerCase(), key };
    const id = `${name} ${row.size} ${row.quality}`;
    if (wanted?.has(name) !== false && !found.has(id)) found.set(id, row);
  }
  return [...found.values()];
}

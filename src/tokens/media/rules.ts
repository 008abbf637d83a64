import { asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { DataReader } from '../../core/reading/data-reader.ts';
import { readRange } from '../families.ts';
import type { TokenRange } from '../range.ts';

/** Who says so: the provider, what its responses report, or nobody. */
export const BASES = ['official', 'measured', 'supposed'] as const;
export type Basis = (typeof BASES)[number];

interface Rule {
  readonly models: readonly string[];
  readonly basis: Basis;
  readonly source: string;
}

/** How many patches, or tokens, an image may have at a level of detail. */
export interface PatchLimit {
  readonly maxPatches: number;
  /** Pixels of the longer side. */
  readonly maxEdge: number;
}

/** How much of an image a request asks the model to see; `auto` is what each model takes where nothing is said. */
export const DETAILS = ['low', 'medium', 'high', 'original', 'auto'] as const;
export type Detail = (typeof DETAILS)[number];

export type Levels<T> = Partial<Readonly<Record<Detail, T>>>;

export type ImageCount =
  /** OpenAI's older models: a base, and so much a tile of the scaled image. */
  | {
      readonly kind: 'tiles';
      readonly fitWithin: number;
      readonly shorterSide: number;
      readonly tile: number;
      readonly base: number;
      readonly perTile: number;
    }
  /** OpenAI's newer models: patches of the image, scaled to fit a budget, times a factor of the model. */
  | {
      readonly kind: 'patches';
      readonly patch: number;
      readonly multiplier: number;
      readonly levels: Levels<PatchLimit>;
      readonly auto: Detail;
    }
  /** Anthropic: a token for each block of pixels, the image scaled to fit a budget. */
  | { readonly kind: 'blocks'; readonly block: number; readonly maxTokens: number; readonly maxEdge: number }
  /** Google, Gemini 2: one count for a small image, and for each crop of a larger one. */
  | {
      readonly kind: 'crops';
      readonly tokens: number;
      readonly upTo: number;
      readonly cropsPerShorterSide: number;
    }
  /** Google, Gemini 3: the largest grid of the image's shape that a budget allows. */
  | { readonly kind: 'grid'; readonly levels: Levels<number>; readonly auto: Detail }
  | { readonly kind: 'flat'; readonly levels: Levels<number>; readonly auto: Detail }
  /** A model without a rule: by its pixels, anywhere between two bounds. */
  | { readonly kind: 'any'; readonly low: number; readonly perPixels: number; readonly high: number };

export interface ImageInputRule extends Rule {
  readonly count: ImageCount;
  /** What the provider documents, where responses report something else. */
  readonly documented: { readonly source: string; readonly count: ImageCount } | null;
}

/** So many tokens a page, or a second. */
export interface RateRule extends Rule {
  readonly per: TokenRange;
}

/** Kinds of what is sent in beside text and images. */
export type RatedMedia = 'document' | 'audio' | 'video';

export interface MediaRules extends Readonly<Record<RatedMedia, readonly RateRule[]>> {
  readonly checked: string;
  readonly images: readonly ImageInputRule[];
}

/** Reads `fixtures/image-input.json` or a user's file in its place. @throws UsageError with the path of what is wrong. */
export function parseMediaRules(value: JsonValue): MediaRules {
  const reader = new DataReader('image input');
  const file = asObject(value);
  return {
    checked: reader.text(field(file, 'checked'), 'checked'),
    images: reader.list(field(file, 'images'), 'images').map((item, index): ImageInputRule => {
      const path = `images[${index}]`;
      const rule = reader.object(item, path);
      const documented = asObject(field(rule, 'documented'));
      return {
        ...readRule(reader, rule, path),
        count: readCount(reader, field(rule, 'count'), `${path}.count`),
        documented:
          documented === undefined
            ? null
            : {
                source: reader.text(field(documented, 'source'), `${path}.documented.source`),
                count: readCount(reader, field(documented, 'count'), `${path}.documented.count`),
              },
      };
    }),
    document: readRates(reader, file, 'documents', 'perPage'),
    audio: readRates(reader, file, 'audio', 'perSecond'),
    video: readRates(reader, file, 'video', 'perSecond'),
  };
}

function readRule(reader: DataReader, rule: JsonObject, path: string): Rule {
  const basis = asText(field(rule, 'basis'));
  return {
    models: reader.texts(field(rule, 'models'), `${path}.models`),
    basis: BASES.find((each) => each === basis) ?? reader.fail(`${path}.basis`, BASES.join(', ')),
    source: reader.text(field(rule, 'source'), `${path}.source`),
  };
}

function readRates(
  reader: DataReader,
  file: JsonObject | undefined,
  media: string,
  unit: string,
): readonly RateRule[] {
  return reader.list(field(file, media), media).map((item, index): RateRule => {
    const path = `${media}[${index}]`;
    const rule = reader.object(item, path);
    return { ...readRule(reader, rule, path), per: readRange(reader, field(rule, unit), `${path}.${unit}`) };
  });
}

function readCount(reader: DataReader, value: JsonValue | undefined, path: string): ImageCount {
  const count = reader.object(value, path);
  const number = (name: string) => reader.number(field(count, name), `${path}.${name}`);
  const positive = (name: string) => reader.positive(field(count, name), `${path}.${name}`);
  const kind = asText(field(count, 'kind'));
  switch (kind) {
    case 'tiles':
      return {
        kind,
        fitWithin: positive('fitWithin'),
        shorterSide: positive('shorterSide'),
        tile: positive('tile'),
        base: number('base'),
        perTile: number('perTile'),
      };
    case 'patches':
      return {
        kind,
        patch: positive('patch'),
        multiplier: positive('multiplier'),
        ...readLevels(reader, count, path, (level, at) => {
          const limit = reader.object(level, at);
          return {
            maxPatches: reader.positive(field(limit, 'maxPatches'), `${at}.maxPatches`),
            maxEdge: reader.positive(field(limit, 'maxEdge'), `${at}.maxEdge`),
          };
        }),
      };
    case 'blocks':
      return {
        kind,
        block: positive('block'),
        maxTokens: positive('maxTokens'),
        maxEdge: positive('maxEdge'),
      };
    case 'crops':
      return {
        kind,
        tokens: number('tokens'),
        upTo: number('upTo'),
        cropsPerShorterSide: positive('cropsPerShorterSide'),
      };
    case 'grid':
    case 'flat':
      return { kind, ...readLevels(reader, count, path, (level, at) => reader.positive(level, at)) };
    case 'any':
      return { kind, low: number('low'), perPixels: positive('perPixels'), high: number('high') };
    default:
      return reader.fail(`${path}.kind`, 'tiles, patches, blocks, crops, grid, flat or any');
  }
}

function readLevels<T>(
  reader: DataReader,
  count: JsonObject,
  path: string,
  read: (value: JsonValue | undefined, path: string) => T,
): { readonly levels: Levels<T>; readonly auto: Detail } {
  const levels: Partial<Record<Detail, T>> = {};
  for (const [name, level] of reader.entries(field(count, 'levels'), `${path}.levels`)) {
    const detail = asDetail(name) ?? reader.fail(`${path}.levels.${name}`, `one of ${DETAILS.join(', ')}`);
    levels[detail] = read(level, `${path}.levels.${name}`);
  }
  const auto = asDetail(asText(field(count, 'auto')) ?? '');
  return auto !== undefined && levels[auto] !== undefined
    ? { levels, auto }
    : reader.fail(`${path}.auto`, 'one of its levels');
}

/** A level of detail by its name, in any case. */
export function asDetail(name: string): Detail | undefined {
  return DETAILS.find((detail) => detail === name.toLowerCase());
}

import { asNumber, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { DataReader } from '../../core/reading/data-reader.ts';

/** How a model's images are counted: one rule of the data file `fixtures/image-tokens.json`. */
export interface ImageRule {
  readonly models: readonly string[];
  readonly source: string;
  readonly note?: string;
  readonly output: OutputRule;
  /** Image-output tokens that each streamed partial image adds. */
  readonly partialImageTokens: number;
  readonly reference: ReferenceRule;
}

/** Prices per image that a provider's page has, and the map lacks or rounds. */
export interface PublishedPrices {
  readonly models: readonly string[];
  /** Whose prices they are; others that sell the model have their own. */
  readonly provider: string;
  readonly source: string;
  /** USD per image, by size and quality: `{"1024x1024": {"low": 0.005}}`. */
  readonly sizes: TableRule['sizes'];
}

/** What the data file `fixtures/image-tokens.json` holds. */
export interface ImageRules {
  readonly rules: readonly ImageRule[];
  readonly prices: readonly PublishedPrices[];
}

export type OutputRule =
  | FormulaRule
  | TableRule
  | ClassRule
  | { readonly kind: 'flat'; readonly tokens: number };

export interface FormulaRule {
  readonly kind: 'formula';
  readonly base: Readonly<Record<string, number>>;
  readonly multipleOf: number;
  readonly maxEdge: number;
  readonly maxRatio: number;
  readonly minPixels: number;
  readonly maxPixels: number;
}

export interface TableRule {
  readonly kind: 'table';
  readonly sizes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface ClassRule {
  readonly kind: 'classes';
  readonly classes: Readonly<Record<string, number>>;
  readonly default: string;
}

export type ReferenceRule =
  | { readonly kind: 'flat'; readonly tokens: number }
  | {
      readonly kind: 'tiles';
      readonly base: number;
      readonly perTile: number;
      readonly tile: number;
      readonly shorterSide: number;
    }
  | { readonly kind: 'tilesAbove'; readonly tokens: number; readonly upTo: number; readonly tile: number }
  | {
      readonly kind: 'measured';
      readonly note: string;
      readonly tokensAt1024: number;
      readonly maxTokens: number;
    };

/**
 * Reads the rules from parsed JSON: the project's own file or a user's that replaces it.
 * @throws UsageError with the path of what is wrong.
 */
export function parseImageRules(value: JsonValue): ImageRules {
  const reader = new DataReader('image tokens');
  const file = asObject(value);
  const prices = field(file, 'prices') ?? [];
  return {
    rules: reader
      .list(field(file, 'rules'), 'rules')
      .map((item, index) => imageRule(reader, item, `rules[${index}]`)),
    prices: reader
      .list(prices, 'prices')
      .map((item, index) => publishedPrices(reader, item, `prices[${index}]`)),
  };
}

function imageRule(reader: DataReader, item: JsonValue, path: string): ImageRule {
  const rule = reader.object(item, path);
  const note = asText(field(rule, 'note'));
  return {
    models: modelsOf(reader, rule, path),
    source: asText(field(rule, 'source')) ?? 'no source given',
    ...(note === undefined ? {} : { note }),
    output: outputRule(reader, reader.object(field(rule, 'output'), `${path}.output`), `${path}.output`),
    partialImageTokens: asNumber(field(rule, 'partialImageTokens')) ?? 0,
    reference: referenceRule(
      reader,
      reader.object(field(rule, 'reference'), `${path}.reference`),
      `${path}.reference`,
    ),
  };
}

function publishedPrices(reader: DataReader, item: JsonValue, path: string): PublishedPrices {
  const prices = reader.object(item, path);
  return {
    models: modelsOf(reader, prices, path),
    provider: asText(field(prices, 'provider')) ?? reader.fail(`${path}.provider`, 'a provider'),
    source: asText(field(prices, 'source')) ?? 'no source given',
    sizes: table(reader, field(prices, 'sizes'), `${path}.sizes`),
  };
}

function modelsOf(reader: DataReader, rule: JsonObject, path: string): readonly string[] {
  return reader.list(field(rule, 'models'), `${path}.models`).map((model) => String(model).toLowerCase());
}

function outputRule(reader: DataReader, rule: JsonObject, path: string): OutputRule {
  const number = (name: string) => reader.number(field(rule, name), `${path}.${name}`);
  const positive = (name: string) => reader.positive(field(rule, name), `${path}.${name}`);
  const kind = asText(field(rule, 'kind'));
  switch (kind) {
    case 'flat':
      return { kind, tokens: number('tokens') };
    case 'formula':
      return {
        kind,
        base: reader.numbers(field(rule, 'base'), `${path}.base`),
        multipleOf: positive('multipleOf'),
        maxEdge: number('maxEdge'),
        maxRatio: number('maxRatio'),
        minPixels: number('minPixels'),
        maxPixels: number('maxPixels'),
      };
    case 'table':
      return { kind, sizes: table(reader, field(rule, 'sizes'), `${path}.sizes`) };
    case 'classes': {
      const fallback = asText(field(rule, 'default')) ?? reader.fail(`${path}.default`, 'a class name');
      return { kind, classes: reader.numbers(field(rule, 'classes'), `${path}.classes`), default: fallback };
    }
    default:
      return reader.fail(`${path}.kind`, 'flat, formula, table or classes');
  }
}

function table(reader: DataReader, value: JsonValue | undefined, path: string): TableRule['sizes'] {
  const rows = reader.entries(value, path);
  return Object.fromEntries(rows.map(([size, row]) => [size, reader.numbers(row, `${path}.${size}`)]));
}

function referenceRule(reader: DataReader, rule: JsonObject, path: string): ReferenceRule {
  const number = (name: string) => reader.number(field(rule, name), `${path}.${name}`);
  const positive = (name: string) => reader.positive(field(rule, name), `${path}.${name}`);
  const kind = asText(field(rule, 'kind'));
  switch (kind) {
    case 'flat':
      return { kind, tokens: number('tokens') };
    case 'tiles':
      return {
        kind,
        base: number('base'),
        perTile: number('perTile'),
        tile: positive('tile'),
        shorterSide: positive('shorterSide'),
      };
    case 'tilesAbove':
      return { kind, tokens: number('tokens'), upTo: number('upTo'), tile: positive('tile') };
    case 'measured': {
      const note = asText(field(rule, 'note')) ?? 'unofficial';
      return { kind, note, tokensAt1024: number('tokensAt1024'), maxTokens: number('maxTokens') };
    }
    default:
      return reader.fail(`${path}.kind`, 'flat, tiles, tilesAbove or measured');
  }
}

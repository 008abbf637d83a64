import type { JsonObject } from '../../src/core/json.ts';
import type { Role } from '../../src/engines/columns.ts';
import { boundsOf } from '../../src/pricing/thresholds.ts';
import type { ModelStore } from '../../src/models/store.ts';

/** A row of usage: values by role, as a test writes them into a table and hands them to the tally. */
export type Row = Partial<Record<Role, string | number>>;

/** The canonical name of each count that a line of llmcost's own form has. */
export const COUNT_NAMES = {
  input: 'inputTokens',
  'cache-read': 'cacheReadTokens',
  'cache-read-image': 'cacheReadImageTokens',
  'cache-read-audio': 'cacheReadAudioTokens',
  'cache-write': 'cacheWriteTokens',
  'cache-write-1h': 'cacheWrite1hTokens',
  'input-image': 'inputImageTokens',
  'input-audio': 'inputAudioTokens',
  'input-video': 'inputVideoTokens',
  output: 'outputTokens',
  reasoning: 'reasoningTokens',
  'output-image': 'outputImageTokens',
  'output-audio': 'outputAudioTokens',
  'output-video': 'outputVideoTokens',
  images: 'images',
  'image-size': 'imageSize',
  'image-quality': 'imageQuality',
  seconds: 'seconds',
  resolution: 'resolution',
  characters: 'characters',
  pages: 'pages',
  'annotated-pages': 'annotatedPages',
  credits: 'credits',
  queries: 'queries',
  results: 'results',
  sessions: 'sessions',
  'web-searches': 'webSearches',
  'search-context': 'searchContext',
} as const satisfies Partial<Record<Role, string>>;

/** A row as a line of llmcost's own form. */
export function lineOf(row: Row): JsonObject {
  const usage = Object.entries(COUNT_NAMES).flatMap(([role, name]) => {
    const value = new Map(Object.entries(row)).get(role);
    return value === undefined ? [] : [[name, value] as const];
  });
  const { model, provider, tier, region, speed, at } = row;
  const line = { model, provider, tier, region, speed, at };
  return Object.fromEntries([
    ...Object.entries(line).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    ['usage', Object.fromEntries(usage)],
  ]);
}

/** Numbers that look random and are the same in every run. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  is(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }
}

const TIERS = ['standard', 'flex', 'priority', 'ultrafast', 'batch', 'Fast', 'default', 'auto', 'on_demand'];
const REGIONS = ['us', 'eu', 'global', 'EU', 'us-east-1', 'mars'];
const SPEEDS = ['fast', 'standard', 'slow'];
const PARTS: readonly Role[] = [
  'cache-read',
  'cache-read-image',
  'cache-read-audio',
  'cache-write',
  'cache-write-1h',
  'input-image',
  'input-audio',
  'input-video',
  'reasoning',
  'output-image',
  'output-audio',
  'output-video',
];
const UNITS: readonly Role[] = [
  'characters',
  'pages',
  'annotated-pages',
  'credits',
  'queries',
  'sessions',
  'web-searches',
];

export interface RowChoices {
  readonly units: boolean;
  readonly names: readonly string[];
  readonly providers: readonly string[];
}

/** One request of any kind: parts that do not fit, thresholds, names in other spellings, nothing at all. */
export function randomRow(dice: Dice, store: ModelStore, { units, names, providers }: RowChoices): Row {
  const name = dice.is(40) ? 'gpt-99-unheard-of' : dice.of(names);
  const row: Record<string, string | number> = {};
  if (!dice.is(60)) row['model'] = spelled(dice, name);
  if (dice.is(3)) row['provider'] = dice.of(providers);
  if (dice.is(2)) row['tier'] = dice.of(TIERS);
  if (dice.is(4)) row['region'] = dice.of(REGIONS);
  if (dice.is(6)) row['speed'] = dice.of(SPEEDS);
  const bounds = boundsOf(store.get(name) ?? { key: '', provider: null, mode: null, fields: {} });
  const input =
    bounds.length > 0 && !dice.is(4) ? Math.max(0, dice.of(bounds) + dice.below(3) - 1) : count(dice);
  if (!dice.is(12)) row['input'] = input;
  if (!dice.is(8)) row['output'] = count(dice);
  for (const part of PARTS)
    if (dice.is(5)) row[part] = dice.is(6) ? count(dice) : dice.below(Math.floor(input / 6) + 2);
  if (units) for (const unit of UNITS) if (dice.is(4)) row[unit] = dice.below(50);
  if (units && dice.is(4)) row['seconds'] = dice.below(600_000) / 1000;
  if (units && dice.is(4)) row['search-context'] = dice.of(['low', 'medium', 'high']);
  if (units) askOfUnits(dice, row);
  if (Object.keys(row).every((role) => !Object.hasOwn(COUNT_NAMES, role) || WORDS.has(role)))
    row['output'] = count(dice);
  return row;
}

/** What says how something is used, and is no use by itself. */
const WORDS: ReadonlySet<string> = new Set([
  'search-context',
  'image-size',
  'image-quality',
  'resolution',
  'results',
]);

const SIZES =
  '256x256 512x512 1024x1024 1024x1536 1536x1024 1024x1792 1792X1024 1024-x-1024 512x513 700x800 1025x1030 ' +
  '2048x2048 2560x1440 3840x2160 3856x2160 640x1024 640x1008 1024x3072 1024x3088 auto AUTO 1K 2k .5K 4K 512 ' +
  '720x1280 1080p max-x-max 0x5 1000001x2 big';
const QUALITIES = 'low medium high HD hd standard premium auto 50-steps best'.split(' ');

function askOfUnits(dice: Dice, row: Record<string, string | number>): void {
  if (dice.is(2)) {
    row['images'] = dice.is(6) ? 0 : dice.below(dice.is(6) ? 1e8 : 20) + 1;
    if (dice.is(2)) {
      delete row['output'];
      delete row['output-image'];
    }
    if (!dice.is(3)) row['image-size'] = dice.of(SIZES.split(' '));
    if (!dice.is(3)) row['image-quality'] = dice.of(QUALITIES);
  }
  if (dice.is(4)) row['resolution'] = dice.of(['720p', '1080p', '1080P', '4k']);
  if (row['queries'] !== undefined && dice.is(2))
    row['results'] = dice.of([0, 1, 10, 11, 25, 26, 100, 101, 5000]);
}

function count(dice: Dice): number {
  const size = dice.of([0, 10, 1000, 100_000, 1_000_000, 1e12]);
  return size === 0 ? 0 : dice.below(size);
}

function spelled(dice: Dice, name: string): string {
  if (dice.is(6)) return name.toUpperCase();
  if (dice.is(6)) return name.slice(name.search(/[/:]/) + 1);
  if (dice.is(8)) return ` ${name} `;
  return name;
}

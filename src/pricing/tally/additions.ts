import type { Addition, Adder, MeterForms } from '../../usage/logs/fast/addition.ts';
import { added, simplified, without, type LinearCounts, type Terms } from '../../usage/logs/fast/linear.ts';
import { ABSENT, type CountName } from '../../usage/logs/fast/record.ts';
import type { CountTable } from './count-table.ts';
import type { CountTables } from './count-tables.ts';
import { METER } from './counts.ts';
import type { Grouper } from './groups.ts';
import type { TallyOptions } from './options.ts';
import type { RateGroup } from './rate-group.ts';
import type { Skips } from './skips.ts';

/** Where a request was added. */
export interface Added {
  readonly rateGroup: RateGroup;
  readonly inputTokens: number;
  readonly atMs: number;
  readonly table: CountTable;
  readonly row: number;
}

export interface AdditionsOptions {
  readonly options: TallyOptions;
  readonly tables: CountTables;
  readonly grouper: Grouper;
  readonly skips: Skips;
}

/** Says which requests are added to one row, so that the scanner can add them up, and takes its sums over. */
export class Additions implements Adder {
  readonly dedupes: boolean;
  /** The request that was handed over last, where its tokens were added; else undefined. */
  last: Added | undefined = undefined;
  file = '';
  readonly #options: TallyOptions;
  readonly #tables: CountTables;
  readonly #grouper: Grouper;
  readonly #skips: Skips;

  constructor({ options, tables, grouper, skips }: AdditionsOptions) {
    this.#options = options;
    this.#tables = tables;
    this.#grouper = grouper;
    this.#skips = skips;
    this.dedupes = options.dedupe ?? true;
  }

  get countsCopies(): boolean {
    return this.#skips.hasExamples('duplicate');
  }

  get fileKey(): string {
    return this.#grouper.looksAtFile ? this.file : '';
  }

  additionOf(): Addition | undefined {
    if (this.last === undefined) return undefined;
    const { rateGroup, inputTokens, atMs, table, row } = this.last;
    const stretch = this.#grouper.stretchOf(atMs);
    // A prompt that ends on a bound has rates of its own.
    if (stretch === undefined || table.hasReported || rateGroup.bounds.includes(inputTokens))
      return undefined;
    const { sinceMs = -Infinity, untilMs = Infinity, mapAtDate } = this.#options;
    const datedMap = mapAtDate(atMs === ABSENT ? undefined : atMs);
    return {
      row: this.#tables.numberOf(table, row),
      mask: table.mask,
      width: table.used.length,
      fromMs: Math.max(stretch.fromMs, datedMap.fromMs, sinceMs),
      // The last moment is in as well: such a line is handed over.
      untilMs: Math.min(stretch.untilMs, datedMap.untilMs, untilMs),
      above: Math.max(...rateGroup.bounds.filter((bound) => bound < inputTokens), -1),
      below: Math.min(...rateGroup.bounds.filter((bound) => bound > inputTokens), MOST_TOKENS),
    };
  }

  /** What Counts does, for all lines of a kind. */
  formsOf({ counts, checks }: LinearCounts): MeterForms {
    const partsOf = (names: readonly CountName[]) => names.flatMap((name) => counts[name] ?? []);
    const hour = counts.cacheWrite1hTokens ?? [];
    const written = counts.cacheWriteTokens ?? hour;
    const partsIn = added(written, partsOf(INPUT_PARTS));
    const partsOut = partsOf(OUTPUT_PARTS);
    const [input, output] = [counts.inputTokens ?? partsIn, counts.outputTokens ?? partsOut];
    const terms: readonly (readonly [number, Terms])[] = [
      [METER.input, without(input, partsIn)],
      [METER.cacheWrite, without(written, hour)],
      [METER.cacheWrite1h, hour],
      [METER.output, without(output, partsOut)],
      ...[...INPUT_PARTS, ...OUTPUT_PARTS].map((name) => [METER_OF[name], counts[name] ?? []] as const),
    ];
    const meters = terms
      .map(([meter, all]) => ({ meter, terms: simplified(all) }))
      .filter((each) => each.terms.length > 0)
      .sort((a, b) => a.meter - b.meter);
    // Searches are priced with the request that they belong to.
    const noSearches = without([], counts.webSearches ?? []);
    return {
      meters,
      input: simplified(input),
      output: simplified(output),
      checks: [...checks, noSearches].map(simplified).filter((check) => check.length > 0),
    };
  }

  addSums(number: number, counts: Float64Array, requests: number, weight: number): void {
    this.#tables.numbered(number)?.addTaken(this.#tables.rowOf(number), counts, requests, weight);
  }

  addCopies(passed: number, replaced: number): void {
    this.#skips.count('duplicate', passed + replaced);
  }
}

/** As Counts has it. */
const MOST_TOKENS = 1e15;

/** The parts of each side but cache writes, which have two meters. */
const METER_OF = {
  cacheReadTokens: METER.cacheRead,
  inputImageTokens: METER.inputImage,
  inputAudioTokens: METER.inputAudio,
  inputVideoTokens: METER.inputVideo,
  reasoningTokens: METER.reasoning,
  outputImageTokens: METER.outputImage,
  outputAudioTokens: METER.outputAudio,
  outputVideoTokens: METER.outputVideo,
} as const;
const INPUT_PARTS = ['cacheReadTokens', 'inputImageTokens', 'inputAudioTokens', 'inputVideoTokens'] as const;
const OUTPUT_PARTS = [
  'reasoningTokens',
  'outputImageTokens',
  'outputAudioTokens',
  'outputVideoTokens',
] as const;

import type { TokenMeter } from '../rates.ts';
import { COUNT, type FastRecord } from '../../usage/logs/fast/record.ts';

/** The meters that lines without anything unusual use, in the order of `Counts.of`. */
export const METERS = [
  'input',
  'cacheRead',
  'cacheWrite',
  'cacheWrite1h',
  'inputImage',
  'inputAudio',
  'inputVideo',
  'output',
  'reasoning',
  'outputImage',
  'outputAudio',
  'outputVideo',
] as const satisfies readonly TokenMeter[];

/** The place of each in METERS: that of the count of a record which it is, or is what others leave of. */
export const METER = {
  input: COUNT.inputTokens,
  cacheRead: COUNT.cacheReadTokens,
  cacheWrite: COUNT.cacheWriteTokens,
  cacheWrite1h: COUNT.cacheWrite1hTokens,
  inputImage: COUNT.inputImageTokens,
  inputAudio: COUNT.inputAudioTokens,
  inputVideo: COUNT.inputVideoTokens,
  output: COUNT.outputTokens,
  reasoning: COUNT.reasoningTokens,
  outputImage: COUNT.outputImageTokens,
  outputAudio: COUNT.outputAudioTokens,
  outputVideo: COUNT.outputVideoTokens,
} as const satisfies Record<(typeof METERS)[number], number>;

/** Six counts of this size and their sum are exact in a double. */
const MOST_TOKENS = 1e15;

const INPUT = 1 << METER.input;
const OUTPUT = 1 << METER.output;
const WRITTEN = 1 << METER.cacheWrite;
const HOUR = 1 << METER.cacheWrite1h;

/** The parts of each side but cache writes, by index in METERS. */
const INPUT_PARTS = [METER.cacheRead, METER.inputImage, METER.inputAudio, METER.inputVideo];
const OUTPUT_PARTS = [METER.reasoning, METER.outputImage, METER.outputAudio, METER.outputVideo];

/** The parts that lines tell. */
interface Parts {
  readonly input: readonly number[];
  readonly output: readonly number[];
}

/**
 * The disjoint counts of one request at a time, without making objects: what buckets.ts does for
 * usages whose parts fit into their totals. A property test holds the two to each other.
 */
export class Counts {
  /** By index in METERS. */
  readonly of = new Float64Array(METERS.length);
  inputTokens = 0;
  outputTokens = 0;
  /** A bit for each meter that has tokens. */
  mask = 0;
  /** What the last record told. */
  #told = 0;
  #parts: Parts = { input: [], output: [] };
  readonly #partsOf = new Map<number, Parts>();

  /** False for what bucketsOf has to settle: parts beyond their total, other units, nothing at all. */
  take({ counts, told }: FastRecord): boolean {
    if (told !== this.#told) this.#expect(told);
    const hour = counts[METER.cacheWrite1h] ?? 0;
    const written = (told & WRITTEN) === 0 ? hour : (counts[METER.cacheWrite] ?? 0);
    if (hour > written || (counts[COUNT.webSearches] ?? 0) > 0) return false;
    const { of } = this;
    of[METER.cacheWrite1h] = hour;
    of[METER.cacheWrite] = written - hour;
    this.mask = (hour > 0 ? HOUR : 0) | (written > hour ? WRITTEN : 0);
    const partsIn = written + this.#takeParts(this.#parts.input, counts);
    const partsOut = this.#takeParts(this.#parts.output, counts);
    const input = (told & INPUT) === 0 ? partsIn : (counts[METER.input] ?? 0);
    const output = (told & OUTPUT) === 0 ? partsOut : (counts[METER.output] ?? 0);
    if (partsIn > input || partsOut > output || input > MOST_TOKENS || output > MOST_TOKENS) return false;
    of[METER.input] = input - partsIn;
    of[METER.output] = output - partsOut;
    this.mask |= (input > partsIn ? INPUT : 0) | (output > partsOut ? OUTPUT : 0);
    this.inputTokens = input;
    this.outputTokens = output;
    return this.mask !== 0;
  }

  /** The sum of the parts. */
  #takeParts(parts: readonly number[], counts: Float64Array): number {
    const { of } = this;
    let sum = 0;
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i] ?? 0;
      const tokens = counts[part] ?? 0;
      of[part] = tokens;
      sum += tokens;
      if (tokens > 0) this.mask |= 1 << part;
    }
    return sum;
  }

  /** Lines mostly tell the same counts as those before them. */
  #expect(told: number): void {
    const isTold = (part: number): boolean => (told & (1 << part)) !== 0;
    let parts = this.#partsOf.get(told);
    if (parts === undefined) {
      parts = { input: INPUT_PARTS.filter(isTold), output: OUTPUT_PARTS.filter(isTold) };
      this.#partsOf.set(told, parts);
    }
    this.#told = told;
    this.#parts = parts;
    this.of.fill(0);
  }
}

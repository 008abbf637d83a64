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

  /** False for what bucketsOf has to settle: parts beyond their total, other units, nothing at all. */
  take({ counts, told }: FastRecord): boolean {
    const hour = counts[METER.cacheWrite1h] ?? 0;
    const written = (told & WRITTEN) === 0 ? hour : (counts[METER.cacheWrite] ?? 0);
    if (hour > written || (counts[COUNT.webSearches] ?? 0) > 0) return false;
    const partsIn =
      (counts[METER.cacheRead] ?? 0) +
      written +
      (counts[METER.inputImage] ?? 0) +
      (counts[METER.inputAudio] ?? 0) +
      (counts[METER.inputVideo] ?? 0);
    const partsOut =
      (counts[METER.reasoning] ?? 0) +
      (counts[METER.outputImage] ?? 0) +
      (counts[METER.outputAudio] ?? 0) +
      (counts[METER.outputVideo] ?? 0);
    const input = (told & INPUT) === 0 ? partsIn : (counts[METER.input] ?? 0);
    const output = (told & OUTPUT) === 0 ? partsOut : (counts[METER.output] ?? 0);
    if (partsIn > input || partsOut > output || input > MOST_TOKENS || output > MOST_TOKENS) return false;
    const { of } = this;
    for (let i = 0; i < of.length; i += 1) of[i] = counts[i] ?? 0;
    of[METER.input] = input - partsIn;
    of[METER.cacheWrite] = written - hour;
    of[METER.output] = output - partsOut;
    this.inputTokens = input;
    this.outputTokens = output;
    let mask = 0;
    for (let i = 0; i < of.length; i += 1) if ((of[i] ?? 0) > 0) mask |= 1 << i;
    this.mask = mask;
    return mask !== 0;
  }
}

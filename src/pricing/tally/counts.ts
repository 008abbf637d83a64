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

/** The place of each in METERS. */
export const METER = {
  input: 0,
  cacheRead: 1,
  cacheWrite: 2,
  cacheWrite1h: 3,
  inputImage: 4,
  inputAudio: 5,
  inputVideo: 6,
  output: 7,
  reasoning: 8,
  outputImage: 9,
  outputAudio: 10,
  outputVideo: 11,
} as const satisfies Record<(typeof METERS)[number], number>;

/** Six counts of this size and their sum are exact in a double. */
const MOST_TOKENS = 1e15;

const INPUT = 1 << COUNT.inputTokens;
const OUTPUT = 1 << COUNT.outputTokens;
const WRITTEN = 1 << COUNT.cacheWriteTokens;

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
    const hour = counts[COUNT.cacheWrite1hTokens] ?? 0;
    const written = (told & WRITTEN) === 0 ? hour : (counts[COUNT.cacheWriteTokens] ?? 0);
    if (hour > written || (counts[COUNT.webSearches] ?? 0) > 0) return false;
    const read = counts[COUNT.cacheReadTokens] ?? 0;
    const imageIn = counts[COUNT.inputImageTokens] ?? 0;
    const audioIn = counts[COUNT.inputAudioTokens] ?? 0;
    const videoIn = counts[COUNT.inputVideoTokens] ?? 0;
    const partsIn = read + written + imageIn + audioIn + videoIn;
    const input = (told & INPUT) === 0 ? partsIn : (counts[COUNT.inputTokens] ?? 0);
    const reasoning = counts[COUNT.reasoningTokens] ?? 0;
    const imageOut = counts[COUNT.outputImageTokens] ?? 0;
    const audioOut = counts[COUNT.outputAudioTokens] ?? 0;
    const videoOut = counts[COUNT.outputVideoTokens] ?? 0;
    const partsOut = reasoning + imageOut + audioOut + videoOut;
    const output = (told & OUTPUT) === 0 ? partsOut : (counts[COUNT.outputTokens] ?? 0);
    if (partsIn > input || partsOut > output || input > MOST_TOKENS || output > MOST_TOKENS) return false;
    const { of } = this;
    of[METER.input] = input - partsIn;
    of[METER.cacheRead] = read;
    of[METER.cacheWrite] = written - hour;
    of[METER.cacheWrite1h] = hour;
    of[METER.inputImage] = imageIn;
    of[METER.inputAudio] = audioIn;
    of[METER.inputVideo] = videoIn;
    of[METER.output] = output - partsOut;
    of[METER.reasoning] = reasoning;
    of[METER.outputImage] = imageOut;
    of[METER.outputAudio] = audioOut;
    of[METER.outputVideo] = videoOut;
    this.inputTokens = input;
    this.outputTokens = output;
    this.mask =
      (input > partsIn ? 1 << METER.input : 0) |
      (read > 0 ? 1 << METER.cacheRead : 0) |
      (written > hour ? 1 << METER.cacheWrite : 0) |
      (hour > 0 ? 1 << METER.cacheWrite1h : 0) |
      (imageIn + audioIn + videoIn > 0
        ? (imageIn > 0 ? 1 << METER.inputImage : 0) |
          (audioIn > 0 ? 1 << METER.inputAudio : 0) |
          (videoIn > 0 ? 1 << METER.inputVideo : 0)
        : 0) |
      (output > partsOut ? 1 << METER.output : 0) |
      (reasoning > 0 ? 1 << METER.reasoning : 0) |
      (imageOut + audioOut + videoOut > 0
        ? (imageOut > 0 ? 1 << METER.outputImage : 0) |
          (audioOut > 0 ? 1 << METER.outputAudio : 0) |
          (videoOut > 0 ? 1 << METER.outputVideo : 0)
        : 0);
    return this.mask !== 0;
  }
}

import type { TokenMeter } from '../rates.ts';
import type { Usage } from '../../usage/usage.ts';
import { ABSENT, type FastRecord } from '../../usage/logs/fast/record.ts';

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
  take(record: FastRecord): boolean {
    const hour = orNone(record.cacheWrite1hTokens);
    const written = record.cacheWriteTokens === ABSENT ? hour : record.cacheWriteTokens;
    if (hour > written || record.webSearches > 0) return false;
    const read = orNone(record.cacheReadTokens);
    const imageIn = orNone(record.inputImageTokens);
    const audioIn = orNone(record.inputAudioTokens);
    const videoIn = orNone(record.inputVideoTokens);
    const partsIn = read + written + imageIn + audioIn + videoIn;
    const input = record.inputTokens === ABSENT ? partsIn : record.inputTokens;
    const reasoning = orNone(record.reasoningTokens);
    const imageOut = orNone(record.outputImageTokens);
    const audioOut = orNone(record.outputAudioTokens);
    const videoOut = orNone(record.outputVideoTokens);
    const partsOut = reasoning + imageOut + audioOut + videoOut;
    const output = record.outputTokens === ABSENT ? partsOut : record.outputTokens;
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

function orNone(count: number): number {
  return count === ABSENT ? 0 : count;
}

/**
 * Puts the counts of a usage into a record, so that it can go the way of the lines that were read as
 * bytes. False where it says more than such a record can hold.
 */
export function fillCounts(record: FastRecord, usage: Usage): boolean {
  for (const name of Object.keys(usage)) if (!COUNTED.has(name)) return false;
  record.inputTokens = usage.inputTokens ?? ABSENT;
  record.cacheReadTokens = usage.cacheReadTokens ?? ABSENT;
  record.cacheWriteTokens = usage.cacheWriteTokens ?? ABSENT;
  record.cacheWrite1hTokens = usage.cacheWrite1hTokens ?? ABSENT;
  record.inputImageTokens = usage.inputImageTokens ?? ABSENT;
  record.inputAudioTokens = usage.inputAudioTokens ?? ABSENT;
  record.inputVideoTokens = usage.inputVideoTokens ?? ABSENT;
  record.outputTokens = usage.outputTokens ?? ABSENT;
  record.reasoningTokens = usage.reasoningTokens ?? ABSENT;
  record.outputImageTokens = usage.outputImageTokens ?? ABSENT;
  record.outputAudioTokens = usage.outputAudioTokens ?? ABSENT;
  record.outputVideoTokens = usage.outputVideoTokens ?? ABSENT;
  record.webSearches = usage.webSearches ?? ABSENT;
  return true;
}

const COUNTED: ReadonlySet<string> = new Set([
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'inputImageTokens',
  'inputAudioTokens',
  'inputVideoTokens',
  'outputTokens',
  'reasoningTokens',
  'outputImageTokens',
  'outputAudioTokens',
  'outputVideoTokens',
  'webSearches',
] satisfies readonly (keyof Usage)[]);

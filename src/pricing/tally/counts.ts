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
    of[0] = input - partsIn;
    of[1] = read;
    of[2] = written - hour;
    of[3] = hour;
    of[4] = imageIn;
    of[5] = audioIn;
    of[6] = videoIn;
    of[7] = output - partsOut;
    of[8] = reasoning;
    of[9] = imageOut;
    of[10] = audioOut;
    of[11] = videoOut;
    this.inputTokens = input;
    this.outputTokens = output;
    this.mask =
      (input > partsIn ? 1 : 0) |
      (read > 0 ? 2 : 0) |
      (written > hour ? 4 : 0) |
      (hour > 0 ? 8 : 0) |
      (imageIn + audioIn + videoIn > 0
        ? (imageIn > 0 ? 16 : 0) | (audioIn > 0 ? 32 : 0) | (videoIn > 0 ? 64 : 0)
        : 0) |
      (output > partsOut ? 128 : 0) |
      (reasoning > 0 ? 256 : 0) |
      (imageOut + audioOut + videoOut > 0
        ? (imageOut > 0 ? 512 : 0) | (audioOut > 0 ? 1024 : 0) | (videoOut > 0 ? 2048 : 0)
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

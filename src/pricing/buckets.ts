import { UsageError } from '../core/errors.ts';
import type { Assumption } from '../core/notice.ts';
import type { TokenMeter } from './rates.ts';
import type { TokenCount, Usage } from '../usage/usage.ts';

/** Tokens of a request, split so that every token stands in exactly one meter. */
export interface Buckets {
  readonly tokens: ReadonlyMap<TokenMeter, number>;
  /** All tokens of the prompt: what thresholds look at. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Tokens that no total has room for: they are told, and stand in no meter. */
  readonly cutTokens: number;
  readonly assumptions: readonly Assumption[];
}

export interface BucketOptions {
  /** The entry's mode: image models report their output without a breakdown. */
  readonly mode: string | null;
  /**
   * What to do with parts that are larger than their total: `refuse` them (flags: somebody mistyped)
   * or `cut` them, as an assumption (a provider's object: some count overlapping parts).
   */
  readonly overlap: 'refuse' | 'cut';
}

/** The meter that takes what a token count reports, or what its parts leave of it. */
export const TOKEN_METERS = {
  inputTokens: 'input',
  cacheReadTokens: 'cacheRead',
  cacheReadImageTokens: 'cacheReadImage',
  cacheReadAudioTokens: 'cacheReadAudio',
  cacheWriteTokens: 'cacheWrite',
  cacheWrite1hTokens: 'cacheWrite1h',
  inputImageTokens: 'inputImage',
  inputAudioTokens: 'inputAudio',
  inputVideoTokens: 'inputVideo',
  outputTokens: 'output',
  reasoningTokens: 'reasoning',
  outputImageTokens: 'outputImage',
  outputAudioTokens: 'outputAudio',
  outputVideoTokens: 'outputVideo',
} as const satisfies Readonly<Record<TokenCount, TokenMeter>>;

interface Part {
  readonly meter: TokenMeter;
  readonly count: number;
}

/**
 * Splits a usage into disjoint buckets. The parts are of their total, never beside it; what no part
 * claims is text.
 * @throws UsageError when parts are larger than a given total and `overlap` is `refuse`.
 */
export function bucketsOf(usage: Usage, options: BucketOptions): Buckets {
  const assumptions: Assumption[] = [];
  const writes = splitWrites(usage, options, assumptions);
  const cutWrites = Math.max(0, (usage.cacheWrite1hTokens ?? 0) - (usage.cacheWriteTokens ?? Infinity));
  const input = split(
    'inputTokens',
    usage.inputTokens,
    [...partsOf(usage, CACHE_READS), ...writes, ...partsOf(usage, INPUT_MEDIA)],
    options,
    assumptions,
  );
  const output = split(
    'outputTokens',
    usage.outputTokens,
    partsOf(usage, OUTPUT_PARTS),
    options,
    assumptions,
  );
  const tokens = new Map<TokenMeter, number>();
  add(tokens, 'input', input.rest);
  for (const { meter, count } of input.parts) add(tokens, meter, count);
  // An object that says "0 image tokens" has said what its output is.
  const isBrokenDown = output.parts.length > 0 || usage.outputImageTokens !== undefined;
  if (makesImages(options.mode) && !isBrokenDown && output.rest > 0) {
    add(tokens, 'outputImage', output.rest);
    const message =
      'The usage does not break its output down; all of it is counted as image tokens, as image models bill it.';
    assumptions.push({ code: 'OUTPUT_ALL_IMAGE', message });
  } else {
    add(tokens, 'output', output.rest);
  }
  for (const { meter, count } of output.parts) add(tokens, meter, count);
  return {
    tokens,
    inputTokens: input.total,
    outputTokens: output.total,
    cutTokens: cutWrites + input.cut + output.cut,
    assumptions,
  };
}

function makesImages(mode: string | null): boolean {
  return mode === 'image_generation' || mode === 'image_edit';
}

/** Writes with a time to live of an hour are a part of all writes. */
function splitWrites(usage: Usage, options: BucketOptions, assumptions: Assumption[]): readonly Part[] {
  const hour = usage.cacheWrite1hTokens ?? 0;
  const all = usage.cacheWriteTokens ?? hour;
  if (hour > all) overlapping(options, assumptions, 'cacheWriteTokens', all, hour);
  const lasting = Math.min(hour, all);
  return [
    { meter: 'cacheWrite', count: all - lasting },
    { meter: 'cacheWrite1h', count: lasting },
  ];
}

// Parts in the order in which they are granted of a total that is too small for all of them.
const CACHE_READS = ['cacheReadTokens', 'cacheReadImageTokens', 'cacheReadAudioTokens'] as const;
const INPUT_MEDIA = ['inputAudioTokens', 'inputImageTokens', 'inputVideoTokens'] as const;
const OUTPUT_PARTS = [
  'outputAudioTokens',
  'outputImageTokens',
  'outputVideoTokens',
  'reasoningTokens',
] as const;

function partsOf(usage: Usage, names: readonly TokenCount[]): readonly Part[] {
  return names.map((name) => ({ meter: TOKEN_METERS[name], count: usage[name] ?? 0 }));
}

interface Split {
  readonly total: number;
  readonly rest: number;
  readonly cut: number;
  readonly parts: readonly Part[];
}

/** Grants the parts of a total in their order until it is used up; what is left over is text. */
function split(
  name: 'inputTokens' | 'outputTokens',
  total: number | undefined,
  parts: readonly Part[],
  options: BucketOptions,
  assumptions: Assumption[],
): Split {
  const used = parts.filter(({ count }) => count > 0);
  const claimed = used.reduce((sum, { count }) => sum + count, 0);
  if (total === undefined) return { total: claimed, rest: 0, cut: 0, parts: used };
  if (claimed <= total) return { total, rest: total - claimed, cut: 0, parts: used };
  overlapping(options, assumptions, name, total, claimed);
  let left = total;
  const granted = used.map((item) => {
    const count = Math.min(item.count, left);
    left -= count;
    return { ...item, count };
  });
  return { total, rest: 0, cut: claimed - total, parts: granted };
}

function overlapping(
  options: BucketOptions,
  assumptions: Assumption[],
  name: string,
  total: number,
  claimed: number,
): void {
  const message = `The parts of ${name} are ${claimed} tokens, more than its total of ${total}`;
  if (options.overlap === 'refuse') {
    throw new UsageError(
      `${message}.`,
      'Cached, written and media tokens are part of the total: raise the total or lower the parts.',
    );
  }
  assumptions.push({ code: 'PARTS_CUT', message: `${message}; they are cut to it.` });
}

function add(tokens: Map<TokenMeter, number>, meter: TokenMeter, count: number): void {
  if (count > 0) tokens.set(meter, (tokens.get(meter) ?? 0) + count);
}

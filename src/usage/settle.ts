import { larger, less } from './arithmetic.ts';
import type { Notes } from './notes.ts';
import { present } from './present.ts';
import type { ReportedCounts, ReportedCount } from './reported-counts.ts';
import type { Usage } from './usage.ts';

/** Counts that stand within a total or beside it together. */
export type Part = 'cacheRead' | 'cacheWrite' | 'toolInput' | 'inputMedia' | 'reasoning' | 'outputMedia';

/** How a shape counts. */
export interface Layout {
  /** Parts that `inputTokens` and `outputTokens` leave out; all others are within these. */
  readonly beside?: readonly Part[];
  /** True where the provider's documentation leaves no doubt: the total of an object moves nothing. */
  readonly isCertain?: boolean;
  /** True where cached images are counted as cached and as images, too. */
  readonly countsCachedTwice?: boolean;
}

export interface Settled {
  readonly usage: Usage;
  /** Tokens that the total tells and no count does. */
  readonly unclassified: number;
}

const PARTS: Readonly<Record<Part, { side: 'input' | 'output'; counts: readonly ReportedCount[] }>> = {
  cacheRead: { side: 'input', counts: ['cacheReadTokens', 'cacheReadImageTokens', 'cacheReadAudioTokens'] },
  cacheWrite: { side: 'input', counts: ['cacheWriteTokens'] },
  toolInput: { side: 'input', counts: ['toolInputTokens'] },
  inputMedia: { side: 'input', counts: ['inputImageTokens', 'inputAudioTokens', 'inputVideoTokens'] },
  reasoning: { side: 'output', counts: ['reasoningTokens'] },
  outputMedia: { side: 'output', counts: ['outputImageTokens', 'outputAudioTokens', 'outputVideoTokens'] },
};
const ALL_PARTS = ['cacheRead', 'cacheWrite', 'toolInput', 'inputMedia', 'reasoning', 'outputMedia'] as const;
/** Parts that providers put on either side of their totals; of two that explain one, the first. */
const MOVABLE = ['reasoning', 'cacheWrite', 'cacheRead', 'toolInput'] as const;

/**
 * Turns counts as reported into canonical ones, in which every part is within its total.
 *
 * 1. The total decides what stands within and what beside: of the arrangements that add up to it,
 *    the one nearest to the layout.
 * 2. Where none does, and the parts do not fit into their totals, a Claude model is taken to be
 *    counted as Anthropic counts, the cache beside the input. That is an assumption.
 * 3. Else the layout stands. Parts that do not fit are cut when they are priced.
 *
 * @param isClaude whether the record is about a model of Anthropic's.
 */
export function settle(reported: ReportedCounts, layout: Layout, isClaude: boolean, notes: Notes): Settled {
  const counts = withinModalities(wholeWrites(reported, notes), layout);
  const beside = arrange(counts, layout, isClaude, notes);
  const input = sideOf('input', counts, beside, notes);
  const output = sideOf('output', counts, beside, notes);
  const unclassified = (counts.totalTokens ?? 0) - sumOf(counts, beside);
  if (unclassified > 0) {
    notes.warnings.push(
      `the total of ${counts.totalTokens} tokens is ${unclassified} more than the parts: these are not counted`,
    );
  }
  return {
    usage: present<Usage>({
      inputTokens: input,
      cacheReadTokens: counts.cacheReadTokens,
      cacheReadImageTokens: counts.cacheReadImageTokens,
      cacheReadAudioTokens: counts.cacheReadAudioTokens,
      cacheWriteTokens: counts.cacheWriteTokens,
      cacheWrite1hTokens: counts.cacheWrite1hTokens,
      inputImageTokens: counts.inputImageTokens,
      inputAudioTokens: counts.inputAudioTokens,
      inputVideoTokens: counts.inputVideoTokens,
      outputTokens: output,
      reasoningTokens: counts.reasoningTokens,
      outputImageTokens: counts.outputImageTokens,
      outputAudioTokens: counts.outputAudioTokens,
      outputVideoTokens: counts.outputVideoTokens,
    }),
    unclassified: Math.max(0, unclassified),
  };
}

/**
 * Writes by time to live are parts of all writes. Where they add up to more, that counts; where they
 * add up to less, as in replies that send 0 for both, the rest was written for five minutes.
 */
function wholeWrites(reported: ReportedCounts, notes: Notes): ReportedCounts {
  const parts = notes.sum('cache writes', reported.cacheWrite5mTokens, reported.cacheWrite1hTokens);
  if (parts === undefined) return reported;
  const all = reported.cacheWriteTokens;
  if (all !== undefined && all > 0 && parts > all) {
    notes.warnings.push(`the cache writes are ${all}, their parts add up to ${parts}: the parts count`);
  }
  return { ...reported, cacheWriteTokens: Math.max(all ?? 0, parts) };
}

/** Takes cached images and audio out of what is cached as text, and out of what is not cached. */
function withinModalities(reported: ReportedCounts, { countsCachedTwice }: Layout): ReportedCounts {
  if (countsCachedTwice !== true) return reported;
  const { cacheReadImageTokens: image, cacheReadAudioTokens: audio } = reported;
  return present<ReportedCounts>({
    ...reported,
    cacheReadTokens: larger(
      less(reported.cacheReadTokens, (image ?? 0) + (audio ?? 0)),
      reported.cacheReadTextTokens,
    ),
    inputImageTokens: less(reported.inputImageTokens, image),
    inputAudioTokens: less(reported.inputAudioTokens, audio),
  });
}

type Arrangement = ReadonlySet<Part>;

function arrange(reported: ReportedCounts, layout: Layout, isClaude: boolean, notes: Notes): Arrangement {
  const usual = new Set(layout.beside);
  const total = reported.totalTokens;
  if (layout.isCertain === true) {
    if (total !== undefined) doubtCertain(reported, usual, total, notes);
    return usual;
  }
  if (total !== undefined && !(sumOf(reported, usual) === total && fits(reported, usual))) {
    const found = alternatives(reported, usual).filter(
      (other) => sumOf(reported, other) === total && fits(reported, other),
    );
    const [best, second] = found;
    if (best !== undefined) {
      if (second !== undefined && distance(usual, second) === distance(usual, best)) {
        notes.assume(
          'PARTS_AMBIGUOUS',
          `the total of ${total} tokens does not tell what is beside the parts`,
        );
      }
      return best;
    }
  }
  if (fits(reported, usual) || !isClaude) return usual;
  const other = CLAUDE_LAYOUTS.find((layout) => fits(reported, layout));
  if (other === undefined) return usual;
  notes.assume(
    'CACHE_BESIDE',
    'the cached tokens are more than the input that should hold them: they are taken to stand beside it, as Anthropic counts',
  );
  return other;
}

const CLAUDE_LAYOUTS: readonly Arrangement[] = [
  new Set<Part>(['cacheWrite']),
  new Set<Part>(['cacheRead']),
  new Set<Part>(['cacheRead', 'cacheWrite']),
];

/** Somebody's total beside counts that are certain: where it leaves out what is beside, it is odd. */
function doubtCertain(reported: ReportedCounts, usual: Arrangement, total: number, notes: Notes): void {
  const within = new Set<Part>();
  if (sumOf(reported, usual) === total || sumOf(reported, within) !== total || !fits(reported, within))
    return;
  notes.assume(
    'TOTAL_WITHOUT_CACHE',
    `the total of ${total} tokens leaves the cache out: the cache is taken to stand beside the input all the same`,
  );
}

/** Every other arrangement of the parts that hold something, the nearest to the usual one first. */
function alternatives(reported: ReportedCounts, usual: Arrangement): readonly Arrangement[] {
  let found: Set<Part>[] = [new Set(usual)];
  for (const part of MOVABLE) {
    if (amountOf(reported, part) > 0) found = [...found, ...found.map((one) => flipped(one, part))];
  }
  return found.slice(1).toSorted((a, b) => distance(usual, a) - distance(usual, b));
}

function flipped(arrangement: Arrangement, part: Part): Set<Part> {
  const other = new Set(arrangement);
  if (!other.delete(part)) other.add(part);
  return other;
}

function distance(a: Arrangement, b: Arrangement): number {
  return MOVABLE.filter((part) => a.has(part) !== b.has(part)).length;
}

function sumOf(reported: ReportedCounts, beside: Arrangement): number {
  let sum = (reported.inputTokens ?? 0) + (reported.outputTokens ?? 0);
  for (const part of beside) sum += amountOf(reported, part);
  return sum;
}

/** True where no part is larger than the total that should hold it. A total that is not reported holds all. */
function fits(reported: ReportedCounts, beside: Arrangement): boolean {
  const within = (side: 'input' | 'output') =>
    ALL_PARTS.reduce(
      (sum, part) => sum + (PARTS[part].side === side && !beside.has(part) ? amountOf(reported, part) : 0),
      0,
    );
  return (
    within('input') <= (reported.inputTokens ?? Infinity) &&
    within('output') <= (reported.outputTokens ?? Infinity)
  );
}

function amountOf(reported: ReportedCounts, part: Part): number {
  let sum = 0;
  for (const count of PARTS[part].counts) sum += reported[count] ?? 0;
  return sum;
}

/** A side's canonical total: what was reported, and what stands beside it. */
function sideOf(
  side: 'input' | 'output',
  reported: ReportedCounts,
  beside: Arrangement,
  notes: Notes,
): number | undefined {
  const parts = ALL_PARTS.filter((part) => PARTS[part].side === side && beside.has(part));
  const counts = parts.flatMap((part) => PARTS[part].counts.map((count) => reported[count]));
  return notes.sum(
    `${side} tokens`,
    side === 'input' ? reported.inputTokens : reported.outputTokens,
    ...counts,
  );
}

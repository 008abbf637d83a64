import { larger, less } from './arithmetic.ts';
import type { Notes } from './notes.ts';
import { present } from './present.ts';
import type { Told, ToldCount } from './told.ts';
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
  readonly untold: number;
}

const PARTS: Readonly<Record<Part, { side: 'input' | 'output'; counts: readonly ToldCount[] }>> = {
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
 * Turns counts as told into canonical ones, in which every part is within its total.
 *
 * 1. The total decides what stands within and what beside: of the arrangements that add up to it,
 *    the one nearest to the layout.
 * 2. Where none does, and the parts do not fit into their totals, a Claude model is taken to be
 *    counted as Anthropic counts, the cache beside the input. That is an assumption.
 * 3. Else the layout stands. Parts that do not fit are cut when they are priced.
 *
 * @param isClaude whether the record is about a model of Anthropic's.
 */
export function settle(told: Told, layout: Layout, isClaude: boolean, notes: Notes): Settled {
  const counts = withinModalities(wholeWrites(told, notes), layout);
  const beside = arrange(counts, layout, isClaude, notes);
  const input = sideOf('input', counts, beside, notes);
  const output = sideOf('output', counts, beside, notes);
  const untold = (counts.totalTokens ?? 0) - sumOf(counts, beside);
  if (untold > 0) {
    notes.warnings.push(
      `the total of ${counts.totalTokens} tokens is ${untold} more than the parts: these are not counted`,
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
    untold: Math.max(0, untold),
  };
}

/**
 * Writes by time to live are parts of all writes. Where they add up to more, that counts; where they
 * add up to less, as in replies that send 0 for both, the rest was written for five minutes.
 */
function wholeWrites(told: Told, notes: Notes): Told {
  const parts = notes.sum('cache writes', told.cacheWrite5mTokens, told.cacheWrite1hTokens);
  if (parts === undefined) return told;
  const all = told.cacheWriteTokens;
  if (all !== undefined && all > 0 && parts > all) {
    notes.warnings.push(`the cache writes are ${all}, their parts add up to ${parts}: the parts count`);
  }
  return { ...told, cacheWriteTokens: Math.max(all ?? 0, parts) };
}

/** Takes cached images and audio out of what is cached as text, and out of what is not cached. */
function withinModalities(told: Told, { countsCachedTwice }: Layout): Told {
  if (countsCachedTwice !== true) return told;
  const { cacheReadImageTokens: image, cacheReadAudioTokens: audio } = told;
  return present<Told>({
    ...told,
    cacheReadTokens: larger(
      less(told.cacheReadTokens, (image ?? 0) + (audio ?? 0)),
      told.cacheReadTextTokens,
    ),
    inputImageTokens: less(told.inputImageTokens, image),
    inputAudioTokens: less(told.inputAudioTokens, audio),
  });
}

type Arrangement = ReadonlySet<Part>;

function arrange(told: Told, layout: Layout, isClaude: boolean, notes: Notes): Arrangement {
  const usual = new Set(layout.beside);
  const total = told.totalTokens;
  if (layout.isCertain === true) {
    if (total !== undefined) doubtCertain(told, usual, total, notes);
    return usual;
  }
  if (total !== undefined && !(sumOf(told, usual) === total && fits(told, usual))) {
    const found = alternatives(told, usual).filter(
      (other) => sumOf(told, other) === total && fits(told, other),
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
  if (fits(told, usual) || !isClaude) return usual;
  const other = CLAUDE_LAYOUTS.find((layout) => fits(told, layout));
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
function doubtCertain(told: Told, usual: Arrangement, total: number, notes: Notes): void {
  const within = new Set<Part>();
  if (sumOf(told, usual) === total || sumOf(told, within) !== total || !fits(told, within)) return;
  notes.assume(
    'TOTAL_WITHOUT_CACHE',
    `the total of ${total} tokens leaves the cache out: the cache is taken to stand beside the input all the same`,
  );
}

/** Every other arrangement of the parts that hold something, the nearest to the usual one first. */
function alternatives(told: Told, usual: Arrangement): readonly Arrangement[] {
  let found: Set<Part>[] = [new Set(usual)];
  for (const part of MOVABLE) {
    if (amountOf(told, part) > 0) found = [...found, ...found.map((one) => flipped(one, part))];
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

function sumOf(told: Told, beside: Arrangement): number {
  let sum = (told.inputTokens ?? 0) + (told.outputTokens ?? 0);
  for (const part of beside) sum += amountOf(told, part);
  return sum;
}

/** True where no part is larger than the total that should hold it. A total that is not told holds all. */
function fits(told: Told, beside: Arrangement): boolean {
  const within = (side: 'input' | 'output') =>
    ALL_PARTS.reduce(
      (sum, part) => sum + (PARTS[part].side === side && !beside.has(part) ? amountOf(told, part) : 0),
      0,
    );
  return (
    within('input') <= (told.inputTokens ?? Infinity) && within('output') <= (told.outputTokens ?? Infinity)
  );
}

function amountOf(told: Told, part: Part): number {
  let sum = 0;
  for (const count of PARTS[part].counts) sum += told[count] ?? 0;
  return sum;
}

/** A side's canonical total: what was told, and what stands beside it. */
function sideOf(side: 'input' | 'output', told: Told, beside: Arrangement, notes: Notes): number | undefined {
  const parts = ALL_PARTS.filter((part) => PARTS[part].side === side && beside.has(part));
  const counts = parts.flatMap((part) => PARTS[part].counts.map((count) => told[count]));
  return notes.sum(`${side} tokens`, side === 'input' ? told.inputTokens : told.outputTokens, ...counts);
}

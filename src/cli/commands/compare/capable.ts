/** Which models can do a job: the words of `--cheapest`, and the limits of each. */
import { UsageError } from '../../../core/errors.ts';
import { limitsOf } from '../../../models/capabilities.ts';
import { flag } from '../../../models/entry.ts';
import { nearest } from '../../../core/nearest.ts';
import { sizedKeyOf } from '../../../pricing/images/entry.ts';
import type { Usage } from '../../../usage/usage.ts';
import { TOKEN_COUNTS } from '../../../usage/usage.ts';
import type { Candidate } from '../../../models/search/candidate.ts';

/** What a job asks of a model. */
export interface Needs {
  /** Any of these. */
  readonly modes: readonly string[];
  /** All of these `supports_*` fields. */
  readonly supports: readonly string[];
}

/** A word of `--cheapest` as it was typed, and the capability that it may name. */
export interface NeedWord {
  readonly word: string;
  readonly capability: string;
}

/** Modes whose models answer in text. */
const TEXT_MODES = ['chat', 'responses', 'completion'] as const;

/**
 * Takes the words for modes or capabilities of the map. Without a mode, those of `--mode`, else models that
 * answer in text.
 * @throws UsageError for a word that is neither.
 */
export function needsOf(
  words: readonly NeedWord[],
  wantedModes: readonly string[],
  all: readonly Candidate[],
): Needs {
  const modes = new Set(all.flatMap(({ mode }) => mode ?? []));
  const supports = new Set(
    all.flatMap(({ entry }) => Object.keys(entry.fields).filter((name) => name.startsWith('supports_'))),
  );
  const named = words.filter(({ word }) => modes.has(asMode(word))).map(({ word }) => asMode(word));
  const others = words.filter(({ word }) => !modes.has(asMode(word)));
  for (const { word, capability } of others) {
    if (!supports.has(capability)) throw neither(word, [...modes, ...[...supports].map(withoutPrefix)]);
  }
  return {
    modes: named.length > 0 ? named : wantedModes.length > 0 ? wantedModes : TEXT_MODES,
    supports: others.map(({ capability }) => capability),
  };
}

function asMode(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

function withoutPrefix(field: string): string {
  return field.replace(/^supports_/, '');
}

function neither(word: string, known: readonly string[]): UsageError {
  const near = nearest(word, known, (name) => name, 2);
  return new UsageError(
    `--cheapest: "${word}" is neither a mode nor a capability of the map.`,
    near.length === 0 ? 'See: llmcost modes' : `Did you mean ${near.join(' or ')}?`,
  );
}

/** True for a model that has what is needed and whose limits the job keeps. */
export function canDo({ entry, mode }: Candidate, needs: Needs, usage: Usage): boolean {
  return (
    needs.modes.includes(mode ?? '') &&
    needs.supports.every((name) => flag(entry, name) === true) &&
    isOfThatSize(entry.key, usage) &&
    fits(tokensOf(usage, 'input'), limitsOf(entry).contextTokens) &&
    fits(tokensOf(usage, 'output'), limitsOf(entry).outputTokens)
  );
}

/**
 * A key such as `low/1024-x-1536/gpt-image-1` is the price of that size and quality alone: it can do a
 * job that asks for these.
 */
function isOfThatSize(key: string, { imageSize, imageQuality }: Usage): boolean {
  const sized = sizedKeyOf(key);
  if (sized === undefined) return true;
  const isSameSize = imageSize !== undefined && sized.size === imageSize.replace(/(\d)x(\d)/, '$1-x-$2');
  return isSameSize && (sized.quality ?? 'standard') === (imageQuality ?? 'standard');
}

/** A limit that the map does not know, or knows as 0, refuses nothing. */
function fits(used: number, limit: number | null): boolean {
  return limit === null || limit <= 0 || used <= limit;
}

/** The total of a side, or the largest part that is given of it. */
function tokensOf(usage: Usage, side: 'input' | 'output'): number {
  const names = new Set(Object.entries(TOKEN_COUNTS).flatMap(([name, of]) => (of === side ? [name] : [])));
  return Object.entries(usage).reduce(
    (most, [name, count]) => (typeof count === 'number' && names.has(name) ? Math.max(most, count) : most),
    0,
  );
}

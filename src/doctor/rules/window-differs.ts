import { formatCount } from '../../core/money.ts';
import { figure, type Entry } from '../../models/entry.ts';
import type { Found, Neighbour } from '../finding.ts';
import type { MapRule, MapSubject } from '../rule.ts';
import { factor } from '../words.ts';

/**
 * A limit with a digit too few or too many beside other names of the model, or far from all of them.
 *
 * The case: fireworks_ai's minimax-m2 with a window of 4,096 tokens, where others have 200,000, and
 * snowflake/openai-gpt-5-nano with 5,000,000 where it has 272,000.
 */
export const windowDiffers: MapRule = {
  id: 'window-differs',
  severity: 'warning',
  title: 'a limit far from that of the same model elsewhere, or a digit off',
  sees: 'map',
  check: (subject) => [
    ...LIMITS.flatMap((limit) => besideCopies(subject, limit) ?? besideMap(subject, limit)),
    ...total(subject),
    ...unreachable(subject),
  ],
};

const LIMITS = ['max_input_tokens', 'max_output_tokens', 'output_vector_size'] as const;
type Limit = (typeof LIMITS)[number];

/** Undefined where there is no copy to compare with. */
function besideCopies({ entry, survey }: MapSubject, limit: Limit): readonly Found[] | undefined {
  const own = figure(entry, limit) ?? 0;
  const copies = survey.copies.of(entry);
  const others = copies.flatMap((copy) => neighbour(copy.entry, limit));
  if (own === 0) return [];
  if (others.length === 0) return undefined;
  if (others.some((other) => factor(other.figure, own) < SAME)) return [];
  const { isListPriced, seller, maker } = survey.nameOf(entry);
  // 4,096 and 16,384 are limits of their own, which sellers of open models like to set.
  const isUsual = !isListPriced && (survey.uses(limit).get(own) ?? 0) >= COMMON;
  const isOpenOutput = limit === 'max_output_tokens' && !isListPriced;
  const digit = isUsual
    ? undefined
    : others.find((other) => isDigitOff(own, other.figure) && (own < other.figure || !isOpenOutput));
  const nearest = Math.min(...others.map((other) => factor(other.figure, own)));
  // One seller does not prove the maker wrong.
  if (digit === undefined && seller === maker && others.length === 1) return [];
  const isFar = nearest >= (isListPriced ? FAR : FAR_OPEN) && (isListPriced || others.length > 2);
  if (digit === undefined && !(isFar && limit === 'max_input_tokens')) return [];
  const [first] = digit === undefined ? others : [digit];
  if (first === undefined) return [];
  const reason = `${limit} is ${formatCount(own)}, and ${formatCount(first.figure)} at ${first.key}, the same model.`;
  return [{ field: limit, figure: own, reason, neighbours: [first] }];
}

const SAME = 1.1;
const FAR = 17;
const FAR_OPEN = 25;

/** A digit too few or too many: 13,107 for 131,072, rounded as a lost digit leaves it, or 1,310,720. */
function isDigitOff(own: number, other: number): boolean {
  const [small, large] = own < other ? [own, other] : [other, own];
  return PLACES.some(
    (places) => Math.floor(large / places) === small || Math.round(large / places) === small,
  );
}

const PLACES = [10, 100, 1000];

/** A limit that stands once in the map and is a digit off one that stands there often. */
function besideMap({ entry, survey }: MapSubject, limit: Limit): readonly Found[] {
  const own = figure(entry, limit) ?? 0;
  const uses = survey.uses(limit);
  if (own === 0 || (uses.get(own) ?? 0) > 1) return [];
  if (limit !== 'output_vector_size' && !OF_TEXT.has(entry.mode)) return [];
  const enough = limit === 'output_vector_size' ? COMMON_VECTOR : COMMON;
  const common = [...uses].find(([other, times]) => times >= enough && isDigitOff(own, other));
  if (common === undefined) return [];
  const [other, times] = common;
  const reason = `${limit} is ${formatCount(own)}, as no other model has it; ${times} have ${formatCount(other)}.`;
  return [{ field: limit, figure: own, reason }];
}

const COMMON = 20;
const COMMON_VECTOR = 3;
const OF_TEXT: ReadonlySet<string | null> = new Set(['chat', 'responses', 'completion']);

/** In every entry that has all three, the total is one of the other two. */
function total({ entry }: MapSubject): readonly Found[] {
  const [all, input, output] = ['max_tokens', 'max_input_tokens', 'max_output_tokens'].map(
    (name) => figure(entry, name) ?? 0,
  );
  if (!all || !input || !output || all === input || all === output) return [];
  const reason = `max_tokens is ${formatCount(all)}, which is neither the window of ${formatCount(input)} nor the output limit of ${formatCount(output)}.`;
  const neighbours = ['max_input_tokens', 'max_output_tokens'].flatMap((name) => neighbour(entry, name));
  return [{ field: 'max_tokens', figure: all, reason, neighbours }];
}

/** A price for prompts that the window does not hold. */
function unreachable({ entry, figures }: MapSubject): readonly Found[] {
  const window = figure(entry, 'max_input_tokens') ?? 0;
  const [long] = figures.all.filter(
    ({ at }) => at.aboveTokens !== null && window > 0 && window <= at.aboveTokens,
  );
  if (long === undefined) return [];
  const reason = `The window is ${formatCount(window)} tokens, and ${long.field} is a price for longer prompts.`;
  const neighbours = [figures.neighbour(long)];
  return [{ field: 'max_input_tokens', figure: window, reason, neighbours, severity: 'info' }];
}

function neighbour(entry: Entry, name: string): readonly Neighbour[] {
  const value = figure(entry, name) ?? 0;
  return value > 0 ? [{ key: entry.key, field: name, figure: value }] : [];
}

/**
 * The items whose names are nearest to what somebody typed, nearest first: for suggestions in error
 * messages, never for choosing anything.
 *
 * A name is near when its words are those that were typed ("sonnet 4.5" → claude-sonnet-4-5), or when
 * few letters differ (gpt-image2 → gpt-image-2).
 *
 * @param typed one spelling, or several of which the nearest counts.
 * @param bonusOf what one of the nearest gains over others.
 */
export function nearest<T>(
  typed: string | readonly string[],
  items: readonly T[],
  nameOf: (item: T) => string,
  count: number,
  bonusOf: (item: T) => number = () => 0,
): readonly T[] {
  const wanted = [typed]
    .flat()
    .map(spell)
    .filter(({ text }) => text !== '');
  const scored: { item: T; name: string; score: number }[] = [];
  for (const item of items) {
    const name = nameOf(item);
    const spelled = spell(name);
    const score = Math.max(0, ...wanted.map((each) => nearness(each, spelled)));
    if (score > 0) scored.push({ item, name, score });
  }
  const best = scored.sort(nearestFirst).slice(0, count + MOST_MOVED);
  const moved = best.map((each) => ({ ...each, score: each.score + bonusOf(each.item) }));
  return moved
    .sort(nearestFirst)
    .slice(0, count)
    .map(({ item }) => item);
}

/** So many places an item may gain by its bonus. */
const MOST_MOVED = 100;

function nearestFirst(a: Scored, b: Scored): number {
  return b.score - a.score || a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}

interface Scored {
  readonly name: string;
  readonly score: number;
}

interface Spelling {
  /** Letters and digits only, lower case. */
  readonly text: string;
  readonly words: readonly string[];
  /** The part behind the last slash, which is the model without its gateway. */
  readonly bare: string;
}

function spell(name: string): Spelling {
  const lower = name.toLowerCase();
  return {
    text: lower.replace(/[^\p{L}\p{N}]/gu, ''),
    words: lower.match(/\p{L}+|\p{N}+/gu) ?? [],
    bare: lastPart(lower).replace(/[^\p{L}\p{N}]/gu, ''),
  };
}

/** Above 0: near, the higher the nearer. */
function nearness(wanted: Spelling, name: Spelling): number {
  if (name.text === wanted.text || name.bare === wanted.text) return 3;
  const shared = wanted.words.filter((word) => name.words.includes(word)).length;
  const words = shared / Math.max(wanted.words.length, 1);
  const extra = 1 - shared / Math.max(name.words.length, 1);
  const whole = words === 1 ? 2 - extra / 2 : 0;
  const letters = similarity(wanted.text, name.bare);
  return Math.max(whole, letters >= SIMILAR ? 1 + letters / 2 : 0, words >= 0.6 ? words : 0);
}

/** 1 for the same letters, falling by the share of letters to change; 0 when lengths are far apart. */
function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  const most = longest * (1 - SIMILAR);
  if (longest === 0 || longest > 80 || Math.abs(a.length - b.length) > most) return 0;
  return 1 - editDistance(a, b, most) / longest;
}

/** Names that share fewer of their letters are not similar. */
const SIMILAR = 0.6;

/** Letters to insert, drop, replace or swap with a neighbour; Infinity where they are more than `most`. */
function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let previous: number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    let left = i;
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      left = Math.min(left + 1, at(previous, j) + 1, at(previous, j - 1) + cost);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) left = Math.min(left, at(before, j - 2) + 1);
      if (left < least) least = left;
      current.push(left);
    }
    if (least > most) return Infinity;
    before = previous;
    previous = current;
  }
  return at(previous, b.length);
}

/** Outside a row nothing can be reached. */
function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}

/** What stands behind the last slash of a key; all of it where there is none. */
export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

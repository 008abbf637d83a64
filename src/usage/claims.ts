import { type JsonObject, field } from '../core/json.ts';
import type { Place, UsageShape, Words } from './shape.ts';
import { USAGE_SHAPES } from './shapes/all.ts';
import { own as llmcost } from './shapes/canonical.ts';
import { valueAt } from './reported-counts.ts';
import { ALL_WORDS, CAMEL_INPUT_OUTPUT, PLAIN } from './words.ts';

/*
 * Whose a usage object is. Its fields say so, never the order in which shapes are asked:
 *
 * 1. A place that only one shape uses (`usageDetails`) decides where the object has a field of it, unless the object tells its totals in
 *    other words than that shape's.
 * 2. Else each shape that has one of its own fields in the object claims it, where the object tells
 *    its totals in the words of that shape or in nobody's.
 * 3. Else, for words that no such shape claims, the one shape that takes plain objects in them.
 * 4. Units in llmcost's own words (`seconds`, `images`) are its own where nobody else claims the object.
 *
 * More than one claim is for read-place.ts to settle.
 */

interface OwnField {
  readonly shape: UsageShape;
  readonly names: readonly string[];
}

/** The own fields of all shapes, by their outermost name. */
const OWN_FIELDS: ReadonlyMap<string, readonly OwnField[]> = indexed(USAGE_SHAPES);

function indexed(shapes: readonly UsageShape[]): ReadonlyMap<string, readonly OwnField[]> {
  const byName = new Map<string, OwnField[]>();
  for (const shape of shapes) {
    for (const path of shape.own) {
      const names = path.split('.');
      const first = names[0] ?? '';
      byName.set(first, [...(byName.get(first) ?? []), { shape, names }]);
    }
  }
  return byName;
}

const PLACES: ReadonlyMap<string, UsageShape> = new Map(
  USAGE_SHAPES.flatMap((shape) => (shape.places ?? []).map((name): [string, UsageShape] => [name, shape])),
);

const WORDS_BY_NAME: ReadonlyMap<string, Words> = new Map(
  ALL_WORDS.flatMap((words) => words.map((name): [string, Words] => [name, words])),
);

/** Every shape that an object may be of; none where it is no usage. */
export function claimsOf(place: Place): readonly UsageShape[] {
  const spoken = wordsOf(place);
  const byPlace = PLACES.get(place.name ?? '');
  if (byPlace !== undefined && hasFieldOf(byPlace, place.usage)) {
    const isOthers = spoken.length > 0 && !spoken.some((words) => words === byPlace.words);
    if (!isOthers) return [byPlace];
  }
  const byField = ownersOf(place).filter(({ words }) => {
    if (words === undefined || spoken.includes(words)) return true;
    // At the top of just any line, a name is a sign only beside the counts themselves.
    return spoken.length === 0 && (!place.bare || namesTokens(place.usage));
  });
  const claims = new Set(byField);
  for (const words of spoken) {
    if (byField.some((shape) => shape.words === words)) continue;
    const plain = USAGE_SHAPES.find((shape) => shape.words === words && shape.takesPlain?.(place) === true);
    if (plain !== undefined) claims.add(plain);
  }
  if (claims.size > 1 && !spoken.includes(CAMEL_INPUT_OUTPUT)) claims.delete(llmcost);
  return [...claims].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The words in which an object tells its totals. */
function wordsOf({ usage, bare }: Place): readonly Words[] {
  const spoken = new Set<Words>();
  for (const name of Object.keys(usage)) {
    const words = WORDS_BY_NAME.get(name);
    // `input` at the top of a line is what was asked, not a count.
    if (words === undefined || (bare && words === PLAIN)) continue;
    if (isTold(usage, name)) spoken.add(words);
  }
  return [...spoken];
}

function hasFieldOf({ fields, readsAnyName }: UsageShape, usage: JsonObject): boolean {
  if (readsAnyName === true) return Object.keys(usage).length > 0;
  return fields.some((path) => (valueAt(usage, path.split('.')) ?? null) !== null);
}

function ownersOf(place: Place): readonly UsageShape[] {
  const owners = new Set<UsageShape>();
  for (const name of Object.keys(place.usage)) {
    for (const { shape, names } of OWN_FIELDS.get(name) ?? []) {
      if (owners.has(shape) || (valueAt(place.usage, names) ?? null) === null) continue;
      if (shape.unless?.(place) !== true) owners.add(shape);
    }
  }
  return [...owners];
}

/** A total is a number or the digits of one; an object under its name is another shape's. */
function isTold(usage: JsonObject, name: string): boolean {
  const value = field(usage, name);
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

function namesTokens(usage: JsonObject): boolean {
  return Object.keys(usage).some((name) => /token/i.test(name));
}

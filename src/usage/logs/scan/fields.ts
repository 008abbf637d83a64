/**
 * What is done with the value of a key that is looked for. Wherever a value is not of the form that is
 * asked for, the whole line is unusual, and JSON.parse reads it.
 *
 * - `count`: a whole number from 0 to 10^15 - 1, or null.
 * - `amount`: any number, or null; its text is kept, so that no digit is lost.
 * - `moment`: an ISO 8601 time, an epoch as a whole number or its digits, or null.
 * - `label`: anything that says what kind of line it is, such as a model or a tier. Meant for values of which there
 *   are few: each combination of labels is a kind of its own.
 * - `id`: an ASCII string without escapes that is no short number, or null. It becomes a number, the same for the same
 *   string.
 * - `hash`: an ASCII string without escapes, or null. It becomes a number that few others share.
 * - `text`: a string that is not empty, or null.
 * - `present`: anything; only whether it is there, and not null, is told.
 * - `given`: the same, but null is for somebody else to read.
 * - `null`: null, which is told. Anything else is for somebody else to read.
 * - `nothing`: null. Anything else is for somebody else to read, and makes the line unusual.
 * - fields: an object, or null, in which keys are looked for in turn.
 * - `given` fields: the same, but null is for somebody else to read.
 * - `maybe` fields: the same, where a value that is no object says nothing.
 * - a `list` of fields: a list of objects, or null, of which nothing is kept. All of its `exactly` keys must be in
 *   every object, and a `count` must be one or null; `nothing`, lists and strings may be asked for as well.
 * - `exactly`: one of these strings, where the key is there at all.
 *
 * Null is as if the key were absent, but for a label, `given` and `null`.
 */
export type Field =
  | 'count'
  | 'amount'
  | 'moment'
  | 'label'
  | 'id'
  | 'hash'
  | 'text'
  | 'present'
  | 'given'
  | 'null'
  | 'nothing'
  | Fields
  | readonly ['maybe', Fields]
  | readonly ['given', Fields]
  | readonly ['list', Fields]
  | readonly ['exactly', ...string[]]
  | readonly ['others', Fields, string?];

/**
 * The keys that are looked for in an object. All others are passed over, but where `*` stands for them: as `nothing`
 * they must be null, as `present` it is told that there are some that are not. `others` is the same, for keys that a
 * list of `nothing` does not name either: many objects share one list. A key that has its text in it, in upper or lower
 * case, may be that of anything but an object.
 */
export interface Fields {
  readonly [key: string]: Field;
}

/**
 * The keys of both. One that both look for must be looked for in the same way, but that `nothing` gives way to
 * whoever knows more of it.
 * @throws Error for a key that is looked for in two ways.
 */
export function mergeFields(a: Fields, b: Fields): Fields {
  const merged: Record<string, Field> = { ...a };
  for (const [key, field] of Object.entries(b)) {
    const other = Object.hasOwn(a, key) ? a[key] : undefined;
    merged[key] = other === undefined ? field : mergeField(key, other, field);
  }
  return merged;
}

function mergeField(key: string, a: Field, b: Field): Field {
  if (a === 'nothing' || a === b) return b;
  if (b === 'nothing') return a;
  if (isFields(a) && isFields(b)) return mergeFields(a, b);
  if (isList(a) && isList(b) && a[0] === b[0]) {
    if (a[0] === 'maybe' && b[0] === 'maybe') return ['maybe', mergeFields(a[1], b[1])];
    if (a[0] === 'given' && b[0] === 'given') return ['given', mergeFields(a[1], b[1])];
    if (a[0] === 'list' && b[0] === 'list') return ['list', mergeFields(a[1], b[1])];
    if (a.length === b.length && a.every((each, index) => each === b[index])) return a;
  }
  throw new Error(`${key} is looked for in two ways: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
}

export function isFields(field: Field): field is Fields {
  return typeof field === 'object' && !isList(field);
}

/** An object in which keys are looked for, if it is there. */
function isNested(field: Field): field is readonly ['maybe', Fields] | readonly ['given', Fields] {
  return isList(field) && (field[0] === 'maybe' || field[0] === 'given');
}

function isList(field: Field): field is Extract<Field, readonly unknown[]> {
  return Array.isArray(field);
}

/** The paths of all counts, but for those in lists. */
export function countPaths(fields: Fields, before = ''): ReadonlySet<string> {
  const paths = Object.entries(fields).flatMap(([key, field]): readonly string[] => {
    if (field === 'count') return [before + key];
    if (isFields(field)) return [...countPaths(field, `${before}${key}.`)];
    return isNested(field) ? [...countPaths(field[1], `${before}${key}.`)] : [];
  });
  return new Set(paths);
}

/**
 * The paths of objects that may hold what a kind of line does not tell: nothing is looked for in them, or a list, which
 * leaves no trace where it fits.
 */
export function vaguePaths(fields: Fields, before = ''): ReadonlySet<string> {
  const paths = Object.entries(fields).flatMap(([key, field]): readonly string[] => {
    const path = before + key;
    const nested = isFields(field) ? field : isNested(field) ? field[1] : undefined;
    if (nested === undefined) return [];
    const inner = Object.values(nested);
    const isVague = inner.length === 0 || inner.some((each) => isList(each) && each[0] === 'list');
    return [...(isVague ? [path] : []), ...vaguePaths(nested, `${path}.`)];
  });
  return new Set(paths);
}

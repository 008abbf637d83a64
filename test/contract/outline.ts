import { createHash } from 'node:crypto';
import { asList, asObject, field, type JsonObject, type JsonValue } from '../../src/core/json.ts';

/**
 * A schema as a person reads it: one line for each place of a document, with what may stand there.
 *
 *     lines[].usd: null | number
 *     rates{}.unit: text (image, page, token)
 *     candidates[]?.key: text
 */
export type Outline = ReadonlyMap<string, string>;

export function outlineOf(schema: JsonObject): Outline {
  const lines = new Map<string, Set<string>>();
  const add = (path: string, kind: string) => lines.set(path, (lines.get(path) ?? new Set()).add(kind));
  walk(schema, '', schema, add, []);
  return new Map(
    [...lines]
      .map(([path, kinds]): [string, string] => [path || '(whole)', [...kinds].sort().join(' | ')])
      .sort(byText),
  );
}

type Add = (path: string, kind: string) => void;

function walk(schema: JsonObject, path: string, root: JsonObject, add: Add, refs: readonly string[]): void {
  const ref = field(schema, '$ref');
  if (typeof ref === 'string') {
    if (refs.includes(ref)) return add(path, `as ${ref.split('/').at(-1)}`);
    const target = asObject(field(asObject(field(root, '$defs')), ref.split('/').at(-1) ?? ''));
    if (target !== undefined) walk(target, path, root, add, [...refs, ref]);
    return;
  }
  const choices = [...asList(field(schema, 'anyOf')), ...asList(field(schema, 'oneOf'))];
  if (choices.length > 0) {
    for (const choice of choices) walk(asObject(choice) ?? {}, path, root, add, refs);
    return;
  }
  for (const type of typesOf(schema)) {
    if (type === 'object') walkObject(schema, path, root, add, refs);
    else if (type === 'array') {
      add(path, 'list');
      walk(asObject(field(schema, 'items')) ?? {}, `${path}[]`, root, add, refs);
    } else add(path, kindOf(type, schema));
  }
}

function walkObject(
  schema: JsonObject,
  path: string,
  root: JsonObject,
  add: Add,
  refs: readonly string[],
): void {
  add(path, 'object');
  const required = asList(field(schema, 'required'));
  const prefix = path === '' ? '' : `${path}.`;
  for (const [name, inner] of Object.entries(asObject(field(schema, 'properties')) ?? {})) {
    walk(asObject(inner) ?? {}, `${prefix}${name}${required.includes(name) ? '' : '?'}`, root, add, refs);
  }
  const others = [
    asObject(field(schema, 'additionalProperties')),
    ...Object.values(asObject(field(schema, 'patternProperties')) ?? {}).map(asObject),
  ];
  for (const inner of others) if (inner !== undefined) walk(inner, `${path}{}`, root, add, refs);
}

function typesOf(schema: JsonObject): readonly string[] {
  const type = field(schema, 'type');
  const types = typeof type === 'string' ? [type] : asList(type).filter((item) => typeof item === 'string');
  return types.length === 0 ? ['anything'] : types;
}

function kindOf(type: string, schema: JsonObject): string {
  const only = field(schema, 'const');
  const values = only === undefined ? asList(field(schema, 'enum')) : [only];
  const name = type === 'string' ? 'text' : type;
  return values.length === 0 ? name : `${name} (${values.map(shown).sort().join(', ')})`;
}

function shown(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function byText([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a reader of the old outline can no longer rely on; a new place or a further word is no such thing. */
export function breaksIn(before: Outline, now: Outline): readonly string[] {
  return [...before].flatMap(([path, kinds]) => {
    const other = now.get(path);
    if (other === undefined) return [`${path} is gone`];
    return withoutWords(other) === withoutWords(kinds) ? [] : [`${path} was ${kinds} and is ${other}`];
  });
}

function withoutWords(kinds: string): string {
  return kinds.replaceAll(/text \([^)]*\)/g, 'text');
}

/** Names a state of a schema in the change log. */
export function shortHash(outline: Outline): string {
  return createHash('sha256')
    .update(JSON.stringify([...outline]))
    .digest('hex')
    .slice(0, 8);
}

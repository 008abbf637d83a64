import { asObject, isJsonObject, type JsonObject, type JsonValue } from '../../../../src/core/json.ts';
import { isFields, type Field, type Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { momentMs } from '../../../../src/usage/time.ts';

/** What a line says under the fields of a table: by path, what stands there. */
export type Facts = Readonly<Record<string, JsonValue>>;

/** Stands for what is there and has no value of its own. */
export const THERE = 'there';

/**
 * The facts of a value that JSON.parse made, worked out in the plainest way; undefined where the value is not of
 * the form that the fields ask for. It says the same as src/usage/logs/scan/fields.ts in other words.
 */
export function factsOf(fields: Fields, value: JsonValue): Facts | undefined {
  if (!isJsonObject(value)) return undefined;
  const facts: Record<string, JsonValue> = {};
  return addFacts(fields, value, '', facts) ? facts : undefined;
}

function addFacts(
  fields: Fields,
  object: JsonObject,
  before: string,
  facts: Record<string, JsonValue>,
): boolean {
  const unnamed = Object.entries(object).flatMap(([key, value]) =>
    value !== null && (key === '*' || !Object.hasOwn(fields, key)) ? [key] : [],
  );
  const rest = fields['*'];
  if (unnamed.length > 0 && rest === 'nothing') return false;
  if (Array.isArray(rest) && rest[0] === 'others') {
    const [, named, part] = rest;
    const isRefused = (key: string) =>
      (key !== '*' && Object.hasOwn(named, key)) ||
      (part !== undefined && key.toLowerCase().includes(part) && isJsonObject(object[key] ?? null));
    if (unnamed.some(isRefused)) return false;
  }
  const isTold = (key: string) =>
    rest === 'present' ||
    (Array.isArray(rest) && !(rest[2] !== undefined && key.toLowerCase().includes(rest[2])));
  if (unnamed.some(isTold)) facts[`${before}*`] = THERE;
  return Object.entries(fields).every(([key, field]) => {
    if (key === '*' || !Object.hasOwn(object, key)) return true;
    return addFact(field, object[key] ?? null, `${before}${key}`, facts);
  });
}

function addFact(field: Field, value: JsonValue, path: string, facts: Record<string, JsonValue>): boolean {
  const keep = (fact: JsonValue): true => {
    facts[path] = fact;
    return true;
  };
  if (field === 'label') return keep(value);
  if (Array.isArray(field) && field[0] === 'exactly')
    return typeof value === 'string' && field.slice(1).includes(value);
  if (field === 'null' && value === null) return keep(THERE);
  if (value === null) return field !== 'given' && !(Array.isArray(field) && field[0] === 'given');
  if (isFields(field)) {
    const object = asObject(value);
    return object !== undefined && keep(THERE) && addFacts(field, object, `${path}.`, facts);
  }
  if (typeof field === 'object') {
    if (field[0] === 'given') return isJsonObject(value) && addFact(field[1], value, path, facts);
    if (field[0] === 'maybe') return isJsonObject(value) ? addFact(field[1], value, path, facts) : true;
    if (field[0] === 'list') return isListOf(field[1], value);
    return false;
  }
  switch (field) {
    case 'count':
      return isCount(value) && keep(value);
    case 'amount':
      return typeof value === 'number' && keep(value);
    case 'moment': {
      const ms = momentMs(value);
      return ms !== undefined && keep(ms);
    }
    case 'id':
      return typeof value === 'string' && value !== '' && !/^\d.{0,8}$/s.test(value) && keep(value);
    case 'hash':
    case 'text':
      return typeof value === 'string' && value !== '' && keep(value);
    case 'present':
    case 'given':
      return keep(THERE);
    case 'null':
    case 'nothing':
      return false;
  }
}

function isCount(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1e15;
}

function isListOf(fields: Fields, value: JsonValue): boolean {
  if (!Array.isArray(value)) return false;
  return value.every((item: JsonValue) => {
    const object = asObject(item);
    if (object === undefined) return false;
    const needed = Object.entries(fields).filter(
      ([, field]) => Array.isArray(field) && field[0] === 'exactly',
    );
    if (needed.some(([key]) => !Object.hasOwn(object, key))) return false;
    return addFacts(fields, object, '', {});
  });
}

import { array, assert, constantFrom, double, letrec, nat, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/json.ts';
import { createLineReader, readUsageObject } from '../../src/usage/recognise.ts';
import { TOKEN_COUNTS } from '../../src/usage/usage.ts';
import { fixture } from '../helpers/usage-fixture.ts';

/** Every name that the samples use, and those that reach for an object's own machinery. */
const NAMES = [...namesIn(fixture('mixed.jsonl')), '__proto__', 'constructor', 'toString', 'hasOwnProperty'];

function namesIn(value: JsonValue, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      found.add(name);
      namesIn(item ?? null, found);
    }
  }
  return found;
}

const number = oneof(
  nat(),
  constantFrom('1e400', '-1', '0.5', '-0', '9007199254740991', '9007199254740993', '1e15'),
  double({ noNaN: true, noDefaultInfinity: true }),
);

/** JSON text, so that `__proto__` is a name like any other and numbers may be too large. */
const { json } = letrec<{ json: string }>((tie) => ({
  json: oneof(
    { maxDepth: 5, withCrossShrink: true },
    oneof(number.map(String), constantFrom('null', 'true', '""', '"12"', '"x"', '"succeeded"', '"tokens"')),
    array(tuple(constantFrom(...NAMES), tie('json')), { maxLength: 6 }).map(
      (pairs) => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`,
    ),
    array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
  ),
}));

/** A line with a usage object of random fields at one of the places, so that shapes are reached often. */
const line = oneof(
  json,
  tuple(
    constantFrom('usage', 'usageMetadata', 'usage_metadata', 'meta'),
    array(tuple(constantFrom(...NAMES), oneof(number.map(String), json)), { maxLength: 8 }),
  ).map(
    ([place, pairs]) =>
      `{"${place}":{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}}`,
  ),
);

describe('any JSON whatever', () => {
  it('is read without an exception, and every count that comes out is whole and not negative', () => {
    assert(
      property(array(line, { maxLength: 3 }), (lines) => {
        const reader = createLineReader();
        for (const text of lines) {
          const value = parseJson(text);
          readUsageObject(value);
          for (const outcome of reader.read(value)) {
            if (outcome.kind !== 'record') continue;
            const { usage, atMs, requests } = outcome.record;
            for (const name of Object.keys(TOKEN_COUNTS)) {
              const count: unknown = Object.entries(usage).find(([field]) => field === name)?.[1];
              expect(count === undefined || (Number.isSafeInteger(count) && Number(count) >= 0)).toBe(true);
            }
            for (const figure of [atMs, requests])
              expect(figure === undefined || Number.isSafeInteger(figure)).toBe(true);
            expect(Object.getPrototypeOf(usage)).toBe(Object.prototype);
          }
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not read what Object.prototype holds for a field of the line', () => {
    const value = parseJson('{"usage":{"__proto__":{"prompt_tokens":5},"constructor":{"prompt_tokens":6}}}');
    expect(createLineReader().read(value)).toMatchObject([{ kind: 'skipped', reason: 'unknown usage' }]);
  });
});

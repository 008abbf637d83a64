import { isJsonObject, type JsonValue } from '../../src/core/json.ts';
import type { Random } from './random.ts';

/** Texts that have broken programs: names of prototypes, escape sequences, halves of characters. */
export const HOSTILE: readonly string[] = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\u0000',
  '\r\n\t\b\f',
  '\u202edrow\u2066\u2069',
  '\u2028\u2029',
  '\ud800',
  'a\udc00b',
  '\u{1F600}\u200d\u{1F600}',
  '\uFEFFbom',
  '漢字'.repeat(30),
  'e\u0301'.repeat(20),
  '../../etc/passwd',
  '$(reboot)',
  '%s%n',
  '"quoted"\\',
  '<script>',
  '1e400',
  '-5e-7',
  '0x10',
  '3e-7',
  '1'.repeat(400),
  'x'.repeat(5000),
];

const NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e-7,
  5e-324,
  1e-300,
  1e21,
  1e300,
  1.7976931348623157e308,
  2 ** 53,
  2 ** 53 + 2,
  -1e300,
  4294967296,
  0.30000000000000004,
  123456789012345680000,
];

function odd(random: Random): JsonValue {
  switch (random.below(9)) {
    case 0:
      return random.of(NUMBERS);
    case 1:
      return random.of(HOSTILE);
    case 2:
      return random.chance(0.5);
    case 3:
      return null;
    case 4:
      return [];
    case 5:
      return {};
    case 6:
      return random.some(NUMBERS, random.below(5));
    case 7:
      return nested(random.below(60), random.of(NUMBERS));
    default:
      return object([[random.of(HOSTILE), random.of(NUMBERS)]]);
  }
}

function nested(depth: number, value: JsonValue): JsonValue {
  let inner = value;
  for (let level = 0; level < depth; level += 1)
    inner = level % 2 === 0 ? [inner] : object([['inner', inner]]);
  return inner;
}

/** Own fields of any name: `__proto__` too. */
export function object(entries: readonly (readonly [string, JsonValue])[]): JsonValue {
  return Object.fromEntries(entries);
}

/** A value with some of it changed, down to any depth. */
export function mutate(value: JsonValue, random: Random, share: number): JsonValue {
  if (random.chance(share)) return odd(random);
  if (Array.isArray(value)) {
    const items: readonly JsonValue[] = value;
    const kept = items.filter(() => !random.chance(share)).map((item) => mutate(item, random, share));
    return random.chance(share) ? [...kept, ...kept] : kept;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, field]): [string, JsonValue][] => {
    if (random.chance(share) || field === undefined) return [];
    const changed = random.chance(share) ? renamed(name, random) : name;
    return [[changed, mutate(field, random, share)]];
  });
  if (random.chance(share)) entries.push([random.of(HOSTILE), odd(random)]);
  return object(entries);
}

function renamed(name: string, random: Random): string {
  const other = random.of(HOSTILE);
  return random.of([
    other,
    name + other,
    name.toUpperCase(),
    name.replace(/_/g, ''),
    `${name}_above_1k_tokens`,
  ]);
}

/** A text of JSON with some of it broken: cut off, keys twice, bytes put in or taken out. */
export function damage(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.of(HOSTILE) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(8));
    case 3:
      return `\uFEFF${text}`;
    case 4:
      return text + text;
    default:
      // What stands twice in an object is the last of the two, as JSON.parse has it.
      return text.replace(
        /\{("[^"]*":)/,
        (whole, key: string) => `{${key}${random.of(['1e999', '"x"', '{}'])},${whole.slice(1)}`,
      );
  }
}

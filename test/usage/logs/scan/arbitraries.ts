import {
  constantFrom,
  double,
  letrec,
  nat,
  oneof,
  shuffledSubarray,
  string,
  tuple,
  array,
  type Arbitrary,
} from 'fast-check';

/** JSON texts, written in every way that JSON allows and in some that it does not. */

export const count: Arbitrary<string> = oneof(
  { arbitrary: nat().map(String), weight: 20 },
  constantFrom('0', 'null', '-1', '1.5', '1e3', '007', '"12"', '999999999999999', '1000000000000000'),
  constantFrom(
    '9007199254740993',
    '1E400',
    '-0',
    '{}',
    '12x',
    '1.',
    '.5',
    '+1',
    '0x10',
    'NaN',
    '-',
    '1e',
    '01',
  ),
);

export const text: Arbitrary<string> = oneof(
  {
    arbitrary: constantFrom('"a"', '"claude-sonnet-4-5"', '"gpt-4o"', '"standard"', '"message"'),
    weight: 20,
  },
  constantFrom(
    '""',
    '"<synthetic>"',
    '"assistant"',
    'null',
    'true',
    '7',
    '[]',
    '{"type":"flex"}',
    '["a", "b"]',
  ),
  constantFrom(
    '"caf\u00e9 \u{1f600}"',
    '"\\u0061"',
    '"\\n\\"usage\\":{}"',
    '"\\x"',
    '"\t"',
    '"\\uD83D"',
    '"\\\\"',
  ),
  string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
);

/** Texts in which every escape and every boundary between blocks of 16 and 64 bytes comes up. */
export const longText: Arbitrary<string> = array(
  oneof(
    { arbitrary: constantFrom('the', ' quick ', 'brown fox', '0123456789abcdef'), weight: 80 },
    {
      arbitrary: constantFrom('\\n', '\\"', '\\\\', '\\/', '\\b', '\\f', '\\r', '\\t', '\\u00e9', '\\\\\\"'),
      weight: 60,
    },
    { arbitrary: constantFrom('\u00e9', '\u{1f600}', '}', '{"usage":', ','), weight: 30 },
    { arbitrary: constantFrom('\\x', '\\u12', '\\u00zz', '\u0001', '"', '\\'), weight: 1 },
  ),
  { maxLength: 60 },
).map((parts) => `"${parts.join('')}"`);

export const moment: Arbitrary<string> = oneof(
  {
    arbitrary: constantFrom('"2026-11-01T12:00:00.123Z"', '"2026-11-01T12:00:00Z"', '1793534400'),
    weight: 5,
  },
  constantFrom(
    '"2026-02-30T12:00:00Z"',
    '"2026-11-01T24:00:00Z"',
    '"2026-11-01T12:00:00.5Z"',
    '"2026-11-01 12:00:00"',
  ),
  constantFrom(
    '"1969-01-01T00:00:00Z"',
    '"2026-11-01T12:00:00.123456+05:30"',
    '"2026-11-01"',
    '"1793534400"',
    '0',
  ),
  constantFrom(
    '1793534400123',
    '1793534400123456',
    '1793534941500499999',
    '"1793534941500500000"',
    '"1793534941"',
    '"17935349"',
    '12345678901234567890',
    '"2026-11-01T12:00:60Z"',
    '"2024-02-29T00:00:00-00:30"',
    'null',
  ),
);

/** An object with some of these fields, in any order, now and then twice, and now and then with escaped keys. */
export function fields(pairs: readonly (readonly [string, Arbitrary<string>])[]): Arbitrary<string> {
  const every = pairs.map(([name, value]) =>
    tuple(
      oneof(
        { arbitrary: constantFrom(`"${name}"`), weight: 40 },
        constantFrom(
          `"${name}x"`,
          `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"`,
          `"${name.slice(1)}"`,
        ),
      ),
      value,
    ).map(([key, shown]) => [key, shown] as const),
  );
  const again = oneof({ arbitrary: constantFrom(0), weight: 6 }, constantFrom(1, 2)).chain((most) =>
    shuffledSubarray(every, { maxLength: Math.min(most, every.length) }),
  );
  const spaces = constantFrom([',', ':'], [',', ':'], [', ', ': '], [' ,\t', '  :\r']);
  return tuple(shuffledSubarray(every), again, spaces).chain(([some, twice, [comma = ',', colon = ':']]) =>
    tuple(...some, ...twice).map(
      (all) => `{${all.map(([key, shown]) => `${key}${colon}${shown}`).join(comma)}}`,
    ),
  );
}

const KEYS = ['usage', 'model', 'message', 'x', 'input_tokens', '__proto__', 'us\\u0061ge', 'a"', ''];

/** Any JSON, with keys among it that matter elsewhere. */
export const { json: anything } = letrec<{ json: string }>((tie) => ({
  json: oneof(
    { maxDepth: 3 },
    oneof(text, count, longText, double({ noNaN: true, noDefaultInfinity: true }).map(String)),
    array(tuple(constantFrom(...KEYS), tie('json')), { maxLength: 3 }).map(
      (pairs) => `{${pairs.map(([name, value]) => `"${name}":${value}`).join(',')}}`,
    ),
    array(tie('json'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
}));

import {
  array,
  assert,
  asyncProperty,
  boolean,
  constant,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
  shuffledSubarray,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { expect, it } from 'vitest';
import { LogLines } from '../../../src/usage/logs/fast/log-lines.ts';
import { scannerModule } from './scan/reading.ts';
import { tableOf, type ReadTable } from './tables.ts';

const mostly = (usual: Arbitrary<string>, ...others: readonly Arbitrary<string>[]): Arbitrary<string> =>
  oneof({ arbitrary: usual, weight: 60 }, ...others);
const nothing = constantFrom('', '', 'NULL', 'null', 'None', 'NaN', 'n/a', '-', ' ', '\t', 'nil');
const anything = oneof(
  string({ maxLength: 5 }),
  constantFrom('größe 価', '\u00a0', '\ufeff12', 'a\u000b', '\u001fx', '"', 'say "x"', 'a, b; c\td|e'),
  constantFrom('two\nlines', 'two\r\nlines', 'a\rb', '\r', '\n', 'x'.repeat(40)),
);
const count = mostly(
  nat(3000).map(String),
  nothing,
  anything,
  constantFrom('1200.0', '1200.', '12.5', '1,200', '1.200', '007', '0', '1e3', '-5', '$4', '1200,0'),
  constantFrom('999999999999999', '1000000000000000', '9007199254740993', '12 ', ' 12', '12\r'),
);
const label = (...texts: readonly string[]) => mostly(constantFrom(...texts), nothing, anything);
const text = mostly(constantFrom('ann', 'ben', 'zoé', 'C:\\ann', 'a\\nb'), nothing, anything);
const time = mostly(
  constantFrom('2026-11-01T12:00:00.123Z', '2026-11-02 12:00:00', '1793534400', '1793534400123'),
  nothing,
  anything,
  constantFrom('2026-11-01', '2026-11-01T12:00', '2026-11-01 12:00:00+00', '2026-11-01 12:00:00 UTC'),
  constantFrom('1793534400.5', '12345678', '1793534400123456', '2026-13-01T00:00:00Z', '11/01/2026'),
);

/** Names of columns, of which a table has each at most once. */
const COLUMNS: Readonly<Record<string, Arbitrary<string>>> = {
  model: label('gpt-4o', 'claude-opus-4-5'),
  model_permaslug: label('anthropic/claude-4.5-sonnet-20250929', 'openai/gpt-4o'),
  provider: label('OpenAI', 'azure'),
  timestamp: time,
  requests: mostly(constantFrom('1', '1.0'), constantFrom('0', '3'), nothing, anything),
  cost: mostly(constantFrom('0.0123', '1.5e-5', '$0.01', '0,0123'), nothing, anything, count),
  service_tier: label('default', 'flex', 'turbo'),
  batch: label('true', 'false'),
  region: label('us', 'eu'),
  speed: label('fast'),
  id: mostly(
    oneof(
      nat(20).map((n) => `chatcmpl-${n}`),
      constantFrom('1234567890', '669b432b-39b3-4536-aa36-b9bd56424ca7'),
    ),
    nothing,
    anything,
    constantFrom('12', '123456789', 'é-1', '1a'),
  ),
  session_id: text,
  project: text,
  user: text,
  input_tokens: count,
  uncached_input_tokens: count,
  cached_tokens: count,
  cache_read_input_tokens: count,
  cache_read_tokens: count,
  cache_write_tokens: count,
  cache_creation_input_tokens: count,
  ephemeral_5m_input_tokens: count,
  ephemeral_1h_input_tokens: count,
  input_audio_tokens: count,
  input_cached_audio_tokens: mostly(nothing, count),
  input_image_tokens: count,
  output_tokens: count,
  output_audio_tokens: count,
  reasoning_tokens: count,
  thoughts_token_count: count,
  total_tokens: count,
  images: mostly(nothing, count),
  seconds: mostly(nothing, count),
  web_searches: count,
  note: anything,
  comment: text,
};

interface Written {
  readonly delimiter: string;
  readonly ending: string;
  readonly quotesAll: boolean;
}

function written(cell: string, { delimiter, quotesAll }: Written): string {
  const needsQuotes = cell.includes(delimiter) || /[\r\n]|^"/.test(cell);
  return quotesAll || needsQuotes ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** How a row is written other than it should be. */
const oddity = constantFrom<(row: string, style: Written) => string>(
  (row) => `"${row}`,
  (row) => `"a"b${row}`,
  (row) => ` "a"${row}`,
  (row, { delimiter }) => `${row}${delimiter}`,
  (row) => row.slice(0, row.length >> 1),
  (row, { ending }) => `${row}${ending}`,
  (row, { ending }) => `${ending}${ending}${row}`,
  (row) => `${row}\n`,
  (row) => `${row}\r`,
  () => ' ',
  () => '""',
);

/** Other headers are errors that ask, which csv-parse comes to only behind its own. */
function isClear(names: readonly string[]): boolean {
  const isUndecided = names.includes('cache_read_tokens') || names.includes('cache_write_tokens');
  return names.includes('input_tokens') && (!isUndecided || names.includes('total_tokens'));
}

const table = record({
  delimiter: constantFrom(',', ',', '\t', ';', '|'),
  ending: constantFrom('\n', '\r\n'),
  quotesAll: boolean(),
  names: shuffledSubarray(Object.keys(COLUMNS), { minLength: 3 }).filter(isClear),
  isEnded: boolean(),
  before: constantFrom('', '', '', '\ufeff', 'ending'),
}).chain((style) =>
  array(
    tuple(
      tuple(...style.names.map((name) => COLUMNS[name] ?? anything)),
      oneof({ arbitrary: constant(undefined), weight: 30 }, { arbitrary: oddity, weight: 1 }),
    ),
    { maxLength: 12 },
  ).map((rows) => {
    const lines = rows.map(([cells, odd]) => {
      const row = cells.map((cell) => written(cell, style)).join(style.delimiter);
      return odd === undefined ? row : odd(row, style);
    });
    const header = style.names.map((name) => written(name, style)).join(style.delimiter);
    const before = style.before === 'ending' ? style.ending : style.before;
    return before + [header, ...lines].join(style.ending) + (style.isEnded ? style.ending : '');
  }),
);

it('is read the same with the scanner as without, however it comes in pieces', async () => {
  const fast = new LogLines(scannerModule);
  const plain = new LogLines(undefined);
  let [fastCount, all] = [0, 0];
  await assert(
    asyncProperty(
      table,
      oneof(integer({ min: 1, max: 40 }), constant(Infinity)),
      async (text, pieceBytes) => {
        const seen = await tableOf(text, { lines: fast, pieceBytes });
        const expected = await tableOf(text, { lines: plain, ids: fast.ids, pieceBytes });
        const outcomeOf = ({ note, failure }: ReadTable) => ({
          text,
          note,
          // csv-parse counts a return and a newline in quotes as two lines.
          failure: failure?.replace(/ at line \d+$/, ''),
        });
        expect(outcomeOf(seen)).toEqual(outcomeOf(expected));
        expect({ text, told: seen.told }).toEqual({ text, told: expected.told });
        fastCount += seen.fastCount;
        all += seen.told.length;
      },
    ),
    { numRuns: 1000 },
  );
  expect(fastCount / all).toBeGreaterThan(0.2);
});

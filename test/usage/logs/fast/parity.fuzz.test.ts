import { array, assert, constantFrom, nat, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fixture } from '../../../helpers/usage-fixture.ts';
import { agree, bothWays } from './both-ways.ts';
import { edited } from './edits.ts';
import { LINES } from './lines.ts';

/** The line with other counts, ids and texts: one of its kind. */
function likeIt(line: string, digits: readonly number[]): string {
  let i = 0;
  const next = (): number => digits[(i += 1) % digits.length] ?? 0;
  return line
    .replaceAll(/:1?\d(?=[,}])/g, (count) => (count.length > 2 ? `:1${next()}` : `:${next()}`))
    .replaceAll(/"msg_\d"/g, () => `"msg_${next()}"`)
    .replaceAll('"ann"', () => (next() > 2 ? '"eve"' : '"ann"'));
}

describe.each(LINES)('lines of %s', (_, lines) => {
  it('are what JSON.parse and the recogniser make of them, whatever came before', () => {
    const both = bothWays();
    let fast = 0;
    const others = array(array(nat(9), { minLength: 5, maxLength: 20 }), { minLength: 1, maxLength: 4 });
    assert(
      property(array(tuple(lines, others), { minLength: 1, maxLength: 4 }), (some) => {
        const log = some.flatMap(([line, all]) => [line, line, ...all.map((digits) => likeIt(line, digits))]);
        fast += agree(both, log.join('\n'));
      }),
      { numRuns: 1000 },
    );
    expect(fast).toBeGreaterThan(100);
  });
});

/** Every sample of a log, a line each. */
const FOLDER = fileURLToPath(new URL('../../../../fixtures/usage', import.meta.url));
const LOGS = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.jsonl?$/.test(name))
  .map((name) => fixture(name).map((value) => JSON.stringify(value)));

describe('real lines', () => {
  const lines = LOGS.flat().filter((line) => line.length < 3000);

  it('come to the same log by log, in any order of the logs', () => {
    const both = bothWays();
    for (const log of [...LOGS, ...LOGS.toReversed()]) agree(both, [...log, ...log].join('\n'));
    expect(agree(bothWays(), lines.join('\n'))).toBeGreaterThan(10);
  });

  const counts = { promptTokenCount: 9, candidatesTokenCount: 5, totalTokenCount: 14 };
  it.each([
    [
      'counts in an object that is not looked into, behind none',
      0,
      { payload: { type: 'token_count', info: { rate: 1 } } },
      { payload: { type: 'token_count', info: { last_token_usage: { input_tokens: 8, output_tokens: 3 } } } },
    ],
    ['an empty list of iterations behind none', 0, { usage: {} }, { usage: { iterations: [] } }],
    [
      'a line of pi that names a model behind one that does not',
      0,
      { type: 'custom', customType: 'theme', data: { modelId: 'tern' } },
      { type: 'custom', customType: 'model-snapshot', data: { modelId: 'tern' } },
    ],
    [
      'the first line of a session of pi behind another',
      0,
      { type: 'session', id: 'a-1' },
      { type: 'session', id: 'a-2', version: 3 },
    ],
    [
      'a reply with an id of Qwen behind one without',
      1,
      { modelVersion: 'tern', usageMetadata: counts },
      { modelVersion: 'tern', usageMetadata: counts, uuid: 'a1' },
    ],
    [
      'a reply with an id of Qwen behind one with something else in its place',
      0,
      { modelVersion: 'tern', usageMetadata: counts, uuid: true },
      { modelVersion: 'tern', usageMetadata: counts, uuid: 'a1' },
    ],
    [
      'a cost beside the counts of Codex in a line that is none of its',
      0,
      {
        type: 'x',
        payload: { info: { last_token_usage: { input_tokens: 8, output_tokens: 3 } }, totalCost: 0 },
      },
      {
        type: 'x',
        payload: { info: { last_token_usage: { input_tokens: 8, output_tokens: 3 } }, totalCost: 1 },
      },
    ],
    [
      'a turn of Kimi behind a step',
      0,
      { type: 'usage.record', model: 'tern', usage: { inputOther: 9 }, usageScope: 'step' },
      { type: 'usage.record', model: 'tern', usage: { inputOther: 9 }, usageScope: 'turn' },
    ],
  ])('come to the same though they look like one kind: %s', (_, fast, first, second) => {
    const also = { timestamp: '2026-08-01T10:00:00.000Z', other: 1 };
    const log = [first, second].map((line) => JSON.stringify({ ...line, ...also })).join('\n');
    expect(agree(bothWays(), log)).toBe(fast);
  });

  it('come to the same with bytes cut, changed, doubled and put in', () => {
    const both = bothWays();
    const byte = oneof(nat(255), constantFrom(...Buffer.from('{}[]",:\\ 0129.eE-tfn\t\r\u0000\u00e9')));
    const edit = tuple(nat(), nat(3), byte);
    assert(
      property(constantFrom(...lines), array(edit, { minLength: 1, maxLength: 3 }), (line, edits) => {
        const changed = edits.reduce(edited, Buffer.from(line));
        agree(both, Buffer.concat([Buffer.from(`${line}\n`), changed, Buffer.from(`\n${line}\n`)]));
      }),
      { numRuns: 3000 },
    );
  });

  it('come to the same with each key and value of theirs left out, emptied, or written twice', () => {
    const both = bothWays();
    let fast = 0;
    for (const line of lines) {
      for (const { index, 0: pair } of line.matchAll(/"[\w.]+":(?:"[^"]*"|[\d.]+|true|false|null)/g)) {
        const [key = ''] = /^"[^"]*":/.exec(pair) ?? [];
        for (const other of ['"x":0', `${key}null`, `${key}0`, `${key}""`, `${key}{}`, `${pair},${pair}`]) {
          const changed = line.slice(0, index) + other + line.slice(index + pair.length);
          fast += agree(both, [line, changed, changed, line].join('\n'));
        }
      }
    }
    expect(fast).toBeGreaterThan(100);
  });

  it('come to the same wherever they are cut apart', () => {
    const both = bothWays();
    let fast = 0;
    const log = lines.slice(0, 12).join('\n');
    for (let piece = 1; piece < 200; piece += 1) fast += agree(both, log, piece);
    expect(fast).toBeGreaterThan(100);
  });
});

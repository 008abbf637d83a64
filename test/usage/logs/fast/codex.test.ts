import { array, assert, constantFrom, nat, oneof, option, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogReader } from '../../../../src/usage/logs/log-reader.ts';
import { agree, bothWays, readFast } from './both-ways.ts';

const counts = record(
  {
    input_tokens: nat(40).map((n) => n + 10),
    cached_input_tokens: nat(12),
    cache_write_input_tokens: constantFrom(0, 1),
    output_tokens: nat(40).map((n) => n + 10),
    reasoning_output_tokens: nat(12),
    total_tokens: oneof(nat(100), constantFrom<number | string | null>(null, '12', 1.5)),
  },
  { requiredKeys: ['input_tokens', 'output_tokens'] },
);
const moments = constantFrom(
  '2026-11-01T10:00:00.000Z',
  '2026-11-01T10:00:01Z',
  '2026-11-01T12:00:00Z',
  null,
);
const line = (type: string, payload: object, timestamp: string | null) => ({ timestamp, type, payload });

const event = tuple(
  record(
    {
      total_token_usage: oneof({ arbitrary: counts, weight: 12 }, constantFrom(null, 7)),
      last_token_usage: oneof({ arbitrary: counts, weight: 12 }, constantFrom(null, {})),
      model_context_window: constantFrom(272_000, null),
      model: constantFrom(null, null, null, 'gpt-5.1'),
    },
    { requiredKeys: [] },
  ),
  moments,
).map(([info, at]) => line('event_msg', { type: 'token_count', info, rate_limits: { primary: 1 } }, at));

const start = tuple(constantFrom('s-1', 's-2', ''), option(constantFrom('s-1', 's-3')), moments).map(
  ([id, forked_from_id, at]) => line('session_meta', { id, forked_from_id, cwd: '/srv/shop' }, at),
);
const turn = tuple(
  record(
    {
      model: constantFrom<string | number | null>('gpt-5.5', 'claude-5', null, '', 7),
      cwd: constantFrom<string | object | null>('/srv/shop', 'C:\\code', '/srv/größe', null, '', {}),
      effort: constantFrom('high', null),
      info: constantFrom({ total_token_usage: { input_tokens: 4, output_tokens: 1 } }, null),
    },
    { requiredKeys: [] },
  ),
  moments,
).map(([payload, at]) => line('turn_context', payload, at));
const settings = tuple(constantFrom('flex', 'priority', 'odd', null), moments).map(([service_tier, at]) =>
  line('event_msg', { type: 'settings', thread_settings: { service_tier } }, at),
);
const said = moments.map((at) => line('response_item', { type: 'message', content: [{ text: 'x' }] }, at));

/** The keys of an object and of those in it, in another order. */
function turned(value: unknown, by: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, turned(each, by)] as const);
  return Object.fromEntries([...entries.slice(by), ...entries.slice(0, by)]);
}

const lines = oneof(
  // An event that is told again, too.
  { arbitrary: tuple(event, nat(1)).map(([one, again]) => (again === 0 ? [one] : [one, one])), weight: 12 },
  { arbitrary: array(event, { maxLength: 3 }), weight: 6 },
  oneof(start, turn, settings, said, constantFrom({ type: 'event_msg', payload: null })).map((one) => [one]),
);

describe('the events of a session of Codex', () => {
  it('are read with what the lines before them say, with JSON.parse and without', () => {
    const both = bothWays();
    let fast = 0;
    assert(
      property(array(lines, { minLength: 1, maxLength: 12 }), nat(2), (some, by) => {
        const log = some.flat().map((one) => JSON.stringify(turned(one, by)));
        fast += agree(both, log.join('\n'));
      }),
      { numRuns: 2000 },
    );
    expect(fast).toBeGreaterThan(500);
  });

  it('take the model, the folder and the session of the lines before, and count a total once', () => {
    const at = '2026-11-01T10:00:00Z';
    const usage = { input_tokens: 9, cached_input_tokens: 4, output_tokens: 2, total_tokens: 11 };
    const told = (input_tokens: number) => {
      const total_token_usage = { ...usage, input_tokens };
      return line(
        'event_msg',
        { type: 'token_count', info: { total_token_usage, last_token_usage: usage } },
        at,
      );
    };
    const log = [
      told(9),
      line('session_meta', { id: 's-1', cwd: '/srv/shop' }, at),
      line('turn_context', { model: 'gpt-5.5' }, at),
      told(18),
      told(18),
      told(27),
    ];
    // The one that is told again is no request.
    expect(agree(bothWays(), log.map((one) => JSON.stringify(one)).join('\n'))).toBe(3);
  });

  it('grow from those that a fork begins with, which count once', () => {
    const at = '2026-11-01T10:00:00Z';
    const event = (info: object) => line('event_msg', { type: 'token_count', info }, at);
    const told = { input_tokens: 10, output_tokens: 2 };
    const first = event({ total_token_usage: told, last_token_usage: told });
    const grown = event({ total_token_usage: { input_tokens: 25, output_tokens: 5 } });
    const log = [
      line('session_meta', { id: 's-1' }, at),
      first,
      line('session_meta', { id: 's-2', forked_from_id: 's-1' }, at),
      first,
      grown,
    ];
    const text = log.map((one) => JSON.stringify(one)).join('\n');
    expect(agree(bothWays(), text)).toBe(1);
    expect(
      readFast(text).told.map(([, what]) =>
        typeof what === 'string' || !('record' in what) ? what : what.record.usage,
      ),
    ).toEqual([
      'context',
      { inputTokens: 10, outputTokens: 2 },
      'context',
      'repeated: session s-1 begins with it',
      { inputTokens: 15, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 3, reasoningTokens: 0 },
    ]);
  });

  it('take the model and the folder from lines that are not parsed, and keep what those leave out', () => {
    const at = '2026-11-01T10:00:00Z';
    const told = (input_tokens: number) => {
      const usage = { input_tokens, output_tokens: 2 };
      const info = { total_token_usage: usage, last_token_usage: usage };
      return line('event_msg', { type: 'token_count', info }, at);
    };
    const turns = [
      { model: 'gpt-5.5', cwd: 'C:\\code' },
      { model: 'gpt-5.1' },
      { cwd: '/srv/größe' },
      { model: null, cwd: null, effort: 'high' },
      // For the recogniser: neither is a text that holds something.
      { model: '', cwd: 7 },
    ];
    const log = turns.flatMap((payload, index) => [line('turn_context', payload, at), told(index + 9)]);
    const { fast } = bothWays();
    const parsed: number[] = [];
    const words: string[] = [];
    const reader = new (class extends LogReader {
      override codex(...[bytes, start, end, number]: Parameters<LogReader['codex']>): void {
        parsed.push(number);
        super.codex(bytes, start, end, number);
      }

      override unusual(...[bytes, start, end, number]: Parameters<LogReader['unusual']>): void {
        parsed.push(number);
        super.unusual(bytes, start, end, number);
      }
    })(
      {
        fast: ({ model, project }) => words.push(`${model} ${project.text}`),
        record: ({ model, project }) => words.push(`${model} ${project}`),
        skipped: () => undefined,
        context: () => undefined,
      },
      { lines: fast },
    );
    fast.begin(reader);
    const bytes = Buffer.from(log.map((one) => JSON.stringify(one)).join('\n'));
    const { bytes: into, offset } = fast.lines.room;
    fast.lines.filled(bytes.copy(into, offset));
    fast.lines.end();
    expect(words).toEqual([
      'gpt-5.5 C:\\code',
      'gpt-5.1 C:\\code',
      'gpt-5.1 /srv/größe',
      'gpt-5.1 /srv/größe',
      'gpt-5.1 /srv/größe',
    ]);
    expect(parsed).toEqual([9]);
  });

  it.each([
    { usage: { prompt_tokens: 100, completion_tokens: 5 } },
    { prompt_tokens: 100, completion_tokens: 5 },
    { usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 5, totalTokenCount: 105 } },
  ])('are doubted where the line holds other counts: %j', (other) => {
    const usage = { input_tokens: 8, output_tokens: 3 };
    const info = { total_token_usage: usage, last_token_usage: usage };
    const one = line('event_msg', { type: 'token_count', info }, '2026-11-01T10:00:00.000Z');
    expect(agree(bothWays(), JSON.stringify({ ...one, ...other }))).toBe(0);
  });
});

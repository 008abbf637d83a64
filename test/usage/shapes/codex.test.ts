import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { fixture, fullRateInput, onlyRecord, outcomesOf, recordsOf } from '../../helpers/usage-fixture.ts';

describe('Codex CLI sessions', () => {
  const [first, second, ...others] = recordsOf(fixture('codex.jsonl'));

  it('takes the model from the last turn context', () => {
    expect(first).toEqual({
      shape: 'codex',
      agent: 'codex',
      dedupeKey: expect.stringMatching(/^019a9775-ef93 \d+$/),
      model: 'gpt-5.1-codex',
      session: '019a9775-ef93',
      project: '/home/ann/shop',
      atMs: Date.UTC(2026, 10, 1, 12, 12, 4),
      usage: { inputTokens: 8000, cacheReadTokens: 6000, outputTokens: 300, reasoningTokens: 200 },
    });
    expect(second?.model).toBe('gpt-5.1-codex-mini');
  });

  it('bills the last request, not the session so far', () => {
    expect(second?.usage).toEqual({
      inputTokens: 9500,
      cacheReadTokens: 8000,
      outputTokens: 150,
      reasoningTokens: 60,
    });
    // Billing the cumulated counts would make the session 8000 + 17500 tokens in.
    expect((first?.usage.inputTokens ?? 0) + (second?.usage.inputTokens ?? 0)).toBe(17500);
    expect(others).toEqual([]);
  });

  it('takes cached tokens as part of the input and reasoning as part of the output', () => {
    expect(fullRateInput(first?.usage ?? {})).toBe(2000);
    expect(first?.usage.outputTokens).toBe(300);
  });

  it('knows an event that repeats the one before', () => {
    expect(outcomesOf(fixture('codex.jsonl'))[4]).toMatchObject({ kind: 'skipped', reason: 'repeated' });
  });

  it('takes the growth of the cumulated counts where an old log tells nothing else', () => {
    const event = (input: number, output: number) => ({
      type: 'event_msg',
      payload: {
        type: 'token_count',
        info: { total_token_usage: { input_tokens: input, cached_input_tokens: 0, output_tokens: output } },
      },
    });
    expect(
      recordsOf([event(100, 10), event(250, 30)]).map(({ usage }) => [usage.inputTokens, usage.outputTokens]),
    ).toEqual([
      [100, 10],
      [150, 20],
    ]);
  });

  it('reads the usage of a turn as codex exec prints it', () => {
    const record = onlyRecord([
      {
        type: 'turn.completed',
        usage: { input_tokens: 24763, cached_input_tokens: 24448, output_tokens: 122 },
      },
    ]);
    expect(fullRateInput(record.usage)).toBe(315);
  });

  const counted = (info: JsonObject) => ({ type: 'event_msg', payload: { type: 'token_count', info } });
  const total = (input: JsonValue, output: JsonValue) => ({
    total_token_usage: { input_tokens: input, output_tokens: output },
  });

  it('takes counts that begin again, as in a session that is resumed, for those of one request', () => {
    expect(recordsOf([counted(total(100, 10)), counted(total(40, 25))]).map(({ usage }) => usage)).toEqual([
      { inputTokens: 100, outputTokens: 10 },
      // 40 is below 100, so all 40 are new; 25 are 15 more than 10.
      {
        inputTokens: 40,
        outputTokens: 15,
        cacheReadTokens: 0,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
      },
    ]);
  });

  it('names cumulated counts that cannot be read, and takes no difference of them', () => {
    expect(outcomesOf([counted(total(100, 10)), counted(total('many', 20))])[1]).toEqual({
      kind: 'skipped',
      reason: 'unreadable',
      detail: 'input_tokens is "many", not a whole number of at least 0 and below 2^53',
    });
  });

  it('reads an event that tells the last request and no total, as often as it comes', () => {
    const event = counted({ last_token_usage: { input_tokens: 7, output_tokens: 3 } });
    expect(recordsOf([event, event]).map(({ usage }) => usage)).toEqual([
      { inputTokens: 7, outputTokens: 3 },
      { inputTokens: 7, outputTokens: 3 },
    ]);
  });

  it('names an event without counts', () => {
    expect(outcomesOf([counted({ rate_limits: {} })])).toEqual([
      { kind: 'skipped', reason: 'no usage', detail: 'the event holds no token counts' },
    ]);
  });

  it('keeps the project and the model until a line names others, and lets go of the session', () => {
    const start = { type: 'session_meta', payload: { id: 'one', cwd: '/shop', model: 'heron-4' } };
    const again = { type: 'session_meta', payload: {} };
    const [first, second] = recordsOf([start, counted(total(1, 1)), again, counted(total(5, 2))]);
    expect(first).toMatchObject({ session: 'one', project: '/shop', model: 'heron-4' });
    expect(second).toMatchObject({ project: '/shop', model: 'heron-4' });
    expect(second?.session).toBeUndefined();
  });

  it.each(['session_meta', 'turn_context', 'event_msg', 'response_item', 'compacted', 'ghost_snapshot'])(
    'passes over lines of type %s that count nothing, though they hold what looks like usage',
    (type) => {
      const info = { last_token_usage: { input_tokens: 7 } };
      expect(outcomesOf([{ type, payload: { type: 'other', info } }])).toEqual([{ kind: 'context' }]);
    },
  );

  it('is not what has no payload, or another type', () => {
    const usage = { input_tokens: 7, output_tokens: 3 };
    expect(recordsOf([{ type: 'event_msg', usage }])[0]?.shape).toBe('anthropic');
    expect(recordsOf([{ type: 'other', payload: {}, usage }])[0]?.shape).toBe('anthropic');
    expect(recordsOf([{ payload: {}, usage }])[0]?.shape).toBe('anthropic');
  });

  it('takes the model that the event itself names', () => {
    const start = { type: 'turn_context', payload: { model: 'heron-4' } };
    const event = counted({ model: 'tern-1', last_token_usage: { input_tokens: 7 } });
    expect(recordsOf([start, event])[0]?.model).toBe('tern-1');
  });

  it('says why a repeated event does not count', () => {
    expect(outcomesOf([counted(total(5, 1)), counted(total(5, 1))])[1]).toEqual({
      kind: 'skipped',
      reason: 'repeated',
      detail: 'the session total did not move since the last event',
    });
  });

  const settings = (tier: string) => ({
    type: 'event_msg',
    payload: { type: 'thread_settings_applied', thread_settings: { service_tier: tier } },
  });
  const event = (input: number) => ({
    type: 'event_msg',
    payload: {
      type: 'token_count',
      info: { last_token_usage: { input_tokens: input, output_tokens: 10, total_tokens: input + 10 } },
    },
  });

  it('takes the tier of the settings before it', () => {
    const tiers = recordsOf([event(1), settings('flex'), event(2), event(3)]).map(({ tier }) => tier);
    expect(tiers).toEqual([undefined, 'flex', 'flex']);
  });

  it('says of each request that nobody knows its tier', () => {
    const message = 'service tier "turbo" is not known: priced as standard';
    const said = {
      tier: 'standard',
      warnings: [message],
      assumptions: [{ code: 'TIER_STANDARD', message: `S${message.slice(1)}.` }],
    };
    expect(recordsOf([settings('turbo'), event(1), event(2)])).toMatchObject([said, said]);
    expect(recordsOf([settings('turbo'), settings('flex'), event(1)])[0]).not.toHaveProperty('warnings');
  });
});

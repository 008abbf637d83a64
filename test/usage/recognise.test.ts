import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { parseJson } from '../../src/core/json.ts';
import { readUsageObject } from '../../src/usage/recognise.ts';
import { onlyRecord, outcomesOf } from '../helpers/usage-fixture.ts';

const CHAT = { prompt_tokens: 7, completion_tokens: 3 };

function skipOf(line: JsonValue): string {
  const [outcome] = outcomesOf([line]);
  return outcome?.kind === 'skipped' ? `${outcome.reason}: ${outcome.detail}` : (outcome?.kind ?? 'nothing');
}

describe('where usage stands', () => {
  it.each([
    ['at the top', { model: 'm', ...CHAT }],
    ['under usage', { model: 'm', usage: CHAT }],
    ['in a message', { message: { model: 'm', usage: CHAT } }],
    ['in a response', { response: { model: 'm', usage: CHAT } }],
    ['in the body of a response', { response: { body: { model: 'm', usage: CHAT } } }],
    ['in the message of a result', { result: { message: { model: 'm', usage: CHAT } } }],
    ['in a body', { body: { model: 'm', usage: CHAT } }],
    ['in data', { data: { model: 'm', usage: CHAT } }],
    ['in a result', { result: { model: 'm', usage: CHAT } }],
    ['in the message of a message of data', { data: { message: { message: { model: 'm', usage: CHAT } } } }],
    ['in the body of an output', { output: { outputBodyJson: { model: 'm', usage: CHAT } } }],
    ['as usageMetadata', { model: 'm', usageMetadata: CHAT }],
    ['as usage_metadata', { model: 'm', usage_metadata: CHAT }],
    ['as usageMetadata of a response', { response: { model: 'm', usageMetadata: CHAT } }],
    ['as usage_metadata of a response', { response: { model: 'm', usage_metadata: CHAT } }],
    ['as usageMetadata of a body', { response: { body: { model: 'm', usageMetadata: CHAT } } }],
    ['as usage_metadata of arguments', { kwargs: { model: 'm', usage_metadata: CHAT } }],
    ['as meta', { model: 'm', meta: CHAT }],
    ['as meta of a response', { response: { model: 'm', meta: CHAT } }],
    ['as meta of the body of a response', { response: { body: { model: 'm', meta: CHAT } } }],
    ['as token_usage', { model: 'm', response_metadata: { token_usage: CHAT } }],
    ['as last_token_usage', { model: 'm', payload: { info: { last_token_usage: CHAT } } }],
    ['under x_groq', { model: 'm', x_groq: { usage: CHAT } }],
  ])('finds it %s, with its model', (_, line) => {
    expect(onlyRecord([line])).toMatchObject({ model: 'm', usage: { inputTokens: 7, outputTokens: 3 } });
  });

  it('takes the model that served before the one that was asked for', () => {
    expect(onlyRecord([{ model: 'asked', response: { model: 'served', usage: CHAT } }]).model).toBe('served');
    expect(onlyRecord([{ model: 'asked', response: { usage: CHAT } }]).model).toBe('asked');
    expect(onlyRecord([{ request: { model: 'asked' }, response: { usage: CHAT } }]).model).toBe('asked');
    const body = { model: 'in the body' };
    expect(onlyRecord([{ request: { body }, response: { usage: CHAT } }]).model).toBe('in the body');
  });

  it('takes the provider that the outermost holder names', () => {
    const response = { provider: 'upstream', usage: CHAT };
    expect(onlyRecord([{ provider: 'gateway', response }]).provider).toBe('gateway');
    expect(onlyRecord([{ response }]).provider).toBeUndefined();
  });

  it('does not take an object named usage for a bill where no provider puts one', () => {
    expect(skipOf({ tool: { usage: CHAT }, messages: [{ usage: CHAT }] })).toBe(
      'no usage: the line holds no usage',
    );
  });

  it('passes over a decoy that holds no counts and finds the usage behind it', () => {
    expect(
      onlyRecord([{ usage: { note: 'see response' }, response: { usage: CHAT } }]).usage.inputTokens,
    ).toBe(7);
  });
});

describe('the tier', () => {
  const tier = (line: JsonObject) => {
    const record = onlyRecord([line]);
    return [record.tier, ...(record.warnings ?? [])];
  };

  it.each([
    ['default', 'standard'],
    ['standard', 'standard'],
    ['on_demand', 'standard'],
    ['Priority', 'priority'],
    ['flex', 'flex'],
    ['batch', 'batch'],
    [' Flex ', 'flex'],
    ['on_demand_flex', 'flex'],
    ['fast', 'priority'],
    ['on_demand_priority', 'priority'],
    ['ultrafast', 'ultrafast'],
    [{ type: 'priority' }, 'priority'],
    ['On-Demand', 'standard'],
    ['TRAFFIC_TYPE_UNSPECIFIED', undefined],
    ['', undefined],
  ])('reads %j as %s', (name, expected) => {
    expect(tier({ service_tier: name, usage: CHAT })).toEqual([expected]);
    expect(tier({ serviceTier: name, usage: CHAT })).toEqual([expected]);
    expect(tier({ tier: name, usage: CHAT })).toEqual([expected]);
  });

  it.each([
    [5, 'service tier 5 is not known: priced as standard'],
    [['flex'], 'service tier a list is not known: priced as standard'],
    ['prioritty', 'service tier "prioritty" is not known: priced as standard'],
    ['auto', 'service tier "auto" is what was asked for, not what was served: priced as standard'],
    ['scale', 'service tier "scale" is capacity bought beforehand: priced as standard'],
  ])('drops no line for the tier %j: standard is a warning and an assumption', (name, message) => {
    for (const usage of [CHAT, { input_tokens: 7, output_tokens: 3 }, { inputTokens: 7, outputTokens: 3 }]) {
      expect(onlyRecord([{ tier: name, usage }])).toMatchObject({
        tier: 'standard',
        warnings: [message],
        assumptions: [{ code: 'TIER_STANDARD', message: `S${message.slice(1)}.` }],
      });
    }
  });

  it('takes no name for bought capacity that only holds such a word', () => {
    expect(tier({ service_tier: 'upscale', usage: CHAT })[1]).toContain('is not known');
    expect(tier({ service_tier: 'scaled', usage: CHAT })[1]).toContain('is not known');
    expect(tier({ service_tier: 'Reserved', usage: CHAT })[1]).toContain('is capacity bought beforehand');
  });

  it('asked for in the body of a request counts like one in the request', () => {
    const request = { body: { service_tier: 'flex' } };
    expect(tier({ request, response: { usage: CHAT } })[0]).toBe('flex');
  });

  it('bills bought capacity and unknown names as standard, and says so', () => {
    expect(tier({ service_tier: 'scale', usage: CHAT })).toEqual([
      'standard',
      'service tier "scale" is capacity bought beforehand: priced as standard',
    ]);
    expect(tier({ service_tier: 'turbo', usage: CHAT })).toEqual([
      'standard',
      'service tier "turbo" is not known: priced as standard',
    ]);
  });

  it('bills the tier that was served, not the one that was asked for', () => {
    const request = { service_tier: 'priority' };
    expect(tier({ request, response: { service_tier: 'default', usage: CHAT } })).toEqual(['standard']);
    expect(tier({ service_tier: 'priority', response: { service_tier: 'flex', usage: CHAT } })).toEqual([
      'flex',
    ]);
  });

  it('takes the one that was asked for where the response is silent, and says so', () => {
    const warning = 'the response names no service tier: "priority" is the one that was asked for';
    expect(tier({ request: { service_tier: 'priority' }, response: { usage: CHAT } })).toEqual([
      'priority',
      warning,
    ]);
    expect(tier({ request: { service_tier: 'auto' }, response: { usage: CHAT } })).toEqual([undefined]);
    const nothing = { service_tier: null, request: { body: { service_tier: 'priority' } } };
    expect(tier({ ...nothing, response: { service_tier: null, usage: CHAT } })).toEqual([
      'priority',
      warning,
    ]);
  });
});

describe('counts that cannot be read', () => {
  it.each([
    ['"x12"', 'prompt_tokens is "x12", not a whole number of at least 0 and below 2^53'],
    ['-1', 'prompt_tokens is -1, not a whole number of at least 0 and below 2^53'],
    ['1.5', 'prompt_tokens is 1.5, not a whole number of at least 0 and below 2^53'],
    [
      '1e400',
      'prompt_tokens is a number too large for a double, not a whole number of at least 0 and below 2^53',
    ],
    [
      '9007199254740993',
      'prompt_tokens is 9007199254740992, not a whole number of at least 0 and below 2^53',
    ],
    ['true', 'prompt_tokens is true, not a whole number of at least 0 and below 2^53'],
    ['[1]', 'prompt_tokens is a list, not a whole number of at least 0 and below 2^53'],
    ['{}', 'prompt_tokens is an object, not a whole number of at least 0 and below 2^53'],
  ])('names a count of %s instead of taking it for zero', (count, expected) => {
    const line = parseJson(`{"usage":{"prompt_tokens":${count},"completion_tokens":1}}`);
    expect(skipOf(line)).toBe(`unreadable: ${expected}`);
    expect(readUsageObject(line)).toEqual({ ok: false, problem: expected });
  });

  it('reads a whole number however JSON writes it, and null as absent', () => {
    const line = parseJson('{"usage":{"prompt_tokens":1.2e3,"completion_tokens":null}}');
    expect(onlyRecord([line]).usage).toEqual({ inputTokens: 1200 });
  });

  it('reads no negative nothing', () => {
    const line = parseJson('{"usage":{"prompt_tokens":-0,"completion_tokens":1}}');
    expect(onlyRecord([line]).usage).toEqual({ inputTokens: 0, outputTokens: 1 });
  });

  it('does not add counts up beyond what a double holds', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    expect(skipOf({ usage: { input_tokens: huge, cache_read_input_tokens: 1, output_tokens: 0 } })).toBe(
      'unreadable: the input tokens add up to 2^53 or more',
    );
  });
});

const HINT = 'write its counts under the names of llmcost (inputTokens, outputTokens) to have it read';

describe('lines without a request', () => {
  it.each([
    ['a number', 5, 'no usage: the line is 5, not an object'],
    ['a list', [], 'no usage: the line is a list, not an object'],
    ['other words', { level: 'info', msg: 'started' }, 'no usage: the line holds no usage'],
    ['no counts', { model: 'm', usage: null }, 'no usage: the line holds no usage'],
    [
      'counts in a form that nobody writes',
      { usage: { tok_in: 5 } },
      `unknown usage: no provider's usage object has these fields: "tok_in"; ${HINT}`,
    ],
    [
      'an error',
      { model: 'm', error: { message: 'overloaded' } },
      'failed request: the request failed: overloaded',
    ],
    ['a bad status', { response: { status_code: 503 } }, 'failed request: the request failed'],
    ['a bad status at the top', { status_code: 400 }, 'failed request: the request failed'],
    ['a good status', { status_code: 399 }, 'no usage: the line holds no usage'],
    [
      'an error as text',
      { error: 'x'.repeat(200) },
      `failed request: the request failed: ${'x'.repeat(120)}`,
    ],
    [
      'an error of the response',
      { response: { error: { message: 'late' } } },
      'failed request: the request failed: late',
    ],
    ['an event of an error', { type: 'error' }, 'failed request: the request failed'],
    ['meta of something else', { meta: { page: 5 } }, 'no usage: the line holds no usage'],
    [
      'counts in many forms that nobody writes',
      { usage: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 } },
      `unknown usage: no provider's usage object has these fields: "a", "b", "c", "d", "e", "f"; ${HINT}`,
    ],
  ])('names %s', (_, line, expected) => {
    expect(skipOf(line)).toBe(expected);
  });

  it('still bills a request that reports an error and its usage', () => {
    expect(onlyRecord([{ error: { message: 'cut' }, usage: CHAT }]).usage.inputTokens).toBe(7);
  });
});

describe('a usage object for estimate', () => {
  it('reads a bare object, a whole response, and canonical names without tokens', () => {
    expect(readUsageObject(CHAT)).toMatchObject({ ok: true, record: { usage: { inputTokens: 7 } } });
    expect(readUsageObject({ model: 'm', usage: CHAT })).toMatchObject({ ok: true, record: { model: 'm' } });
    expect(readUsageObject({ images: 4, imageSize: '1024x1024' })).toMatchObject({
      ok: true,
      record: { usage: { images: 4, imageSize: '1024x1024' } },
    });
  });

  it('reads an event of a session log', () => {
    const info = { last_token_usage: { input_tokens: 7, output_tokens: 3 } };
    expect(readUsageObject({ type: 'event_msg', payload: { type: 'token_count', info } })).toMatchObject({
      ok: true,
      record: { shape: 'codex', usage: { inputTokens: 7 } },
    });
  });

  const span = { attributes: { 'gen_ai.usage.input_tokens': 5 } };

  it.each([
    [{}, 'the usage object is empty'],
    [
      { resourceSpans: [{ scopeSpans: [{ spans: [span, span] }] }] },
      'it holds 2 requests, not one: llmcost tally adds them up',
    ],
    ['text', 'a usage object was expected, this is "text"'],
    [null, 'a usage object was expected, this is null'],
    [
      { a1: 1, b2: 2, c3: 3, d4: 4, e5: 5, f6: 6, g7: 7 },
      'no provider\'s usage object has these fields: "a1", "b2", "c3", "d4", "e5", "f6"',
    ],
    [
      { type: 'user', sessionId: 's' },
      'no provider\'s usage object has these fields: "type", "sessionId"; the nearest to "sessionId" is "sessions"',
    ],
    [{ error: 'no' }, 'the request failed: no'],
    // What is wrong is inside, not the name under which it stands.
    [{ usage: { tok_in: 5 } }, `no provider's usage object has these fields: "tok_in"; ${HINT}`],
    [
      { inptTokens: 5 },
      'no provider\'s usage object has these fields: "inptTokens"; the nearest to "inptTokens" is "inputTokens"',
    ],
    [{ images: 4, imagSize: '1K' }, '"imagSize" is not a name of a usage object; the nearest is "imageSize"'],
  ])('refuses %j', (value, problem) => {
    expect(readUsageObject(value)).toEqual({ ok: false, problem });
  });
});

describe('who used it', () => {
  it.each([
    [{ user: 'u', metadata: { user_id: 'm' } }, 'u'],
    [{ metadata: { user_id: 'm' } }, 'm'],
    [{ metadata: { user_id: '' } }, undefined],
  ])('is by %j %s', (fields, user) => {
    expect(onlyRecord([{ ...fields, response: { usage: CHAT } }]).user).toBe(user);
  });
});

describe('what the provider says that it cost', () => {
  it.each([
    [{ cost: 0.5 }, '0.5'],
    [{ cost: { total_cost: 0.25, input_tokens_cost: 0.1 } }, '0.25'],
    [{ estimated_cost: 0.125 }, '0.125'],
    [{ cost: null }, undefined],
  ])('is in %j %s', (fields, usd) => {
    expect(onlyRecord([{ usage: { ...CHAT, ...fields } }]).reportedUsd).toBe(usd);
  });

  it.each(['costUSD', 'costUsd', 'cost_usd', 'response_cost', 'spend'])('stands beside it as %s', (name) => {
    expect(onlyRecord([{ [name]: 0.5, response: { usage: CHAT } }]).reportedUsd).toBe('0.5');
  });
});

describe('tags', () => {
  it.each([
    [{ tags: ['a', '', 5, 'b'] }, ['a', 'b']],
    [{ tags: ['', 5], request_tags: ['c'] }, ['c']],
    [{ tags: 'a' }, undefined],
  ])('of %j are %j', (fields, tags) => {
    expect(onlyRecord([{ ...fields, usage: CHAT }]).tags).toEqual(tags);
  });
});

describe('names under which a line tells more', () => {
  it.each(['model', 'modelVersion', 'model_version', 'modelId', 'model_name', 'model_id'])(
    'has the model as %s',
    (name) => {
      expect(onlyRecord([{ [name]: 'heron-4', usage: CHAT }]).model).toBe('heron-4');
      expect(onlyRecord([{ response_metadata: { [name]: 'heron-4' }, usage: CHAT }]).model).toBe('heron-4');
    },
  );

  it.each(['custom_llm_provider', 'litellm_provider', 'provider'])('has the provider as %s', (name) => {
    expect(onlyRecord([{ [name]: 'shorebird', usage: CHAT }]).provider).toBe('shorebird');
  });

  it.each([
    'timestamp',
    'created',
    'created_at',
    'createdAt',
    'createTime',
    'create_time',
    'startTime',
    'start_time',
    'startedAt',
    'time',
    'ts',
    'at',
    'date',
    '@timestamp',
  ])('has the moment as %s', (name) => {
    expect(onlyRecord([{ [name]: '2026-11-01', usage: CHAT }]).atMs).toBe(Date.UTC(2026, 10, 1));
  });

  it.each(['session', 'session_id', 'sessionId', 'conversation_id', 'conversationId'])(
    'has the session as %s',
    (name) => {
      expect(onlyRecord([{ [name]: 's', usage: CHAT }]).session).toBe('s');
    },
  );

  it.each(['project', 'project_id', 'projectId'])('has the project as %s', (name) => {
    expect(onlyRecord([{ [name]: 'p', usage: CHAT }]).project).toBe('p');
  });

  it.each(['user', 'user_id', 'userId', 'end_user'])('has the user as %s', (name) => {
    expect(onlyRecord([{ [name]: 'u', usage: CHAT }]).user).toBe('u');
  });
});

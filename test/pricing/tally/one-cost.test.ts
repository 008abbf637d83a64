import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { reversed, tallyFiles, type Files } from '../../helpers/tally-files.ts';

/** A dollar for each million tokens in, 10 for output, 0.1 for cache reads, 2 for cache writes. */
const PRICES = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 1e-6,
  output_cost_per_token: 1e-5,
  cache_read_input_token_cost: 1e-7,
  cache_creation_input_token_cost: 2e-6,
};
const ENTRIES = { tern: PRICES, heron: { ...PRICES, input_cost_per_token: 3e-6 } };

/** The totals of the files read forwards and backwards, which must be one. */
async function totalOf(files: Files, entries: Readonly<Record<string, JsonObject>> = ENTRIES) {
  const [forwards, backwards] = [
    await tallyFiles(files, entries),
    await tallyFiles(reversed(files), entries),
  ];
  expect(backwards.total).toBe(forwards.total);
  return forwards;
}

describe('sessions of Codex that repeat another', () => {
  const meta = (id: string, time: string, more: object = {}) => ({
    timestamp: time,
    type: 'session_meta',
    payload: { id, timestamp: time, ...more },
  });
  const turn = { timestamp: '2026-07-01T10:00:00Z', type: 'turn_context', payload: { model: 'tern' } };
  /** An event with the cumulated and the last counts of tokens in and out. */
  const event = (time: string, total: readonly [number, number], last: readonly [number, number]) => ({
    timestamp: time,
    type: 'event_msg',
    payload: {
      type: 'token_count',
      info: {
        total_token_usage: { input_tokens: total[0], output_tokens: total[1] },
        last_token_usage: { input_tokens: last[0], output_tokens: last[1] },
      },
    },
  });
  // Of the parent: 1000 × 1e-6 + 100 × 1e-5 = 0.002, then 2000 × 1e-6 + 50 × 1e-5 = 0.0025.
  const first = (time: string) => event(time, [1000, 100], [1000, 100]);
  const second = (time: string) => event(time, [3000, 150], [2000, 50]);
  // Of a fork: 500 × 1e-6 + 10 × 1e-5 = 0.0006.
  const own = (time: string) => event(time, [1500, 110], [500, 10]);
  const parent = [
    meta('a', '2026-07-01T10:00:00Z'),
    turn,
    first('2026-07-01T10:00:05Z'),
    second('2026-07-01T10:20:00Z'),
  ];

  it('counts what a fork begins with once, under whatever times it is written down again', async () => {
    const forked = (id: string, copied: string) => [
      meta(id, '2026-07-01T10:10:00Z', { forked_from_id: 'a' }),
      turn,
      first(copied),
      own('2026-07-01T10:11:00Z'),
    ];
    const files = {
      'a.jsonl': parent,
      'b.jsonl': forked('b', '2026-07-01T10:10:00Z'),
      'c.jsonl': forked('c', '2026-07-01T10:00:05Z'),
    };
    // 0.002 + 0.0025 + 2 × 0.0006; each file by itself would make it 0.0097.
    expect((await totalOf(files)).total).toBe('0.0057');
  });

  it('finds the parent in the mark of a sub-agent, and in a second header', async () => {
    const source = { subagent: { thread_spawn: { parent_thread_id: 'a', depth: 1 } } };
    const spawned = [
      meta('b', '2026-07-01T10:10:00Z', { source }),
      turn,
      first('2026-07-01T10:10:00Z'),
      own('2026-07-01T10:11:00Z'),
    ];
    const resumed = [
      meta('c', '2026-07-01T11:00:00Z'),
      meta('a', '2026-07-01T10:00:00Z'),
      turn,
      first('2026-07-01T11:00:00Z'),
      second('2026-07-01T11:00:00Z'),
      event('2026-07-01T11:05:00Z', [3500, 160], [500, 10]),
    ];
    const { total } = await totalOf({ 'a.jsonl': parent, 'b.jsonl': spawned, 'c.jsonl': resumed });
    expect(total).toBe('0.0057');
  });

  it('counts in each what comes after the fork, though the counts are the same', async () => {
    const forked = [
      meta('b', '2026-07-01T10:10:00Z', { forked_from_id: 'a' }),
      turn,
      first('2026-07-01T10:10:00Z'),
      // The parent has an event with these counts too, but ten minutes after the fork.
      second('2026-07-01T10:12:00Z'),
    ];
    // 0.002 + 2 × 0.0025.
    expect((await totalOf({ 'a.jsonl': parent, 'b.jsonl': forked })).total).toBe('0.007');
  });

  it('follows a fork of a fork', async () => {
    const child = [
      meta('b', '2026-07-01T10:10:00Z', { forked_from_id: 'a' }),
      turn,
      first('2026-07-01T10:10:00Z'),
      own('2026-07-01T10:11:00Z'),
    ];
    const grandchild = [
      meta('c', '2026-07-01T10:30:00Z', { forked_from_id: 'b' }),
      meta('b', '2026-07-01T10:10:00Z'),
      turn,
      first('2026-07-01T10:30:00Z'),
      own('2026-07-01T10:30:00Z'),
      event('2026-07-01T10:31:00Z', [2000, 120], [500, 10]),
    ];
    const { total } = await totalOf({ 'a.jsonl': parent, 'b.jsonl': child, 'c.jsonl': grandchild });
    expect(total).toBe('0.0057');
  });

  it('counts once what siblings begin with where the log of their parent is not read', async () => {
    const sibling = (id: string) => [
      meta(id, '2026-07-01T10:10:00Z', { forked_from_id: 'gone' }),
      turn,
      first('2026-07-01T10:10:00Z'),
      own('2026-07-01T10:11:00Z'),
    ];
    // 0.002 + 2 × 0.0006: nothing is dropped, and the history is not there twice.
    expect((await totalOf({ 'b.jsonl': sibling('b'), 'c.jsonl': sibling('c') })).total).toBe('0.0032');
  });

  it('counts once a session in two places, and a branch without a mark that keeps the times', async () => {
    const branch = [
      meta('d', '2026-07-01T10:10:00Z'),
      turn,
      first('2026-07-01T10:00:05Z'),
      own('2026-07-01T10:11:00Z'),
    ];
    const files = { 'sessions/a.jsonl': parent, 'archived/a.jsonl': [...parent], 'sessions/d.jsonl': branch };
    expect((await totalOf(files)).total).toBe('0.0051');
  });

  it('counts sessions apart that have nothing to do with each other, though their counts are the same', async () => {
    const other = [meta('b', '2026-07-01T12:00:00Z'), turn, first('2026-07-01T12:00:05Z')];
    expect((await totalOf({ 'a.jsonl': parent, 'b.jsonl': other })).total).toBe('0.0065');
  });

  it('reads sessions one behind the other, as cat makes them', async () => {
    const forked = [
      meta('b', '2026-07-01T10:10:00Z', { forked_from_id: 'a' }),
      turn,
      first('2026-07-01T10:10:00Z'),
      own('2026-07-01T10:11:00Z'),
    ];
    const again = [meta('c', '2026-07-01T13:00:00Z'), turn, own('2026-07-01T13:01:00Z')];
    const { total } = await tallyFiles({ 'all.jsonl': [...parent, ...forked, ...again] }, ENTRIES);
    // 0.002 + 0.0025 + 0.0006 + 0.0006: the last event of one session and the first of the next are two.
    expect(total).toBe('0.0057');
  });
});

describe('replies of Claude Code', () => {
  const reply = (message: string, request: string | undefined, output: number, more: object = {}) => ({
    type: 'assistant',
    sessionId: 's',
    ...(request === undefined ? {} : { requestId: request }),
    message: { id: message, model: 'tern', usage: { input_tokens: 100, output_tokens: output } },
    ...more,
  });

  it('counts a reply once that a side chain repeats under a request of its own', async () => {
    const files = {
      's.jsonl': [reply('m1', 'r1', 10), reply('m2', 'r2', 10)],
      's/subagents/x.jsonl': [
        reply('m1', 'r9', 10, { isSidechain: true }),
        reply('m3', 'r3', 10, { isSidechain: true }),
      ],
    };
    // Three replies of 100 × 1e-6 + 10 × 1e-5 = 0.0002. By message and request they would be four.
    expect((await totalOf(files)).total).toBe('0.0006');
  });

  it('counts two replies with one message of two requests, and copies without a request with either', async () => {
    const files = { 'a.jsonl': [reply('m1', 'r1', 10), reply('m1', 'r2', 10), reply('m1', undefined, 10)] };
    expect((await totalOf(files)).total).toBe('0.0004');
  });

  it('counts the copy with the most tokens, wherever it stands', async () => {
    const files = {
      'a.jsonl': [reply('m1', 'r1', 1)],
      'b.jsonl': [reply('m1', 'r1', 30)],
      'c.jsonl': [reply('m1', 'r1', 7)],
    };
    // 100 × 1e-6 + 30 × 1e-5; all three would make 0.00068.
    expect((await totalOf(files)).total).toBe('0.0004');
  });

  it('counts each line where it is told that ids mean something else', async () => {
    const files = { 'a.jsonl': [reply('m1', 'r1', 10), reply('m1', 'r1', 10)] };
    expect((await tallyFiles(files, ENTRIES, { dedupe: false })).total).toBe('0.0004');
  });
});

describe('ids of replies of any shape', () => {
  const chat = { id: 'c-1', model: 'tern', usage: { prompt_tokens: 100, completion_tokens: 10 } };
  const gemini = (output: number) => ({
    responseId: 'R',
    modelVersion: 'tern',
    usageMetadata: { promptTokenCount: 100, candidatesTokenCount: output },
  });

  it('counts a response once that is in two logs, whatever surrounds it', async () => {
    const files = {
      'a.jsonl': [chat],
      'b.jsonl': [{ timestamp: '2026-07-01T00:00:00Z', response: chat }],
      'c.jsonl': [{ response: { body: chat, status_code: 200 }, custom_id: 'x' }],
    };
    // One request of 0.0002; the batch has half of that listed nowhere for this provider, so it is left out here.
    const { total } = await totalOf({ 'a.jsonl': files['a.jsonl'], 'b.jsonl': files['b.jsonl'] });
    expect(total).toBe('0.0002');
  });

  it('counts chunks with counts that grow as their last', async () => {
    const { total, skips } = await totalOf({ 'a.jsonl': [gemini(10), gemini(50), gemini(100)] });
    // 100 × 1e-6 + 100 × 1e-5 = 0.0011, not 0.0019.
    expect(total).toBe('0.0011');
    expect(skips).toEqual({ duplicate: 2 });
  });

  it('takes a short number for that of a row', async () => {
    const rows = [
      { ...chat, id: '1' },
      { ...chat, id: '1' },
      { ...chat, id: 1 },
    ];
    expect((await totalOf({ 'a.jsonl': rows })).total).toBe('0.0006');
  });
});

describe('a reply that is streamed', () => {
  const usage = { input_tokens: 100, cache_read_input_tokens: 1000, output_tokens: 1 };
  const start = (id: string) => ({ type: 'message_start', message: { id, model: 'tern', usage } });
  const delta = (output: number) => ({ type: 'message_delta', delta: {}, usage: { output_tokens: output } });
  const stop = { type: 'message_stop' };
  // 100 × 1e-6 + 1000 × 1e-7 + 20 × 1e-5.
  const ONE = '0.0004';

  it('is one request: its input stands at the start, its output in the last of what follows', async () => {
    const lines = [start('m'), { type: 'content_block_delta', delta: {} }, delta(5), delta(20), stop];
    expect((await tallyFiles({ 'a.jsonl': lines }, ENTRIES)).total).toBe(ONE);
    // Ids or not, it is not three.
    expect((await tallyFiles({ 'a.jsonl': lines }, ENTRIES, { dedupe: false })).total).toBe(ONE);
  });

  it('is read as server-sent events, with the lines that a server sends between', async () => {
    const text = [
      ': a comment',
      'event: message_start',
      `data: ${JSON.stringify(start('m'))}`,
      '',
      'id: 7',
      'retry: 100',
      `data:${JSON.stringify(delta(20))}`,
      `data: ${JSON.stringify(stop)}`,
      'data: [DONE]',
    ].join('\r\n');
    const { total, skips } = await tallyFiles({ 'a.txt': text }, ENTRIES);
    expect([total, skips]).toEqual([ONE, {}]);
  });

  it('counts where it was cut off, and where the next begins', async () => {
    const { total } = await tallyFiles(
      { 'a.jsonl': [start('m'), delta(20), start('n'), delta(20)] },
      ENTRIES,
    );
    expect(total).toBe('0.0008');
  });

  it('takes the larger of two counts, which a gateway may send as 0 again', async () => {
    const late = {
      type: 'message_delta',
      usage: { input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 20 },
    };
    expect((await tallyFiles({ 'a.jsonl': [start('m'), late] }, ENTRIES)).total).toBe(ONE);
  });
});

describe('the summary of a run', () => {
  const usage = {
    input_tokens: 2,
    output_tokens: 30,
    cache_read_input_tokens: 1000,
    cache_creation_input_tokens: 500,
  };
  const counts = {
    inputTokens: 2,
    outputTokens: 30,
    cacheReadInputTokens: 1000,
    cacheCreationInputTokens: 500,
  };
  const result = {
    type: 'result',
    session_id: 's',
    num_turns: 3,
    total_cost_usd: 0.5,
    usage,
    modelUsage: { tern: { ...counts, costUSD: 0.5 }, heron: { inputTokens: 1000, outputTokens: 0 } },
  };
  const line = { type: 'assistant', session_id: 's', message: { id: 'm', model: 'tern', usage } };
  // 2 × 1e-6 + 30 × 1e-5 + 1000 × 1e-7 + 500 × 2e-6 = 0.001402.
  it('adds nothing beside the lines of the run, in whatever file they stand', async () => {
    const { total, skips } = await totalOf({ 'a.jsonl': [line], 'b.json': [result] });
    expect([total, skips]).toEqual(['0.001402', { summary: 1 }]);
    const session = { type: 'assistant', sessionId: 's', message: { id: 'm', model: 'tern', usage } };
    expect((await totalOf({ 'a.jsonl': [session, line], 'b.json': [result] })).total).toBe('0.001402');
  });

  it('is the source where it stands alone, a request for each model', async () => {
    // 0.001402 + 1000 × 3e-6.
    const { total, states } = await totalOf({ 'b.json': [result] });
    expect([total, states]).toEqual(['0.004402', { known: 2 }]);
  });

  it('takes the model of a run that names none from its first line', async () => {
    const { modelUsage: _, ...old } = result;
    const init = { type: 'system', subtype: 'init', session_id: 's', model: 'tern' };
    expect((await tallyFiles({ 'a.jsonl': [init, old] }, ENTRIES)).total).toBe('0.001402');
  });

  it('counts two runs of one session, and a run once that is written twice', async () => {
    const other = { ...result, modelUsage: { tern: { ...counts, outputTokens: 40 } } };
    const { total } = await totalOf({ 'a.jsonl': [result, other], 'b.jsonl': [other] });
    // 0.004402 + 0.001402 + 10 × 1e-5.
    expect(total).toBe('0.005904');
  });

  it('is never above a threshold for long prompts, and says so where it might be', async () => {
    const long = { ...PRICES, input_cost_per_token_above_200k_tokens: 5e-6 };
    const sum = { ...result, modelUsage: { tern: { inputTokens: 300_000, outputTokens: 0 } } };
    const { total } = await totalOf({ 'a.json': [sum] }, { tern: long });
    // At 5e-6 it would be 1.5.
    expect(total).toBe('0.3');
  });
});

describe('runs of the AI SDK', () => {
  const step = (input: number, output: number) => ({
    usage: { inputTokens: input, outputTokens: output, totalTokens: input + output },
  });
  const total = { inputTokens: 300, outputTokens: 30, totalTokens: 330 };

  it.each([
    [
      'its steps',
      { model: 'tern', steps: [step(100, 10), step(200, 20)], totalUsage: total, ...step(200, 20) },
    ],
    ['its total where no step is there', { model: 'tern', totalUsage: total, ...step(200, 20) }],
    ['its total where a step is missing', { model: 'tern', steps: [step(200, 20)], totalUsage: total }],
  ])('count once, by %s', async (_, line) => {
    // 300 × 1e-6 + 30 × 1e-5; `usage` beside it is that of the last step.
    expect((await totalOf({ 'a.json': [line] })).total).toBe('0.0006');
  });

  it('count once as a stream, where the total comes behind the steps', async () => {
    const lines = [
      { type: 'finish-step', response: { modelId: 'tern' }, ...step(100, 10) },
      { type: 'finish-step', response: { modelId: 'tern' }, ...step(200, 20) },
      { type: 'finish', totalUsage: total },
    ];
    expect((await tallyFiles({ 'a.jsonl': lines }, ENTRIES)).total).toBe('0.0006');
  });
});

describe('spans that sum up others', () => {
  const span = (id: string, parent: string | undefined, attributes: object, more: object = {}) => ({
    traceId: 't',
    spanId: id,
    ...(parent === undefined ? {} : { parentSpanId: parent }),
    attributes,
    ...more,
  });
  const used = (operation: string, input: number) => ({
    'gen_ai.operation.name': operation,
    'gen_ai.request.model': 'tern',
    'gen_ai.usage.input_tokens': input,
  });
  const agent = span('1', undefined, used('invoke_agent', 3000));
  const chats = [span('3', '2', used('chat', 1000)), span('4', '2', used('chat', 2000))];

  it('add nothing beside the spans of requests below them, at any depth', async () => {
    const step = span('2', '1', { 'gen_ai.operation.name': 'execute_step' });
    expect((await totalOf({ 'a.jsonl': [agent], 'b.jsonl': [step], 'c.jsonl': chats })).total).toBe('0.003');
    // A span between them may not have been logged.
    expect((await totalOf({ 'a.jsonl': [agent], 'c.jsonl': chats })).total).toBe('0.003');
  });

  it('count where no request stands below them', async () => {
    expect((await totalOf({ 'a.jsonl': [agent] })).total).toBe('0.003');
    const root = span('0', undefined, { name: 'job' });
    const told = span('1', '0', used('invoke_agent', 3000));
    const silent = span('5', '0', used('invoke_agent', 500));
    const below = [span('3', '1', used('chat', 1000)), span('4', '1', used('chat', 2000))];
    expect((await totalOf({ 'a.jsonl': [root, told, silent], 'b.jsonl': below })).total).toBe('0.0035');
  });

  it('are those of the AI SDK and of OpenInference too, and of an OTLP document', async () => {
    const outer = span('1', undefined, { ...used('x', 3000), 'ai.operationId': 'ai.generateText' });
    const inner = span('2', '1', { ...used('chat', 3000) }, { name: 'ai.generateText.doGenerate' });
    expect((await totalOf({ 'a.jsonl': [outer, inner] })).total).toBe('0.003');
    const spans = [
      span('1', undefined, {
        ...used('chat', 3000),
        'openinference.span.kind': 'AGENT',
        'gen_ai.operation.name': null,
      }),
      span('2', '1', {
        ...used('chat', 3000),
        'openinference.span.kind': 'LLM',
        'gen_ai.operation.name': null,
      }),
    ];
    expect((await totalOf({ 'a.json': [{ resourceSpans: [{ scopeSpans: [{ spans }] }] }] })).total).toBe(
      '0.003',
    );
  });
});

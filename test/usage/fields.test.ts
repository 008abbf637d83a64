import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { Usage } from '../../src/usage/usage.ts';
import { outcomesOf, recordsOf } from '../helpers/usage-fixture.ts';

/** Usage objects with little in them: whose they are, and what each of their fields counts. */
const CASES: readonly (readonly [string, JsonObject, Usage])[] = [
  // Each name that tells Anthropic's objects by itself. What was cached stands beside the input.
  ['anthropic', { input_tokens: 5 }, { inputTokens: 5 }],
  ['anthropic', { output_tokens: 5 }, { outputTokens: 5 }],
  ['anthropic', { cache_read_input_tokens: 5 }, { inputTokens: 5, cacheReadTokens: 5 }],
  ['anthropic', { cache_creation_input_tokens: 5 }, { inputTokens: 5, cacheWriteTokens: 5 }],
  [
    'anthropic',
    { input_tokens: 1, cache_creation: { ephemeral_5m_input_tokens: 5 } },
    { inputTokens: 6, cacheWriteTokens: 5 },
  ],
  [
    'anthropic',
    { input_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 5 }, total_tokens: 6 },
    { inputTokens: 6, cacheWriteTokens: 5, cacheWrite1hTokens: 5 },
  ],
  [
    'anthropic',
    { input_tokens: 1, cache_creation_input_tokens: 2, total_tokens: 3 },
    { inputTokens: 3, cacheWriteTokens: 2 },
  ],
  [
    'anthropic',
    { output_tokens: 1, server_tool_use: { web_search_requests: 2 } },
    { outputTokens: 1, webSearches: 2 },
  ],

  ['bedrock-converse', { cacheReadInputTokens: 5 }, { inputTokens: 5, cacheReadTokens: 5 }],
  ['bedrock-converse', { cacheWriteInputTokens: 5 }, { inputTokens: 5, cacheWriteTokens: 5 }],
  ['bedrock-converse', { cacheReadInputTokenCount: 5 }, { inputTokens: 5, cacheReadTokens: 5 }],
  ['bedrock-converse', { cacheWriteInputTokenCount: 5 }, { inputTokens: 5, cacheWriteTokens: 5 }],
  [
    'bedrock-converse',
    // A detail without a count counts nothing; 3 + 4 + 5 written, 4 + 5 of them for an hour.
    {
      inputTokens: 1,
      cacheDetails: [
        { ttl: '5m', inputTokens: 3 },
        { ttl: '1h' },
        { ttl: '1h', inputTokens: 4 },
        { ttl: '1h', inputTokens: 5 },
      ],
    },
    { inputTokens: 13, cacheWriteTokens: 12, cacheWrite1hTokens: 9 },
  ],

  ['cohere', { billed_units: { input_tokens: 5 } }, { inputTokens: 5 }],
  ['cohere', { billed_units: { output_tokens: 5 } }, { outputTokens: 5 }],
  // Pictures stand beside the text: 5 + 7.
  [
    'cohere',
    { billed_units: { input_tokens: 5, image_tokens: 7 } },
    { inputTokens: 12, inputImageTokens: 7 },
  ],
  ['cohere', { billed_units: { search_units: 5 } }, { queries: 5 }],

  ['codex', { cached_input_tokens: 5 }, { cacheReadTokens: 5 }],
  ['codex', { reasoning_output_tokens: 5 }, { reasoningTokens: 5 }],
  [
    'codex',
    { input_tokens: 9, cached_input_tokens: 0, cache_write_input_tokens: 5 },
    { inputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 5 },
  ],

  ['deepseek', { prompt_cache_hit_tokens: 5 }, { inputTokens: 5, cacheReadTokens: 5 }],
  ['deepseek', { prompt_cache_miss_tokens: 5 }, { inputTokens: 5 }],
  [
    'deepseek',
    { prompt_tokens: 9, prompt_cache_miss_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } },
    { inputTokens: 9, cacheReadTokens: 4 },
  ],

  ['gemini', { promptTokenCount: 5 }, { inputTokens: 5 }],
  ['gemini', { candidatesTokenCount: 5 }, { outputTokens: 5 }],
  ['gemini', { responseTokenCount: 5 }, { outputTokens: 5 }],
  ['gemini', { prompt_token_count: 5 }, { inputTokens: 5 }],
  ['gemini', { candidates_token_count: 5 }, { outputTokens: 5 }],
  ['gemini', { response_token_count: 5 }, { outputTokens: 5 }],
  [
    'gemini',
    // What tools put into the prompt stands beside it, thoughts beside the answer: 5 + 3 and 2 + 4.
    {
      prompt_token_count: 5,
      tool_use_prompt_token_count: 3,
      cached_content_token_count: 1,
      candidates_token_count: 2,
      thoughts_token_count: 4,
      total_token_count: 14,
    },
    { inputTokens: 8, cacheReadTokens: 1, outputTokens: 6, reasoningTokens: 4 },
  ],
  [
    'gemini',
    {
      prompt_token_count: 100,
      prompt_tokens_details: [
        { modality: 'image', token_count: 10 },
        { modality: 'VIDEO', token_count: 20 },
        { modality: 'AUDIO' },
        { token_count: 7 },
        'odd',
      ],
      tool_use_prompt_tokens_details: [{ modality: 'IMAGE', token_count: 5 }],
      cache_tokens_details: [{ modality: 'IMAGE', token_count: 4 }],
      response_tokens_details: [
        { modality: 'AUDIO', token_count: 6 },
        { modality: 'AUDIO', token_count: 2 },
        { modality: 'VIDEO', token_count: 3 },
      ],
    },
    // Images 10 + 5, less 4 cached; all that is cached is images.
    {
      inputTokens: 100,
      cacheReadTokens: 0,
      cacheReadImageTokens: 4,
      inputImageTokens: 11,
      inputVideoTokens: 20,
      outputAudioTokens: 8,
      outputVideoTokens: 3,
    },
  ],
  [
    'gemini',
    {
      promptTokenCount: 100,
      toolUsePromptTokensDetails: [{ modality: 'AUDIO', tokenCount: 5 }],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 6 }],
      responseTokensDetails: [{ modality: 'AUDIO', tokenCount: 7 }],
    },
    // The first breakdown that says something is believed.
    { inputTokens: 100, inputAudioTokens: 5, outputImageTokens: 6 },
  ],

  [
    'langchain',
    { input_tokens: 9, input_token_details: { cache_read: 5 } },
    { inputTokens: 9, cacheReadTokens: 5 },
  ],
  [
    'langchain',
    { input_tokens: 9, input_token_details: { cache_creation: 5 } },
    { inputTokens: 9, cacheWriteTokens: 5 },
  ],
  [
    'langchain',
    { input_tokens: 9, input_token_details: { audio: 5 } },
    { inputTokens: 9, inputAudioTokens: 5 },
  ],
  [
    'langchain',
    { input_tokens: 9, input_token_details: { image: 5 } },
    { inputTokens: 9, inputImageTokens: 5 },
  ],
  [
    'langchain',
    { output_tokens: 9, output_token_details: { reasoning: 5 } },
    { outputTokens: 9, reasoningTokens: 5 },
  ],
  [
    'langchain',
    { output_tokens: 9, output_token_details: { audio: 5, image: 2 } },
    { outputTokens: 9, outputAudioTokens: 5, outputImageTokens: 2 },
  ],

  ['openai-chat', { prompt_tokens: 5 }, { inputTokens: 5 }],
  ['openai-chat', { completion_tokens: 5 }, { outputTokens: 5 }],
  [
    'openai-chat',
    { prompt_tokens: 9, prompt_tokens_details: { cache_write_tokens: 5 } },
    { inputTokens: 9, cacheWriteTokens: 5 },
  ],
  [
    'openai-chat',
    { prompt_tokens: 9, cache_creation_input_tokens: 5 },
    { inputTokens: 9, cacheWriteTokens: 5 },
  ],
  ['openai-chat', { prompt_tokens: 9, cache_read_input_tokens: 5 }, { inputTokens: 9, cacheReadTokens: 5 }],
  ['openai-embeddings', { prompt_tokens: 5, total_tokens: 5 }, { inputTokens: 5 }],
  [
    'openai-chat',
    { prompt_tokens: 5, total_tokens: 5, prompt_tokens_details: { cached_tokens: 2 } },
    { inputTokens: 5, cacheReadTokens: 2 },
  ],
  [
    'openai-chat',
    { prompt_tokens: 5, total_tokens: 5, completion_tokens_details: { audio_tokens: 0 } },
    { inputTokens: 5, outputAudioTokens: 0 },
  ],
  [
    'openai-chat',
    { prompt_tokens: 5, total_tokens: 7, completion_tokens: 2 },
    { inputTokens: 5, outputTokens: 2 },
  ],

  [
    'openai-images',
    { input_tokens: 9, input_tokens_details: { image_tokens: 5 } },
    { inputTokens: 9, inputImageTokens: 5 },
  ],
  [
    'openai-images',
    {
      output_tokens: 9,
      input_tokens_details: { image_tokens: 0 },
      output_tokens_details: { text_tokens: 9 },
    },
    { inputImageTokens: 0, outputTokens: 9 },
  ],
  [
    'openai-images',
    {
      output_tokens: 9,
      input_tokens_details: { image_tokens: 0 },
      output_tokens_details: { image_tokens: 4 },
    },
    { inputImageTokens: 0, outputTokens: 9, outputImageTokens: 4 },
  ],

  ['openai-realtime', { input_tokens: 9, input_token_details: {} }, { inputTokens: 9 }],
  [
    'openai-realtime',
    { output_tokens: 9, output_token_details: { audio_tokens: 5 } },
    { outputTokens: 9, outputAudioTokens: 5 },
  ],
  ['openai-responses', { input_tokens_details: {}, input_tokens: 9 }, { inputTokens: 9 }],
  [
    'openai-responses',
    { output_tokens_details: { reasoning_tokens: 5 }, output_tokens: 9 },
    { outputTokens: 9, reasoningTokens: 5 },
  ],
  ['openai-responses', { input_tokens: 9, total_tokens: 9 }, { inputTokens: 9 }],
  ['openai-responses', { output_tokens: 9, total_tokens: 9 }, { outputTokens: 9 }],

  ['vercel-ai', { promptTokens: 5 }, { inputTokens: 5 }],
  ['vercel-ai', { completionTokens: 5 }, { outputTokens: 5 }],
  ['vercel-ai', { inputTokens: 5, totalTokens: 5 }, { inputTokens: 5 }],
  ['vercel-ai', { outputTokens: 5, cachedInputTokens: 2 }, { outputTokens: 5, cacheReadTokens: 2 }],
  [
    'vercel-ai',
    { inputTokens: 5, inputTokenDetails: { cacheReadTokens: 2, cacheWriteTokens: 1 } },
    { inputTokens: 5, cacheReadTokens: 2, cacheWriteTokens: 1 },
  ],
  [
    'vercel-ai',
    { outputTokens: 5, outputTokenDetails: { reasoningTokens: 2 } },
    { outputTokens: 5, reasoningTokens: 2 },
  ],
  ['vercel-ai', { promptTokens: 5, reasoningTokens: 2 }, { inputTokens: 5, reasoningTokens: 2 }],

  ['xai', { prompt_tokens: 5, num_sources_used: 1 }, { inputTokens: 5 }],
  ['xai', { completion_tokens: 5, cost_in_usd_ticks: 1 }, { outputTokens: 5 }],
];

describe('a usage object with few fields', () => {
  it.each(CASES)('is of %s: %j', (shape, usage, expected) => {
    const [record] = recordsOf([{ usage }]);
    expect(record?.shape).toBe(shape);
    expect(record?.usage).toStrictEqual(expected);
  });

  it.each([['stopReason'], ['metrics']])('in camel case is Bedrock’s beside %s', (name) => {
    const [record] = recordsOf([{ [name]: 'end_turn', usage: { inputTokens: 5 } }]);
    expect(record?.shape).toBe('bedrock-converse');
    const [output] = recordsOf([{ [name]: 'end_turn', usage: { outputTokens: 5 } }]);
    expect(output?.shape).toBe('bedrock-converse');
  });

  it.each<[JsonObject, readonly string[]]>([
    [
      { prompt_tokens: 5, total_tokens: 9 },
      ['the total of 9 tokens is 4 more than the parts: these are not counted'],
    ],
    [
      { input_tokens: 5, output_tokens: 1, total_tokens: 9 },
      ['the total of 9 tokens is 3 more than the parts: these are not counted'],
    ],
    [
      { input_tokens: 5, cached_input_tokens: 1, total_tokens: 9 },
      ['the total of 9 tokens is 4 more than the parts: these are not counted'],
    ],
    [
      { input_tokens: 5, input_token_details: { audio: 1 }, total_tokens: 9 },
      ['the total of 9 tokens is 4 more than the parts: these are not counted'],
    ],
    [
      { inputTokens: 5, cacheReadInputTokens: 1, totalTokens: 9 },
      ['the total of 9 tokens is 3 more than the parts: these are not counted'],
    ],
    [
      { promptTokens: 5, totalTokens: 9 },
      ['the total of 9 tokens is 4 more than the parts: these are not counted'],
    ],
    [
      { promptTokenCount: 5, totalTokenCount: 9 },
      ['the total of 9 tokens is 4 more than the parts: these are not counted'],
    ],
    [{ promptTokenCount: 5, toolUsePromptTokenCount: 2, thoughtsTokenCount: 2, totalTokenCount: 9 }, []],
  ])('with a total says what no part counts: %j', (usage, warnings) => {
    expect(recordsOf([{ usage }])[0]?.warnings ?? []).toEqual(warnings);
  });

  it('of Gemini tells the tier by the traffic', () => {
    const tier = (fields: JsonObject) => recordsOf([{ usage: { promptTokenCount: 1, ...fields } }])[0]?.tier;
    expect(tier({ trafficType: 'ON_DEMAND_FLEX' })).toBe('flex');
    expect(tier({ traffic_type: 'ON_DEMAND_PRIORITY' })).toBe('priority');
  });

  it('of OpenRouter tells its provider by fields that no other has', () => {
    const provider = (fields: JsonObject) =>
      recordsOf([{ usage: { prompt_tokens: 1, ...fields } }])[0]?.provider;
    expect(provider({ is_byok: false })).toBe('openrouter');
    expect(provider({ cost_details: {} })).toBe('openrouter');
    expect(provider({})).toBeUndefined();
  });
});

describe('counts that are too large together', () => {
  const most = Number.MAX_SAFE_INTEGER;

  it.each<[JsonObject, string]>([
    [{ input_tokens: most, cache_read_input_tokens: 1 }, 'input tokens'],
    [
      { cache_creation: { ephemeral_5m_input_tokens: most, ephemeral_1h_input_tokens: 1 }, output_tokens: 1 },
      'cache writes',
    ],
    [{ inputTokens: most, cacheReadInputTokens: 1 }, 'input tokens'],
    [{ cacheDetails: [{ inputTokens: most }, { inputTokens: 1 }] }, 'cache writes'],
    [{ prompt_cache_hit_tokens: most, prompt_cache_miss_tokens: 1 }, 'prompt tokens'],
    [{ promptTokenCount: most, toolUsePromptTokenCount: 1 }, 'input tokens'],
    [{ candidatesTokenCount: most, thoughtsTokenCount: 1 }, 'output tokens'],
    [{ billed_units: { input_tokens: most, image_tokens: 1 } }, 'input tokens'],
    [
      {
        input_tokens: 1,
        input_token_details: {
          cache_read: 0,
          ephemeral_5m_input_tokens: most,
          ephemeral_1h_input_tokens: 1,
        },
      },
      'cache writes',
    ],
  ])('are named: %j', (usage, what) => {
    expect(outcomesOf([{ usage }])).toEqual([
      { kind: 'skipped', reason: 'unreadable', detail: `the ${what} add up to 2^53 or more` },
    ]);
  });
});

describe('a span', () => {
  const span = (attributes: JsonObject, fields: JsonObject = {}) => recordsOf([{ attributes, ...fields }])[0];

  it.each<[JsonObject, Usage]>([
    [{ 'gen_ai.usage.input_tokens': 5 }, { inputTokens: 5 }],
    [{ 'gen_ai.usage.prompt_tokens': 5 }, { inputTokens: 5 }],
    [{ 'gen_ai.usage.output_tokens': 5 }, { outputTokens: 5 }],
    [{ 'gen_ai.usage.completion_tokens': 5 }, { outputTokens: 5 }],
    [{ 'gen_ai.usage.cache_read.input_tokens': 5 }, { cacheReadTokens: 5 }],
    [{ 'gen_ai.usage.cache_read_input_tokens': 5 }, { cacheReadTokens: 5 }],
    [{ 'gen_ai.usage.cache_creation.input_tokens': 5 }, { cacheWriteTokens: 5 }],
    [{ 'gen_ai.usage.cache_creation_input_tokens': 5 }, { cacheWriteTokens: 5 }],
    [
      { 'gen_ai.usage.output_tokens': 9, 'gen_ai.usage.reasoning.output_tokens': 5 },
      { outputTokens: 9, reasoningTokens: 5 },
    ],
    [
      { 'gen_ai.usage.output_tokens': 9, 'gen_ai.usage.reasoning_tokens': 5 },
      { outputTokens: 9, reasoningTokens: 5 },
    ],
  ])('with %j used %j', (attributes, usage) => {
    expect(span(attributes)?.usage).toEqual(usage);
    // The same without a holder of attributes, and under the name of another exporter.
    expect(recordsOf([attributes])[0]?.usage).toEqual(usage);
    expect(recordsOf([{ span_attributes: attributes }])[0]?.usage).toEqual(usage);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ 'gen_ai.response.model': 'served', 'gen_ai.request.model': 'asked' }, { model: 'served' }],
    [{ 'gen_ai.request.model': 'asked' }, { model: 'asked' }],
    [{ 'gen_ai.provider.name': 'a', 'gen_ai.system': 'b' }, { provider: 'a' }],
    [{ 'gen_ai.system': 'b' }, { provider: 'b' }],
    [{ 'openai.response.service_tier': 'flex' }, { tier: 'flex' }],
    [{ 'gen_ai.openai.response.service_tier': 'priority' }, { tier: 'priority' }],
    [{ 'gen_ai.usage.cost': 0.5 }, { reportedUsd: '0.5' }],
    [{ 'gen_ai.conversation.id': 'c' }, { session: 'c' }],
    [{ 'session.id': 's' }, { session: 's' }],
    [{ 'user.id': 'u' }, { user: 'u' }],
    [{ 'enduser.id': 'e' }, { user: 'e' }],
    [{ 'service.name': 'p' }, { project: 'p' }],
  ])('with %j says %j', (attributes, expected) => {
    expect(span({ 'gen_ai.usage.input_tokens': 1, ...attributes })).toEqual({
      shape: 'opentelemetry',
      usage: { inputTokens: 1 },
      ...expected,
    });
  });

  it.each([
    'startTimeUnixNano',
    'start_time_unix_nano',
    'startTime',
    'start_time',
    'timeUnixNano',
    'timestamp',
  ])('began at %s', (name) => {
    const at = (value: JsonObject[string]) =>
      span({ 'gen_ai.usage.input_tokens': 1 }, { [name]: value })?.atMs;
    expect(at('1793534400000000000')).toBe(Date.UTC(2026, 10, 1, 12));
    // Seconds, and nanoseconds that are let go.
    expect(at([1_793_534_400, 5])).toBe(Date.UTC(2026, 10, 1, 12));
  });

  it.each<[JsonObject, number | undefined]>([
    [{ intValue: '5' }, 5],
    [{ int_value: '5' }, 5],
    [{ intValue: 5 }, 5],
    [{ doubleValue: 5 }, 5],
    [{ double_value: 5 }, 5],
  ])('of OTLP has a count as %j', (value, inputTokens) => {
    const attributes = [{ key: 'gen_ai.usage.input_tokens', value }, { key: 'odd' }, { value: 5 }, 7];
    expect(recordsOf([{ attributes }])[0]?.usage).toEqual({ inputTokens });
  });

  it.each([['stringValue'], ['string_value']])('of OTLP has a text as %s', (name) => {
    const attributes = [
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '1' } },
      { key: 'gen_ai.request.model', value: { [name]: 'heron-4' } },
    ];
    expect(recordsOf([{ attributes }])[0]?.model).toBe('heron-4');
  });

  it.each([
    ['resourceSpans', 'scopeSpans', 'spans'],
    ['resource_spans', 'scope_spans', 'spans'],
    ['resourceLogs', 'scopeLogs', 'logRecords'],
    ['resource_logs', 'scope_logs', 'log_records'],
  ])('stands in a document under %s, %s and %s, whose resource is its project', (groups, scopes, spans) => {
    const resource = { attributes: { 'service.name': 'shop' } };
    const one = { attributes: { 'gen_ai.usage.input_tokens': 5 } };
    expect(recordsOf([{ [groups]: [{ resource, [scopes]: [{ [spans]: [one, { ...one }] }] }] }])).toEqual([
      { shape: 'opentelemetry', project: 'shop', usage: { inputTokens: 5 } },
      { shape: 'opentelemetry', project: 'shop', usage: { inputTokens: 5 } },
    ]);
  });

  it('by itself has the resource beside it for its project', () => {
    const resource = { attributes: { 'service.name': 'shop' } };
    expect(span({ 'gen_ai.usage.input_tokens': 1 }, { resource })?.project).toBe('shop');
  });
});

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { createLineReader } from '../../src/usage/recognise.ts';

function recordsOf(line: JsonObject) {
  return createLineReader()
    .read(line)
    .flatMap((outcome) => (outcome.kind === 'record' ? [outcome.record] : []));
}

const GROUNDING = { webSearchQueries: ['a', 'b', 'a'] };
const SEARCHES = { server_tool_use: { web_search_requests: 2 } };
const COUNTS = { input_tokens: 10, output_tokens: 5 };

/** Usage objects that say nothing of the tools; read alone, each of these would cost its tokens only. */
const USAGES: Readonly<Record<string, JsonObject>> = {
  'bare counts': { usage: COUNTS },
  'a total': { usage: { ...COUNTS, total_tokens: 15 } },
  chat: { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
  'the AI SDK': { usage: { inputTokens: 10, outputTokens: 5, totalTokens: 15 } },
  Gemini: { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 } },
  LangChain: { usage_metadata: { ...COUNTS, total_tokens: 15 } },
};

describe.each(Object.entries(USAGES))('tools beside usage of %s', (_, usage) => {
  it('counts searches, containers and files of the output', () => {
    const output = [
      { type: 'web_search_call', action: { type: 'search' } },
      { type: 'web_search_call', action: { type: 'open_page' } },
      { type: 'code_interpreter_call', container_id: 'c' },
      { type: 'code_interpreter_call', container_id: 'c' },
      { type: 'file_search_call' },
    ];
    expect(recordsOf({ model: 'tern-1', output, ...usage })).toMatchObject([
      {
        usage: { inputTokens: 10, outputTokens: 5, webSearches: 1, sessions: 1 },
        charges: [{ kind: 'fileSearch', quantity: 1 }],
      },
    ]);
  });

  it('gives the tokens of an image tool a record of their own', () => {
    const line = {
      model: 'tern-1',
      tools: [{ type: 'image_generation', model: 'tern-image' }],
      tool_usage: { image_gen: { input_tokens: 30, output_tokens: 700 } },
      ...usage,
    };
    expect(recordsOf(line)).toMatchObject([
      { model: 'tern-1', usage: { inputTokens: 10, outputTokens: 5 } },
      { model: 'tern-image', usage: { inputTokens: 30, outputTokens: 700 } },
    ]);
  });

  it.each([
    ['candidates', { candidates: [{ groundingMetadata: GROUNDING }] }],
    ['the reply', { groundingMetadata: GROUNDING }],
    ['response_metadata', { response_metadata: { grounding_metadata: { web_search_queries: ['a', 'b'] } } }],
    ['providerMetadata', { providerMetadata: { google: { groundingMetadata: GROUNDING } } }],
  ])('counts the distinct queries of grounding in %s', (_place, metadata) => {
    expect(recordsOf({ model: 'gemini-3-pro', ...metadata, ...usage })).toMatchObject([
      {
        charges: [
          { kind: 'groundingQuery', quantity: 2 },
          { kind: 'groundedPrompt', quantity: 1 },
        ],
      },
    ]);
  });

  it.each([
    ['response_metadata', { response_metadata: { usage: { ...COUNTS, ...SEARCHES } } }],
    ['providerMetadata', { providerMetadata: { anthropic: { usage: { ...COUNTS, ...SEARCHES } } } }],
  ])("counts Anthropic's searches in %s once", (_place, metadata) => {
    expect(recordsOf({ model: 'claude-opus-4-6', ...metadata, ...usage })).toMatchObject([
      { usage: { inputTokens: 10, outputTokens: 5, webSearches: 2 } },
    ]);
  });
});

describe('a reply that is billed with others', () => {
  const usage = {
    input_tokens: 20,
    output_tokens: 10,
    iterations: [
      { type: 'compaction', input_tokens: 150, output_tokens: 30 },
      { type: 'message', input_tokens: 20, output_tokens: 10 },
    ],
  };
  const message = { id: 'msg_1', model: 'claude-opus-4-6', usage };
  const compacted = [
    { model: 'claude-opus-4-6', usage: { inputTokens: 20, outputTokens: 10 } },
    { model: 'claude-opus-4-6', usage: { inputTokens: 150, outputTokens: 30 } },
  ];
  const body = {
    model: 'tern-1',
    tools: [{ type: 'image_generation', model: 'tern-image' }],
    tool_usage: { image_gen: { input_tokens: 30, output_tokens: 700 } },
    usage: { input_tokens: 10, output_tokens: 5 },
  };

  it.each<[string, readonly JsonObject[], readonly object[]]>([
    ["Anthropic's batch", [{ custom_id: 'a', result: { type: 'succeeded', message } }], compacted],
    [
      "Anthropic's stream",
      [
        { type: 'message_start', message: { ...message, usage: { input_tokens: 20, output_tokens: 1 } } },
        { type: 'message_delta', usage },
        { type: 'message_stop' },
      ],
      compacted,
    ],
    ['the end of a stream', [{ type: 'message_delta', model: 'claude-opus-4-6', usage }], compacted],
    [
      "OpenAI's batch",
      [{ custom_id: 'a', response: { status_code: 200, body } }],
      [
        { model: 'tern-1', tier: 'batch', usage: { inputTokens: 10, outputTokens: 5 } },
        { model: 'tern-image', tier: 'batch', usage: { inputTokens: 30, outputTokens: 700 } },
      ],
    ],
    [
      "LiteLLM's spend log",
      [
        {
          spend: 1,
          custom_llm_provider: 'anthropic',
          model: 'claude-opus-4-6',
          metadata: { usage_object: usage },
        },
      ],
      compacted,
    ],
  ])('keeps them in %s', (_, lines, expected) => {
    const reader = createLineReader();
    const outcomes = [...lines.flatMap((line) => reader.read(line)), ...reader.end()];
    const records = outcomes.flatMap((outcome) => (outcome.kind === 'record' ? [outcome.record] : []));
    expect(records).toMatchObject(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, outcomesOf, recordsOf } from '../../helpers/usage-fixture.ts';

describe('OpenTelemetry GenAI spans', () => {
  const [span, first, second, ...others] = recordsOf(fixture('opentelemetry.jsonl'));

  it('reads a span with its attributes as an object; the model that served goes before the one asked for', () => {
    expect(span).toEqual({
      shape: 'opentelemetry',
      model: 'gpt-4o-2024-08-06',
      provider: 'openai',
      session: 'conv-7',
      dedupeKey: '5b8a 051 chat gpt-4o',
      atMs: Date.UTC(2026, 10, 1, 12, 9),
      usage: { inputTokens: 640, cacheReadTokens: 512, outputTokens: 90, reasoningTokens: 0 },
    });
  });

  it('takes cached tokens as part of the input, also from Anthropic', () => {
    expect(fullRateInput(span?.usage ?? {})).toBe(128);
    expect(fullRateInput(first?.usage ?? {})).toBe(900);
  });

  it('reads every span of an OTLP document that holds usage, and no other', () => {
    expect(first).toEqual({
      shape: 'opentelemetry',
      model: 'claude-haiku-4-5',
      provider: 'anthropic',
      project: 'shop',
      dedupeKey: '5b8e a2 chat',
      atMs: Date.UTC(2026, 10, 1, 12, 9, 1, 500),
      usage: { inputTokens: 1200, cacheWriteTokens: 300, outputTokens: 70 },
    });
    expect(second).toMatchObject({ model: 'gpt-4o-mini', usage: { inputTokens: 55, outputTokens: 6 } });
    expect(others).toEqual([]);
  });

  it('takes digits for a number, as databases export them', () => {
    const attributes = { 'gen_ai.usage.input_tokens': '640', 'gen_ai.usage.output_tokens': 90 };
    expect(recordsOf([{ attributes }])[0]?.usage).toEqual({ inputTokens: 640, outputTokens: 90 });
  });

  it('says so where a span sums up others and nothing tells which', () => {
    const attributes = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.usage.input_tokens': 5 };
    expect(recordsOf([{ attributes }])[0]?.warnings).toEqual([
      'the span sums up others and names no trace: what is logged of them counts twice',
    ]);
  });

  it('passes over what is no span, and names a document without usage', () => {
    const spans = [5, null, { attributes: { 'gen_ai.usage.input_tokens': 5 } }];
    expect(recordsOf([{ resourceSpans: [{ scopeSpans: [{ spans }] }] }]).map(({ usage }) => usage)).toEqual([
      { inputTokens: 5 },
    ]);
    expect(outcomesOf([{ resourceSpans: [] }])).toEqual([
      { kind: 'skipped', reason: 'no usage', detail: 'no span holds gen_ai.usage attributes' },
    ]);
  });

  it.each(['5x', 'x5', '-5', '1'.repeat(20)])('takes the integer %j for no number', (intValue) => {
    const attributes = [{ key: 'gen_ai.usage.input_tokens', value: { intValue } }];
    expect(outcomesOf([{ attributes }])).toMatchObject([{ kind: 'skipped', reason: 'unreadable' }]);
  });

  describe('of MLflow', () => {
    const usage = { input_tokens: 100, output_tokens: 20, total_tokens: 120, cache_read_input_tokens: 40 };
    const of = (attributes: object) => recordsOf([{ name: 'Completions', attributes: { ...attributes } }]);

    it('are read with their counts as an object', () => {
      const model = { 'mlflow.llm.model': 'gpt-4o', 'mlflow.llm.provider': 'openai' };
      expect(of({ 'mlflow.chat.tokenUsage': usage, 'mlflow.spanType': 'CHAT_MODEL', ...model })).toEqual([
        {
          shape: 'opentelemetry',
          model: 'gpt-4o',
          provider: 'openai',
          usage: { inputTokens: 100, cacheReadTokens: 40, outputTokens: 20 },
        },
      ]);
    });

    it('are read with every attribute as JSON', () => {
      const attributes = {
        'mlflow.spanType': '"LLM"',
        'mlflow.llm.model': '"gpt-4o"',
        'mlflow.chat.tokenUsage': JSON.stringify(usage),
      };
      expect(of(attributes)).toMatchObject([
        { model: 'gpt-4o', usage: { inputTokens: 100, outputTokens: 20 } },
      ]);
      const list = Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
      const document = { resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: list }] }] }] };
      expect(recordsOf([document])).toMatchObject([{ model: 'gpt-4o', usage: { inputTokens: 100 } }]);
    });

    it('have the cache beside the input where the counts are those of Anthropic', () => {
      // 100 + 900 read + 50 written; the total says nothing of the cache.
      const counts = { ...usage, cache_read_input_tokens: 900, cache_creation_input_tokens: 50 };
      const [record] = of({ 'mlflow.chat.tokenUsage': counts, 'mlflow.message.format': '"anthropic"' });
      expect(record?.usage).toEqual({
        inputTokens: 1050,
        cacheReadTokens: 900,
        cacheWriteTokens: 50,
        outputTokens: 20,
      });
      // Where the cache would fit into the input as well, that is an assumption.
      const [small] = of({ 'mlflow.chat.tokenUsage': usage, 'mlflow.message.format': 'anthropic' });
      expect(small?.usage).toMatchObject({ inputTokens: 140, cacheReadTokens: 40 });
      expect(small?.assumptions).toHaveLength(1);
    });

    it('are read once where they have the counts of OpenTelemetry, too', () => {
      const counts = { 'gen_ai.usage.input_tokens': 100, 'gen_ai.usage.output_tokens': 20 };
      expect(of({ 'mlflow.chat.tokenUsage': usage, ...counts })).toMatchObject([
        { usage: { inputTokens: 100, outputTokens: 20 } },
      ]);
    });

    it('sum up others where they are agents, and are requests where their type is unknown', () => {
      const typed = (type: string) =>
        outcomesOf([
          { trace_id: 't', attributes: { 'mlflow.chat.tokenUsage': usage, 'mlflow.spanType': type } },
        ]);
      expect(typed('"AGENT"')).toMatchObject([{ kind: 'summary' }]);
      expect(typed('"UNKNOWN"')).toMatchObject([{ kind: 'record' }]);
    });

    it.each(['{"input_tokens": 1', '{}', '7', 'null'])('hold no usage in %j', (text) => {
      expect(outcomesOf([{ attributes: { 'mlflow.chat.tokenUsage': text } }])).toMatchObject([
        { kind: 'skipped', reason: 'no usage' },
      ]);
    });
  });

  it('names every count that cannot be read', () => {
    const attributes = { 'gen_ai.usage.input_tokens': 1.5, 'gen_ai.usage.output_tokens': -1 };
    expect(outcomesOf([{ attributes }])).toMatchObject([
      {
        detail:
          'gen_ai.usage.input_tokens is 1.5, not a whole number of at least 0 and below 2^53; ' +
          'gen_ai.usage.output_tokens is -1, not a whole number of at least 0 and below 2^53',
      },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { onlyRecord, recordsOf } from '../../helpers/usage-fixture.ts';

describe('a run of Claude Code as an older one prints it', () => {
  const run = {
    type: 'result',
    uuid: 'u1',
    num_turns: 3,
    total_cost_usd: 0.02,
    usage: {
      input_tokens: 100,
      cache_read_input_tokens: 50,
      output_tokens: 20,
      server_tool_use: { code_execution_requests: 2 },
      service_tier: 'turbo',
    },
  };

  it('keeps what is charged on top of tokens', () => {
    expect(onlyRecord([run])).toMatchObject({
      shape: 'claude-run',
      usage: { inputTokens: 150, cacheReadTokens: 50, outputTokens: 20 },
      charges: [{ kind: 'codeExecution', quantity: 2 }],
      reportedUsd: '0.02',
      sumOf: 3,
    });
  });

  it('says that nobody knows its tier', () => {
    expect(onlyRecord([run])).toMatchObject({
      tier: 'standard',
      assumptions: [{ code: 'TIER_STANDARD' }],
    });
  });
});

describe('a run of Claude Code with counts by model', () => {
  it('has the terms of the run, and its charges once', () => {
    const run = {
      type: 'result',
      usage: {
        input_tokens: 100,
        output_tokens: 20,
        server_tool_use: { code_execution_requests: 2 },
        service_tier: 'batch',
        speed: 'fast',
        inference_geo: 'us',
      },
      modelUsage: {
        tern: { inputTokens: 60, outputTokens: 15 },
        heron: { inputTokens: 40, outputTokens: 5 },
      },
    };
    const terms = { tier: 'batch', speed: 'fast', region: 'us' };
    const [tern, heron] = recordsOf([run]);
    expect(tern).toMatchObject({
      ...terms,
      model: 'tern',
      usage: { inputTokens: 60, outputTokens: 15 },
      charges: [{ kind: 'codeExecution', quantity: 2 }],
    });
    expect(heron).toMatchObject({ ...terms, model: 'heron', usage: { inputTokens: 40, outputTokens: 5 } });
    expect(heron).not.toHaveProperty('charges');
  });
});

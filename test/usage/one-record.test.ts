import { describe, expect, it } from 'vitest';
import { readUsageObject } from '../../src/usage/recognise.ts';
import { fixture } from '../helpers/usage-fixture.ts';

describe('one request of a reply that was sampled several times', () => {
  const [compaction = null, advisor = null] = fixture('anthropic-iterations.jsonl');

  it('adds up the samplings at one model, as a sum', () => {
    // 20000 + 150000 in and 1000 + 3000 out, where the counts at the top alone are 20000 and 1000.
    expect(readUsageObject(compaction)).toMatchObject({
      ok: true,
      record: {
        model: 'claude-opus-4-6',
        sumOf: 2,
        usage: { inputTokens: 170_000, outputTokens: 4000 },
      },
    });
  });

  it('refuses samplings at several models, which have no one price', () => {
    expect(readUsageObject(advisor)).toEqual({
      ok: false,
      problem: 'it holds 2 requests, not one (claude-haiku-4-5, claude-opus-4-6): llmcost tally adds them up',
    });
  });

  it('adds charges and assumptions up, too', () => {
    const sampling = { type: 'compaction', input_tokens: 1, output_tokens: 1 };
    const usage = {
      input_tokens: 10,
      output_tokens: 2,
      server_tool_use: { code_execution_requests: 2 },
      iterations: [
        { ...sampling, server_tool_use: { code_execution_requests: 1 } },
        { ...sampling, type: 'odd' },
      ],
    };
    expect(readUsageObject({ model: 'claude-opus-4-6', usage })).toMatchObject({
      ok: true,
      record: {
        sumOf: 3,
        usage: { inputTokens: 12, outputTokens: 4 },
        charges: [{ kind: 'codeExecution', quantity: 3 }],
        assumptions: [{ code: 'ITERATION_BESIDE' }],
      },
    });
  });
});

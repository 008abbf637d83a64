import { describe, expect, test } from 'vitest';
import { counted } from '../../helpers/prompts.ts';

const question = { role: 'user', content: 'What is the largest city in the user country?' };
const country = {
  name: 'get_user_country',
  description: '',
  input_schema: { type: 'object', properties: {} },
};
const result = {
  name: 'final_result',
  description: 'The final response which ends this conversation',
  input_schema: {
    properties: { city: { type: 'string' }, country: { type: 'string' } },
    required: ['city', 'country'],
    type: 'object',
  },
};

// `input_tokens` and `promptTokenCount` of responses that others recorded (cassettes of pydantic-ai's tests, 2025, 2026).
describe('the range of an estimate holds what the API reported', () => {
  test.each([
    [
      'Claude with tools',
      {
        model: 'claude-sonnet-4-5',
        messages: [question],
        tools: [country, result],
        tool_choice: { type: 'any' },
      },
      711,
    ],
    [
      'Claude with a call and its result',
      {
        model: 'claude-sonnet-4-5',
        messages: [
          question,
          {
            role: 'assistant',
            content: [{ type: 'tool_use', id: '1', name: 'get_user_country', input: {} }],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: '1', content: 'Mexico' }] },
        ],
        tools: [country, result],
        tool_choice: { type: 'any' },
      },
      762,
    ],
    [
      'another Claude',
      {
        model: 'claude-opus-4-6',
        messages: [{ role: 'user', content: 'What is the capital of France?' }],
        tools: [result],
        tool_choice: { type: 'any' },
      },
      671,
    ],
    [
      'Gemini',
      {
        model: 'gemini-2.0-flash',
        contents: [{ parts: [{ text: 'The quick brown fox jumps over the lazy dog.' }] }],
      },
      10,
    ],
    [
      'Gemini with a tool',
      {
        model: 'gemini-2.5-flash',
        contents: [{ role: 'user', parts: [{ text: 'What is the capital of France?' }] }],
        tools: [
          {
            functionDeclarations: [
              {
                name: 'get_capital',
                description: 'Get the capital of a country.',
                parameters_json_schema: {
                  additionalProperties: false,
                  properties: { country: { description: 'The country name.', type: 'string' } },
                  required: ['country'],
                  type: 'object',
                },
              },
            ],
          },
        ],
      },
      50,
    ],
  ])('%s', (_, body, reported) => {
    const { tokens, isExact, assumptions } = counted(body);
    expect(tokens.low).toBeLessThanOrEqual(reported);
    expect(tokens.high).toBeGreaterThanOrEqual(reported);
    expect(Math.abs(tokens.likely - reported) / reported).toBeLessThan(0.15);
    expect([isExact, assumptions[0]?.code]).toEqual([false, 'TOKENS_ESTIMATED']);
  });
});

test('a schema costs nothing at Gemini, as its responses show, and may cost its text', () => {
  const contents = [{ parts: [{ text: 'hello' }] }];
  const schema = { type: 'object', properties: { city: { type: 'string' } } };
  const without = counted({ model: 'gemini-2.0-flash', contents });
  const withSchema = counted({
    model: 'gemini-2.0-flash',
    contents,
    generationConfig: { responseSchema: schema },
  });
  expect(withSchema.tokens.likely).toBe(without.tokens.likely);
  expect(withSchema.tokens.high).toBeGreaterThan(without.tokens.high);
});

test("gpt-oss has a template whose length is its host's choice", () => {
  const { tokens, encoding, isExact } = counted({ model: 'gpt-oss-120b', messages: [question] });
  expect([encoding, isExact]).toEqual(['o200k_harmony', false]);
  expect(tokens.low).toBe(10 + 4 + 2);
});

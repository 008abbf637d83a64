import { describe, expect, test } from 'vitest';
import { counted } from '../../helpers/prompts.ts';

const city = { type: 'string' };
const cityAndCountry = {
  type: 'object',
  properties: { city, country: { type: 'string' } },
  required: ['city', 'country'],
  additionalProperties: false,
};
const noParameters = { type: 'object', properties: {}, additionalProperties: false };
const question = { role: 'user', content: 'What is the largest city in the user country?' };
const country = { name: 'get_user_country', description: '', parameters: noParameters };
const result = {
  name: 'final_result',
  description: 'The final response which ends this conversation',
  parameters: cityAndCountry,
};
const capital = {
  name: 'get_capital',
  description: 'Get the capital of a country.',
  parameters: {
    type: 'object',
    properties: { country: { type: 'string', description: 'The country name.' } },
    required: ['country'],
    additionalProperties: false,
  },
};

function tools(...functions: readonly object[]) {
  return functions.map((each) => ({ type: 'function', function: each }));
}

function call(name: string, input: string) {
  return {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: '1', type: 'function', function: { name, arguments: input } }],
  };
}

function answer(content: string) {
  return { role: 'tool', tool_call_id: '1', content };
}

// `prompt_tokens` of responses that others recorded (cassettes of pydantic-ai's tests, 2025 and 2026), and OpenAI's own
// figures in its cookbook, "How to count tokens with tiktoken".
describe('a chat counts what the API reported', () => {
  const france = { role: 'user', content: 'What is the capital of France?' };
  test.each([
    ['one message', { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] }, 8],
    ['a reasoning model, one less', { model: 'gpt-5', messages: [france] }, 13],
    [
      'a reasoning model with a system message',
      {
        model: 'o4-mini-2025-04-16',
        messages: [
          { role: 'system', content: 'You are a helpful assistant.' },
          { role: 'user', content: "What's the capital of France?" },
        ],
      },
      22,
    ],
  ])('to the token: %s', (_, body, tokens) => {
    const count = counted(body);
    expect(count.tokens).toEqual({ low: tokens, likely: tokens, high: tokens });
    expect(count.isExact).toBe(true);
  });

  test.each([
    [
      'two tools',
      { model: 'gpt-4o', messages: [question], tools: tools(country, result), tool_choice: 'required' },
      68,
    ],
    [
      'a call and its result',
      {
        model: 'gpt-4o',
        messages: [question, call('get_user_country', '{}'), answer('Mexico')],
        tools: tools(country, result),
        tool_choice: 'required',
      },
      89,
    ],
    [
      'a schema and a tool',
      {
        model: 'gpt-4o',
        messages: [question],
        tools: tools(country),
        response_format: {
          type: 'json_schema',
          json_schema: {
            name: 'CityLocation',
            description: 'A city and its country.',
            strict: true,
            schema: cityAndCountry,
          },
        },
      },
      79,
    ],
    [
      'a system message, a call and its result',
      {
        model: 'gpt-4.1-mini',
        messages: [
          { role: 'system', content: 'You are a helpful assistant.' },
          { role: 'user', content: 'What is the temperature in Tokyo?' },
          call('get_temperature', '{"city":"Tokyo"}'),
          answer('20.0'),
        ],
        tools: tools({
          name: 'get_temperature',
          description: '',
          parameters: {
            type: 'object',
            properties: { city },
            required: ['city'],
            additionalProperties: false,
          },
        }),
      },
      75,
    ],
    [
      'two calls in a longer chat',
      {
        model: 'gpt-4o-mini',
        messages: [
          france,
          call('get_capital', '{"country":"France"}'),
          answer('Paris'),
          { role: 'assistant', content: 'The capital of France is Paris.' },
          { role: 'user', content: 'What is the capital of England?' },
          call('get_capital', '{"country":"England"}'),
          answer('London'),
        ],
        tools: tools(capital),
      },
      129,
    ],
    [
      'the Responses API',
      {
        model: 'gpt-4.1-mini',
        input: [{ role: 'user', content: 'What is the weather in Paris?' }],
        tools: [
          {
            type: 'function',
            name: 'get_weather',
            description: 'Get the weather for a location',
            parameters: { type: 'object', properties: { location: city }, additionalProperties: false },
          },
        ],
      },
      51,
    ],
    [
      'described parameters and choices',
      {
        model: 'gpt-4o',
        messages: [
          {
            role: 'system',
            content: 'You are a helpful assistant that can answer to questions about the weather.',
          },
          { role: 'user', content: "What's the weather like in San Francisco?" },
        ],
        tools: tools({
          name: 'get_current_weather',
          description: 'Get the current weather in a given location',
          parameters: {
            type: 'object',
            properties: {
              location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
              unit: {
                type: 'string',
                description: 'The unit of temperature to return',
                enum: ['celsius', 'fahrenheit'],
              },
            },
            required: ['location'],
          },
        }),
      },
      101,
    ],
  ])('within 1 %%: %s', (_, body, tokens) => {
    const count = counted(body);
    expect(count.isExact).toBe(false);
    expect(Math.abs(count.tokens.likely - tokens)).toBeLessThanOrEqual(tokens / 100);
    expect(count.tokens.low).toBeLessThan(tokens);
    expect(count.tokens.high).toBeGreaterThan(tokens);
  });

  test('a short message is as long in the older encoding', () => {
    const body = { model: 'gpt-4', messages: [{ role: 'user', content: 'hello' }] };
    expect(counted(body).tokens.likely).toBe(8);
  });
});

test('a name costs its tokens and one', () => {
  const message = { role: 'user', content: 'hello' };
  const [without, named] = [message, { ...message, name: 'Ada' }].map(
    (each) => counted({ model: 'gpt-4o', messages: [each] }).tokens.likely,
  );
  expect(named).toBe((without ?? 0) + 2);
});

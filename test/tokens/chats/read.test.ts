import { describe, expect, test } from 'vitest';
import { readBatchLine, readChat } from '../../../src/tokens/chats/read.ts';
import { parseJson } from '../../../src/core/json.ts';
import { chatOf, counted } from '../../helpers/prompts.ts';

const PNG = 'iVBORw0KGgo=';

describe('one request in the form of each provider', () => {
  const openAi = {
    model: 'gpt-4o',
    max_tokens: 100,
    messages: [
      { role: 'system', content: 'Be short.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}`, detail: 'low' } },
        ],
      },
    ],
  };
  const responses = {
    model: 'gpt-4o',
    max_output_tokens: 100,
    instructions: 'Be short.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'What is this?' },
          { type: 'input_image', image_url: `data:image/png;base64,${PNG}`, detail: 'low' },
        ],
      },
    ],
  };
  const anthropic = {
    model: 'gpt-4o',
    max_tokens: 100,
    system: [{ type: 'text', text: 'Be short.', cache_control: { type: 'ephemeral' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        ],
      },
    ],
  };
  const gemini = {
    model: 'gpt-4o',
    generationConfig: { maxOutputTokens: 100 },
    systemInstruction: { parts: [{ text: 'Be short.' }] },
    contents: [
      {
        role: 'user',
        parts: [{ text: 'What is this?' }, { inlineData: { mimeType: 'image/png', data: PNG } }],
      },
    ],
  };

  test.each(Object.entries({ openAi, responses, anthropic, gemini }))('%s', (_, body) => {
    const { messages, maxOutputTokens, warnings } = chatOf(body);
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(messages[1]?.parts.map(({ kind }) => kind)).toEqual(['text', 'image']);
    expect(messages[1]?.parts[1]).toMatchObject({ source: { from: 'data', base64: PNG } });
    expect([maxOutputTokens, warnings]).toEqual([100, []]);
    expect(counted(body).tokens).toEqual(counted(openAi).tokens);
  });
});

describe('what is in a request', () => {
  test('tools and calls, however each provider writes them', () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const bodies = [
      {
        messages: [
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ function: { name: 'look', arguments: '{"city":"Rom"}' } }],
          },
        ],
        tools: [{ type: 'function', function: { name: 'look', description: 'd', parameters: schema } }],
      },
      {
        messages: [
          { role: 'assistant', content: [{ type: 'tool_use', name: 'look', input: { city: 'Rom' } }] },
        ],
        tools: [{ name: 'look', description: 'd', input_schema: schema }],
      },
      {
        contents: [{ role: 'model', parts: [{ functionCall: { name: 'look', args: { city: 'Rom' } } }] }],
        tools: [{ functionDeclarations: [{ name: 'look', description: 'd', parameters: schema }] }],
      },
      {
        model: 'gpt-4o',
        input: [{ type: 'function_call', name: 'look', arguments: '{"city":"Rom"}' }],
        tools: [{ type: 'function', name: 'look', description: 'd', parameters: schema }],
      },
    ];
    for (const body of bodies) {
      const { messages, tools } = chatOf(body);
      expect(messages).toMatchObject([
        { role: 'assistant', calls: [{ name: 'look', input: '{"city":"Rom"}' }] },
      ]);
      expect(tools).toEqual([{ name: 'look', description: 'd', parameters: schema }]);
    }
  });

  test('what is not understood is told, never passed over', () => {
    const { warnings } = chatOf({
      messages: [{ role: 'user', content: [{ type: 'hologram', data: 1 }] }],
      tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 2 }],
    });
    expect(warnings).toEqual([
      'A block of type "hologram" is not counted.',
      'The tool "web_search_20250305" is the provider\'s own; its tokens are not counted.',
    ]);
  });

  test('a picture behind a URL is elsewhere, and one in a file is named', () => {
    const image = (url: string) => ({ type: 'image_url', image_url: { url } });
    const { messages } = chatOf([
      {
        role: 'user',
        content: [image('https://example.org/a.png'), image('b.png'), image('file:///c%20d.png')],
      },
    ]);
    expect(messages[0]?.parts.map((part) => part.kind !== 'text' && part.source)).toEqual([
      { from: 'elsewhere', where: 'https://example.org/a.png' },
      { from: 'file', path: 'b.png' },
      { from: 'file', path: '/c d.png' },
    ]);
  });
});

describe('JSON that is no request', () => {
  test.each(['{"name":"Ada"}', '[1,2,3]', '"hello"', '{"messages":"none"}', '[]', '{"input":"text alone"}'])(
    '%s',
    (text) => expect(readChat(parseJson(text))).toBeUndefined(),
  );
});

describe('a line of a batch', () => {
  // The examples of OpenAI's and Anthropic's documentation, shortened.
  test.each([
    {
      custom_id: 'request-1',
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        model: 'gpt-3.5-turbo-0125',
        messages: [{ role: 'user', content: 'Hello world!' }],
        max_tokens: 1000,
      },
    },
    {
      custom_id: 'request-1',
      params: {
        model: 'claude-opus-4-8',
        max_tokens: 1000,
        messages: [{ role: 'user', content: 'Hello, world' }],
      },
    },
    {
      key: 'request-1',
      request: { contents: [{ parts: [{ text: 'Hello' }] }], generation_config: { max_output_tokens: 1000 } },
    },
  ])('of one provider or another', (line) => {
    const read = readBatchLine(parseJson(JSON.stringify(line)));
    expect([read?.id, read?.chat.maxOutputTokens]).toEqual(['request-1', 1000]);
  });
});

// Logs that come in bulk from batches, gateways and programs: each file in its own order of keys, some lines unusual.
import { inOrder } from './random.mjs';
import { withSpaces } from './responses.mjs';
import { styleOf, textOf } from './text.mjs';

/** A kind of log, from what a line of it holds. Orders of keys and habits of writing are those of a file. */
function linesOf(fieldsOf, write = JSON.stringify) {
  return function* lines(random) {
    const style = styleOf(random);
    const orders = new Map();
    const shuffled = (value) => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      const names = Object.keys(value);
      const id = names.join();
      if (!orders.has(id)) orders.set(id, random.shuffled(names));
      const fields = Object.fromEntries(names.map((name) => [name, shuffled(value[name])]));
      return inOrder(fields, orders.get(id));
    };
    const habits = { style, number: 0, at: Date.UTC(2026, 9, 1 + random.below(28)) };
    for (;;) {
      habits.number += 1;
      habits.at += random.skewed(500);
      const text = write(shuffled(fieldsOf(random, habits)));
      // A process that was killed, and a key that somebody escaped.
      if (random.chance(0.002)) yield text.slice(0, text.length >> 1);
      else yield random.chance(0.002) ? text.replace('"model', '"mode\\u006c') : text;
    }
  };
}

const pickGpt = (random) =>
  random.pick(['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18', 'gpt-5.5', 'gpt-4.1']);
const pickClaude = (random) => random.pick(['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']);

function chatUsage(random) {
  const prompt = random.skewed(1500);
  const completion = random.skewed(300);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: random.below(prompt + 1), audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: random.below(completion + 1), audio_tokens: 0 },
  };
}

function anthropicUsage(random) {
  return {
    input_tokens: random.skewed(800),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: random.skewed(2000),
    output_tokens: random.skewed(300),
    service_tier: 'batch',
  };
}

/** OpenAI's responses as its API gives them. */
export const responsesLines = linesOf((random, { style, at }) => {
  const input = random.skewed(1500);
  const output = random.skewed(300);
  const text = textOf(random, random.skewed(600), style);
  return {
    id: random.id('resp_'),
    object: 'response',
    created_at: Math.floor(at / 1000),
    status: 'completed',
    error: null,
    model: pickGpt(random),
    output: [
      { type: 'reasoning', id: random.id('rs_'), summary: [] },
      { type: 'message', id: random.id('msg_'), role: 'assistant', content: [{ type: 'output_text', text }] },
    ],
    service_tier: 'default',
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: random.below(input + 1) },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: random.below(output + 1) },
      total_tokens: input + output,
    },
    metadata: {},
  };
});

/** The output of a batch of OpenAI. */
export const batchLines = linesOf((random, { style, at, number }) => {
  const content = textOf(random, random.skewed(600), style);
  const body = {
    id: random.id('chatcmpl-'),
    object: 'chat.completion',
    created: Math.floor(at / 1000),
    model: pickGpt(random),
    choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
    usage: chatUsage(random),
    system_fingerprint: null,
  };
  const response = { status_code: 200, request_id: random.id('req_'), body };
  return { id: random.id('batch_req_'), custom_id: `request-${number}`, response, error: null };
});

/** The results of a batch of Anthropic. */
export const anthropicBatchLines = linesOf((random, { style, number }) => ({
  custom_id: `request-${number}`,
  result: random.chance(0.01)
    ? {
        type: 'errored',
        error: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      }
    : {
        type: 'succeeded',
        message: {
          id: random.id('msg_01', 22),
          type: 'message',
          role: 'assistant',
          model: pickClaude(random),
          content: [{ type: 'text', text: textOf(random, random.skewed(600), style) }],
          stop_reason: 'end_turn',
          stop_sequence: null,
          usage: anthropicUsage(random),
        },
      },
}));

/** Gemini's responses. */
export const geminiLines = linesOf((random, { style, at }) => {
  const prompt = random.skewed(1500);
  const [candidates, thoughts] = [random.skewed(300), random.skewed(200)];
  return {
    candidates: [
      {
        content: { parts: [{ text: textOf(random, random.skewed(600), style) }], role: 'model' },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: prompt,
      cachedContentTokenCount: random.below(prompt + 1),
      candidatesTokenCount: candidates,
      thoughtsTokenCount: thoughts,
      totalTokenCount: prompt + candidates + thoughts,
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
    },
    modelVersion: random.pick(['gemini-2.5-pro', 'gemini-2.5-flash']),
    responseId: random.id('', 22),
    createTime: new Date(at).toISOString(),
  };
});

/** Rows of LiteLLM's spend log. */
export const litellmLines = linesOf((random, { at }) => {
  const usage_object = chatUsage(random);
  const { prompt_tokens, completion_tokens, total_tokens } = usage_object;
  return {
    request_id: random.id('chatcmpl-'),
    call_type: 'acompletion',
    api_key: random.id('', 64),
    spend: random.below(1_000_000) / 1e8,
    total_tokens,
    prompt_tokens,
    completion_tokens,
    startTime: new Date(at).toISOString(),
    endTime: new Date(at + random.skewed(2000)).toISOString(),
    model: pickGpt(random),
    model_id: random.pick(['5d2c', '77aa']),
    custom_llm_provider: 'openai',
    user: `user-${random.below(40)}`,
    team_id: random.pick(['search', 'shop', null]),
    cache_hit: 'False',
    status: 'success',
    request_tags: [],
    metadata: { user_api_key_team_id: 'search', user_api_key_alias: 'key', usage_object },
    messages: {},
    response: {},
  };
});

/** llmcost's own lines. */
export const ownLines = linesOf(
  (random, { at }) => {
    const inputTokens = random.skewed(1500);
    return {
      id: random.uuid(),
      model: pickGpt(random),
      at: new Date(at).toISOString(),
      project: random.pick(['shop', 'search']),
      user: `user-${random.below(40)}`,
      usage: {
        inputTokens,
        cacheReadTokens: random.below(inputTokens + 1),
        outputTokens: random.skewed(300),
      },
    };
  },
  (value) => (value.usage.outputTokens % 2 === 0 ? withSpaces(value) : JSON.stringify(value)),
);

/** A table: its header first, then a row a line. */
export function* tableLines(random) {
  const columns = random.shuffled([
    'id',
    'timestamp',
    'model',
    'input_tokens',
    'cached_tokens',
    'output_tokens',
    'user',
    'note',
  ]);
  yield columns.join(',');
  let at = Date.UTC(2026, 9, 1 + random.below(28));
  for (;;) {
    at += random.skewed(500);
    const input = random.skewed(1500);
    const row = {
      id: random.uuid(),
      timestamp: new Date(at).toISOString(),
      model: pickGpt(random),
      input_tokens: input,
      cached_tokens: random.below(input + 1),
      output_tokens: random.skewed(300),
      user: `user-${random.below(40)}`,
      note: random.pick(['', 'plain', '"with, comma"', '"a ""quoted"" word"']),
    };
    yield columns.map((name) => row[name]).join(',');
  }
}

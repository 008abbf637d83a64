import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { fixture } from '../../helpers/usage-fixture.ts';
import { feed, sumsOf, tallyWith, totalOf } from '../../helpers/tally.ts';

const OPUS: JsonObject = {
  litellm_provider: 'anthropic',
  mode: 'chat',
  input_cost_per_token: 5e-6,
  output_cost_per_token: 2.5e-5,
  cache_read_input_token_cost: 5e-7,
  cache_creation_input_token_cost: 6.25e-6,
  cache_creation_input_token_cost_above_1hr: 1e-5,
  search_context_cost_per_query: {
    search_context_size_low: 0.01,
    search_context_size_medium: 0.01,
    search_context_size_high: 0.01,
  },
  provider_specific_entry: { us: 1.1, fast: 6 },
};
const HAIKU: JsonObject = {
  ...OPUS,
  input_cost_per_token: 1e-6,
  output_cost_per_token: 5e-6,
  cache_read_input_token_cost: 1e-7,
};
const SONNET: JsonObject = {
  ...OPUS,
  input_cost_per_token: 3e-6,
  output_cost_per_token: 1.5e-5,
  cache_read_input_token_cost: 3e-7,
  cache_creation_input_token_cost: 3.75e-6,
  cache_creation_input_token_cost_above_1hr: 6e-6,
  input_cost_per_token_above_200k_tokens: 6e-6,
  output_cost_per_token_above_200k_tokens: 2.25e-5,
};
const GPT_55: JsonObject = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 5e-6,
  input_cost_per_token_above_272k_tokens: 1e-5,
  input_cost_per_token_batches: 2.5e-6,
  cache_read_input_token_cost: 5e-7,
  cache_read_input_token_cost_above_272k_tokens: 1e-6,
  output_cost_per_token: 3e-5,
  output_cost_per_token_above_272k_tokens: 4.5e-5,
  output_cost_per_token_batches: 1.5e-5,
};
const GPT_56: JsonObject = {
  ...GPT_55,
  input_cost_per_token_flex: 2.5e-6,
  cache_read_input_token_cost_flex: 2.5e-7,
  output_cost_per_token_flex: 1.5e-5,
};
const GPT_5: JsonObject = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 1e-6,
  output_cost_per_token: 1e-5,
};
const GPT_4O: JsonObject = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 2.5e-6,
  cache_read_input_token_cost: 1.25e-6,
  output_cost_per_token: 1e-5,
};
const FLASH: JsonObject = {
  litellm_provider: 'gemini',
  mode: 'chat',
  input_cost_per_token: 3e-7,
  cache_read_input_token_cost: 3e-8,
  output_cost_per_token: 2.5e-6,
  search_context_cost_per_query: {
    search_context_size_low: 0.035,
    search_context_size_medium: 0.035,
    search_context_size_high: 0.035,
  },
};
const FLASH_3: JsonObject = {
  ...FLASH,
  input_cost_per_token: 5e-7,
  output_cost_per_token: 3e-6,
  search_context_cost_per_query: {
    search_context_size_low: 0.014,
    search_context_size_medium: 0.014,
    search_context_size_high: 0.014,
  },
  web_search_billing_unit: 'per_query',
};
const GROK: JsonObject = {
  litellm_provider: 'xai',
  mode: 'chat',
  input_cost_per_token: 3e-6,
  cache_read_input_token_cost: 7.5e-7,
  output_cost_per_token: 1.5e-5,
};
const SONAR: JsonObject = {
  litellm_provider: 'perplexity',
  mode: 'chat',
  input_cost_per_token: 1e-6,
  output_cost_per_token: 1e-6,
  search_context_cost_per_query: {
    search_context_size_low: 0.005,
    search_context_size_medium: 0.008,
    search_context_size_high: 0.012,
  },
};
const SONAR_DEEP: JsonObject = {
  litellm_provider: 'perplexity',
  mode: 'chat',
  input_cost_per_token: 2e-6,
  output_cost_per_token: 8e-6,
  output_cost_per_reasoning_token: 3e-6,
  citation_cost_per_token: 2e-6,
  search_context_cost_per_query: {
    search_context_size_low: 0.005,
    search_context_size_medium: 0.005,
    search_context_size_high: 0.005,
  },
};
const IMAGE: JsonObject = {
  litellm_provider: 'openai',
  mode: 'image_generation',
  input_cost_per_token: 5e-6,
  input_cost_per_image_token: 1e-5,
  output_cost_per_image_token: 4e-5,
};

interface Kind {
  readonly file: string;
  /** Which lines of the file, from 0; all where absent. */
  readonly lines?: readonly number[];
  readonly models: Readonly<Record<string, JsonObject>>;
  readonly total: string;
  /** What reading it wrongly comes to, and how it was read. */
  readonly wrong: readonly [string, string];
  readonly states?: readonly string[];
  readonly assumptions?: readonly string[];
}

/** Every total is worked out in the comment above it, in millionths of a dollar where it has none. */
const KINDS: Readonly<Record<string, Kind>> = {
  // (12×5 + 20000×0.5 + 600×6.25 + 500×25) = 26310, ×1.1 in the US = 28941; and a search at $0.01.
  'thinking details beside the cache': {
    file: 'anthropic-thinking.json',
    models: { 'claude-opus-4-6': OPUS },
    total: '0.038941',
    wrong: ['0.01256', 'as OpenAI’s: 12 in and 500 out, the cache, the search and the region lost'],
  },
  // Compaction 150000×5 + 3000×25 = 825000; the reply 20000×5 + 1000×25 = 125000.
  'a compaction beside the counts at the top': {
    file: 'anthropic-iterations.jsonl',
    lines: [0],
    models: { 'claude-opus-4-6': OPUS },
    total: '0.95',
    wrong: ['0.125', 'the counts at the top alone'],
  },
  // Haiku 4000×1 + 200×5 = 5000; the advisor, Opus, 1800×5 + 1000×0.5 + 600×25 = 24500.
  'an advisor at its own model': {
    file: 'anthropic-iterations.jsonl',
    lines: [1],
    models: { 'claude-haiku-4-5': HAIKU, 'claude-opus-4-6': OPUS },
    total: '0.0295',
    wrong: ['0.0085', 'the advisor at the model of the reply'],
  },
  // 200×1 + 80×1 = 280, and $0.012 for a request with a large context.
  'a fee for each request': {
    file: 'perplexity.jsonl',
    lines: [0],
    models: { sonar: SONAR },
    total: '0.01228',
    wrong: ['0.00028', 'without the fee'],
  },
  // 40×2 + 9000×8 + 100000×3 + 12000×2 = 396080, and 15 searches at $0.005.
  'deep research': {
    file: 'perplexity.jsonl',
    lines: [1],
    models: { 'sonar-deep-research': SONAR_DEEP },
    total: '0.47108',
    wrong: ['0.07208', 'without reasoning, citations and searches'],
  },
  // 400×3 + 600×0.75 + 340×15 = 6750; the total of 1340 is 1000 + 40 + 300.
  'reasoning beside the completion': {
    file: 'xai-sdk.jsonl',
    lines: [0],
    models: { 'grok-4': GROK },
    total: '0.00675',
    wrong: ['0.00225', 'reasoning as part of the 40'],
  },
  // The same 340 out: here the total of 1340 is 1000 + 340.
  'reasoning within the completion': {
    file: 'xai-sdk.jsonl',
    lines: [1],
    models: { 'grok-4': GROK },
    total: '0.00675',
    wrong: ['0.01125', 'reasoning beside the 340'],
  },
  // 100×1 + 500×10.
  'reasoning at the top of the object': {
    file: 'reasoning-at-the-top.json',
    models: { 'gpt-oss-120b': GPT_5 },
    total: '0.0051',
    wrong: ['0.0096', 'reasoning beside the completion'],
  },
  // 7200×1 + 50×10: what the connector read is part of the prompt. Its call has no price.
  'tokens of connectors': {
    file: 'mistral.jsonl',
    lines: [0],
    models: { 'mistral-medium-latest': { ...GPT_5, litellm_provider: 'mistral' } },
    total: '0.0077',
    wrong: ['0.0007', 'without the 7000 that the connector read'],
    states: ['partial'],
  },
  // 200000×5 + 800000×0.5 + 50000×30 = 2900000; batch 100000×2.5 + 5000×15 = 325000.
  'a usage report is a sum, whose long prompts are not known': {
    file: 'openai-usage-report.json',
    models: { 'gpt-5.5': GPT_55 },
    total: '3.225',
    wrong: ['6.15', 'the first result as one request above 272K'],
    states: ['known', 'unknown'],
    assumptions: ['SUM_OF_REQUESTS'],
  },
  // 100000×3 + 500000×0.3 + 9000×3.75 + 1000×6 + 20000×15 = 789750, 10 searches at $0.01;
  // above 200K and half for batch: (250000×6 + 1000×22.5) / 2 = 761250.
  'a usage report that tells the length of the context': {
    file: 'anthropic-usage-report.json',
    models: { 'claude-sonnet-4-5': SONNET },
    total: '1.651',
    wrong: ['1.272', 'long prompts at the base rate'],
    assumptions: ['BATCH_HALF'],
  },
  // 2000000×0.02 = 40000; 3 images at $0.02; 20000×15 = 300000; 600×100 = 60000; 5 at $0.03.
  'usage reports in other units': {
    file: 'openai-usage-results.jsonl',
    models: {
      'text-embedding-3-small': { litellm_provider: 'openai', mode: 'embedding', input_cost_per_token: 2e-8 },
      'dall-e-2': { litellm_provider: 'openai', mode: 'image_generation', output_cost_per_image: 0.02 },
      'tts-1': { litellm_provider: 'openai', mode: 'audio_speech', input_cost_per_character: 1.5e-5 },
      'whisper-1': { litellm_provider: 'openai', mode: 'audio_transcription', input_cost_per_second: 1e-4 },
      'openai/container': {
        litellm_provider: 'openai',
        mode: 'chat',
        code_interpreter_cost_per_session: 0.03,
      },
    },
    total: '0.61',
    wrong: ['0.04', 'the tokens alone'],
  },
  // (2000×0.3 + 150×2.5 + 1000×0.3 + 10×2.5) / 2 = 650.
  'a Gemini batch': {
    file: 'gemini-batch.jsonl',
    models: { 'gemini-2.5-flash': FLASH },
    total: '0.00065',
    wrong: ['0.0013', 'at the standard price'],
    assumptions: ['BATCH_HALF'],
  },
  // 1000×0.5 + 100×3 = 800, and two distinct queries at $0.014.
  'grounding by the query': {
    file: 'gemini-grounding.jsonl',
    lines: [0],
    models: { 'gemini-3-flash': FLASH_3 },
    total: '0.0288',
    wrong: ['0.0428', 'the repeated query as a third'],
  },
  // Twice 1000×0.3 + 100×2.5 = 550, and one grounded prompt at $0.035.
  'grounding by the prompt': {
    file: 'gemini-grounding.jsonl',
    lines: [1, 2],
    models: { 'gemini-2.5-flash': FLASH },
    total: '0.0361',
    wrong: ['0.0711', 'each of the two queries'],
  },
  'grounding in maps, which has no price': {
    file: 'gemini-grounding.jsonl',
    lines: [3],
    models: { 'gemini-2.5-flash': FLASH },
    total: '0.00055',
    wrong: ['0.03555', 'as a grounded web search'],
    states: ['partial'],
  },
  // 1000×1 + 100×10 = 2000, and one container at $0.03; the search has no price here.
  'tools of a response': {
    file: 'openai-tools.jsonl',
    lines: [0],
    models: {
      'gpt-5': GPT_5,
      'openai/container': {
        litellm_provider: 'openai',
        mode: 'chat',
        code_interpreter_cost_per_session: 0.03,
      },
    },
    total: '0.032',
    wrong: ['0.062', 'each of the two calls in one container'],
    states: ['partial'],
  },
  // 2000, and the image model's 50×5 + 272×40 = 11130.
  'an image model that a response called': {
    file: 'openai-tools.jsonl',
    lines: [1],
    models: { 'gpt-5': GPT_5, 'gpt-image-1': IMAGE },
    total: '0.01313',
    wrong: ['0.002', 'without the image'],
  },
  'file searches, which have no price': {
    file: 'openai-tools.jsonl',
    lines: [2],
    models: { 'gpt-5': GPT_5 },
    total: '0.002',
    wrong: ['0.002', 'the same amount, known'],
    states: ['partial'],
  },
  // 4×3 + 9000×0.3 + 30×3.75 + 10×15 = 2974.5; the total of 9044 is 4 + 10 + 9000 + 30.
  'LangChain over Bedrock': {
    file: 'langchain-dialects.jsonl',
    lines: [0],
    models: { 'us.anthropic.claude-sonnet-4-5-20250929-v1:0': SONNET },
    total: '0.0029745',
    wrong: ['0.0001512', 'the cache cut to the 4 tokens of the input'],
  },
  // 600×2.5 + 400×0.25 + 60×15 = 2500.
  'LangChain with the details of a tier': {
    file: 'langchain-dialects.jsonl',
    lines: [1],
    models: { 'gpt-5.6': GPT_56 },
    total: '0.0025',
    wrong: ['0.0068', 'at standard, the cache lost'],
  },
  // Three times 5×3 + 9000×0.3 + 100×3.75 + 20×15 = 3390; then 20×3.75 + 80×6 for the writes: 3570.
  'the AI SDK over Claude': {
    file: 'ai-sdk-raw.jsonl',
    models: { 'claude-sonnet-4-5': SONNET, 'us.anthropic.claude-sonnet-4-5-20250929-v1:0': SONNET },
    total: '0.01374',
    wrong: ['0.003798', 'the cache cut to the input, and writes lost'],
  },
  // 100×2.5 + 9000×1.25 + 80×10 = 12300; 5×3 + 9000×0.3 + 200×3.75 + 100×6 + 50×15 = 4815.
  'Langfuse, where every key is beside the others': {
    file: 'langfuse.jsonl',
    models: { 'gpt-4o': GPT_4O, 'claude-sonnet-4-5': SONNET },
    total: '0.017115',
    wrong: ['0.001515', 'input and output alone'],
  },
  // Seven times 400×2.5 + 600×1.25 + 100×10 = 2750.
  'seven dialects of OpenTelemetry': {
    file: 'otel-dialects.jsonl',
    models: { 'gpt-4o': GPT_4O },
    total: '0.01925',
    wrong: ['0.0245', 'the cache at the price of the input'],
  },
  // 5×3 + 9000×0.3 + 100×3.75 + 20×15 = 3390; 600×0.3 + 400×0.03 + 150×2.5 = 567.
  'events of coding agents': {
    file: 'coding-agent-events.jsonl',
    models: { 'claude-sonnet-4-5': SONNET, 'gemini-2.5-flash': FLASH },
    total: '0.003957',
    wrong: ['0.000882', 'the cache as part of Claude’s 5, and no thoughts'],
  },
  // 100×3 + 9000×0.3 + 50×15 = 3750, twice; 1000 writes at 3.75 and at 6.
  'a Bedrock invocation log': {
    file: 'bedrock-log.jsonl',
    models: { 'us.anthropic.claude-sonnet-4-5-20250929-v1:0': SONNET },
    total: '0.01725',
    wrong: ['0.0021', 'without the cache'],
  },
  // 1000×3 + 9000×0.3 + 400×15 = 11700.
  'a generation of OpenRouter': {
    file: 'openrouter-generation.json',
    models: { 'openrouter/anthropic/claude-sonnet-4.5': { ...SONNET, litellm_provider: 'openrouter' } },
    total: '0.0117',
    wrong: ['0.0285', 'the plain counts, without the cache'],
  },
  // 100×3 + 9000×0.3 + 200×3.75 + 50×15 = 4500.
  'an event of Cursor': {
    file: 'cursor.jsonl',
    models: { 'claude-4.5-sonnet': SONNET },
    total: '0.0045',
    wrong: ['0.00105', 'the cache as part of the input'],
  },
  // 61 s at 100; 120 s at 30; and Groq's least of 10 s at 30.
  'lengths of audio': {
    file: 'speech.jsonl',
    models: {
      'deepgram/nova-3': {
        litellm_provider: 'deepgram',
        mode: 'audio_transcription',
        input_cost_per_second: 1e-4,
      },
      'assemblyai/best': {
        litellm_provider: 'assemblyai',
        mode: 'audio_transcription',
        input_cost_per_second: 3e-5,
      },
      'groq/whisper-large-v3': {
        litellm_provider: 'groq',
        mode: 'audio_transcription',
        input_cost_per_second: 3e-5,
      },
    },
    total: '0.01',
    wrong: ['0.00671', 'one channel, and the 2 seconds that Groq heard'],
  },
  // 8×0.1 once, the queued copy costs nothing; 4×0.5 at the large size.
  'video jobs': {
    file: 'video-jobs.jsonl',
    models: {
      'sora-2': {
        litellm_provider: 'openai',
        mode: 'video_generation',
        output_cost_per_video_per_second: 0.1,
      },
      'sora-2-pro': {
        litellm_provider: 'openai',
        mode: 'video_generation',
        output_cost_per_video_per_second: 0.3,
      },
      'sora-2-pro-high-res': {
        litellm_provider: 'openai',
        mode: 'video_generation',
        output_cost_per_video_per_second: 0.5,
      },
    },
    total: '2.8',
    wrong: ['3.6', 'each poll of a job, and the failed one'],
  },
  // 20 pages at 4000, 10 annotations at 5000; 6 credits at 15000.
  'pages and credits': {
    file: 'documents.jsonl',
    models: {
      'mistral-ocr-latest': {
        litellm_provider: 'mistral',
        mode: 'ocr',
        ocr_cost_per_page: 0.004,
        annotation_cost_per_page: 0.005,
      },
      'reducto/parse-v3': { litellm_provider: 'reducto', mode: 'ocr', ocr_cost_per_credit: 0.015 },
    },
    total: '0.22',
    wrong: ['0.08', 'without annotations and credits'],
  },
  // 1000000×5 + 50000×30 = 6500000, twice; 3×(1000×5 + 100×30) = 24000; 1200×5 + 30×30 = 6900.
  'counts of requests, and digits for numbers': {
    file: 'sums.jsonl',
    models: { 'gpt-5.5': GPT_55 },
    total: '13.0309',
    wrong: ['24.5309', 'sums as single requests above 272K'],
    assumptions: ['SUM_OF_REQUESTS'],
  },
};

describe('one cost for each kind of log', () => {
  it.each(Object.entries(KINDS))('%s', (_, { file, lines, models, total, wrong, states, assumptions }) => {
    const values = fixture(file).filter((__, index) => lines === undefined || lines.includes(index));
    const tally = tallyWith(models, { readImageRules: () => ({ rules: [], prices: [] }) });
    feed(tally, values);
    expect(totalOf(tally), `not ${wrong[0]}: ${wrong[1]}`).toBe(total);
    const sums = sumsOf(tally);
    expect([...new Set(sums.map(({ state }) => state))].sort()).toEqual(states ?? ['known']);
    const supposed = sums.flatMap((sum) => sum.assumptions.map(({ code }) => code));
    expect([...new Set(supposed)].sort()).toEqual(assumptions ?? []);
  });

  it.each(Object.entries(KINDS))('%s: twice the log is the same cost where replies have ids', (_, kind) => {
    const values = fixture(kind.file);
    if (!values.every(hasId)) return;
    const once = tallyWith(kind.models);
    feed(once, values);
    const twice = tallyWith(kind.models);
    feed(twice, [...values, ...values]);
    expect(totalOf(twice)).toBe(totalOf(once));
  });
});

function hasId(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && ('id' in value || 'trace_id' in value || 'data' in value)
  );
}

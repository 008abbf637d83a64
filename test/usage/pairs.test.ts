import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { LineOutcome } from '../../src/usage/shape.ts';
import { createLineReader } from '../../src/usage/recognise.ts';
import type { Usage } from '../../src/usage/usage.ts';

interface Sample {
  readonly usage: JsonObject;
  readonly reads: Usage;
}

/** A usage object of each form, and what it says, worked out by hand. No two have a count in common. */
const SAMPLES: Readonly<Record<string, Sample>> = {
  chat: {
    usage: {
      prompt_tokens: 1009,
      completion_tokens: 103,
      total_tokens: 1112,
      prompt_tokens_details: { cached_tokens: 509 },
      completion_tokens_details: { reasoning_tokens: 53 },
    },
    reads: { inputTokens: 1009, cacheReadTokens: 509, outputTokens: 103, reasoningTokens: 53 },
  },
  embeddings: { usage: { prompt_tokens: 1013, total_tokens: 1013 }, reads: { inputTokens: 1013 } },
  deepseek: {
    usage: {
      prompt_tokens: 1019,
      completion_tokens: 107,
      total_tokens: 1126,
      prompt_cache_hit_tokens: 521,
      prompt_cache_miss_tokens: 498,
    },
    reads: { inputTokens: 1019, cacheReadTokens: 521, outputTokens: 107 },
  },
  // 109 + 59 of reasoning: the total of 1189 is 1021 + 109 + 59.
  xai: {
    usage: {
      prompt_tokens: 1021,
      completion_tokens: 109,
      total_tokens: 1189,
      completion_tokens_details: { reasoning_tokens: 59 },
      num_sources_used: 0,
      cost_in_usd_ticks: 5000,
    },
    reads: { inputTokens: 1021, outputTokens: 168, reasoningTokens: 59 },
  },
  xaiSdk: {
    usage: {
      prompt_tokens: 1031,
      cached_prompt_text_tokens: 523,
      completion_tokens: 113,
      reasoning_tokens: 61,
      total_tokens: 1205,
    },
    reads: { inputTokens: 1031, cacheReadTokens: 523, outputTokens: 174, reasoningTokens: 61 },
  },
  perplexity: {
    usage: { prompt_tokens: 1033, completion_tokens: 127, total_tokens: 1160, search_context_size: 'low' },
    reads: { inputTokens: 1033, outputTokens: 127, webSearches: 1, searchContext: 'low' },
  },
  openrouter: {
    usage: {
      prompt_tokens: 1039,
      completion_tokens: 131,
      total_tokens: 1170,
      cost: 0.5,
      is_byok: false,
      prompt_tokens_details: { cached_tokens: 547 },
    },
    reads: { inputTokens: 1039, cacheReadTokens: 547, outputTokens: 131 },
  },
  // 1049 + 571 that the connector read.
  mistral: {
    usage: { prompt_tokens: 1049, completion_tokens: 137, total_tokens: 1757, connector_tokens: 571 },
    reads: { inputTokens: 1620, outputTokens: 137 },
  },
  litellm: {
    usage: {
      prompt_tokens: 1051,
      completion_tokens: 139,
      total_tokens: 1190,
      cache_read_input_tokens: 577,
      cache_creation_input_tokens: 71,
    },
    reads: { inputTokens: 1051, cacheReadTokens: 577, cacheWriteTokens: 71, outputTokens: 139 },
  },
  responses: {
    usage: {
      input_tokens: 1061,
      input_tokens_details: { cached_tokens: 587 },
      output_tokens: 149,
      output_tokens_details: { reasoning_tokens: 73 },
      total_tokens: 1210,
    },
    reads: { inputTokens: 1061, cacheReadTokens: 587, outputTokens: 149, reasoningTokens: 73 },
  },
  images: {
    usage: {
      input_tokens: 1063,
      input_tokens_details: { text_tokens: 63, image_tokens: 1000 },
      output_tokens: 151,
      total_tokens: 1214,
    },
    reads: { inputTokens: 1063, inputImageTokens: 1000, outputTokens: 151, outputImageTokens: 151 },
  },
  realtime: {
    usage: {
      input_tokens: 1069,
      input_token_details: { text_tokens: 69, audio_tokens: 1000, cached_tokens: 41 },
      output_tokens: 157,
      output_token_details: { text_tokens: 57, audio_tokens: 100 },
      total_tokens: 1226,
    },
    reads: {
      inputTokens: 1069,
      cacheReadTokens: 41,
      inputAudioTokens: 1000,
      outputTokens: 157,
      outputAudioTokens: 100,
    },
  },
  transcription: {
    usage: {
      type: 'tokens',
      input_tokens: 1087,
      input_token_details: { audio_tokens: 1000, text_tokens: 87 },
      output_tokens: 163,
      total_tokens: 1250,
    },
    reads: { inputTokens: 1087, inputAudioTokens: 1000, outputTokens: 163 },
  },
  length: { usage: { type: 'duration', seconds: 167 }, reads: { seconds: 167 } },
  report: {
    usage: { input_tokens: 1091, input_cached_tokens: 599, output_tokens: 173, num_model_requests: 7 },
    reads: { inputTokens: 1091, cacheReadTokens: 599, outputTokens: 173 },
  },
  // 11 + 601 + 607.
  anthropic: {
    usage: {
      input_tokens: 11,
      cache_creation_input_tokens: 601,
      cache_read_input_tokens: 607,
      output_tokens: 179,
    },
    reads: { inputTokens: 1219, cacheReadTokens: 607, cacheWriteTokens: 601, outputTokens: 179 },
  },
  // 13 + 613 + 617.
  thinking: {
    usage: {
      input_tokens: 13,
      cache_creation_input_tokens: 613,
      cache_read_input_tokens: 617,
      output_tokens: 181,
      output_tokens_details: { thinking_tokens: 79 },
    },
    reads: {
      inputTokens: 1243,
      cacheReadTokens: 617,
      cacheWriteTokens: 613,
      outputTokens: 181,
      reasoningTokens: 79,
    },
  },
  // 17 + 619 + 631 + 641.
  anthropicReport: {
    usage: {
      uncached_input_tokens: 17,
      cache_creation: { ephemeral_5m_input_tokens: 619, ephemeral_1h_input_tokens: 631 },
      cache_read_input_tokens: 641,
      output_tokens: 191,
    },
    reads: {
      inputTokens: 1908,
      cacheReadTokens: 641,
      cacheWriteTokens: 1250,
      cacheWrite1hTokens: 631,
      outputTokens: 191,
    },
  },
  // 19 + 643 + 647.
  claudeEvent: {
    usage: { input_tokens: 19, cache_read_tokens: 643, cache_creation_tokens: 647, output_tokens: 193 },
    reads: { inputTokens: 1309, cacheReadTokens: 643, cacheWriteTokens: 647, outputTokens: 193 },
  },
  codex: {
    usage: {
      input_tokens: 1093,
      cached_input_tokens: 653,
      output_tokens: 197,
      reasoning_output_tokens: 83,
      total_tokens: 1290,
    },
    reads: { inputTokens: 1093, cacheReadTokens: 653, outputTokens: 197, reasoningTokens: 83 },
  },
  langchain: {
    usage: {
      input_tokens: 1097,
      input_token_details: { cache_read: 659, cache_creation: 89 },
      output_tokens: 199,
      output_token_details: { reasoning: 97 },
      total_tokens: 1296,
    },
    reads: {
      inputTokens: 1097,
      cacheReadTokens: 659,
      cacheWriteTokens: 89,
      outputTokens: 199,
      reasoningTokens: 97,
    },
  },
  pydantic: {
    usage: { input_tokens: 1103, cache_read_tokens: 661, cache_write_tokens: 101, output_tokens: 211 },
    reads: { inputTokens: 1103, cacheReadTokens: 661, cacheWriteTokens: 101, outputTokens: 211 },
  },
  // 223 + 103 thoughts.
  gemini: {
    usage: {
      promptTokenCount: 1109,
      cachedContentTokenCount: 673,
      candidatesTokenCount: 223,
      thoughtsTokenCount: 103,
      totalTokenCount: 1435,
    },
    reads: { inputTokens: 1109, cacheReadTokens: 673, outputTokens: 326, reasoningTokens: 103 },
  },
  // 227 + 107 thoughts.
  geminiPython: {
    usage: {
      prompt_token_count: 1117,
      cached_content_token_count: 677,
      candidates_token_count: 227,
      thoughts_token_count: 107,
      total_token_count: 1451,
    },
    reads: { inputTokens: 1117, cacheReadTokens: 677, outputTokens: 334, reasoningTokens: 107 },
  },
  // 23 + 683 + 107.
  converse: {
    usage: {
      inputTokens: 23,
      outputTokens: 229,
      totalTokens: 1042,
      cacheReadInputTokens: 683,
      cacheWriteInputTokens: 107,
    },
    reads: { inputTokens: 813, cacheReadTokens: 683, cacheWriteTokens: 107, outputTokens: 229 },
  },
  sdk5: {
    usage: {
      inputTokens: 1123,
      outputTokens: 233,
      totalTokens: 1356,
      cachedInputTokens: 691,
      reasoningTokens: 109,
    },
    reads: { inputTokens: 1123, cacheReadTokens: 691, outputTokens: 233, reasoningTokens: 109 },
  },
  sdk6: {
    usage: {
      inputTokens: 1129,
      outputTokens: 239,
      totalTokens: 1368,
      inputTokenDetails: { cacheReadTokens: 701, cacheWriteTokens: 113 },
      outputTokenDetails: { reasoningTokens: 127 },
    },
    reads: {
      inputTokens: 1129,
      cacheReadTokens: 701,
      cacheWriteTokens: 113,
      outputTokens: 239,
      reasoningTokens: 127,
    },
  },
  sdk4: {
    usage: { promptTokens: 1151, completionTokens: 241, totalTokens: 1392 },
    reads: { inputTokens: 1151, outputTokens: 241 },
  },
  sdkModel: {
    usage: { inputTokens: { total: 1153, cacheRead: 709 }, outputTokens: { total: 251, reasoning: 131 } },
    reads: { inputTokens: 1153, cacheReadTokens: 709, outputTokens: 251, reasoningTokens: 131 },
  },
  cohere: {
    usage: { billed_units: { input_tokens: 1163, output_tokens: 257 } },
    reads: { inputTokens: 1163, outputTokens: 257 },
  },
  // 29 + 719 + 127.
  cursor: {
    usage: {
      inputTokens: 29,
      outputTokens: 263,
      cacheReadTokens: 719,
      cacheWriteTokens: 127,
      totalCents: 3,
    },
    reads: { inputTokens: 875, cacheReadTokens: 719, cacheWriteTokens: 127, outputTokens: 263 },
  },
  // 31 + 727.
  langfuse: {
    usage: { input: 31, output: 269, input_cache_read: 727, total: 1027 },
    reads: { inputTokens: 758, cacheReadTokens: 727, outputTokens: 269 },
  },
  ollama: {
    usage: { prompt_eval_count: 1171, eval_count: 271 },
    reads: { inputTokens: 1171, outputTokens: 271 },
  },
  tokenCounts: {
    usage: {
      inputTokenCount: 1181,
      outputTokenCount: 277,
      totalTokenCount: 1458,
      cachedInputTokenCount: 733,
    },
    reads: { inputTokens: 1181, cacheReadTokens: 733, outputTokens: 277 },
  },
  // 281 + 137 thoughts.
  interactions: {
    usage: {
      total_input_tokens: 1187,
      total_output_tokens: 281,
      total_cached_tokens: 739,
      total_thought_tokens: 137,
      total_tokens: 1605,
    },
    reads: { inputTokens: 1187, cacheReadTokens: 739, outputTokens: 418, reasoningTokens: 137 },
  },
  generation: {
    usage: {
      native_tokens_prompt: 1193,
      native_tokens_completion: 283,
      native_tokens_cached: 743,
      tokens_prompt: 900,
      tokens_completion: 200,
    },
    reads: { inputTokens: 1193, cacheReadTokens: 743, outputTokens: 283 },
  },
  ocr: { usage: { pages_processed: 7 }, reads: { pages: 7 } },
  reducto: { usage: { num_pages: 9, credits: 18 }, reads: { pages: 9, credits: 18 } },
  own: {
    usage: { inputTokens: 1201, cacheReadTokens: 751, outputTokens: 293, reasoningTokens: 139 },
    reads: { inputTokens: 1201, cacheReadTokens: 751, outputTokens: 293, reasoningTokens: 139 },
  },
};
const NAMES = Object.keys(SAMPLES);

/**
 * Samples of which two in one object are again one object of the same form, because one has no field
 * that the other's form does not know, or because its fields replace the other's. Nothing is in doubt.
 */
const FAMILIES: readonly (readonly string[])[] = [
  // OpenAI's chat, to which each of the others adds.
  ['chat', 'embeddings', 'deepseek', 'xai', 'xaiSdk', 'perplexity', 'openrouter', 'mistral', 'litellm'],
  // Details with images and reasoning are a chat with pictures.
  ['responses', 'images'],
  // The details of the one replace those of the other, which stand under the same name.
  ['realtime', 'transcription', 'langchain'],
  ['length', 'transcription'],
  ['anthropic', 'thinking'],
  // Numbers replace the objects that stand under the same names.
  ['sdkModel', 'converse', 'sdk5', 'sdk6', 'cursor', 'own'],
];

const read = (usage: JsonObject): readonly LineOutcome[] => createLineReader().read({ model: 'm', usage });
const usageIn = (name: string) => SAMPLES[name]?.usage ?? {};

function isFlagged([outcome]: readonly LineOutcome[]): boolean {
  if (outcome?.kind === 'skipped') return outcome.reason === 'unreadable';
  return outcome?.kind === 'record' && (outcome.record.assumptions ?? []).length > 0;
}

describe('a usage object of each form', () => {
  it.each(NAMES)('%s is read right, and nothing supposed', (name) => {
    const [outcome, ...others] = read(usageIn(name));
    expect(outcome).toMatchObject({ kind: 'record', record: { usage: SAMPLES[name]?.reads } });
    expect(isFlagged(outcome === undefined ? [] : [outcome])).toBe(false);
    expect(others).toEqual([]);
  });
});

describe('every pair of forms in one object', () => {
  const pairs = NAMES.flatMap((a) => NAMES.flatMap((b) => (a === b ? [] : [[a, b] as const])));

  it('is of one family, or an assumption, or refused', () => {
    const silent = pairs.filter(([a, b]) => !isFlagged(read({ ...usageIn(a), ...usageIn(b) })));
    const strangers = silent.filter(([a, b]) => {
      return !FAMILIES.some((family) => family.includes(a) && family.includes(b));
    });
    expect(strangers).toEqual([]);
    // Each family has pairs about which nothing is in doubt; else it would be no family.
    for (const family of FAMILIES) {
      expect(silent.some(([a, b]) => family.includes(a) && family.includes(b))).toBe(true);
    }
  });

  it('is read alike in whatever order its fields stand', () => {
    for (const [a, b] of pairs) {
      const merged = { ...usageIn(a), ...usageIn(b) };
      const reversed = Object.fromEntries(Object.entries(merged).reverse());
      expect(read(reversed), `${a} and ${b}`).toEqual(read(merged));
    }
  });

  it('with Anthropic’s own fields is Anthropic’s, whatever stands beside', () => {
    // A report of Anthropic's has other names for the same counts; llmcost's own form takes no others.
    for (const name of NAMES.filter((each) => each !== 'anthropicReport' && each !== 'own')) {
      const [outcome] = read({ ...usageIn(name), ...usageIn('thinking') });
      if (outcome?.kind !== 'record') throw new Error(`${name}: ${JSON.stringify(outcome)}`);
      const { shape, usage } = outcome.record;
      expect([name, shape, usage.inputTokens, usage.outputTokens]).toEqual([name, 'anthropic', 1243, 181]);
    }
  });
});

describe('two usage objects in one line', () => {
  const CHAT = { prompt_tokens: 100, completion_tokens: 10 };
  const GEMINI = { promptTokenCount: 100, candidatesTokenCount: 10, cachedContentTokenCount: 40 };

  it('that tell the same are one reply', () => {
    const [outcome, ...others] = createLineReader().read({ model: 'm', usage: CHAT, usageMetadata: GEMINI });
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ kind: 'record', record: { shape: 'openai-chat' } });
    expect(isFlagged(outcome === undefined ? [] : [outcome])).toBe(false);
  });

  it('that differ are one reply, the one with the most tokens, as an assumption', () => {
    const usageMetadata = { ...GEMINI, candidatesTokenCount: 500 };
    for (const line of [
      { model: 'm', usage: CHAT, usageMetadata },
      { usageMetadata, usage: CHAT, model: 'm' },
    ]) {
      expect(createLineReader().read(line)).toMatchObject([
        {
          record: {
            shape: 'gemini',
            usage: { outputTokens: 500 },
            assumptions: [{ code: 'USAGE_AMBIGUOUS' }],
          },
        },
      ]);
    }
  });

  it('beside the envelope of a batch or a span are doubted', () => {
    const batch = { custom_id: 'q', response: { status_code: 200, body: { model: 'm', usage: CHAT } } };
    const usage = { prompt_tokens: 7, completion_tokens: 1 };
    expect(createLineReader().read(batch)[0]).not.toHaveProperty('record.assumptions');
    expect(createLineReader().read({ ...batch, usage })[0]).toHaveProperty('record.assumptions');
    const span = { attributes: { 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 1 } };
    expect(createLineReader().read(span)[0]).not.toHaveProperty('record.assumptions');
    expect(createLineReader().read({ ...span, usage })[0]).toHaveProperty('record.assumptions');
  });

  it('in a line that fits two logs are refused', () => {
    const batch = { custom_id: 'q', response: { body: { model: 'm', usage: CHAT } } };
    const result = { type: 'succeeded', message: { model: 'm', usage: { input_tokens: 5 } } };
    expect(createLineReader().read({ ...batch, result })).toEqual([
      {
        kind: 'skipped',
        reason: 'unreadable',
        detail: 'the line fits an OpenAI batch and an Anthropic batch, which count it differently',
      },
    ]);
  });
});

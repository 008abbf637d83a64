/** Who wins a bare name on the published maps: the list was read through by hand, and these rows are its doubtful ones. */
import { describe, expect, it } from 'vitest';
import { AmbiguousModelError, ModelNotFoundError } from '../../src/core/errors.ts';
import { lastPart } from '../../src/core/nearest.ts';
import { lookUp } from '../../src/models/catalog.ts';
import { bareName } from '../../src/models/identity.ts';
import { isProvider } from '../../src/models/providers.ts';
import type { ModelStore } from '../../src/models/store.ts';
import { makersProviders } from '../../src/models/vendors.ts';
import { HAS_SHARED_MAPS, SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

/** The key and the assumptions behind it, or what the error lists. */
function winner(store: ModelStore, name: string): string {
  try {
    const { entry, assumptions } = lookUp(store, name);
    return [entry.key, ...assumptions.map(({ code }) => code)].join(' ');
  } catch (error) {
    if (error instanceof AmbiguousModelError) return `one of ${error.candidates.length}`;
    return error instanceof ModelNotFoundError ? 'not found' : String(error);
  }
}

describe.skipIf(!HAS_SHARED_MAPS)('on the map of 2026-08-06 (needs ../shared/cost-maps)', () => {
  const store = HAS_SHARED_MAPS ? sharedStore('2026-08-06') : undefined;

  it.each([
    // The maker's entry, whoever else sells it and at whatever price.
    ['grok-4', 'xai/grok-4'],
    ['kimi-k2.5', 'moonshot/kimi-k2.5'],
    ['deepseek-v3.2', 'deepseek/deepseek-v3.2'],
    ['deepseek-r1', 'deepseek/deepseek-r1'],
    ['mistral-large-latest', 'mistral/mistral-large-latest'],
    ['minimax-m2', 'minimax/MiniMax-M2'],
    ['glm-4.6', 'zai/glm-4.6'],
    ['qwen3-max', 'dashscope/qwen3-max'],
    ['sonar-pro', 'perplexity/sonar-pro'],
    ['gemma-3-27b-it', 'gemini/gemma-3-27b-it'],
    ['eleven_multilingual_v2', 'elevenlabs/eleven_multilingual_v2'],
    // Mistral lists it at 0 for its free endpoint of old, and at the price that it bills.
    ['codestral-latest', 'mistral/codestral-latest'],
    // Google sells these twice; the price list is that of the Gemini API.
    ['veo-3.1-generate-001', 'gemini/veo-3.1-generate-001'],
    // The name as OpenRouter and Hugging Face write it.
    ['x-ai/grok-4', 'xai/grok-4'],
    ['z-ai/glm-4.6', 'zai/glm-4.6'],
    ['deepseek-ai/DeepSeek-R1', 'deepseek/deepseek-r1'],
    ['minimax/minimax-m2', 'minimax/MiniMax-M2'],
    ['google/gemini-2.5-flash', 'gemini/gemini-2.5-flash'],
    ['openai/gpt-5', 'gpt-5'],
    // The maker spells the version with a dash: an assumption, before any seller that has it with a dot.
    ['claude-sonnet-4.5', 'claude-sonnet-4-5 NAME_SPELLING'],
    ['anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5 NAME_SPELLING'],
    ['anthropic/claude-opus-4.1', 'claude-opus-4-1 NAME_SPELLING'],
    // Meta lists no price of its own, and nobody else's stands in for it.
    ['llama-3.3-70b-instruct', 'meta_llama/Llama-3.3-70B-Instruct'],
    // Who makes these sells none of them, and the sellers differ.
    ['gpt-oss-120b', 'one of 18'],
    ['whisper-large-v3', 'one of 2'],
    ['llama-3.1-8b-instruct', 'one of 5'],
    // Anthropic sells them under dated names alone.
    ['claude-sonnet-4', 'one of 4'],
    ['claude-3-haiku', 'one of 3'],
    // DeepSeek has no entry of that date, and nine sellers have.
    ['deepseek-r1-0528', 'one of 9'],
    ['mistral-large', 'one of 4'],
    // One seller, and the maker sells other models only.
    ['gpt-5.1-chat', 'azure/gpt-5.1-chat RESELLER_PRICE'],
    ['moonshotai/kimi-k2', 'vercel_ai_gateway/moonshotai/kimi-k2 RESELLER_PRICE'],
    ['llama-3.1-8b-instant', 'groq/llama-3.1-8b-instant RESELLER_PRICE'],
    // A name that only one seller gives.
    ['accounts/fireworks/models/glm-4p7', 'fireworks_ai/accounts/fireworks/models/glm-4p7'],
    ['moonshotai.kimi-k2-thinking', 'bedrock/moonshotai.kimi-k2-thinking'],
    // Behind a gateway's path alone: a suggestion.
    ['gemma-3-12b-it', 'not found'],
    ['claude-3.7-sonnet', 'not found'],
  ])('%s is %s', (name, expected) => {
    expect(store && winner(store, name)).toBe(expected);
  });
});

describe.skipIf(!HAS_SHARED_MAPS)(
  'every name that stands under several keys (needs ../shared/cost-maps)',
  () => {
    it.each(SHARED_MAPS)('of %s is its maker’s, or said to be another’s', (date) => {
      const store = sharedStore(date);
      const names = new Map<string, number>();
      for (const { key } of store.summaries()) {
        const name = lastPart(key.toLowerCase());
        names.set(name, (names.get(name) ?? 0) + 1);
      }
      const several = [...names].filter(([, count]) => count > 1).map(([name]) => name);
      const silent = several.flatMap((name) => {
        try {
          const { entry, by, assumptions } = lookUp(store, name);
          const makers = makersProviders(bareName(entry.key));
          const sells = store.summaries().some(({ provider, unit }) => {
            return unit !== null && makers.some((maker) => isProvider(provider, maker));
          });
          const isMakers = makers.some((maker) => isProvider(entry.provider, maker));
          const isSaid = assumptions.length > 0 || by === 'key' || by === 'case';
          return isMakers || isSaid || !sells ? [] : [`${name}: ${entry.key}`];
        } catch (error) {
          if (error instanceof AmbiguousModelError || error instanceof ModelNotFoundError) return [];
          throw error;
        }
      });
      expect(several.length).toBeGreaterThan(300);
      // Bedrock's own ids name their seller.
      expect(silent.filter((line) => !line.includes(': bedrock/'))).toEqual([]);
    });
  },
);

import { describe, expect, it } from 'vitest';
import { bareName, ModelNames, type NamedKey } from '../../src/models/identity.ts';
import { makersProviders, companyOf } from '../../src/models/vendors.ts';
import { isInRegion, regionOf } from '../../src/models/regions.ts';

const chat = (key: string, provider: string | null = null): NamedKey => ({ key, provider, mode: 'chat' });

/** Whether two keys are one model on a map that holds these and the others. */
function areOne(a: string, b: string, ...others: readonly string[]): boolean {
  const names = new ModelNames([a, b, ...others].map((key) => chat(key)));
  return names.of(chat(a)) === names.of(chat(b));
}

describe('one model under several keys', () => {
  it.each([
    ['gpt-4o', 'openrouter/openai/gpt-4o'],
    ['gpt-4o', 'azure/eu/gpt-4o'],
    ['gpt-4o', 'gradient_ai/openai-gpt-4o'],
    ['gpt-5.1', 'databricks/databricks-gpt-5-1'],
    ['claude-sonnet-4-5', 'openrouter/anthropic/claude-sonnet-4.5'],
    ['claude-sonnet-4-5', 'replicate/anthropic/claude-4.5-sonnet'],
    ['claude-sonnet-4-5', 'vertex_ai/claude-sonnet-4-5@20250929'],
    ['claude-sonnet-4-5', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['claude-opus-4-5', 'vertex_ai/claude-opus-4-5@default'],
    ['claude-opus-4-6', 'us.anthropic.claude-opus-4-6-v1'],
    ['claude-2.1', 'anthropic.claude-v2:1'],
    ['claude-v2:1', 'anthropic.claude-v2:1:18k'],
    ['gpt-4o-mini', 'gpt-4o-mini-2024-07-18'],
    ['meta.llama3-1-8b-instruct-v1:0', 'fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct'],
    ['meta.llama3-1-8b-instruct-v1:0', 'nebius/meta-llama/Meta-Llama-3.1-8B-Instruct'],
    ['groq/llama-3.3-70b', 'scaleway/meta/llama-3.3-70b-instruct'],
    ['Mistral-7B-Instruct-v0.2', 'mistral.mistral-7b-instruct-v0:2'],
    ['deepseek/deepseek-r1', 'deepseek.r1-v1:0'],
    ['together_ai/Qwen/Qwen3-235B-A22B', 'novita/qwen/qwen3-235b-a22b-fp8'],
    ['high/1024-x-1024/gpt-image-1', 'azure/high/1024-x-1024/gpt-image-1'],
    ['openai.gpt-oss-120b-1:0', 'wandb/openai/gpt-oss-120b'],
  ])('%s is %s', (a, b) => expect(areOne(a, b)).toBe(true));

  it.each([
    ['gpt-5', 'gpt-5.4-mini'],
    ['gpt-5', 'gpt-5-mini'],
    ['gpt-5', 'gpt-5-codex'],
    ['gpt-4o', 'gpt-4'],
    ['gpt-4', 'gpt-4-0613'],
    ['gpt-4o-2024-05-13', 'ft:gpt-4o-2024-05-13'],
    ['gpt-35-turbo', 'gpt-3.5-turbo'],
    ['o3', 'o3-mini'],
    ['claude-opus-4', 'claude-sonnet-4'],
    ['claude-opus-4-1', 'claude-opus-4-5'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-lite'],
    ['gemini-2.5-flash', 'gemini-2.5-flash-preview-09-2025'],
    ['deepseek/deepseek-r1', 'deepseek/deepseek-r1-0528'],
    ['deepseek/deepseek-r1', 'deepseek/deepseek-r1:free'],
    ['qwen3-235b-a22b', 'qwen3-235b-a22b-2507'],
    ['llama-3.1-8b', 'llama-3.1-70b'],
    ['llama-2-70b', 'llama-2-70b-chat'],
    ['mistral/mistral-large-2411', 'mistral/mistral-large-latest'],
    ['amazon.titan-embed-text-v1', 'amazon.titan-embed-text-v2:0'],
    ['high/1024-x-1024/gpt-image-1', 'low/1024-x-1024/gpt-image-1'],
    ['high/1024-x-1024/gpt-image-1', 'gpt-image-1'],
    ['bedrock/us-east-1/1-month-commitment/anthropic.claude-v1', 'anthropic.claude-v1'],
    ['fal_ai/fal-ai/flux-pro/v1.1', 'fal_ai/fal-ai/imagen/v1.1'],
    ['模型-1', '别的-1'],
  ])('%s is not %s', (a, b) => expect(areOne(a, b)).toBe(false));

  it('takes a name without a day for the one day that the map knows, and for none of several', () => {
    const days = ['gpt-4o', 'gpt-4o-2024-05-13', 'gpt-4o-2024-08-06'] as const;
    expect(areOne(days[0], days[1], days[2])).toBe(false);
    expect(areOne(days[1], days[2], days[0])).toBe(false);
    expect(areOne(days[1], 'azure/gpt-4o-2024-05-13', days[2])).toBe(true);
    expect(areOne(days[0], days[1])).toBe(true);
  });

  it('tells a base model from its instruct form where one house sells both, under any of its names', () => {
    const both = [
      chat('fireworks/mixtral-8x7b', 'fireworks_ai'),
      chat('fireworks/mixtral-8x7b-instruct', 'fireworks_ai'),
      chat('perplexity/mixtral-8x7b-instruct', 'perplexity'),
      chat('azure/gpt-35-turbo', 'azure'),
      chat('azure/gpt-35-turbo-instruct', 'azure_text'),
    ];
    const names = new ModelNames(both);
    const [base, instruct, elsewhere, turbo, turboInstruct] = both.map((model) => names.of(model));
    expect(base).not.toBe(instruct);
    expect(instruct).toBe(elsewhere);
    expect(turbo).not.toBe(turboInstruct);
  });

  it('is another one for another kind of work, and the same under another interface', () => {
    const names = new ModelNames([]);
    const of = (mode: string) => names.of({ key: 'heron-4', mode });
    expect(of('responses')).toBe(of('chat'));
    expect(of('image_edit')).toBe(of('image_generation'));
    expect(of('embedding')).not.toBe(of('chat'));
    // Without a mode it is taken for chat.
    expect(names.of({ key: 'heron-4', mode: null })).toBe(of('chat'));
  });

  it('takes the day off a name that the map does not know', () => {
    const names = new ModelNames([]);
    expect(names.named('heron-4-2026-01-31')).toBe(names.named('heron-4'));
  });

  it('keeps the name of a maker where nothing else is left', () => {
    expect(areOne('openai', 'meta')).toBe(false);
    expect(bareName('openai')).toBe('openai');
    expect(bareName('Openai-4')).toBe('openai-4');
  });

  it('keeps the part in front of a last part that names no model', () => {
    expect(bareName('fal_ai/fal-ai/flux-pro/v1.1')).toBe('flux-pro-v1.1');
  });

  it('keeps services apart, which all call themselves search', () => {
    const names = new ModelNames([]);
    expect(names.of({ key: 'tavily/search', mode: 'search' })).not.toBe(
      names.of({ key: 'linkup/search', mode: 'search' }),
    );
  });

  it.each(['', '/', '@', ':', '-', 'a//b', '.', '2024-01-01', '__proto__'])('has an answer for %j', (key) => {
    expect(typeof new ModelNames([chat(key)]).of(chat(key))).toBe('string');
  });
});

describe('who makes a model', () => {
  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic'],
    ['openrouter/openai/gpt-4o', 'openai'],
    ['azure/o3-mini', 'openai'],
    ['gemini-2.5-pro', 'gemini'],
    ['vercel_ai_gateway/google/gemini-2.5-pro', 'gemini'],
    ['databricks/databricks-meta-llama-3-3-70b-instruct', 'meta_llama'],
    ['watsonx/mistralai/mistral-large', 'mistral'],
    ['fireworks_ai/accounts/fireworks/models/deepseek-r1', 'deepseek'],
    ['oci/xai.grok-4', 'xai'],
    ['moonshotai.kimi-k2.5', 'moonshot'],
    ['vertex_ai/zai-org/glm-4.7-maas', 'zai'],
    ['us.amazon.nova-pro-v1:0', 'bedrock'],
  ])('%s is made by the house of %s', (key, provider) => {
    expect(makersProviders(bareName(key))[0]).toBe(provider);
  });

  it.each(['wandb/openai/gpt-oss-120b', 'deepgram/nova-3', 'ollama/orca-mini'])(
    'the maker of %s sells it nowhere, or is not known',
    (key) => expect(makersProviders(bareName(key))).toEqual([]),
  );

  it.each([
    ['vertex_ai-anthropic_models', 'gemini'],
    ['bedrock_converse', 'bedrock'],
    ['azure_ai', 'azure'],
    ['groq', 'groq'],
    ['constructor', 'constructor'],
  ])('%s belongs to %s', (provider, company) => expect(companyOf(provider)).toBe(company));
});

describe('the region in a key', () => {
  it.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us'],
    ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'us-gov'],
    ['bedrock/us-gov-west-1/anthropic.claude-v1', 'us-gov-west-1'],
    ['bedrock/us-east-1/1-month-commitment/anthropic.claude-v1', 'us-east-1'],
    ['azure/eu/gpt-4o-2024-08-06', 'eu'],
    ['azure/global-standard/gpt-4o-mini', 'global-standard'],
    ['bedrock/us.anthropic.claude-3-5-haiku-20241022-v1:0', 'us'],
    ['anthropic.claude-v1', null],
    ['azure/gpt-4o', null],
    ['gpt-4o', null],
    ['eu', null],
  ])('of %s is %s', (key, region) => expect(regionOf(key)).toBe(region));

  it('lies in the region whose name it begins with', () => {
    expect(isInRegion('eu-west-1', 'eu')).toBe(true);
    expect(isInRegion('eu', 'eu')).toBe(true);
    expect(isInRegion('europe', 'eu')).toBe(false);
  });
});

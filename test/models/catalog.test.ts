import { describe, expect, it } from 'vitest';
import { lookUp, meanings, type LookUpOptions } from '../../src/models/catalog.ts';
import { similar } from '../../src/models/similar.ts';
import { suggest } from '../../src/models/suggest.ts';
import { compareText } from '../../src/core/collections.ts';
import { AmbiguousModelError, ModelNotFoundError, UnusableEntryError } from '../../src/core/errors.ts';
import { storeFromEntries } from '../../src/models/memory-store.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { ModelStore, Summary } from '../../src/models/store.ts';
import { storeOf } from '../helpers/pricing.ts';
import { HAS_SHARED_MAPS, sharedStore } from '../helpers/shared-maps.ts';

const chat = (litellm_provider: string, input: number, more: JsonObject = {}): JsonObject => ({
  litellm_provider,
  mode: 'chat',
  input_cost_per_token: input,
  output_cost_per_token: input * 4,
  ...more,
});

const ENTRIES: Readonly<Record<string, JsonObject>> = {
  'tern-1': chat('openai', 1e-6),
  'azure/tern-1': chat('azure', 1e-6),
  'Plover-2': chat('openai', 2e-6, { aliases: ['plover', 'golden/plover'] }),
  'groq/knot': chat('groq', 3e-6),
  'together_ai/knot': chat('together_ai', 4e-6),
  'groq/ruff': chat('groq', 5e-6),
  'together_ai/ruff': chat('together_ai', 5e-6),
  'vertex_ai/dunlin': chat('vertex_ai-language-models', 6e-6),
  'gemini/dunlin': chat('gemini', 7e-6),
  'anthropic.curlew-v2:1': chat('bedrock', 8e-6),
  Avocet: chat('openai', 9e-6),
  AVOCET: chat('openai', 1e-5),
  'lone/': chat('lone', 1e-6),
  solo: chat('solo', 1e-6),
};
const store = storeOf(ENTRIES);

/** The key that was found and the step that found it, or the error's code and its candidates. */
function found(name: string, options: LookUpOptions = {}, from: ModelStore = store): string {
  try {
    const { entry, by } = lookUp(from, name, options);
    return `${entry.key} by ${by}`;
  } catch (error) {
    if (error instanceof AmbiguousModelError) {
      return `${error.code}: ${error.candidates.map(({ key }) => key).join(', ')}`;
    }
    return error instanceof ModelNotFoundError ? error.code : String(error);
  }
}

describe('a name', () => {
  it.each([
    ['tern-1', 'tern-1 by key'],
    ['  tern-1 ', 'tern-1 by key'],
    ['TERN-1', 'tern-1 by case'],
    ['plover-2', 'Plover-2 by case'],
    ['plover', 'Plover-2 by alias'],
    ['GOLDEN/PLOVER', 'Plover-2 by alias'],
    ['openai/tern-1', 'tern-1 by provider'],
    ['openai:tern-1', 'tern-1 by provider'],
    ['OpenAI/Tern-1', 'tern-1 by provider'],
    ['azure:tern-1', 'azure/tern-1 by provider'],
    ['AZURE/TERN-1', 'azure/tern-1 by case'],
    // The other way round: a bare name for a key behind its provider.
    ['vertex_ai/dunlin', 'vertex_ai/dunlin by key'],
    ['vertex:dunlin', 'vertex_ai/dunlin by provider'],
    ['google/dunlin', 'gemini/dunlin by provider'],
    ['bedrock/anthropic.curlew-v2:1', 'anthropic.curlew-v2:1 by provider'],
    // Equal prices are no ambiguity; the first key answers.
    ['ruff', 'groq/ruff by provider'],
  ])('%s is %s', (name, expected) => {
    expect(found(name)).toBe(expected);
  });

  it.each([
    ['knot', 'MODEL_AMBIGUOUS: groq/knot, together_ai/knot'],
    ['dunlin', 'MODEL_AMBIGUOUS: gemini/dunlin, vertex_ai/dunlin'],
    ['vertex/knot', 'MODEL_NOT_FOUND'],
    ['avocet', 'MODEL_AMBIGUOUS: AVOCET, Avocet'],
  ])('that means several models with different prices is refused: %s', (name, expected) => {
    expect(found(name)).toBe(expected);
  });

  it.each([
    'tern',
    'tern-10',
    'tern-1-mini',
    'ern-1',
    'groq/tern-1',
    'openai/plover',
    'openai/',
    'openai:',
    'solo/',
    'lone',
    '/tern-1',
    ':tern-1',
    '/',
    ':',
    '',
    '   ',
    'constructor',
    '__proto__',
    'toString',
  ])('that is no model is none: "%s"', (name) => {
    expect(found(name)).toBe('MODEL_NOT_FOUND');
  });

  it('of several models is settled by the user’s preferred provider', () => {
    expect(found('knot', { prefer: ['together_ai'] })).toBe('together_ai/knot by provider');
    expect(found('knot', { prefer: ['nobody', 'groq', 'together_ai'] })).toBe('groq/knot by provider');
    expect(found('knot', { prefer: ['nobody'] })).toContain('MODEL_AMBIGUOUS');
    // Both keys are openai's: a preference does not settle between them.
    expect(found('avocet', { prefer: ['openai'] })).toBe('MODEL_AMBIGUOUS: AVOCET, Avocet');
  });

  it('may be the user’s own alias, before everything that the map knows', () => {
    const aliases = {
      mine: 'openai/tern-1',
      'tern-1': 'Plover-2',
      loop: 'loop',
      knots: 'knot',
      lost: 'nowhere',
    };
    expect(found('mine', { aliases })).toBe('tern-1 by user-alias');
    expect(found('tern-1', { aliases })).toBe('Plover-2 by user-alias');
    expect(found('loop', { aliases })).toBe('MODEL_NOT_FOUND');
    expect(found('lost', { aliases })).toBe('MODEL_NOT_FOUND');
    expect(found('knots', { aliases })).toContain('MODEL_AMBIGUOUS');
    expect(found('knots', { aliases, prefer: ['groq'] })).toBe('groq/knot by user-alias');
    expect(found('toString', { aliases })).toBe('MODEL_NOT_FOUND');
  });
});

/** The same with what was assumed. */
function assumed(name: string, from: ModelStore, options: LookUpOptions = {}): string {
  const { entry, by, assumptions } = lookUp(from, name, options);
  return [entry.key, by, ...assumptions.map(({ code }) => code)].join(' ');
}

describe('of several sellers', () => {
  const market = storeOf({
    'azure_ai/grok-9': chat('azure_ai', 1e-6),
    'xai/grok-9': chat('xai', 2e-6),
    'groq/free-of-price': { litellm_provider: 'groq', mode: 'chat' },
    'together_ai/free-of-price': chat('together_ai', 1e-6),
    'github_copilot/claude-heron-4.5': { litellm_provider: 'github_copilot', mode: 'chat' },
    'claude-heron-4-5': chat('anthropic', 3e-6),
    'meta_llama/llama-9': { litellm_provider: 'meta_llama', mode: 'chat' },
    'groq/llama-9': chat('groq', 1e-6),
    'azure/gpt-heron': chat('azure', 1e-6),
    'gpt-other': chat('openai', 1e-6),
    'groq/mistral-stint': chat('groq', 1e-6),
    'openrouter/mistralai/mistral-stint': chat('openrouter', 2e-6),
    'openrouter/anthropic/claude-2.1': chat('openrouter', 2e-6),
    'vertex_ai/claude-2-1': chat('vertex_ai-anthropic_models', 2e-6),
  });

  it.each([
    ['grok-9', 'xai/grok-9 provider'],
    ['GROK-9', 'xai/grok-9 provider'],
    // One with a price comes before one without.
    ['free-of-price', 'together_ai/free-of-price provider'],
    // The maker, if in another spelling, before another seller.
    ['claude-heron-4.5', 'claude-heron-4-5 spelling NAME_SPELLING'],
    ['anthropic/claude-heron-4.5', 'claude-heron-4-5 spelling NAME_SPELLING'],
    ['anthropic:CLAUDE-HERON-4.5', 'claude-heron-4-5 spelling NAME_SPELLING'],
    // The whole key is what it says.
    ['github_copilot/claude-heron-4.5', 'github_copilot/claude-heron-4.5 key'],
    // The maker lists no price: nobody else's is taken for it.
    ['llama-9', 'meta_llama/llama-9 provider'],
    ['gpt-heron', 'azure/gpt-heron provider RESELLER_PRICE'],
  ])('%s is %s', (name, expected) => {
    expect(assumed(name, market)).toBe(expected);
  });

  it('the preferred one comes before the maker, and is no assumption', () => {
    expect(assumed('grok-9', market, { prefer: ['azure_ai'] })).toBe('azure_ai/grok-9 provider');
    expect(assumed('gpt-heron', market, { prefer: ['azure'] })).toBe('azure/gpt-heron provider');
  });

  it('none is taken where another has the name behind a longer path', () => {
    expect(found('mistral-stint', {}, market)).toBe(
      'MODEL_AMBIGUOUS: groq/mistral-stint, openrouter/mistralai/mistral-stint',
    );
  });

  it('none is taken by another spelling of the version', () => {
    expect(found('claude-2.1', {}, market)).toBe('MODEL_NOT_FOUND');
  });
});

describe('another spelling of a version', () => {
  const versions = storeOf({
    'tern-1.5': chat('shorebird', 1e-6),
    'plover-2-5': chat('shorebird', 1e-6),
    'plover-2.5-mini': chat('shorebird', 2e-6),
    'knot-3.1': chat('shorebird', 1e-6),
    'KNOT-3-1': chat('shorebird', 2e-6),
    'ruff-7': chat('shorebird', 1e-6),
  });

  it.each([
    ['tern-1-5', 'tern-1.5 spelling NAME_SPELLING'],
    ['shorebird/tern-1-5', 'tern-1.5 spelling NAME_SPELLING'],
    ['PLOVER-2.5', 'plover-2-5 spelling NAME_SPELLING'],
    ['models/tern-1-5', 'tern-1.5 long-form NAME_SPELLING'],
  ])('leads %s to %s', (name, expected) => {
    expect(assumed(name, versions)).toBe(expected);
  });

  it.each(['tern-15', 'tern-1', 'plover-2.5-maxi', 'ruff.7', 'kn.ot-3-1'])('leads %s nowhere', (name) => {
    expect(found(name, {}, versions)).toBe('MODEL_NOT_FOUND');
  });

  it('leads nowhere where it would lead to two models', () => {
    expect(found('Knot-3.1', {}, versions)).toBe('knot-3.1 by case');
    const both = storeOf({ 'a-1.2.3': chat('x', 1e-6), 'a-1-2.3': chat('x', 2e-6) });
    expect(found('a-1-2-3', {}, both)).toBe('MODEL_NOT_FOUND');
  });
});

describe('a longer name', () => {
  const long = storeOf({
    'gpt-heron': chat('openai', 1e-6),
    'ft:gpt-heron': chat('openai', 2e-6),
    'anthropic.curlew': chat('bedrock', 3e-6),
    'bedrock/eu-west-1/anthropic.curlew': chat('bedrock', 4e-6),
    'openrouter/sea/godwit': chat('openrouter', 5e-6, { cache_read_input_token_cost: 1e-7 }),
  });
  const arn = 'arn:aws:bedrock:eu-west-1::foundation-model/anthropic.curlew';

  it.each([
    ['ft:gpt-heron:acme::1', 'ft:gpt-heron long-form'],
    ['models/gpt-heron', 'gpt-heron long-form'],
    ['gpt-heron[1m]', 'gpt-heron long-form'],
    ['bedrock/us-east-1/anthropic.curlew', 'anthropic.curlew long-form'],
    ['bedrock/eu-west-1/anthropic.curlew', 'bedrock/eu-west-1/anthropic.curlew key'],
    // The key of the region comes before the plain one.
    [arn, 'bedrock/eu-west-1/anthropic.curlew long-form'],
    [arn.replace('eu-west-1', 'us-east-1'), 'anthropic.curlew long-form'],
    ['sea/godwit:online', 'openrouter/sea/godwit variant NAME_VARIANT'],
    ['openrouter/sea/godwit:nitro', 'openrouter/sea/godwit variant NAME_VARIANT'],
  ])('%s is %s', (name, expected) => {
    expect(assumed(name, long)).toBe(expected);
  });

  it('of a fine-tune never is its base', () => {
    expect(found('ft:gpt-curlew:acme::1', {}, long)).toBe('MODEL_NOT_FOUND');
    const base = storeOf({ 'gpt-heron': chat('openai', 1e-6) });
    expect(found('ft:gpt-heron:acme::1', {}, base)).toBe('MODEL_NOT_FOUND');
  });

  it('of a free variant costs nothing, and nothing else of it is known', () => {
    const { entry } = lookUp(long, 'sea/godwit:free');
    expect(entry.fields).toEqual({
      litellm_provider: 'openrouter',
      mode: 'chat',
      input_cost_per_token: 0,
      output_cost_per_token: 0,
    });
  });

  it('of a resource of the user’s own is an error that says so', () => {
    expect(() => lookUp(long, 'arn:aws:bedrock:eu-west-1:1:application-inference-profile/x')).toThrow(
      'does not say which model it runs',
    );
  });
});

describe('a key whose value is no model', () => {
  const entries = new Map(
    Object.entries({
      'azure/gpt-heron': chat('azure', 1e-6),
      'azure_ai/grok-9': chat('azure_ai', 1e-6),
      'groq/knot': chat('groq', 1e-6),
      'plover-1': chat('shorebird', 1e-6),
      'xai/grok-8': chat('xai', 1e-6),
    }),
  );
  const failed = ['gpt-heron', 'xai/grok-9', 'together_ai/knot', 'PLOVER-1', 'azure_ai/grok-8'];
  const holed = storeFromEntries(
    entries,
    failed.map((key) => ({ key, reason: 'holds null, not a model' })),
  );

  it.each([
    ['gpt-heron', 'gpt-heron'],
    ['GPT-HERON', 'gpt-heron'],
    ['openai/gpt-heron', 'gpt-heron'],
    ['models/gpt-heron', 'gpt-heron'],
    // It is the maker's that would have answered.
    ['grok-9', 'xai/grok-9'],
    ['xai:grok-9', 'xai/grok-9'],
    // One of two sellers cannot be told.
    ['knot', 'together_ai/knot'],
  ])('answers %s with an error', (name, key) => {
    expect(() => lookUp(holed, name)).toThrow(UnusableEntryError);
    expect(() => lookUp(holed, name)).toThrow(
      `The map's entry "${key}" holds null, not a model; nobody else's price stands in for it.`,
    );
  });

  it('takes nothing from names that mean another entry', () => {
    expect(found('azure/gpt-heron', {}, holed)).toBe('azure/gpt-heron by key');
    expect(found('plover-1', {}, holed)).toBe('plover-1 by key');
    expect(found('grok-8', {}, holed)).toBe('xai/grok-8 by provider');
    expect(found('grok-9', { prefer: ['azure_ai'] }, holed)).toBe('azure_ai/grok-9 by provider');
    expect(found('mine', { aliases: { mine: 'groq/knot' } }, holed)).toBe('groq/knot by user-alias');
  });
});

describe('two models under one name', () => {
  const pair = (a: JsonObject, b: JsonObject) =>
    found(
      'heron',
      {},
      storeOf({ 'groq/heron': { ...chat('groq', 1e-6), ...a }, 'xai/heron': { ...chat('xai', 1e-6), ...b } }),
    );
  const low = { search_context_size_low: 0.01, search_context_size_high: 0.02 };
  const high = { search_context_size_high: 0.02, search_context_size_low: 0.01 };

  it('have the same prices whatever the order of their fields', () => {
    expect(pair({ search_context_cost_per_query: low }, { search_context_cost_per_query: high })).toBe(
      'groq/heron by provider',
    );
    const range = { range: [0, 5], input_cost_per_token: 1e-6 };
    const turned = { input_cost_per_token: 1e-6, range: [0, 5] };
    expect(pair({ tiered_pricing: [range] }, { tiered_pricing: [turned] })).toBe('groq/heron by provider');
  });

  it('have the same prices whatever else they are', () => {
    expect(pair({ max_tokens: 5, supports_vision: true }, { max_tokens: 6 })).toBe('groq/heron by provider');
  });

  it.each<[string, JsonObject]>([
    ['a price more', { cache_read_input_token_cost: 1e-7 }],
    ['another price inside an object', { search_context_cost_per_query: { search_context_size_low: 1 } }],
    ['a multiplier', { regional_processing_uplift_multiplier_eu: 1.1 }],
    ['factors of the provider', { provider_specific_entry: { us: 1.1 } }],
  ])('differ by %s', (_what, more) => {
    expect(pair({}, more)).toBe('MODEL_AMBIGUOUS: groq/heron, xai/heron');
  });
});

describe('everything that a name may mean', () => {
  const meant = (name: string) => {
    const all = meanings(store, name);
    return all === undefined ? 'nothing' : `${all.models.map(({ key }) => key).join(', ')} by ${all.by}`;
  };

  it.each([
    ['tern-1', 'tern-1 by key'],
    ['avocet', 'Avocet, AVOCET by case'],
    ['plover', 'Plover-2 by alias'],
    ['azure:tern-1', 'azure/tern-1 by provider'],
    ['knot', 'groq/knot, together_ai/knot by provider'],
    ['tern', 'nothing'],
    ['openai/', 'nothing'],
  ])('%s: %s', (name, expected) => {
    expect(meant(name)).toBe(expected);
  });
});

it('a model whose entry is gone from the store is not found', () => {
  const broken: ModelStore = { ...store, get: () => undefined };
  expect(found('TERN-1', {}, broken)).toBe('MODEL_NOT_FOUND');
});

describe('an error about a name', () => {
  it('lists the candidates with provider and prices', () => {
    try {
      lookUp(store, 'knot');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AmbiguousModelError);
      expect(error).toMatchObject({
        exitCode: 3,
        message: '"knot" is 2 models with different prices.',
        candidates: [
          { key: 'groq/knot', provider: 'groq', price: '$3.0000 in, $12.0000 out / 1M tokens' },
          { key: 'together_ai/knot', provider: 'together_ai', price: '$4.0000 in, $16.0000 out / 1M tokens' },
        ],
      });
    }
  });

  it('says what differs where the headline prices are equal', () => {
    const equal = storeOf({
      'groq/knot': chat('groq', 3e-6, { cache_read_input_token_cost: 3e-7, supports_vision: true }),
      'together_ai/knot': chat('together_ai', 3e-6, { cache_read_input_token_cost: 3.1e-7 }),
      'nscale/knot': chat('nscale', 3e-6),
    });
    try {
      lookUp(equal, 'knot');
      expect.unreachable();
    } catch (error) {
      const head = '$3.0000 in, $12.0000 out / 1M tokens';
      expect(error).toMatchObject({
        candidates: [
          { key: 'groq/knot', price: `${head}; cached input price $0.3` },
          { key: 'nscale/knot', price: `${head}; no cached input price` },
          { key: 'together_ai/knot', price: `${head}; cached input price $0.31` },
        ],
      });
    }
  });

  it('names what the maker sells under that name and a date', () => {
    const dated = storeOf({
      'claude-heron-20260110': chat('anthropic', 3e-6),
      'claude-heron-mini-20260110': chat('anthropic', 3e-6),
      'groq/claude-heron': chat('groq', 1e-6),
      'together_ai/claude-heron': chat('together_ai', 2e-6),
    });
    expect(() => lookUp(dated, 'claude-heron')).toThrow(
      expect.objectContaining({
        hint: 'Name one of them by its whole key. Anthropic itself sells claude-heron-20260110.',
      }),
    );
  });

  it('says that the name is the user’s alias', () => {
    expect(() => lookUp(store, 'mine', { aliases: { mine: 'nowhere' } })).toThrow(
      'No model is called "nowhere" among 14 models, for which "mine" is an alias in your settings.',
    );
  });

  it('says what was looked for and what is near', () => {
    try {
      lookUp(store, 'tern1');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        message: 'No model is called "tern1" among 14 models.',
        hint: expect.stringMatching(/^Did you mean (azure\/)?tern-1, (azure\/)?tern-1/),
      });
    }
  });

  it('points to the list where nothing is near, and says of a model without prices that it has none', () => {
    const bare = storeOf({ grebe: {}, snipe: { input_cost_per_token: 1e-6 } });
    try {
      lookUp(bare, '§');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ hint: 'See the names with: llmcost list', candidates: [] });
    }
    try {
      lookUp(bare, 'grebes');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ candidates: [{ key: 'grebe', provider: 'unknown', price: 'no price' }] });
    }
    try {
      lookUp(bare, 'snipes');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ candidates: [{ key: 'snipe', price: '$1.0000 in / 1M tokens' }] });
    }
  });
});

describe('similar models', () => {
  const image = (input: number | null, output: number | null, more: JsonObject = {}): JsonObject => ({
    litellm_provider: 'openai',
    mode: 'image_generation',
    ...(input === null ? {} : { input_cost_per_token: input }),
    ...(output === null ? {} : { output_cost_per_token: output }),
    ...more,
  });
  const birds = storeOf({
    'tern-image-2': image(5e-6, 1e-5),
    'azure/tern-image-2': image(5e-6, 1e-5, { litellm_provider: 'azure' }),
    'aaa-painter': image(5e-6, 1e-5),
    'zzz-image': image(5e-6, 1e-5),
    'half-price': image(2.5e-6, 5e-6),
    'twice-price': image(1e-5, 2e-5),
    'cheaper-in': image(4e-6, 1e-5),
    'input-only': image(5e-6, null),
    free: image(0, 0),
    'free-too': image(0, 0),
    'per-image': { litellm_provider: 'openai', mode: 'image_generation', output_cost_per_image: 0.04 },
    'no-price': { litellm_provider: 'openai', mode: 'image_generation' },
    'a-chat': chat('openai', 5e-6, { output_cost_per_token: 1e-5 }),
    'in-vertex': image(5e-6, 1e-5, { litellm_provider: 'vertex_ai-image-models' }),
  });
  const summary = (key: string): Summary => {
    const one = birds.summaries().find((each) => each.key === key);
    if (one === undefined) throw new Error(`there is no ${key}`);
    return one;
  };
  const keys = (key: string, options = {}, count = 20) =>
    similar(birds, summary(key), count, options).map((one) => one.key);

  it('are those of the mode with the nearest prices; at one distance, a shared word and then the key decide', () => {
    expect(keys('tern-image-2')).toEqual([
      // All at distance 0: those that share "tern" or "image" first.
      'azure/tern-image-2',
      'zzz-image',
      'aaa-painter',
      'in-vertex',
      // |ln(4/5)| = 0.22
      'cheaper-in',
      // |ln 2| + |ln 2| = 1.39 for both
      'half-price',
      'twice-price',
    ]);
  });

  it('are as many as are wanted', () => {
    expect(keys('tern-image-2', {}, 2)).toEqual(['azure/tern-image-2', 'zzz-image']);
    expect(keys('tern-image-2', {}, 0)).toEqual([]);
  });

  it('have their distance', () => {
    const [nearest, , , , cheaper] = similar(birds, summary('tern-image-2'), 9);
    expect(nearest).toEqual({ key: 'azure/tern-image-2', distance: 0 });
    expect(cheaper?.distance).toBeCloseTo(Math.log(5 / 4), 8);
  });

  it('of a free model are free ones, of one without an output price such, of one without prices none', () => {
    expect(keys('free')).toEqual(['free-too']);
    expect(keys('input-only')).toEqual([]);
    expect(keys('no-price')).toEqual([]);
    expect(keys('per-image')).toEqual([]);
  });

  it('may be limited to cheaper ones, to one provider, or to others', () => {
    expect(keys('tern-image-2', { cheaper: true })).toEqual(['cheaper-in', 'half-price']);
    expect(keys('tern-image-2', { otherProviders: true })).toEqual(['azure/tern-image-2', 'in-vertex']);
    expect(keys('tern-image-2', { sameProvider: true })).not.toContain('azure/tern-image-2');
    expect(keys('tern-image-2', { sameProvider: true, cheaper: true })).toEqual(['cheaper-in', 'half-price']);
  });

  it('are compared on the sides that have a price', () => {
    const sides = storeOf({
      '42': image(4e-6, null),
      'input-a': image(2e-6, null),
      'input-b': image(8e-6, null),
      'output-c': image(null, 2e-6),
      'nobody-s': { mode: 'image_generation', input_cost_per_token: 3e-6 },
      'nobody-t': { mode: 'image_generation', input_cost_per_token: 3e-6 },
    });
    const at = (key: string, options = {}) => {
      const model = sides.summaries().find((one) => one.key === key);
      return model === undefined ? [] : similar(sides, model, 9, options).map((one) => one.key);
    };
    expect(at('42')).toEqual(['nobody-s', 'nobody-t', 'input-a', 'input-b']);
    expect(at('42', { cheaper: true })).toEqual(['nobody-s', 'nobody-t', 'input-a']);
    expect(at('nobody-s', { sameProvider: true })).toEqual(['nobody-t']);
  });

  it('do not depend on the order of the map', () => {
    const turned = storeOf(
      Object.fromEntries([...birds.all()].toReversed().map(({ key, fields }) => [key, fields])),
    );
    expect(similar(turned, summary('tern-image-2'), 20)).toEqual(similar(birds, summary('tern-image-2'), 20));
  });
});

it('texts are ordered by code units, whatever the language of the computer', () => {
  expect(['ä', 'b', 'Z', 'a', 'a'].toSorted(compareText)).toEqual(['Z', 'a', 'a', 'b', 'ä']);
});

describe.skipIf(!HAS_SHARED_MAPS)('on the published maps (needs ../shared/cost-maps)', () => {
  const august = HAS_SHARED_MAPS ? sharedStore('2026-08-06') : store;

  it.each([
    ['gpt-image-2', 'gpt-image-2 by key'],
    ['GPT-IMAGE-2', 'gpt-image-2 by case'],
    ['openai/gpt-image-2', 'gpt-image-2 by provider'],
    ['azure:gpt-image-2', 'azure/gpt-image-2 by provider'],
    ['azure/gpt-image-2', 'azure/gpt-image-2 by key'],
  ])('%s is %s', (name, expected) => {
    expect(found(name, {}, august)).toBe(expected);
  });

  it.each([
    ['gpt-image2', 'gpt-image-2'],
    ['sonnet 4.5', 'claude-sonnet-4-5'],
  ])('%s is none, and %s is suggested', (name, key) => {
    expect(found(name, {}, august)).toBe('MODEL_NOT_FOUND');
    expect(suggest(august.summaries(), name, 5).map((one) => one.key)).toContain(key);
  });

  it.each([
    // The maker's own, though a reseller's key is the very name.
    ['claude-3.7-sonnet', 'claude-3-7-sonnet-20250219'],
    ['gemini-3-pro', 'gemini-3-pro-preview'],
    ['anthropic.claude-sonnet-4-5', 'claude-sonnet-4-5'],
    // Moonshot has no entry of that name: the name itself comes first, then what Moonshot sells.
    ['kimi-k2', 'vercel_ai_gateway/moonshotai/kimi-k2'],
    // A release that was asked for is not the name without it.
    ['gpt-4o-2024-08-07', 'gpt-4o-2024-08-06'],
  ])('for %s, %s is suggested first', (name, key) => {
    expect(suggest(august.summaries(), name, 5)[0]?.key).toBe(key);
  });

  it.each(['gpt-5.4-min', 'gpt', 'claude', 'gpt-4o-', 'sonnet'])(
    '%s prices nothing: it is no whole name',
    (name) => {
      expect(found(name, {}, august)).toBe('MODEL_NOT_FOUND');
    },
  );

  it('every key finds its own entry', () => {
    for (const { key } of august.summaries())
      expect(lookUp(august, key)).toMatchObject({ entry: { key }, by: 'key' });
  });

  it('the models similar to gpt-image-2 in May are those of its page, in that order', () => {
    const may = sharedStore('2026-05-24');
    const model = may.summaries().find(({ key }) => key === 'gpt-image-2');
    const six = model === undefined ? [] : similar(may, model, 6);
    expect(six.map(({ key }) => key)).toEqual([
      'azure/gpt-image-2',
      'azure/gpt-image-2-2026-04-21',
      'gpt-image-1.5',
      'gpt-image-1.5-2025-12-16',
      'gpt-image-2-2026-04-21',
      'gemini-3-pro-image-preview',
    ]);
    expect(six.map(({ distance }) => distance === 0)).toEqual([true, true, true, true, true, false]);
  });
});

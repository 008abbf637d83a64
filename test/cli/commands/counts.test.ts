import { afterAll, describe, expect, it } from 'vitest';
import { modes, providers } from '../../helpers/commands.ts';
import { from, makeChoosingHome, MARKET } from '../../helpers/choosing.ts';

const home = makeChoosingHome();
afterAll(() => home.remove());
const load = from(MARKET);

describe('the providers of a map', () => {
  it('are counted, the largest first, with how many of their models have a price', async () => {
    const document = await providers({ words: [], sort: 'models', load }, home.deps());
    expect(document.providers.slice(0, 5)).toEqual([
      {
        provider: 'openai',
        providerName: 'OpenAI',
        modelCount: 5,
        known: 5,
        free: 0,
        unknown: 0,
        modes: { image_generation: 2, chat: 1, embedding: 1, responses: 1 },
      },
      {
        provider: 'shorebird',
        providerName: 'shorebird',
        modelCount: 3,
        known: 3,
        free: 0,
        unknown: 0,
        modes: { chat: 2, none: 1 },
      },
      expect.objectContaining({ provider: 'anthropic', modelCount: 2 }),
      expect.objectContaining({
        provider: 'bedrock_converse',
        providerName: 'Amazon Bedrock',
        modelCount: 2,
      }),
      expect.objectContaining({ provider: 'openrouter', modelCount: 2, known: 1, free: 1 }),
    ]);
    expect(document.providers.find(({ provider }) => provider === 'github_copilot')).toMatchObject({
      known: 0,
      unknown: 1,
    });
    expect(document.providers.reduce((sum, { modelCount: models }) => sum + models, 0)).toBe(20);
  });

  it('can be asked for by words of either name, and sorted by name', async () => {
    const document = await providers({ words: ['A'], sort: 'name', load }, home.deps());
    expect(document.providers.map(({ provider }) => provider)).toEqual([
      'anthropic',
      'azure',
      'bedrock_converse',
      'dashscope',
      'deepgram',
      'ollama',
      'openai',
    ]);
  });
});

describe('the modes of a map', () => {
  it('are counted, with what their prices are per', async () => {
    const document = await modes({ sort: 'models', load }, home.deps());
    expect(document.modes).toEqual([
      {
        mode: 'chat',
        modelCount: 13,
        known: 10,
        free: 2,
        unknown: 1,
        providers: 9,
        units: { '1M tokens': 12 },
      },
      {
        mode: 'image_generation',
        modelCount: 2,
        known: 2,
        free: 0,
        unknown: 0,
        providers: 1,
        units: { '1024x1024 image': 1, '1M tokens': 1 },
      },
      {
        mode: 'audio_transcription',
        modelCount: 1,
        known: 1,
        free: 0,
        unknown: 0,
        providers: 1,
        units: { minute: 1 },
      },
      {
        mode: 'embedding',
        modelCount: 1,
        known: 1,
        free: 0,
        unknown: 0,
        providers: 1,
        units: { '1M tokens': 1 },
      },
      {
        mode: 'responses',
        modelCount: 1,
        known: 1,
        free: 0,
        unknown: 0,
        providers: 1,
        units: { '1M tokens': 1 },
      },
      {
        mode: 'search',
        modelCount: 1,
        known: 1,
        free: 0,
        unknown: 0,
        providers: 1,
        units: { '1K queries': 1 },
      },
      { mode: null, modelCount: 1, known: 1, free: 0, unknown: 0, providers: 1, units: { '1M tokens': 1 } },
    ]);
  });
});

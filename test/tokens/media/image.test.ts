import { describe, expect, test } from 'vitest';
import { imageTokens } from '../../../src/tokens/media/image.ts';
import type { Detail } from '../../../src/tokens/media/rules.ts';
import { mediaRules } from '../../helpers/prompts.ts';

function tokensOf(model: string, size: string, detail?: Detail) {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const { tokens, ...rest } = imageTokens(mediaRules, model, { size: { width, height }, detail });
  expect(tokens.low).toBe(tokens.high);
  return { tokens: tokens.likely, ...rest };
}

// Worked examples of each provider's documentation, and image tokens of responses that others recorded.
describe('OpenAI, tiles', () => {
  test.each([
    ['gpt-4o', '1024x1024', 765],
    ['gpt-4o', '2048x4096', 1105],
    // 2 × 2 tiles of 5,667 and a base of 2,833.
    ['gpt-4o-mini', '1024x1024', 25_501],
    ['gpt-5', '1024x1024', 630],
    ['o3', '1024x1024', 675],
    // A small picture is not made larger: one tile (billed in 2025).
    ['gpt-4.1', '128x64', 255],
    // 512.75 pixels are 513, and a second row of tiles; 512.4996 are 512 (billed in 2025).
    ['gpt-4.1', '2049x513', 1445],
    ['gpt-4.1', '2050x513', 765],
  ])('%s: %s is %i', (model, size, tokens) => {
    expect(tokensOf(model, size)).toMatchObject({ tokens, basis: 'official', documentedTokens: null });
  });

  test('of low detail cost the base alone', () => {
    expect(tokensOf('gpt-4o', '4000x3000', 'low').tokens).toBe(85);
    expect(tokensOf('azure/gpt-4o-mini', '4000x3000', 'low').tokens).toBe(2833);
  });
});

describe('OpenAI, patches', () => {
  test.each([
    // 1,024 and 1,452 patches in OpenAI's own examples, × 1.62.
    ['gpt-4.1-mini', '1024x1024', 1659],
    ['gpt-4.1-mini', '1800x2400', 2353],
    ['gpt-4.1-nano', '1024x1024', 2520],
    ['o4-mini', '1024x1024', 1762],
  ])('%s: %s is %i, as documented', (model, size, tokens) => {
    expect(tokensOf(model, size)).toMatchObject({ tokens, basis: 'official' });
  });

  test.each([
    ['256x256', 77, 64],
    ['512x512', 308, 256],
    ['768x768', 692, 576],
    ['1024x1024', 1229, 1024],
    ['1280x720', 1104, 920],
    ['1920x1080', 2448, 2040],
    ['1080x1920', 2448, 2040],
    ['2560x1440', 4320, 3600],
    ['3840x2160', 9792, 8160],
    ['4032x3024', 11_868, 9890],
  ])('gpt-5.5: %s is %i in responses, %i as documented', (size, tokens, documentedTokens) => {
    expect(tokensOf('gpt-5.5', size)).toMatchObject({ tokens, documentedTokens, basis: 'measured' });
  });

  test('gpt-5.4 takes high detail by itself, gpt-5.5 the original', () => {
    // Fitted to 2,048 pixels: 64 × 36 patches × 1.2.
    expect(tokensOf('gpt-5.4', '3840x2160').tokens).toBe(2765);
    expect(tokensOf('gpt-5.5', '3840x2160', 'high').tokens).toBe(2765);
    expect(tokensOf('gpt-5.4', '3840x2160', 'original').tokens).toBe(9792);
  });

  test('a small model of a family has its own rule', () => {
    expect(tokensOf('gpt-5-nano', '1024x1024')).toMatchObject({ tokens: 1536, documentedTokens: 2520 });
    expect(tokensOf('gpt-5.4-mini-2026-03-17', '1024x1024')).toMatchObject({
      tokens: 1229,
      documentedTokens: 1659,
    });
  });
});

describe('Anthropic', () => {
  test.each([
    // The largest sizes that Anthropic's documentation says are not scaled.
    ['claude-haiku-4-5', '1092x1092', 1521],
    ['claude-haiku-4-5', '951x1268', 1564],
    ['claude-haiku-4-5', '896x1344', 1536],
    ['claude-haiku-4-5', '819x1456', 1560],
    ['claude-haiku-4-5', '784x1568', 1568],
    ['claude-opus-4-8', '1000x1000', 1296],
    // What count_tokens says.
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', '256x256', 100],
    ['claude-haiku-4-5', '1920x1080', 1560],
    ['claude-haiku-4-5', '3840x2160', 1560],
    ['claude-haiku-4-5', '4032x3024', 1564],
    ['claude-opus-4-8', '1920x1080', 2691],
  ])('%s: %s is %i', (model, size, tokens) => {
    expect(tokensOf(model, size)).toMatchObject({ tokens, basis: 'official' });
  });

  test('no picture costs more than the budget of its model', () => {
    for (let width = 50; width <= 8000; width += 397) {
      for (let height = 50; height <= 8000; height += 397) {
        expect(tokensOf('claude-sonnet-4-5', `${width}x${height}`).tokens).toBeLessThanOrEqual(1568);
        expect(tokensOf('claude-opus-4-8', `${width}x${height}`).tokens).toBeLessThanOrEqual(4784);
      }
    }
  });
});

describe('Google', () => {
  test.each([
    ['gemini-2.5-pro', '384x384', 258],
    // The documentation's own example: 3 × 2 crops.
    ['gemini-2.5-pro', '960x540', 1548],
  ])('%s: %s is %i, as documented', (model, size, tokens) => {
    expect(tokensOf(model, size)).toMatchObject({ tokens, basis: 'official' });
  });

  test.each([
    ['256x256', 1089],
    ['1280x720', 1100],
    ['3840x2160', 1100],
    ['4032x3024', 1064],
  ])('gemini-3.5-flash: %s is %i in responses', (size, tokens) => {
    expect(tokensOf('gemini/gemini-3.5-flash', size)).toMatchObject({ tokens, documentedTokens: 1120 });
  });

  test('Gemini 3 counts by the resolution that is asked for', () => {
    expect(tokensOf('gemini-3-pro-preview', '1024x1024', 'low').documentedTokens).toBe(280);
    expect(tokensOf('gemini-3-pro-preview', '1024x1024', 'original').documentedTokens).toBe(2240);
  });
});

describe('a picture that leaves something open is a range', () => {
  test('behind a URL, without a size', () => {
    const { tokens } = imageTokens(mediaRules, 'gpt-4o', { size: undefined, detail: undefined });
    expect(tokens).toEqual({ low: 255, likely: 765, high: 765 });
  });

  test('at a model without a rule', () => {
    const { tokens, basis } = imageTokens(mediaRules, 'somebody/sees', {
      size: { width: 1000, height: 750 },
      detail: undefined,
    });
    expect([tokens, basis]).toEqual([{ low: 85, likely: 1000, high: 4784 }, 'supposed']);
  });
});

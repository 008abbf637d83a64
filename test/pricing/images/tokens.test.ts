import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/core/errors.ts';
import { parseImageRules, type ImageRule, type ImageRules } from '../../../src/pricing/images/rules.ts';
import { imageRule, outputTokens, parseSize, referenceTokens } from '../../../src/pricing/images/tokens.ts';
import { parseJson, type JsonValue } from '../../../src/core/json.ts';

const file = parseJson(readFileSync(new URL('../../../fixtures/image-tokens.json', import.meta.url), 'utf8'));

let rules: ImageRules;
beforeAll(() => {
  rules = parseImageRules(file);
});

function ruleOf(model: string): ImageRule {
  const rule = imageRule(rules, model);
  if (rule === undefined) throw new Error(`there is no rule for ${model}`);
  return rule;
}

function made(model: string, size?: string, quality?: string): number | string {
  const { low, high } = outputTokens(ruleOf(model), { size, quality });
  return low === high ? high : `${low} to ${high}`;
}

function refusal(model: string, size?: string, quality?: string): string {
  try {
    return `it counts ${made(model, size, quality)}`;
  } catch (error) {
    return error instanceof UsageError ? `${error.message} ${error.hint ?? ''}` : String(error);
  }
}

describe('the published counts of images made', () => {
  it.each([
    // OpenAI's price calculator: low, medium and high.
    ['gpt-image-2', '1024x1024', [196, 1756, 7024]],
    ['gpt-image-2', '1024x1536', [158, 1372, 5488]],
    ['gpt-image-2', '1536x1024', [158, 1372, 5488]],
    ['gpt-image-2', '2048x2048', [397, 3568, 14272]],
    ['gpt-image-2', '2560x1440', [205, 1843, 7370]],
    ['gpt-image-2', '3840x2160', [371, 3336, 13342]],
    // OpenAI's image generation guide.
    ['gpt-image-1', '1024x1024', [272, 1056, 4160]],
    ['gpt-image-1', '1024x1536', [408, 1584, 6240]],
    ['gpt-image-1', '1536x1024', [400, 1568, 6208]],
    ['gpt-image-1.5', '1024x1536', [408, 1584, 6240]],
    ['gpt-image-1-mini', '1536x1024', [400, 1568, 6208]],
    ['chatgpt-image-latest', '1024x1024', [272, 1056, 4160]],
  ])('%s at %s are %j', (model, size, counts) => {
    expect(['low', 'medium', 'high'].map((quality) => made(model, size, quality))).toEqual(counts);
  });

  it.each([
    ['gemini-2.5-flash-image', undefined, 1290],
    ['gemini-2.5-flash-image', '1024x1792', 1290],
    ['gemini-3-pro-image', '1K', 1120],
    ['gemini-3-pro-image', '2K', 1120],
    ['gemini-3-pro-image', '4k', 2000],
    ['gemini-3-pro-image-preview', '4K', 2000],
    ['gemini-3.1-flash-image', '0.5K', 747],
    ['gemini-3.1-flash-image', ' .5k ', 747],
    ['gemini-3.1-flash-image', '1K', 1120],
    ['gemini-3.1-flash-image', '2K', 1680],
    ['gemini-3.1-flash-image', '4K', 2520],
    // Sizes in pixels are of the class that holds as many: 512², 1024², 2048², 4096².
    ['gemini-3.1-flash-image', '512x512', 747],
    ['gemini-3.1-flash-image', '1024x1024', 1120],
    ['gemini-3.1-flash-image', '1536x672', 1120],
    ['gemini-3.1-flash-image', '2048x2048', 1680],
    ['gemini-3.1-flash-image', '4096x4096', 2520],
    // Exactly half a megapixel, one and a half, and six are of the smaller class.
    ['gemini-3.1-flash-image', '1024x512', 747],
    ['gemini-3.1-flash-image', '1025x512', 1120],
    ['gemini-3.1-flash-image', '1536x1024', 1120],
    ['gemini-3.1-flash-image', '1537x1024', 1680],
    ['gemini-3.1-flash-image', '3072x2048', 1680],
    ['gemini-3.1-flash-image', '3073x2048', 2520],
  ])('%s at %s are %i', (model, size, count) => {
    expect(made(model, size)).toBe(count);
  });

  it('hold at any edge of what gpt-image-2 makes', () => {
    // 3:1: u = round(96 × 1/3) = 32; 96 × 32 × (2,000,000 + 3072 × 1024) / 4,000,000 = 3951.9…
    expect(made('gpt-image-2', '3072x1024', 'high')).toBe(3952);
    // 1024x640 has exactly 655,360 pixels: u = round(16 × 0.625) = 10; 160 × 2,655,360 / 4,000,000 = 106.2…
    expect(made('gpt-image-2', '1024x640', 'low')).toBe(107);
    // 3840x2160 has exactly 8,294,400.
    expect(made('gpt-image-2', '2160x3840', 'low')).toBe(371);
  });
});

describe('a size or quality that is left open', () => {
  it.each([
    ['gpt-image-2', 'auto', 'auto', '158 to 7024'],
    ['gpt-image-2', undefined, undefined, '158 to 7024'],
    ['gpt-image-2', '1024x1536', 'auto', '158 to 5488'],
    ['gpt-image-2', 'AUTO', 'high', '5488 to 7024'],
    ['gpt-image-1', 'auto', 'high', '4160 to 6240'],
    ['gpt-image-1', '1024x1024', undefined, '272 to 4160'],
  ])('of %s, size %s and quality %s, is %s', (model, size, quality, range) => {
    expect(made(model, size, quality)).toBe(range);
    const { assumptions, what } = outputTokens(ruleOf(model), { size, quality });
    expect(assumptions.map(({ code }) => code)).toEqual(['IMAGE_AUTO']);
    expect(what).toContain('any');
  });

  it('says which of the two is left to the API', () => {
    const [open] = outputTokens(ruleOf('gpt-image-2'), { size: '1024x1024' }).assumptions;
    expect(open?.message).toBe(
      "The image's quality is left to the API, for which no count is published: it takes 196 to 7024 tokens an image, and the higher count is priced.",
    );
    const [both] = outputTokens(ruleOf('gpt-image-2'), {}).assumptions;
    expect(both?.message).toContain("The image's size and quality are left");
    const [size] = outputTokens(ruleOf('gpt-image-2'), { quality: 'high' }).assumptions;
    expect(size?.message).toContain("The image's size is left to the API");
  });

  it.each([undefined, 'auto'])('of Gemini (%s) is the default class', (size) => {
    const count = outputTokens(ruleOf('gemini-3-pro-image'), { size });
    expect(count).toMatchObject({ low: 1120, high: 1120, what: '1K' });
    expect(count.assumptions).toEqual([
      { code: 'IMAGE_SIZE_DEFAULT', message: 'No image size is given; 1K, the default, is counted.' },
    ]);
  });

  it('supposes nothing where every image has as many tokens, or the class is named', () => {
    expect(outputTokens(ruleOf('gemini-2.5-flash-image'), {})).toMatchObject({
      what: 'any size',
      assumptions: [],
    });
    expect(outputTokens(ruleOf('gemini-3-pro-image'), { size: '4K' })).toMatchObject({
      what: '4K',
      assumptions: [],
    });
  });

  it('is named where both are given', () => {
    expect(outputTokens(ruleOf('gpt-image-2'), { size: '1024x1536', quality: 'High' })).toMatchObject({
      what: '1024x1536, High',
      source: "OpenAI's price calculator",
      assumptions: [],
    });
  });
});

describe('what the API would refuse', () => {
  it.each([
    ['gpt-image-2', '1000x1024', 'high', 'both edges must be multiples of 16'],
    ['gpt-image-2', '1024x1000', 'high', 'both edges must be multiples of 16'],
    ['gpt-image-2', '3856x2160', 'high', 'no edge may be longer than 3840. Choose another size.'],
    ['gpt-image-2', '3088x1024', 'high', 'the longer edge may be at most 3 times the shorter'],
    ['gpt-image-2', '800x800', 'high', '640000 pixels are fewer than 655360'],
    ['gpt-image-2', '3840x2176', 'high', '8355840 pixels are more than 8294400'],
    ['gpt-image-2', '1024', 'high', '"1024" is no image size. Write width x height: such as 1024x1536.'],
    [
      'gpt-image-2',
      '1024x1024',
      'hd',
      'This model has no image quality "hd". Use low, medium, high or auto.',
    ],
    [
      'gpt-image-1',
      '2048x2048',
      'high',
      'no published token count for images of 2048x2048. This model makes 1024x1024, 1024x1536, 1536x1024.',
    ],
    [
      'gpt-image-1',
      'big',
      'high',
      '"big" is no image size. Write width x height: 1024x1024, 1024x1536, 1536x1024.',
    ],
    ['gpt-image-1', '1024x1024', 'standard', 'no image quality "standard"'],
    ['gemini-3-pro-image', '8K', undefined, 'size "8K". This model makes 1K, 2K, 4K.'],
    ['gemini-3-pro-image', '512x512', undefined, 'size "512x512". This model makes 1K, 2K, 4K.'],
    ['gemini-3-pro-image', 'constructor', undefined, 'size "constructor"'],
  ])('is refused: %s at %s, %s', (model, size, quality, reason) => {
    expect(refusal(model, size, quality)).toContain(reason);
  });
});

describe('a size', () => {
  it.each([
    ['1024x1536', 1024, 1536],
    ['1024X1536', 1024, 1536],
    ['1024×1536', 1024, 1536],
    ['1024-x-1536', 1024, 1536],
    [' 1024 x 1536 ', 1024, 1536],
  ])('%s is %i by %i', (text, width, height) => {
    expect(parseSize(text)).toEqual({ width, height });
  });

  it.each(['', '1024', '0x5', '5x0', '1024x', '-5x5', '1e3x5', '1234567x5', '2K', '1024x1024x3'])(
    '%s is none',
    (text) => {
      expect(parseSize(text)).toBeUndefined();
    },
  );
});

describe('the rule for a model', () => {
  it.each([
    'gpt-image-2',
    'azure/gpt-image-2',
    'gpt-image-2-2026-04-21',
    'azure/gpt-image-2-2026-04-21',
    'GPT-Image-2',
    'vercel_ai_gateway/openai/gpt-image-2',
  ])('%s is that of gpt-image-2', (key) => {
    expect(imageRule(rules, key)?.models).toContain('gpt-image-2');
  });

  it.each([
    'gpt-image-2-mini',
    'gpt-image',
    'gpt-image-20',
    'gpt-image-2-latest',
    'my-gpt-image-2',
    // A date elsewhere than at the end is a part of the name.
    'gpt-image-1-2026-04-21-mini',
    '',
  ])('is none for %s: nothing looser than a date is cut off', (key) => {
    expect(imageRule(rules, key)).toBeUndefined();
  });

  it('of gpt-image-1-mini says that its published price per image does not follow', () => {
    const { assumptions } = outputTokens(ruleOf('gpt-image-1-mini'), { size: '1024x1024', quality: 'low' });
    expect(assumptions.map(({ code }) => code)).toEqual(['IMAGE_COUNT_NOTE']);
    expect(assumptions[0]?.message).toContain('$0.005, $0.011, $0.036');
  });

  it('adds 100 tokens for each partial image of OpenAI, none elsewhere', () => {
    expect(ruleOf('gpt-image-2').partialImageTokens).toBe(100);
    expect(ruleOf('gpt-image-1').partialImageTokens).toBe(100);
    expect(ruleOf('gemini-3-pro-image').partialImageTokens).toBe(0);
  });
});

describe('a reference image', () => {
  it.each([
    // The shorter side becomes 512; 65 + 129 for each tile of 512 pixels.
    ['gpt-image-1', '512x512', 194],
    ['gpt-image-1', '1024x1024', 194],
    ['gpt-image-1', '1024x1536', 323],
    ['gpt-image-1', '1536x1024', 323],
    // 768x256 becomes 1536x512: three tiles.
    ['gpt-image-1', '768x256', 452],
    // 1025x512 keeps its size: 2.002 tiles along.
    ['gpt-image-1', '1025x512', 452],
    ['gpt-image-2', '1024x1024', 1024],
    ['gpt-image-2', '512x512', 256],
    ['gpt-image-2', '4096x4096', 1536],
    ['gemini-2.5-flash-image', '384x384', 258],
    ['gemini-2.5-flash-image', '384x385', 258],
    ['gemini-2.5-flash-image', '768x768', 258],
    ['gemini-2.5-flash-image', '769x768', 516],
    ['gemini-2.5-flash-image', '1536x1536', 1032],
    ['gemini-3-pro-image', '4096x4096', 560],
    ['gemini-3.1-flash-image', '64x64', 1120],
  ])('of %s at %s is %i tokens', (model, size, count) => {
    expect(referenceTokens(ruleOf(model), size).tokens).toBe(count);
  });

  it.each([
    [
      'gpt-image-2',
      [
        'REFERENCE_COUNT_UNOFFICIAL: Tokens of a reference image are unofficial: measured, no published formula.',
      ],
    ],
    [
      'gpt-image-1',
      [
        'REFERENCE_LOW_FIDELITY: Reference images are counted at low input fidelity, the default; high fidelity adds 4,160 to 6,240 tokens each.',
      ],
    ],
    ['gemini-3-pro-image', []],
    ['gemini-2.5-flash-image', []],
  ])('of %s supposes %j', (model, supposed) => {
    const { assumptions } = referenceTokens(ruleOf(model), '1024x1024');
    expect(assumptions.map(({ code, message }) => `${code}: ${message}`)).toEqual(supposed);
  });

  it('needs a size', () => {
    const wanted = { message: '"auto" is no image size.', hint: 'Write width x height: such as 1024x1024.' };
    expect(() => referenceTokens(ruleOf('gpt-image-1'), 'auto')).toThrow(expect.objectContaining(wanted));
  });

  it.each([
    // Up to 1,000 pixels along either edge it is one count, though tiles of 500 would be four.
    ['1000x1000', 10],
    ['1x1', 10],
    // 1001 pixels are three tiles of 500, 1000 are two.
    ['1001x1000', 60],
    ['1000x1001', 60],
    ['1001x1001', 90],
  ])('of %s is %i tokens by a rule that begins its tiles above a size', (size, tokens) => {
    const reference = { kind: 'tilesAbove', tokens: 10, upTo: 1000, tile: 500 };
    const {
      rules: [rule],
    } = parseImageRules({
      rules: [{ models: ['tern-1'], output: { kind: 'flat', tokens: 5 }, reference }],
    });
    expect(rule && referenceTokens(rule, size).tokens).toBe(tokens);
  });
});

describe('a file of rules', () => {
  const output = { kind: 'flat', tokens: 5 };
  const reference = { kind: 'flat', tokens: 6 };
  const one = (rule: JsonValue): JsonValue => ({ rules: [rule] });

  it('may say no more than it must', () => {
    expect(parseImageRules(one({ models: ['Tern-1'], output, reference }))).toStrictEqual({
      rules: [
        {
          models: ['tern-1'],
          source: 'no source given',
          output,
          reference,
          partialImageTokens: 0,
        },
      ],
      prices: [],
    });
  });

  it.each<[string, JsonValue, string]>([
    ['no rules', {}, 'rules: it must be a list'],
    ['no object', 5, 'rules: it must be a list'],
    ['a rule that is none', { rules: [1] }, 'rules[0]: it must be an object'],
    ['no models', one({ output, reference }), 'rules[0].models: it must be a list'],
    ['no output', one({ models: [], reference }), 'rules[0].output: it must be an object'],
    ['prices that are none', { rules: [], prices: [1] }, 'prices[0]: it must be an object'],
    [
      'prices of nobody',
      { rules: [], prices: [{ models: ['tern-1'], sizes: {} }] },
      'prices[0].provider: it must be a provider',
    ],
    ['no reference', one({ models: [], output }), 'rules[0].reference: it must be an object'],
    [
      'an unknown kind of output',
      one({ models: [], output: { kind: 'odd' }, reference }),
      'rules[0].output.kind: it must be flat, formula, table or classes',
    ],
    [
      'an unknown kind of reference',
      one({ models: [], output, reference: {} }),
      'rules[0].reference.kind: it must be flat, tiles, tilesAbove or measured',
    ],
    [
      'a count below 0',
      one({ models: [], output: { kind: 'flat', tokens: -1 }, reference }),
      'rules[0].output.tokens: it must be a number of 0 or more',
    ],
    [
      'a count that is none',
      one({ models: [], output: { kind: 'flat' }, reference }),
      'rules[0].output.tokens: it must be a number of 0 or more',
    ],
    [
      'a formula without qualities',
      one({ models: [], output: { kind: 'formula', base: {} }, reference }),
      'rules[0].output.base: it must be an object that holds something',
    ],
    [
      'a formula of a quality that is no number',
      one({ models: [], output: { kind: 'formula', base: { low: 'a' } }, reference }),
      'rules[0].output.base.low: it must be a number of 0 or more',
    ],
    [
      'a formula with edges in multiples of nothing',
      one({ models: [], output: { kind: 'formula', base: { low: 1 }, multipleOf: 0 }, reference }),
      'rules[0].output.multipleOf: it must be a number above 0',
    ],
    [
      'classes that are none',
      one({ models: [], output: { kind: 'classes', classes: {}, default: '1K' }, reference }),
      'rules[0].output.classes: it must be an object that holds something',
    ],
    [
      'a reference count below 0',
      one({ models: [], output, reference: { kind: 'flat', tokens: -1 } }),
      'rules[0].reference.tokens: it must be a number of 0 or more',
    ],
    [
      'a table of nothing',
      one({ models: [], output: { kind: 'table', sizes: {} }, reference }),
      'rules[0].output.sizes: it must be an object that holds something',
    ],
    [
      'a tile of nothing',
      one({ models: [], output, reference: { kind: 'tilesAbove', tokens: 1, upTo: 1, tile: 0 } }),
      'rules[0].reference.tile: it must be a number above 0',
    ],
    [
      'classes without a default',
      one({ models: [], output: { kind: 'classes', classes: { a: 1 } }, reference }),
      'rules[0].output.default: it must be a class name',
    ],
    [
      'a table without sizes',
      one({ models: [], output: { kind: 'table' }, reference }),
      'rules[0].output.sizes: it must be an object',
    ],
    [
      'a table with a row that is none',
      one({ models: [], output: { kind: 'table', sizes: { '1x1': 5 } }, reference }),
      'rules[0].output.sizes.1x1: it must be an object',
    ],
  ])('is refused with %s', (_what, value, reason) => {
    expect(() => parseImageRules(value)).toThrow(
      expect.objectContaining({
        message: `The image tokens file is wrong at ${reason}.`,
        hint: 'Mend the file.',
      }),
    );
  });

  it('may count nothing for an image', () => {
    const nothing = { kind: 'flat', tokens: 0 };
    const [rule] = parseImageRules(one({ models: ['tern-1'], output: nothing, reference })).rules;
    expect(rule?.output).toEqual(nothing);
  });

  it('may name a default class that it does not count', () => {
    const classes = { kind: 'classes', classes: { '1K': 5 }, default: '9K' };
    const [rule] = parseImageRules(one({ models: ['tern-1'], output: classes, reference })).rules;
    expect(rule && (() => outputTokens(rule, {}))).toThrow(
      'There is no published token count for images of size "9K".',
    );
  });

  it('may call a measured count unofficial without more words', () => {
    const measured = { kind: 'measured', tokensAt1024: 10, maxTokens: 20 };
    const [rule] = parseImageRules(one({ models: ['tern-1'], output, reference: measured })).rules;
    expect(rule?.reference).toEqual({ ...measured, note: 'unofficial' });
  });
});

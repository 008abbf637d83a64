import { readFileSync } from 'node:fs';
import { describe as suite, expect, it } from 'vitest';
import { type CostRule, NO_SETTINGS } from '../../../src/config/settings.ts';
import type { Currency } from '../../../src/core/currency.ts';
import { parseImageRules } from '../../../src/pricing/images/rules.ts';
import { parseJson, type JsonObject } from '../../../src/core/json.ts';
import { describe, type DescribeOptions, type Estimate } from '../../../src/pricing/estimate/describe.ts';
import { prepare, type Job } from '../../../src/pricing/job.ts';
import type { Tier, Usage } from '../../../src/usage/usage.ts';
import { entryOf, NOON, storeOf } from '../../helpers/pricing.ts';

interface Wish extends Partial<DescribeOptions> {
  readonly key?: string;
  readonly tier?: Tier;
  readonly requests?: number;
  readonly rules?: readonly CostRule[];
  readonly currency?: Currency;
}

function estimate(fields: JsonObject, usage: Usage, wish: Wish = {}): Estimate {
  const { key, tier = 'standard', requests = 1, rules = [], currency = null, ...options } = wish;
  const job: Job = {
    model: undefined,
    usage,
    conditions: { tier, at: NOON },
    overlap: 'refuse',
    requests,
    warnings: [],
    defaults: [],
  };
  const settings = { ...NO_SETTINGS, rulesFor: () => rules };
  const pricing = prepare(entryOf(fields, key), storeOf({}), job, readImageRules, settings);
  return describe(pricing, job, { tiers: false, strict: false, ...options }, currency);
}

function readImageRules() {
  const file = readFileSync(new URL('../../../fixtures/image-tokens.json', import.meta.url), 'utf8');
  return parseImageRules(parseJson(file));
}

function rule(kind: CostRule['kind'], percent: number, usdPerRequest = 0): CostRule {
  return { kind, percent, usdPerRequest, name: null, provider: null, model: null, file: 'f', path: 'p' };
}

/** $2 for a million tokens: what each request of these tests takes. */
const TEXT = { input_cost_per_token: 2e-6 };
const MILLION: Usage = { inputTokens: 1_000_000 };

suite('discounts and margins of an estimate', () => {
  const rules = [rule('discount', 50), rule('margin', 0, 0.01)];

  it('are told one by one, for all requests and for each', () => {
    // 10 × $2; half of it off; a cent more for each request.
    const { adjustments, adjustmentsUsd, totalUsd, perRequest } = estimate(TEXT, MILLION, {
      requests: 10,
      rules,
    });
    expect(adjustments.map(({ kind, usd, perRequestUsd }) => [kind, usd, perRequestUsd])).toEqual([
      ['discount', -10, -1],
      ['margin', 0.1, 0.01],
    ]);
    expect([adjustmentsUsd, totalUsd]).toEqual([-9.9, 10.1]);
    expect([perRequest.adjustmentsUsd, perRequest.totalUsd]).toEqual([-0.99, 1.01]);
  });

  it('are told in the user’s currency too', () => {
    const currency = { code: 'EUR', symbol: '€', perUsd: 0.5, asOf: null };
    const { converted } = estimate(TEXT, MILLION, { requests: 10, rules, currency });
    expect(converted).toEqual({
      currency,
      inputAmount: 10,
      outputAmount: 0,
      otherAmount: 0,
      adjustmentsAmount: -4.95,
      totalAmount: 5.05,
      perRequest: {
        inputAmount: 1,
        outputAmount: 0,
        otherAmount: 0,
        adjustmentsAmount: -0.495,
        totalAmount: 0.505,
      },
    });
    expect(estimate(TEXT, MILLION).converted).toBeNull();
  });

  it('of an unknown cost are unknown in every currency', () => {
    const currency = { code: 'EUR', symbol: null, perUsd: 0.5, asOf: null };
    const { converted, adjustments, totalUsd } = estimate({}, MILLION, { rules, currency });
    expect([adjustments, totalUsd, converted?.totalAmount, converted?.adjustmentsAmount]).toEqual([
      [],
      null,
      null,
      null,
    ]);
  });
});

suite('images of an estimate', () => {
  const key = 'gpt-image-2';
  const fields = {
    litellm_provider: 'openai',
    mode: 'image_generation',
    input_cost_per_token: 5e-6,
    output_cost_per_image_token: 3e-5,
  };
  const usage = { inputTokens: 100, images: 10, imageSize: '1024x1536' };

  it('whose quality is left open have a least and a most that they cost', () => {
    // 158 to 5,488 tokens each: 10 × 158 × $30/1M and 10 × 5,488 × $30/1M, beside 100 × $5/1M.
    const { range, image, totalUsd } = estimate(fields, usage, { key });
    expect(range).toEqual({ lowUsd: 0.0479, likelyUsd: 1.6469, highUsd: 1.6469 });
    expect(totalUsd).toBe(1.6469);
    // 5,488 × $30/1M
    expect(image).toMatchObject({ tokensPerImage: 5488, lowTokensPerImage: 158, usdPerImage: 0.16464 });
  });

  it('whose size and quality are given have one cost', () => {
    const { range, image } = estimate(fields, { ...usage, imageQuality: 'low' }, { key });
    expect(range).toBeNull();
    expect(image?.usdPerImage).toBe(0.00474);
  });

  it('without a price in batch are counted and have no cost', () => {
    const elsewhere = { ...fields, litellm_provider: 'shorebird' };
    const { range, image, totalUsd } = estimate(elsewhere, { images: 1 }, { key, tier: 'batch' });
    expect([range, image?.usdPerImage, totalUsd]).toEqual([null, null, null]);
    expect(image?.tokensPerImage).toBe(7024);
  });

  it('priced each are not counted as tokens', () => {
    const { image, range, totalUsd } = estimate({ output_cost_per_image: 0.04 }, { images: 3 });
    expect([image, range, totalUsd]).toEqual([null, null, 0.12]);
  });
});

suite('a budget', () => {
  it('is exceeded by what is above it, and buys whole requests', () => {
    const at = (requests: number) => estimate(TEXT, MILLION, { requests, budgetUsd: 7 });
    expect(at(3)).toMatchObject({
      budget: { budgetUsd: 7, requestsAffordable: 3, exceeded: false },
      error: null,
    });
    expect(at(4)).toMatchObject({
      budget: { requestsAffordable: 3, exceeded: true },
      error: {
        code: 'BUDGET_EXCEEDED',
        message: 'The job costs $8.0000, more than the budget of $7.0000.',
        hint: 'The budget buys 3 of the requests.',
      },
    });
    expect(estimate(TEXT, MILLION, { requests: 3, budgetUsd: 6 }).error).toBeNull();
    expect(estimate(TEXT, MILLION).budget).toBeNull();
  });

  it('buys no number of requests that are free', () => {
    const free = { input_cost_per_token: 0 };
    expect(estimate(free, MILLION, { budgetUsd: 0 })).toMatchObject({
      budget: { requestsAffordable: null, exceeded: false },
      error: null,
    });
  });

  it('buys no number of requests whose cost is known in part', () => {
    expect(estimate(TEXT, { ...MILLION, pages: 1 }, { budgetUsd: 1 })).toMatchObject({
      state: 'partial',
      budget: { requestsAffordable: null, exceeded: true },
      error: { code: 'BUDGET_EXCEEDED', hint: null },
    });
  });
});

suite('other tiers', () => {
  const rows = (fields: JsonObject) =>
    estimate(fields, MILLION, { tiers: true }).tiers?.map(({ tier, totalUsd, ratioToStandard }) => [
      tier,
      totalUsd,
      ratioToStandard,
    ]);

  it('are those that the entry has prices for, each beside standard', () => {
    expect(
      rows({ ...TEXT, input_cost_per_token_priority: 5e-6, input_cost_per_token_batches: 1e-6 }),
    ).toEqual([
      ['standard', 2, 1],
      ['priority', 5, 2.5],
      ['batch', 1, 0.5],
    ]);
    expect(estimate(TEXT, MILLION).tiers).toBeNull();
  });

  it('are not compared where one is unknown or standard is free', () => {
    expect(rows(TEXT)).toEqual([
      ['standard', 2, 1],
      ['batch', null, null],
    ]);
    expect(rows({ input_cost_per_token_flex: 1e-6 })).toEqual([
      ['standard', null, null],
      ['flex', 1, null],
      ['batch', null, null],
    ]);
    expect(rows({ input_cost_per_token: 0, input_cost_per_token_flex: 1e-6 })).toEqual([
      ['standard', 0, null],
      ['flex', 1, null],
      ['batch', null, null],
    ]);
  });
});

suite('a job over the limits of its model', () => {
  const warnings = (fields: JsonObject, usage: Usage) =>
    estimate({ ...TEXT, output_cost_per_token: 1e-6, ...fields }, usage).warnings.map(
      ({ message }) => message,
    );

  it('is told of, and priced all the same', () => {
    const limits = { max_input_tokens: 1000, max_tokens: 5, max_output_tokens: 200 };
    expect(warnings(limits, { inputTokens: 1000, outputTokens: 200 })).toEqual([]);
    expect(warnings(limits, { inputTokens: 1001, outputTokens: 201 })).toEqual([
      '1,001 input tokens are over the context window (max_input_tokens) of 1,000.',
      '201 output tokens are over the output limit (max_output_tokens) of 200.',
    ]);
    expect(warnings({ max_tokens: 5 }, { inputTokens: 6 })).toEqual([
      '6 input tokens are over the context window (max_tokens) of 5.',
    ]);
  });

  it('is not told of a limit of 0, which is none', () => {
    expect(
      warnings({ max_input_tokens: 0, max_output_tokens: 0 }, { inputTokens: 9, outputTokens: 9 }),
    ).toEqual([]);
  });
});

suite('what strict refuses', () => {
  const refused = (fields: JsonObject, usage: Usage) => estimate(fields, usage, { strict: true }).error;

  it('is a part without a price, and what is supposed', () => {
    expect(refused(TEXT, { ...MILLION, pages: 1, inputAudioTokens: 5 })).toEqual({
      code: 'STRICT',
      message:
        'strict refuses this estimate: There is no price for pages. ' +
        'No price for audio input is listed; input_cost_per_token is used.',
      hint: 'Without strict the estimate is given with its assumptions.',
    });
    expect(refused(TEXT, { ...MILLION, inputAudioTokens: 5 })?.message).toBe(
      'strict refuses this estimate: No price for audio input is listed; input_cost_per_token is used.',
    );
    expect(refused(TEXT, MILLION)).toBeNull();
  });
});

suite('a total that leaves something out', () => {
  const pages: Usage = { ...MILLION, pages: 1 };

  it('is an error of its own, unless it was allowed', () => {
    expect(estimate(TEXT, pages).error).toEqual({
      code: 'PRICE_MISSING',
      message: 'The map has no price of tern-1 for pages: the total is at least $2.0000.',
      hint: 'allowPartial takes a total that leaves something out.',
    });
    expect(estimate(TEXT, pages, { allowPartial: true }).error).toBeNull();
  });

  it('is refused by strict and by a budget all the same', () => {
    expect(estimate(TEXT, pages, { allowPartial: true, strict: true }).error?.code).toBe('STRICT');
    expect(estimate(TEXT, pages, { allowPartial: true, budgetUsd: 1 }).error?.code).toBe('BUDGET_EXCEEDED');
  });
});

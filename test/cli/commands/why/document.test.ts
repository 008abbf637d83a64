import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WhyOptions } from '../../../../src/cli/commands/why/document.ts';
import { LlmcostError, ModelNotFoundError } from '../../../../src/core/errors.ts';
import { renderWhy } from '../../../../src/cli/commands/why/render.ts';
import { PLAIN_STYLE } from '../../../../src/cli/render/style.ts';
import { CLEAN } from '../../../doctor/clean-map.ts';
import { why } from '../../../helpers/commands.ts';
import { makeHome, type Home } from '../../../helpers/home.ts';

let home: Home;
let map: string;

beforeEach(() => {
  home = makeHome(new Date('2026-11-22T09:00:00Z'));
  map = join(home.dir, 'map.json');
  const wrong = {
    litellm_provider: 'mudflat',
    mode: 'chat',
    input_cost_per_token: 0.015,
    output_cost_per_token: 0.06,
  };
  const silent = { litellm_provider: 'mudflat', mode: 'chat' };
  writeFileSync(map, JSON.stringify({ ...CLEAN, 'mudflat/tern': wrong, 'mudflat/silent': silent }));
  writeFileSync(join(home.dir, 'package', 'reviews.json'), '{}');
});

afterEach(() => home.remove());

const run = (options: Partial<WhyOptions>) => why({ usage: {}, load: { map }, ...options }, home.deps());
const text = async (options: Partial<WhyOptions>) => renderWhy(await run(options), PLAIN_STYLE);

describe('llmcost why', () => {
  it('tells which rate was taken, and why each other one was not', async () => {
    const document = await run({ model: 'kestrel-7', usage: { inputTokens: 300_000, outputTokens: 1000 } });
    const [input] = document.lines;
    expect(input).toMatchObject({
      label: 'Input',
      quantity: 300_000,
      // $4 per 1M: the price above 200,000 tokens, for the whole prompt.
      usdPerUnit: 0.000004,
      field: 'input_cost_per_token_above_200k_tokens',
      condition: 'above 200K input tokens',
    });
    expect(input?.passedOver).toEqual([
      {
        field: 'input_cost_per_token',
        unit: 'token',
        usdPerUnit: 0.000002,
        reason: 'it is for prompts of up to 200,000 tokens, and the request has 300,000',
      },
      {
        field: 'input_cost_per_token_batches',
        unit: 'token',
        usdPerUnit: 0.000001,
        reason: 'it is the batch price, and the request is standard',
      },
      {
        field: 'input_cost_per_token_flex',
        unit: 'token',
        usdPerUnit: 0.000001,
        reason: 'it is the flex price, and the request is standard',
      },
      {
        field: 'input_cost_per_token_priority',
        unit: 'token',
        usdPerUnit: 0.000004,
        reason: 'it is the priority price, and the request is standard',
      },
      {
        field: 'input_cost_per_token_above_200k_tokens_priority',
        unit: 'token',
        usdPerUnit: 0.000008,
        reason: 'it is the priority price, and the request is standard',
      },
    ]);
  });

  it('says of a short prompt that the long price does not hold, and of a tier that it comes first', async () => {
    const { lines } = await run({ model: 'kestrel-7', tier: 'flex', usage: { inputTokens: 1000 } });
    expect(lines[0]?.field).toBe('input_cost_per_token_flex');
    const reasons = Object.fromEntries(
      (lines[0]?.passedOver ?? []).map(({ field, reason }) => [field, reason]),
    );
    expect(reasons).toMatchObject({
      input_cost_per_token: 'it is the standard price, and the flex price comes before it',
      input_cost_per_token_above_200k_tokens:
        'it holds above 200,000 input tokens, and the request has 1,000',
      input_cost_per_token_priority: 'it is the priority price, and the request is flex',
    });
  });

  it('names a range, and what it comes before', async () => {
    const { lines } = await run({ model: 'plover-ranges', usage: { inputTokens: 40_000, outputTokens: 10 } });
    expect(lines.map(({ field, usdPerUnit }) => [field, usdPerUnit])).toEqual([
      ['tiered_pricing[1].input_cost_per_token', 0.000002],
      ['tiered_pricing[1].output_cost_per_token', 0.000008],
    ]);
  });

  it('names what was supposed', async () => {
    const { lines } = await run({
      model: 'kestrel-7-mini',
      usage: { inputTokens: 100, cacheReadTokens: 40 },
    });
    const cached = lines.find(({ meter }) => meter === 'cacheRead');
    expect(cached).toMatchObject({ field: 'input_cost_per_token', usdPerUnit: 0.00000025 });
    expect(cached?.assumptions.map(({ code }) => code)).toEqual(['RATE_FALLBACK']);
  });

  it('reads as prose', async () => {
    const document = await run({ model: 'KESTREL-7-mini', usage: { inputTokens: 1200, outputTokens: 300 } });
    expect(renderWhy(document, PLAIN_STYLE)).toBe(
      [
        'kestrel-7-mini',
        '"KESTREL-7-mini" is the key kestrel-7-mini in other letters. It is sold by shorebird, mode chat.',
        `The prices are those of LiteLLM model cost map (file): read from ${map}, synced at ${document.source.syncedAt.slice(0, 19).replace('T', ' ')} UTC, SHA-256 ${document.source.sha256}.`,
        'The request: 1,200 input tokens, 300 output tokens; standard tier, 1,200 input tokens in all.',
        '',
        'Input: $0.2500 / 1M tokens',
        '  From input_cost_per_token, the plain price; no condition applies.',
        '',
        'Output: $1.0000 / 1M tokens',
        '  From output_cost_per_token, the plain price; no condition applies.',
        '',
      ].join('\n'),
    );
  });

  it('takes an example where no usage is given, of all that the entry prices', async () => {
    const document = await run({ model: 'kestrel-image-2' });
    expect(document.isExample).toBe(true);
    expect(document.lines.map(({ meter }) => meter)).toEqual([
      'input',
      'cacheRead',
      'cacheReadImage',
      'inputImage',
      'output',
      'outputImage',
    ]);
    expect(await text({ model: 'kestrel-voice-1' })).toContain(
      'an example stands in: characters: 1,000; standard tier.',
    );
  });

  it('says that a price is unknown, not 0', async () => {
    expect(await text({ model: 'mudflat/silent' })).toContain(
      'Input: N/A\n  The map lists no price for it and no rule supplies one, so that its cost is unknown, not 0.',
    );
  });

  it('warns of a price that can hardly be right', async () => {
    const { warnings } = await run({ model: 'mudflat/tern' });
    expect(warnings.map(({ code }) => code)).toEqual(['SUSPICIOUS_PRICE', 'SUSPICIOUS_PRICE']);
  });

  it('refuses a model that the map has not, and a question without a model', async () => {
    await expect(run({ model: 'kestrel-8' })).rejects.toBeInstanceOf(ModelNotFoundError);
    await expect(run({})).rejects.toBeInstanceOf(LlmcostError);
  });
});

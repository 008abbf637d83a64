import { describe, expect, it } from 'vitest';
import { fixture, fullRateInput, onlyRecord, usageOf } from '../../helpers/usage-fixture.ts';

describe('Anthropic Messages', () => {
  it('adds what was read from and written to the cache to input_tokens, which leaves both out', () => {
    // 2095 + 2051 written + 30000 read = 34146.
    expect(onlyRecord(fixture('anthropic.json'))).toEqual({
      shape: 'anthropic',
      dedupeKey: 'msg_01XFDUDYJgAACzvnptvVoYEL',
      model: 'claude-sonnet-4-5-20250929',
      tier: 'standard',
      region: 'us',
      usage: {
        inputTokens: 34146,
        cacheReadTokens: 30000,
        cacheWriteTokens: 2051,
        cacheWrite1hTokens: 1000,
        outputTokens: 503,
        webSearches: 2,
      },
    });
  });

  it('leaves 2095 at the full rate; taking the cache as part of them would leave less than nothing', () => {
    expect(fullRateInput(onlyRecord(fixture('anthropic.json')).usage)).toBe(2095);
  });

  it('counts the parts of the writes where their sum is another', () => {
    const { usage, warnings } = onlyRecord([
      {
        usage: {
          input_tokens: 10,
          cache_creation_input_tokens: 100,
          cache_creation: { ephemeral_5m_input_tokens: 70, ephemeral_1h_input_tokens: 50 },
          output_tokens: 1,
        },
      },
    ]);
    expect(usage).toEqual({
      inputTokens: 130,
      cacheWriteTokens: 120,
      cacheWrite1hTokens: 50,
      outputTokens: 1,
    });
    expect(warnings).toEqual(['the cache writes are 100, their parts add up to 120: the parts count']);
  });

  it('reads speed and geography, and nothing where they are ordinary or not told', () => {
    const read = (extra: object) => onlyRecord([{ usage: { input_tokens: 1, output_tokens: 1, ...extra } }]);
    expect(read({ speed: 'fast', inference_geo: 'us' })).toMatchObject({ speed: 'fast', region: 'us' });
    expect(read({ speed: 'standard', inference_geo: 'not_available' })).toEqual({
      shape: 'anthropic',
      usage: { inputTokens: 1, outputTokens: 1 },
    });
  });

  it('keeps the leaving-out of the cache where a total stands beside it', () => {
    expect(
      usageOf({ input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 5, total_tokens: 115 }),
    ).toEqual({
      inputTokens: 110,
      cacheReadTokens: 100,
      outputTokens: 5,
    });
  });

  it('says nothing of parts that stand without their sum', () => {
    const usage = { input_tokens: 1, cache_creation: { ephemeral_5m_input_tokens: 5 } };
    expect(onlyRecord([{ usage }]).warnings).toBeUndefined();
  });

  it('takes the tier from the usage object itself', () => {
    expect(onlyRecord([{ usage: { input_tokens: 1, service_tier: 'batch' } }]).tier).toBe('batch');
  });
});

import { describe, expect, it } from 'vitest';
import { severeFindings } from '../../src/doctor/severe.ts';
import { CLEAN, entry, per1M } from './clean-map.ts';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('graveFindings', () => {
  it('says nothing of a model whose prices can be right', () => {
    for (const [key, fields] of Object.entries(CLEAN))
      expect(severeFindings(entry(key, fields), NOW)).toEqual([]);
  });

  it('warns of a price that nobody has ever charged, with the sentence of the finding', () => {
    const dear = entry('mudflat/tern', {
      litellm_provider: 'mudflat',
      mode: 'chat',
      input_cost_per_token: 0.015,
      output_cost_per_token: 0.06,
    });
    expect(severeFindings(dear, NOW)).toEqual([
      {
        code: 'SUSPICIOUS_PRICE',
        message:
          'mudflat/tern: Input is $15,000.0000 / 1M tokens, more than anybody charges (at most $200.0000 / 1M tokens). (implausible)',
      },
      {
        code: 'SUSPICIOUS_PRICE',
        message:
          'mudflat/tern: Output is $60,000.0000 / 1M tokens, more than anybody charges (at most $1,000.0000 / 1M tokens). (implausible)',
      },
    ]);
  });

  it('warns of a figure that a review contradicts', () => {
    const image = entry('kestrel-image-2', CLEAN['kestrel-image-2'] ?? {});
    const figures = { cache_read_input_image_token_cost: per1M(3) };
    const [notice] = severeFindings(image, NOW, [
      { kind: 'published', on: '2026-09', against: 'the price page', figures },
    ]);
    expect(notice?.message).toBe(
      'kestrel-image-2: cache_read_input_image_token_cost is $3.0000 / 1M tokens by the review of 2026-09 (the price page), and the map says $2.0000 / 1M tokens. (review-differs)',
    );
  });

  it('leaves to `doctor` what is only odd: cached input at the price of uncached', () => {
    const odd = entry('kestrel', { ...CLEAN['kestrel-image-2'], cache_read_input_token_cost: per1M(5) });
    expect(severeFindings(odd, NOW)).toEqual([]);
  });
});

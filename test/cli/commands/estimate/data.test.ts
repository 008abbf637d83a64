import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { estimateCsv, estimateMarkdown } from '../../../../src/cli/commands/estimate/data.ts';
import { estimate, type EstimateOptions } from '../../../../src/cli/commands/estimate/document.ts';
import { makeHome } from '../../../helpers/home.ts';
import { SAMPLE_MAP } from '../../../helpers/transcript.ts';

const home = makeHome();
writeFileSync(join(home.deps().paths.packageDir, 'reviews.json'), '{}');
afterAll(() => home.remove());

/** acorn-1: $2 and $8 per 1M tokens in and out, $0.5 for what is read from the cache. */
async function acorn(options: Partial<EstimateOptions> = {}) {
  const usage = { inputTokens: 12_000, cacheReadTokens: 10_000, outputTokens: 800 };
  const base = { model: 'acorn-1', usage, tiers: false, strict: false, load: { map: SAMPLE_MAP } };
  return (await estimate({ ...base, ...options }, home.deps())).document;
}

describe('an estimate', () => {
  it('is a line a meter in CSV, without a total that would be added up with them', async () => {
    expect(estimateCsv(await acorn({ requests: 10 }))).toBe(
      [
        'model,tier,meter,side,quantity,unit,usdPerUnit,usd,field,condition',
        'acorn-1,standard,input,input,20000,token,0.000002,0.04,input_cost_per_token,',
        'acorn-1,standard,cacheRead,input,100000,token,0.0000005,0.05,cache_read_input_token_cost,',
        'acorn-1,standard,output,output,8000,token,0.000008,0.064,output_cost_per_token,',
        '',
      ].join('\r\n'),
    );
  });

  it('is a table with its total in Markdown, and one of its tiers', async () => {
    const text = estimateMarkdown(await acorn({ tiers: true }));
    expect(text).toContain('| Meter | Quantity | Rate | Cost |\n| --- | ---: | ---: | ---: |\n');
    expect(text).toContain('| Cache read | 10,000 | $0.5000 / 1M tokens | $0.0050 |\n');
    expect(text).toContain('| Total |  |  | $0.0154 |\n\n| Tier | Cost | Against standard | Notes |\n');
    expect(text).toContain('| batch | $0.0077 | 50% | 3 assumptions |\n');
  });

  it('says in both what has no price', async () => {
    const document = await acorn({ usage: { inputTokens: 1000, pages: 2 } });
    expect(estimateCsv(document)).toContain('acorn-1,standard,pages,other,2,page,,,,\r\n');
    expect(estimateMarkdown(document)).toContain(
      '| Pages | 2 | no price | unknown |\n| Total, at least |  |  | $0.0020 |',
    );
  });
});

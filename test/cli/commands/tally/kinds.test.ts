import { afterAll, describe, expect, it } from 'vitest';
import { field } from '../../../../src/core/json.ts';
import { fixture } from '../../../helpers/usage-fixture.ts';
import { jsonOf, makeCliHome } from '../../../helpers/run-cli.ts';

const home = makeCliHome();
afterAll(() => home.remove());

const map = home.write(
  'map.json',
  JSON.stringify({
    'tern-1': {
      litellm_provider: 'openai',
      mode: 'chat',
      input_cost_per_token: 1e-6,
      output_cost_per_token: 2e-6,
      cache_read_input_token_cost: 1e-7,
      input_cost_per_token_above_200k_tokens: 2e-6,
    },
  }),
);

const line = (usage: object, more: object = {}) => ({ model: 'tern-1', ...more, usage });
const CHAT = { prompt_tokens: 1000, completion_tokens: 100 };

/** Each with its total by hand, and what --strict has to say of it. */
const CASES: Readonly<
  Record<string, readonly [line: object, totalUsd: number, state: string, strict: number]>
> = {
  'plain counts': [line(CHAT), 0.0012, 'known', 0],
  'counts as texts': [line({ prompt_tokens: '1000', completion_tokens: '100' }), 0.0012, 'known', 0],
  // The line is kept, at the standard price.
  'a tier of no known name': [line(CHAT, { service_tier: 'turbo' }), 0.0012, 'known', 4],
  'a tier that is no text': [line(CHAT, { service_tier: 7 }), 0.0012, 'known', 4],
  // 300000 × 0.000001 and not, above the threshold, 0.6.
  'a sum of requests': [line({ prompt_tokens: 300_000, completion_tokens: 0, requests: 5 }), 0.3, 'known', 4],
  'a sum below every threshold': [line({ ...CHAT, requests: 5 }), 0.0012, 'known', 0],
  // 1000 × 0.0000001 + 100 × 0.000002; 500 more were told than the prompt holds.
  'parts that are cut': [
    line({ ...CHAT, prompt_tokens_details: { cached_tokens: 1500 } }),
    0.0003,
    'partial',
    4,
  ],
  // 300 tokens that only the total tells.
  'a total that is larger': [line({ ...CHAT, total_tokens: 1400 }), 0.0012, 'partial', 4],
  'a charge without a price': [
    line(
      { input_tokens: 1000, output_tokens: 100, total_tokens: 1100 },
      { output: [{ type: 'file_search_call' }] },
    ),
    0.0012,
    'partial',
    4,
  ],
  // Anthropic's way: 800 and 200 from the cache in, so 800 × 0.000001 + 200 × 0.0000001 + 0.0002.
  'an object of two providers': [
    line({
      input_tokens: 800,
      cache_read_input_tokens: 200,
      output_tokens: 100,
      input_tokens_details: { cached_tokens: 200 },
    }),
    0.00102,
    'known',
    4,
  ],
};

describe('what --strict says of each kind of line', () => {
  it.each(Object.entries(CASES))('%s', async (name, [value, totalUsd, state, strict]) => {
    const log = home.write(`${name.replaceAll(' ', '-')}.jsonl`, `${JSON.stringify(value)}\n`);
    const plain = await home.run(['tally', log, '--map', map, '--json']);
    const document = jsonOf(plain);
    expect([plain.code, field(document, 'state')]).toEqual([0, state]);
    expect(document).toMatchObject({ total: { totalUsd } });
    const refused = await home.run(['tally', log, '--map', map, '--strict']);
    expect(refused.code).toBe(strict);
  });

  it('estimates one usage object with what is billed beside it', async () => {
    const [tools = null] = fixture('openai-tools.jsonl');
    const options = { stdin: JSON.stringify(tools) };
    const ended = await home.run(['estimate', 'tern-1', '--usage', '-', '--map', map, '--json'], options);
    expect(field(jsonOf(ended), 'state')).toBe('partial');
  });
});

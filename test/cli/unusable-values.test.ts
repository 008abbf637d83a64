/** A map with every kind of unusable value, in every kind of field, asked by every command. */
import { afterAll, describe, expect, it } from 'vitest';
import { asList, asObject, field, type JsonValue } from '../../src/core/json.ts';
import { jsonOf, makeCliHome } from '../helpers/run-cli.ts';

const JUNK: Readonly<Record<string, JsonValue>> = {
  text: 'free',
  empty: '',
  hex: '0x10',
  dollars: '$0.50',
  negative: -1,
  huge: 1e19,
  flag: true,
  list: [],
  lists: [[1]],
  object: {},
  deep: { a: { b: [1e-6] } },
};

/** A field that a chat needs, and others that it does not. */
const NEEDED = ['input_cost_per_token', 'output_cost_per_token', 'tiered_pricing'];
const OTHERS = [
  'cache_read_input_token_cost',
  'input_cost_per_token_priority',
  'input_cost_per_token_above_200k_tokens',
  'output_cost_per_image',
  'search_context_cost_per_query',
  'provider_specific_entry',
  'regional_processing_uplift_multiplier_eu',
  'max_tokens',
  'max_input_tokens',
  'max_output_tokens',
  'supports_vision',
  'supports_function_calling',
  'supported_endpoints',
  'supported_modalities',
  'deprecation_date',
  'source',
  'aliases',
  'web_search_billing_unit',
  'metadata',
  'rpm',
];
const DECIDING = ['litellm_provider', 'mode'];
const FIELDS = [...NEEDED, ...OTHERS, ...DECIDING];

const GOOD = {
  litellm_provider: 'openai',
  mode: 'chat',
  input_cost_per_token: 1e-6,
  output_cost_per_token: 2e-6,
};

const keyOf = (name: string, junk: string) => `${name}-${junk}`.replaceAll('_', '-');
const entries = Object.fromEntries(
  FIELDS.flatMap((name) =>
    Object.entries(JUNK).map(([junk, value]) => [keyOf(name, junk), { ...GOOD, [name]: value }] as const),
  ),
);
const keys = Object.keys(entries);

const home = makeCliHome();
afterAll(() => home.remove());
const map = home.write(
  'map.json',
  JSON.stringify({
    ...entries,
    good: GOOD,
    'gpt-gone': null,
    'azure/gpt-gone': { ...GOOD, litellm_provider: 'azure' },
  }),
);
const log = home.write(
  'log.jsonl',
  [...keys, 'gpt-gone', 'good']
    .map((model) => JSON.stringify({ model, usage: { prompt_tokens: 1000, completion_tokens: 100 } }))
    .join('\n'),
);
const run = async (...args: readonly string[]) => await home.run([...args, '--map', map]);

/** What 1,000 tokens in and 100 out cost: nothing in place of a price that cannot be used. */
function expectedUsd(name: string, junk: string): number | null {
  // An empty list has no ranges, and an object that is none of a price's is a structure that nobody knows.
  if (name === 'tiered_pricing' && junk === 'list') return 0.0012;
  if (name === 'input_cost_per_token') return 0.0002;
  if (name === 'output_cost_per_token') return 0.001;
  return name === 'tiered_pricing' ? null : 0.0012;
}

const cases = FIELDS.flatMap((name) => Object.keys(JUNK).map((junk) => [name, junk] as const));

describe('an entry with a value that cannot be used', () => {
  it('costs what it costs without that field, or is unknown where the field is needed', async () => {
    const args = ['compare', ...keys, '--input', '1000', '--output', '100', '--json'];
    const ended = await run(...args);
    expect(ended.code).toBe(0);
    const ranking = asList(field(jsonOf(ended), 'ranking')).map(asObject);
    const cost = new Map(
      ranking.map((row) => [field(row, 'key'), [field(row, 'totalUsd'), field(row, 'state')]]),
    );
    for (const [name, junk] of cases) {
      const usd = expectedUsd(name, junk);
      const state = usd === null ? 'unknown' : usd === 0.0012 ? 'known' : 'partial';
      expect([keyOf(name, junk), ...(cost.get(keyOf(name, junk)) ?? [])]).toEqual([
        keyOf(name, junk),
        usd,
        state,
      ]);
    }
  });

  it('is refused with the field and the value, where the field is needed', async () => {
    for (const junk of Object.keys(JUNK)) {
      const ended = await run('estimate', keyOf('input_cost_per_token', junk), '--input', '9', '--json');
      expect([junk, ended.code]).toEqual([junk, 4]);
      const error = asObject(field(jsonOf(ended), 'error'));
      expect(error).toMatchObject({
        code: 'PRICE_MISSING',
        message: expect.stringMatching(
          /cannot be used: input_cost_per_token should be a number of 0 or more, but is /,
        ),
      });
    }
  });

  it('says whose it is only where that can be read, and --strict refuses the others', async () => {
    for (const name of DECIDING) {
      const ended = await run('estimate', keyOf(name, 'negative'), '--input', '9', '--strict', '--json');
      expect(ended.code).toBe(4);
      expect(field(jsonOf(ended), 'assumptions')).toMatchObject([{ code: 'FIELD_UNUSABLE' }]);
    }
  });

  it('is listed by a tally as not priced, with the reason', async () => {
    const ended = await run('tally', log, '--json');
    expect(ended.code).toBe(0);
    const rows = asList(field(jsonOf(ended), 'unpriced')).map(asObject);
    const reasons = new Map(rows.map((row) => [field(row, 'model'), field(row, 'reasons')]));
    for (const [name, junk] of cases) {
      const isNeeded = expectedUsd(name, junk) !== 0.0012;
      const [reason] = asList(reasons.get(keyOf(name, junk)));
      if (isNeeded) expect(reason).toMatch(new RegExp(`^${name}.* should be `));
      else expect(reasons.has(keyOf(name, junk))).toBe(false);
    }
    expect(reasons.get('gpt-gone')).toEqual([
      `The map's entry "gpt-gone" holds null, not a model; nobody else's price stands in for it.`,
    ]);
  });

  it.each([
    ['show', ...keys, '--json'],
    ['show', keyOf('tiered_pricing', 'lists')],
    ['list', '--json'],
    ['list', '--sort', 'output', '--columns', 'input,max_tokens'],
    ['providers', '--json'],
    ['modes', '--json'],
    ['offers', 'good', '--json'],
    ['compare', '--cheapest', 'chat', '--input', '1000', '--output', '10', '--json'],
    ['compare', ...keys.slice(0, 60)],
    ['why', keyOf('input_cost_per_token', 'hex'), '--json'],
    ['why', keyOf('tiered_pricing', 'lists'), '--input', '5'],
    ['doctor', '--json'],
    ['tally', log, '--by', 'provider,mode'],
    ['lifecycle', log, '--json'],
  ])('is answered in order by: %s %s', async (...args) => {
    const { code, stderr } = await run(...args);
    expect([code, stderr.includes('INTERNAL'), stderr.includes(' at ')]).toEqual([code, false, false]);
    expect([0, 4]).toContain(code);
  });

  it('is checked, compared and locked', async () => {
    const validated = jsonOf(await home.run(['validate', map, '--json']));
    expect(validated).toMatchObject({ models: keys.length + 2 });
    expect((await home.run(['diff', map, map, '--json'])).code).toBe(0);
  });
});

describe('a key whose value is no model', () => {
  it.each([
    ['show', 'gpt-gone'],
    ['estimate', 'gpt-gone', '--input', '5'],
    ['estimate', 'openai/gpt-gone', '--input', '5'],
    ['why', 'gpt-gone'],
    ['compare', 'gpt-gone', 'good', '--input', '5'],
    ['doctor', 'gpt-gone'],
  ])('is answered by nobody else: %s %s', async (...args) => {
    const { code, stderr, stdout } = await run(...args);
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain(`The map's entry "gpt-gone" holds null, not a model`);
  });

  it('leaves others their names', async () => {
    const { code } = await run('estimate', 'azure/gpt-gone', '--input', '5');
    expect(code).toBe(0);
  });
});

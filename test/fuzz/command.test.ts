import { afterAll, describe, expect, it } from 'vitest';
import { asObject, field } from '../../src/core/json.ts';
import { jsonOf, makeCliHome } from '../helpers/run-cli.ts';

/** What is too large to be tried ten thousand times, through the real command. */
const home = makeCliHome();
afterAll(() => home.remove());

const MEGABYTE = 2 ** 20;
const tern = {
  litellm_provider: 'shorebird',
  mode: 'chat',
  input_cost_per_token: 2e-6,
  output_cost_per_token: 8e-6,
};
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const mapWith = (name: string, json: string) =>
  home.write(`${name}.json`, `{"tern-1":${JSON.stringify(tern)},"odd":${json}}`);

/** Maps with one odd entry beside a good one. */
const MAPS: Readonly<Record<string, () => string>> = {
  'a text of 50 MB': () => mapWith('long', JSON.stringify({ ...tern, note: 'x'.repeat(50 * MEGABYTE) })),
  'a text of 50 MB of backslashes and quotes': () =>
    mapWith('quotes', `{"mode":"chat","note":"${String.raw`\\\"`.repeat((50 * MEGABYTE) / 4)}"}`),
  'a price of 5 MB of digits': () =>
    mapWith('digits', `{"mode":"chat","input_cost_per_token":"${'9'.repeat(5 * MEGABYTE)}"}`),
  'a number of a million digits': () =>
    mapWith('number', `{"mode":"chat","input_cost_per_token":${'9'.repeat(1e6)}}`),
  'lists in lists, a million deep': () => mapWith('deep', `{"mode":"chat","tiered_pricing":${deep(1e6)}}`),
  'objects in objects, a hundred thousand deep': () =>
    mapWith('nested', `{"mode":"chat","note":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}}`),
  'twenty thousand fields': () =>
    mapWith(
      'wide',
      `{"mode":"chat",${Array.from({ length: 2e4 }, (_each, index) => `"cost_${index}":1`).join(',')}}`,
    ),
  'five thousand ranges': () =>
    mapWith(
      'ranges',
      `{"mode":"chat","tiered_pricing":[${Array.from({ length: 5e3 }, (_each, at) => `{"range":[${at},${at + 1}],"input_cost_per_token":1e-6}`).join(',')}]}`,
    ),
  'the same key twice': () =>
    home.write('twice.json', `{"tern-1":{"mode":"chat"},"tern-1":${JSON.stringify(tern)}}`),
  'a key of prototypes': () =>
    mapWith('proto', `{"mode":"chat","__proto__":{"polluted":1},"constructor":{"prototype":1}}`),
  'bytes that are no UTF-8': () => {
    const head = Buffer.from(`{"tern-1":${JSON.stringify(tern)},"odd":{"mode":"`);
    return home.write(
      'bytes.json',
      Buffer.concat([head, Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}}')]),
    );
  },
};

describe('an odd entry beside a good one', () => {
  it.each(Object.entries(MAPS))('keeps nobody from the good one: %s', async (_what, write) => {
    const map = ['--map', write()];
    const ask = async (args: readonly string[], allowed: readonly number[]) => {
      const { code, stdout, stderr } = await home.run([...args, ...map]);
      expect(allowed, `${args.join(' ')}: ${stderr.slice(0, 500)}${stdout.slice(0, 500)}`).toContain(code);
    };
    await ask(['show', 'tern-1'], [0]);
    await ask(['estimate', 'tern-1', '--input', '5', '--json'], [0]);
    // The odd one may have been left out, or have no price; it is no bug in any case.
    await ask(['show', 'odd', '--json'], [0, 3, 4]);
    await ask(['estimate', 'odd', '--input', '5'], [0, 3, 4]);
    const checked = jsonOf(await home.run(['validate', map[1] ?? '', '--json']));
    expect(field(checked, 'models')).toBeGreaterThan(0);
  });
});

const usage = { model: 'gpt-4o', usage: { prompt_tokens: 1000, completion_tokens: 100 } };

/** What may come as usage, and what must not: a count is a count. */
const USAGES: Readonly<Record<string, readonly [text: string, status: number]>> = {
  'a long text beside it': [JSON.stringify({ ...usage, text: 'x'.repeat(10 * MEGABYTE) }), 0],
  'lists a million deep beside it': [`{"deep":${deep(1e6)},${JSON.stringify(usage).slice(1)}`, 0],
  'a usage a million deep': [`{"usage":${deep(1e6)}}`, 2],
  'a count of a million digits': [`{"model":"gpt-4o","usage":{"prompt_tokens":${'9'.repeat(1e6)}}}`, 2],
  'a prototype': [`{"__proto__":{"model":"gpt-4o"},"usage":{"prompt_tokens":5}}`, 2],
};

describe('an odd usage', () => {
  it.each(Object.entries(USAGES))('is priced or refused: %s', async (_what, [stdin, status]) => {
    const end = await home.run(['estimate', '--usage', '-', '--json'], { stdin });
    expect(end.code, end.stdout.slice(0, 500)).toBe(status);
    const line = `${stdin.replaceAll('\n', '')}\n${JSON.stringify(usage)}\n`;
    const tally = await home.run(['tally', '-', '--json'], { stdin: line });
    expect(tally.code, tally.stdout.slice(0, 500)).toBe(0);
    const known = field(asObject(field(asObject(field(jsonOf(tally), 'counts')), 'requests')), 'known');
    expect(known).toBe(status === 0 ? 2 : 1);
  });
});

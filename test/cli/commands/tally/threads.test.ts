import { appendFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';

const MAP = {
  'tern-1': {
    litellm_provider: 'openai',
    mode: 'chat',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 2e-6,
  },
};
/** Just over 64 MB, from where on threads read a log. */
const LINES = 70_000;
const TEXT = 'x'.repeat(900);

let home: CliHome;
let log: string;

beforeAll(() => {
  home = makeCliHome();
  home.write('map.json', JSON.stringify(MAP));
  log = home.write('log.jsonl', '');
  for (let line = 0; line < LINES; line += 1000) {
    const some = Array.from({ length: 1000 }, (_, index) => lineOf(line + index));
    appendFileSync(log, `${some.join('\n')}\n`);
  }
});
afterAll(() => home.remove());

/** Every tenth repeats the reply before it; every hundredth is cut off. */
function lineOf(number: number): string {
  const id = number % 10 === 9 ? number - 1 : number;
  const usage = { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 };
  const text = JSON.stringify({
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    model: 'tern-1',
    text: TEXT,
    usage,
  });
  return number % 100 === 50 ? text.slice(0, 500) : text;
}

describe('a log of more than 64 MB', () => {
  it.each([1, 2, 4])('adds up to the same with %i threads', async (threads) => {
    const flags = ['--threads', String(threads), '--map', 'map.json', '--json'];
    const { stdout, code } = await home.run(['tally', log, ...flags]);
    const document: unknown = JSON.parse(stdout);
    // 7,000 copies and 700 lines that were cut off leave 62,300 requests, of $0.000005 each.
    expect(document).toMatchObject({
      totalUsd: 0.3115,
      total: { requests: 62_300, inputTokens: 186_900, outputTokens: 62_300 },
      counts: { lines: 70_000, skipped: 7700 },
      skipped: expect.arrayContaining([
        expect.objectContaining({ reason: 'duplicate', count: 7000 }),
        expect.objectContaining({ reason: 'not JSON', count: 700 }),
      ]),
    });
    expect(code).toBe(0);
  });

  it('is read line by line in its order', async () => {
    const { stdout } = await home.run(['tally', log, '--threads', '3', '--map', 'map.json', '--each']);
    const numbers = [...stdout.matchAll(/"line":(\d+)/g)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
  });
});

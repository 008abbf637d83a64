import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { parseJson, type JsonValue } from '../../src/core/json.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess } from './in-process.ts';
import { damage, mutate } from './mutate.ts';
import type { Random } from './random.ts';

/** What providers send, and lines of logs. */
const FIXTURES = new URL('../../fixtures/usage/', import.meta.url);
const FILES = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.(json|jsonl)$/.test(name),
);
const SAMPLES: readonly JsonValue[] = FILES.flatMap((name) => {
  const text = readFileSync(new URL(name, FIXTURES), 'utf8');
  if (name.endsWith('.json')) return [parseJson(text)];
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parseJson(line)]));
});

const llmcost = inProcess();
afterAll(() => llmcost.remove());

function mutated(random: Random): string {
  const text = JSON.stringify(mutate(random.of(SAMPLES), random, random.of([0.01, 0.05, 0.2])));
  return random.chance(0.1) ? damage(text, random) : text;
}

it(
  'broken usage objects and log lines break neither estimate nor tally',
  { timeout: TIMEOUT_MS },
  async () => {
    const statuses = new Map<number, number>();
    const ask = async (args: readonly string[], stdin = '') => {
      const status = await llmcost.run(args, { stdin });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    const runs = await campaign({ runs: 2000, maxSeconds: 25, share: 0.2 }, async (random) => {
      const json = random.chance(0.7) ? ['--json'] : [];
      if (random.chance(0.6)) {
        const model = random.chance(0.5) ? ['gpt-4o'] : [];
        return ask(['estimate', ...model, '--usage', '-', ...json], mutated(random));
      }
      const lines = Array.from({ length: 1 + random.below(12) }, () => mutated(random));
      const ends = random.of(['\n', '\r\n', '\n\n', ' \n']);
      const log = llmcost.write('log.jsonl', lines.join(ends));
      const by = random.of([
        [],
        ['--by', 'model,day'],
        ['--by', 'provider,tier,session'],
        ['--by', '.usage.model,tag'],
      ]);
      const more = random.of([
        [],
        ['--each'],
        ['--reconcile'],
        ['--strict'],
        ['--since', '2026-01-01'],
        ['--model', 'gpt-4o'],
      ]);
      return ask(['tally', log, ...by, ...more, ...(more.includes('--each') ? [] : json)]);
    });
    expect(runs).toBeGreaterThan(0);
    if (runs > 1000) expect((statuses.get(0) ?? 0) / runs).toBeGreaterThan(0.3);
  },
);

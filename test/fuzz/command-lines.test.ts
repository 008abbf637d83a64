/** Random command lines, of valid and invalid flags, values and arguments. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { CommandWords, FlagWords } from '../../src/cli/completion/command-words.ts';
import { SAMPLE_MAP } from '../helpers/transcript.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess } from './in-process.ts';
import { HOSTILE } from './mutate.ts';
import type { Random } from './random.ts';

const llmcost = inProcess();
afterAll(() => llmcost.remove());

const WORDS: readonly CommandWords[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../dist/completion.json', import.meta.url)), 'utf8'),
);
/** They would fetch from the network, or start git. */
const COMMANDS = WORDS.filter(({ name }) => name !== 'review');

const LOG = llmcost.write(
  'log.jsonl',
  '{"model":"gpt-4o","usage":{"prompt_tokens":10,"completion_tokens":5}}\n',
);
const DIRECTORY = join(dirname(LOG), 'directory');
mkdirSync(DIRECTORY);

const VALUES: Readonly<Record<string, readonly string[]>> = {
  models: [
    'gpt-4o',
    'gpt-4o-mini',
    'GPT-4O',
    'openai/gpt-4o',
    'gpt-4',
    'o3',
    'claude-sonnet-4-5',
    'nobody',
    'dall-e-3',
  ],
  files: [LOG, SAMPLE_MAP, DIRECTORY, 'gone.json', '-', '/dev/null', '*.jsonl', '.'],
  providers: ['openai', 'anthropic', 'Azure', 'nobody'],
  modes: ['chat', 'embedding', 'image_generation', 'nothing'],
  any: [
    '0',
    '1',
    '1k',
    '1.5M',
    '-1',
    'NaN',
    '1e999',
    '100%',
    '$5',
    '2026-11-01',
    'yesterday',
    '7d',
    '1024x1024',
    'a=b',
    'x',
    '',
    ' ',
  ],
};

function valueOf(kind: FlagWords['values'], random: Random): string {
  if (random.chance(0.05)) return random.of(HOSTILE);
  const pool =
    kind === null || random.chance(0.15)
      ? VALUES['any']
      : typeof kind === 'string'
        ? [
            ...(VALUES[kind] ?? []),
            ...(kind === 'models and files' ? [...(VALUES['models'] ?? []), LOG] : []),
          ]
        : kind;
  return random.of(pool ?? ['x']);
}

function flagOf(flags: readonly FlagWords[], random: Random): readonly string[] {
  if (random.chance(0.03))
    return [random.of(['--no-such', '-z', '--', '---', '--json=1', '--input-tokens', '--=x'])];
  const { names, takesValue, values } = random.of(flags);
  const name = random.of(names);
  // A value may be missing, or stand where none belongs.
  if (takesValue === random.chance(0.05)) return [name];
  const value = valueOf(values, random);
  return random.chance(0.3) ? [`${name}=${value}`] : [name, value];
}

function commandLine(random: Random): readonly string[] {
  const { name, arguments: values, flags } = random.of(COMMANDS);
  const words = Array.from({ length: random.below(4) }, () => [valueOf(values, random)]);
  const some = flags.length === 0 ? [] : Array.from({ length: random.below(6) }, () => flagOf(flags, random));
  const shuffled = [...words, ...some, ...(random.chance(0.4) ? [['--json']] : [])]
    .map((part) => [random.next(), part] as const)
    .sort(([a], [b]) => a - b)
    .flatMap(([, part]) => part);
  return [random.chance(0.02) ? random.of(['shwo', 'gpt-4o', '', '-x', 'constructor']) : name, ...shuffled];
}

it('any command line ends in an answer or a sentence', { timeout: TIMEOUT_MS }, async () => {
  const statuses = new Map<number, number>();
  const runs = await campaign({ runs: 3000, maxSeconds: 30, share: 0.2 }, async (random) => {
    const env = { LLMCOST_MAP_URL: SAMPLE_MAP, TERM: 'dumb' };
    const stdin = random.of(['', '{"prompt_tokens":5}', readFileSync(LOG, 'utf8'), 'nothing']);
    const status = await llmcost.run(commandLine(random), { stdin, env });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
  expect(runs).toBeGreaterThan(0);
  if (runs > 1000) expect((statuses.get(0) ?? 0) / runs).toBeGreaterThan(0.1);
});

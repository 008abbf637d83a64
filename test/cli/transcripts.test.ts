import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { makeCliHome } from '../helpers/run-cli.ts';
import { SAMPLE_MAP, transcript } from '../helpers/transcript.ts';

const home = makeCliHome();
afterAll(() => home.remove());

home.write('chat.json', '{"model":"acorn-1","usage":{"prompt_tokens":1200,"completion_tokens":300}}');
home.write('broken.json', '{"prompt_tokens": 12');

home.write('gateway.jsonl', readFileSync(new URL('../../fixtures/logs/gateway.jsonl', import.meta.url)));

const REPLIES = [
  '{"id":"chatcmpl-9Qx1","model":"acorn-1","usage":{"prompt_tokens":1000,"completion_tokens":100}}\n',
  '{"id":"chatcmpl-9Qx2","model":"acorn-1","usage":{"prompt_tokens":2000,"completion_tokens":200}}\n',
];
home.write('work/a.jsonl', REPLIES.join(''));
home.write('work/a-again.jsonl', REPLIES.join(''));
home.write('work/b.jsonl', REPLIES[1] ?? '');
home.write('work/export.csv', 'Model,Prompt tokens,Completion tokens\nacorn-1,"4,000",400\n');
home.write('work/house.csv', 'deployment;text;antwort\nacorn-1;5000;500\n');
home.write('work/notes.txt', 'Ask about the bill.\n');
home.write('work/notes.yaml', 'ask: the bill\n');
home.write(
  '.codex/sessions/2026/rollout-1.jsonl',
  readFileSync(new URL('../../fixtures/usage/codex.jsonl', import.meta.url)),
);
home.write(
  '.local/share/amp/threads/T-1.json',
  readFileSync(new URL('../../fixtures/usage/agents/amp.json', import.meta.url)),
);

const MAP = ['--map', SAMPLE_MAP];
const tally = (...args: readonly string[]) => ['tally', ...args, ...MAP];
const sql = (...args: readonly string[]) => ['sql', ...args, ...MAP];
const MY_USAGE = [
  '--usage',
  'requests',
  '--columns',
  'model=model_name',
  'input=prompt_tokens',
  'output=completion_tokens',
];
const show = (...args: readonly string[]) => ['show', ...args, ...MAP];
const estimate = (...args: readonly string[]) => ['estimate', ...args, ...MAP];

/** Each file of `transcripts/` is one of these, and is read as documentation. */
const TRANSCRIPTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'show: the page of a model': [show('acorn-1')],
  'show: ranges, multipliers, deprecation, and what is not understood': [
    show('elm-ranges', '--similar', '0'),
    show('birch-sonnet', '--similar', '0'),
    show('oddity', '--similar', '0'),
    show('nobody-knows', '--similar', '0'),
  ],
  'show: the JSON document': [show('gpt-image-2', '--json', '--similar', '1')],
  'show: names that are not one model': [
    show('acorn'),
    show('twin'),
    show('ACORN-1', '--similar', '0'),
    show('azure:acorn-1', '--similar', '0'),
    show('twin', '--json'),
  ],
  'estimate: a request, many requests, every tier': [
    estimate('acorn-1', '--input', '12k', '--cache-read', '10k', '--output', '800'),
    estimate('acorn-1', '--input', '200k', '--output', '1k', '--requests', '1000'),
    estimate('acorn-1', '--input', '200,001', '--output', '1k', '--tiers'),
    estimate('acorn-1', '--input', '12k', '--output', '800', '--tier', 'flex', '--explain'),
    estimate(
      'birch-sonnet',
      '--input',
      '50k',
      '--cache-write',
      '30k',
      '--cache-write-1h',
      '10k',
      '--output',
      '2k',
      '--web-searches',
      '3',
    ),
    estimate('birch-sonnet', '--input', '50k', '--output', '2k', '--region', 'us', '--speed', 'fast'),
    estimate('listener', '--seconds', '3600'),
    estimate('--usage', 'chat.json'),
  ],
  'estimate: images': [
    estimate('gpt-image-2', '--input', '120', '--images', '10', '--size', '1024x1536', '--quality', 'high'),
    estimate('gpt-image-2', '--images', '1'),
    estimate('gpt-image-2', '--images', '1', '--size', '1000x1000', '--quality', 'low'),
  ],
  'estimate: the JSON document': [
    estimate('acorn-1', '--input', '1000', '--output', '100', '--tier', 'batch', '--budget', '1', '--json'),
  ],
  'estimate: free, unknown, refused': [
    estimate('free-model', '--input', '1000', '--output', '1000'),
    estimate('nobody-knows', '--input', '1000'),
    estimate('nobody-knows', '--input', '1000', '--json'),
    estimate('acorn-1', '--input', '1000', '--pages', '5', '--requests', '2'),
    estimate('acorn-1', '--input', '1000', '--reasoning', '10', '--input-audio', '5', '--strict'),
    estimate('acorn-1', '--input', '1M', '--output', '50k', '--budget', '2'),
  ],
  'estimate: wrong input': [
    estimate('acorn-1'),
    estimate('acorn-1', '--input', 'many'),
    estimate('acorn-1', '--input', '-5'),
    estimate('acorn-1', '--input', '1.5'),
    estimate('acorn-1', '--input', '10', '--cache-read', '20'),
    estimate('acorn-1', '--input', '10', '--tier', 'turbo'),
    estimate('acorn-1', '--usage', 'broken.json'),
    estimate('acorn-1', '--usage', 'absent.json'),
    estimate('acorn-1', '--input', '10', '--at', 'yesterday'),
  ],
  'tally: a log, its groups, its lines': [
    tally('gateway.jsonl'),
    tally('gateway.jsonl', '--by', 'day,model', '--alias', 'acorn-l=acorn-1'),
    tally('gateway.jsonl', '--by', '.metadata.team', '--timezone', 'Europe/Berlin', '--top', '1'),
    tally('gateway.jsonl', '--by', 'provider,tier', '--since', '2026-11-02', '--format', 'csv'),
    tally('gateway.jsonl', '--by', 'user', '--format', 'markdown'),
    tally('gateway.jsonl', '--reconcile', '--until', '2026-11-02'),
    tally('gateway.jsonl', '--each'),
  ],
  'tally: the JSON document': [tally('gateway.jsonl', '--json', '--top', '1')],
  'tally: a folder': [
    tally('work', '--by', 'file'),
    tally('work', '--by', 'file', '--no-dedupe'),
    tally('work/house.csv', '--columns', 'model=deployment,input=text,output=antwort'),
    tally('work', '--dry-run'),
    ['tally', '--agents', '--dry-run'],
    ['tally', '--agents', '--dry-run', '--json'],
    tally('--agents', '--by', 'agent,model'),
  ],
  'tally: files that DuckDB reads': [
    tally('work/export.csv', '--engine', 'duckdb'),
    tally(
      'work/house.csv',
      '--engine',
      'duckdb',
      '--columns',
      'model=deployment',
      'input=text',
      'output=antwort',
    ),
    tally('work/a.jsonl', '--engine', 'duckdb'),
    tally('-', '--engine', 'duckdb'),
    tally('work/export.csv', '--engine', 'spark'),
  ],
  'sql: a script, and what is refused': [
    sql('--dialect', 'duckdb', '--models', 'acorn-1', ...MY_USAGE),
    sql('--dialect', 'postgres', '--models', 'acorn-1', '--out', 'sql'),
    sql(),
    sql('--dialect', 'oracle'),
    sql('--dialect', 'duckdb', '--usage', 'requests'),
    sql('--dialect', 'duckdb', '--usage', 'drop table', '--columns', 'input=a'),
    sql('--dialect', 'duckdb', '--usage', 'requests', '--columns', 'inptu=a'),
    sql('--dialect', 'duckdb', '--usage', 'requests', '--columns', 'model=name'),
  ],
  'tally: refused': [
    tally('gateway.jsonl', '--strict'),
    tally('gateway.jsonl', '--by', 'colour'),
    tally('absent.jsonl'),
    tally('work/notes.txt'),
    tally('work/house.csv'),
    tally('work/house.csv', '--columns', 'model:deployment'),
    tally('work/house.csv', '--columns', 'model=deployed'),
    tally('--goose'),
    tally(),
    tally('--watch'),
    tally('--watch', '--each'),
    tally('gateway.jsonl', '--threads', '0'),
    tally('gateway.jsonl', '--threads', 'all'),
    tally('gateway.jsonl', '--alias', 'acorn-l=acorn-9', '--json'),
  ],
  'site: a page for each model': [
    ['site', 'prices', ...MAP],
    ['site', 'work', ...MAP],
    ['site', '.', ...MAP],
    ['site', 'broken.json', ...MAP],
    ['site'],
    ['site', 'prices', 'more', ...MAP],
  ],
  'what a mistyped line says': [['shwo', 'acorn-1'], ['show', 'acorn-1', '--jsn'], ['show'], ['--version']],
};

describe('what a user sees', () => {
  it.each(Object.keys(TRANSCRIPTS))('%s', async (title) => {
    const text = await transcript(home, title, TRANSCRIPTS[title] ?? []);
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await expect(text).toMatchFileSnapshot(`transcripts/${name}.md`);
  });
});

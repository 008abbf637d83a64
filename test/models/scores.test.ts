import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { asList, asObject, field, parseJson, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { parseScores, scoreOf } from '../../src/models/scores.ts';
import { sharedMapPath, sharedPath } from '../helpers/shared-maps.ts';

const fixture = parseJson(
  readFileSync(new URL('../../fixtures/coding-scores.json', import.meta.url), 'utf8'),
);
const scores = parseScores(fixture, 'coding-scores.json');

const tablePath = sharedPath('reference/coding-scores.tsv');
const mapPath = sharedMapPath('2026-08-06');

describe('the coding scores that come along', () => {
  it.each([
    ['gpt-5', 88, 'the highest of three efforts'],
    ['gpt-5-2025-08-07', 88, 'the only dated name of gpt-5'],
    ['o3', 81.3, 'alone, without the model that helped it once'],
    ['claude-3-7-sonnet-20250219', 64.9, 'with thinking'],
    ['claude-opus-4-20250514', 72, 'with thinking'],
    ['claude-4-opus-20250514', 72, 'the other spelling of the map'],
    ['deepseek/deepseek-chat', 70.2, 'the last model behind the name'],
    ['deepseek-reasoner', 74.2, 'the last model behind the name'],
    ['chatgpt-4o-latest', 45.3, 'the last model behind the name'],
    ['fireworks_ai/accounts/fireworks/models/qwq-32b', 20.9, 'alone'],
    ['xai/grok-4', 79.6, 'run through OpenRouter'],
    ['o1', 61.7, 'its only dated name was run'],
    ['gpt-4.1-nano', 8.9, 'one run'],
  ])('%s shows %d: %s', (key, percent) => {
    expect(scoreOf(scores, key)).toBe(percent);
  });

  it.each([
    ['gpt-4o', 'a rolling name that was not run'],
    ['gpt-5-mini', 'a longer name'],
    ['gpt-5.5', 'a later model'],
    ['azure/gpt-5', 'another provider'],
    ['GPT-5', 'another case'],
    ['mistral/codestral-latest', 'a later model than the one that was run'],
    ['sonnet', 'a name of the benchmark alone'],
    ['r1', 'two models together'],
    ['constructor', 'an inherited name'],
  ])('%s shows none: %s', (key) => {
    expect(scoreOf(scores, key)).toBeNull();
  });

  it('says which run a score is from', () => {
    expect(scores.byKey.get('o3')).toEqual({ percent: 81.3, run: 'o3 (high)', date: '2025-06-25' });
    expect(scores.benchmark).toMatchObject({
      name: 'Aider',
      benchmark: 'Aider polyglot, percent correct',
      month: '2025-10',
    });
  });

  it.skipIf(!existsSync(tablePath))('keeps every published run (needs ../shared/reference)', () => {
    const published = readFileSync(tablePath, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t').slice(1))
      .map(([run, percent, date]) => `${run} | ${Number(percent)} | ${date}`);
    const runs = Object.values(asObject(field(asObject(fixture), 'models')) ?? {}).flatMap((model) =>
      asList(field(asObject(model), 'runs')),
    );
    const kept = [...runs, ...asList(field(asObject(fixture), 'leftOut'))]
      .map((run) => asObject(run))
      .map((run) => `${String(run?.run)} | ${String(run?.percent)} | ${String(run?.date)}`);
    expect(kept.sort()).toEqual(published.sort());
  });

  it.skipIf(!existsSync(mapPath))(
    'fills 30 models of the cost map or more (needs ../shared/cost-maps)',
    () => {
      const map = asObject(parseJson(readFileSync(mapPath, 'utf8')));
      const found = [...scores.byKey.keys()].filter((key) => field(map, key) !== undefined);
      expect(found.length).toBeGreaterThanOrEqual(30);
    },
  );
});

describe('a file of scores', () => {
  it('may be as short as a percentage a model', () => {
    const own = parseScores({ models: { 'gpt-5.5': 91.5, 'my/model': 0 } }, 'scores.json');
    expect(scoreOf(own, 'gpt-5.5')).toBe(91.5);
    expect(scoreOf(own, 'my/model')).toBe(0);
    expect(own.benchmark).toEqual({ name: null, benchmark: null, month: null, source: null });
  });

  it('says which benchmark it is, and of which month', () => {
    const runs = [
      { percent: 50, date: '2026-02-28' },
      { percent: 60, date: '2025-12-01' },
    ];
    const named = { name: 'SWE-bench', benchmark: 'SWE-bench Verified, percent resolved' };
    const monthOf = (json: JsonValue) => parseScores(json, 'scores.json').benchmark.month;
    expect(parseScores({ ...named, month: '2026-03', models: { m: 1 } }, 'scores.json').benchmark).toEqual({
      ...named,
      month: '2026-03',
      source: null,
    });
    // The newest run that is shown: m shows its best, of December.
    expect(monthOf({ models: { m: { runs }, n: 40 } })).toBe('2025-12');
    expect(monthOf({ models: { m: { runs, shows: 'latest' }, n: 40 } })).toBe('2026-02');
    expect(parseScores({ benchmark: 'Ours', models: {} }, 'scores.json').benchmark.name).toBe('Ours');
  });

  it('shows the best run, or the latest where it says so', () => {
    const runs = [
      { percent: 50, date: '2025-03-01' },
      { percent: 60, date: '2025-01-01' },
      { percent: 40, date: '2025-03-01' },
    ];
    const own = parseScores({ models: { best: { runs }, latest: { runs, shows: 'latest' } } }, 'scores.json');
    expect(scoreOf(own, 'best')).toBe(60);
    expect(scoreOf(own, 'latest')).toBe(50);
  });

  it('shows nothing for a model that was only run together with another', () => {
    const own = parseScores({ models: { m: { runs: [{ percent: 50, with: 'n' }] } } }, 'scores.json');
    expect(scoreOf(own, 'm')).toBeNull();
  });

  const run = { percent: 50 };
  const models: readonly (readonly [string, JsonValue, string])[] = [
    ['that is no object', [1, 2], '"models" must be an object'],
    ['without models', { 'gpt-5': 88 }, '"models" must be an object'],
    [
      'with a fraction of 100 written as a text',
      of({ m: '0.88' }),
      'models: m must be a percentage or an object',
    ],
    ['with a percentage above 100', of({ m: 880 }), 'models: m: 880 is no percentage from 0 to 100'],
    [
      'with a run without a percentage',
      of({ m: { runs: [{}] } }),
      'models: m: runs[0]: undefined is no percentage',
    ],
    ['without runs', of({ m: {} }), 'models: m: "runs" must be a list that holds a run'],
    [
      'with an unknown rule',
      of({ m: { runs: [run], shows: 'worst' } }),
      '"shows" must be "best" or "latest"',
    ],
    ['of a month that is none', { month: '2025-13', models: { m: 1 } }, '"month" must be a month'],
    ['with a date that is none', of({ m: { runs: [{ ...run, date: 'May' }] } }), '"date" must be a day'],
    [
      'that lacks the date it asks for',
      of({ m: { runs: [run], shows: 'latest' } }),
      'every run must have a date',
    ],
    [
      'with an alias that is no name',
      of({ m: { runs: [run], aliases: [1] } }),
      '"aliases" must be a list of names',
    ],
    ['that names a model twice', of({ a: 1, b: { runs: [run], aliases: ['a'] } }), '"a" has a score already'],
  ];

  it.each(models)('%s is refused with its name and the place', (_what, json, message) => {
    expect(() => parseScores(json, 'my-scores.json')).toThrow(UsageError);
    expect(() => parseScores(json, 'my-scores.json')).toThrow('my-scores.json');
    expect(() => parseScores(json, 'my-scores.json')).toThrow(message);
  });

  function of(entries: JsonObject): JsonObject {
    return { models: entries };
  }
});

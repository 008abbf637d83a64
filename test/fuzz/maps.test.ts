import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { asObject, isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { readBook } from '../helpers/book.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess } from './in-process.ts';
import { damage, HOSTILE, mutate, object } from './mutate.ts';
import type { Random } from './random.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const readJson = (name: string) => parseJson(readFileSync(new URL(name, FIXTURES), 'utf8'));

/** Real entries, and those that were made odd by hand. */
const BOOK = readBook();
const ODD = readdirSync(new URL('maps', FIXTURES)).flatMap((name): [string, JsonObject][] =>
  name.endsWith('.json') ? entriesOf(readJson(`maps/${name}`)) : [],
);
const ENTRIES: readonly (readonly [string, JsonValue])[] = [...BOOK.entries, ...ODD];

function entriesOf(map: JsonValue): [string, JsonObject][] {
  return Object.entries(asObject(map) ?? {}).flatMap(([key, entry]) =>
    isJsonObject(entry) ? [[key, entry]] : [],
  );
}

const llmcost = inProcess();
afterAll(() => llmcost.remove());

const COUNTS = [
  'input',
  'output',
  'cache-read',
  'cache-write',
  'reasoning',
  'input-image',
  'input-audio',
  'output-image',
  'images',
  'seconds',
  'characters',
  'pages',
  'queries',
  'web-searches',
];
const FIGURES = ['0', '1', '999', '200001', '1.5M', '9007199254740991'];
const TIERS = ['standard', 'flex', 'priority', 'batch'];

const OTHERS = [
  ['list'],
  ['list', '--sort', 'blended', '--top', '3'],
  ['list', '--unique'],
  ['list', '--search', 'gpt'],
  ['providers'],
  ['modes'],
  ['doctor'],
  ['compare', '--cheapest', 'vision', '--input', '1000', '--output', '10'],
];

function someCounts(random: Random): readonly string[] {
  const flags = new Set(random.some(COUNTS, 1 + random.below(4)));
  return [...flags].flatMap((name) => [`--${name}`, random.of(FIGURES)]);
}

function someFlags(random: Random): readonly string[] {
  return [
    ...(random.chance(0.3) ? ['--tier', random.of(TIERS)] : []),
    ...(random.chance(0.2) ? ['--region', random.of(['eu', 'us', '__proto__', 'constructor'])] : []),
    ...(random.chance(0.1) ? ['--speed', random.of(['fast', 'toString'])] : []),
    ...(random.chance(0.2) ? ['--requests', random.of(FIGURES)] : []),
    ...(random.chance(0.2) ? ['--tiers'] : []),
    ...(random.chance(0.1) ? ['--size', random.of(['1024x1024', '1x1', '9999x1'])] : []),
    ...(random.chance(0.1) ? ['--budget', '1'] : []),
  ];
}

/** Settings that use every part. */
const CONFIG: JsonValue = {
  aliases: { cheap: 'gpt-4o' },
  prefer: ['openai'],
  models: {
    own: { provider: 'me', mode: 'chat', usdPer1M: { input: 1, output: 2 }, limits: { input: 1000 } },
  },
  overrides: { 'gpt-4o': { usdPer1M: { input: 3 }, 'usdPer1M batch': { input: 1 } } },
  discounts: [
    { provider: 'openai', percent: 10 },
    { model: 'gpt-4o', usdPerRequest: 0.001 },
  ],
  margins: [{ percent: 5, name: 'Ours' }],
  currency: { code: 'EUR', symbol: '€', perUsd: 0.9, asOf: '2026-01-01' },
  region: 'eu',
  tier: 'flex',
};

interface Tried {
  readonly random: Random;
  readonly share: number;
  readonly model: string;
  readonly path: string;
  readonly whole: JsonValue;
  readonly json: readonly string[];
  readonly write: (name: string, value: JsonValue) => string;
}

it('ten thousand broken maps break nothing', { timeout: TIMEOUT_MS }, async () => {
  const statuses = new Map<number, number>();
  const ask = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const status = await llmcost.run(args, { env });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const others = (which: number, { random, share, model, path, whole, json, write }: Tried) => {
    const map = ['--map', path];
    switch (which) {
      case 0:
        return ask(['diff', write('before.json', mutate(whole, random, share)), path, ...json]);
      case 1:
        return ask([
          'diff',
          write('before.json', mutate(whole, random, share)),
          path,
          '--format',
          'markdown',
        ]);
      case 2:
        return ask(['lifecycle', model, write('words.json', whole), ...map, ...json]);
      case 3:
        return ask(['config', 'check', write('config.json', mutate(CONFIG, random, share)), ...map, ...json]);
      case 4:
        return ask(['show', model, ...map, ...json], {
          LLMCOST_CONFIG: write('own.json', mutate(CONFIG, random, 0.01)),
        });
      default:
        return ask([random.of(['why', 'compare', 'offers']), model, ...map, ...json]);
    }
  };
  const runs = await campaign({ runs: 10_000, maxSeconds: 35, share: 0.4 }, async (random) => {
    const share = random.of([0.01, 0.03, 0.1, 0.3]);
    const chosen = random.some(ENTRIES, 1 + random.below(5)).map(([key, entry]): [string, JsonValue] => {
      return [random.chance(0.1) ? random.of(HOSTILE) : key, mutate(entry, random, share)];
    });
    const write = (name: string, value: JsonValue) => {
      const text = JSON.stringify(value);
      return llmcost.write(name, random.chance(0.1) ? damage(text, random) : text);
    };
    const whole = random.chance(0.02) ? mutate(object(chosen), random, share) : object(chosen);
    const path = write('map.json', whole);
    const map = ['--map', path];
    const name = random.of(chosen)[0];
    // A name that begins with a dash is a flag to every program.
    const model = name.startsWith('-') ? `./${name}` : name;
    const json = random.chance(0.5) ? ['--json'] : [];
    const format = json.length > 0 ? json : random.of([[], ['--format', 'csv'], ['--format', 'markdown']]);
    switch (random.below(10)) {
      case 0:
      case 1:
        return ask(['validate', path, ...json]);
      case 2:
        return ask([...random.of(OTHERS), ...map, ...format]);
      case 3:
        return others(random.below(8), { random, share, model, path, whole, json, write });
      case 4:
      case 5:
        return ask(['show', model, ...random.of([[], ['--all'], ['--raw']]), ...map, ...json]);
      default:
        return ask(['estimate', model, ...someCounts(random), ...someFlags(random), ...map, ...json]);
    }
  });
  expect(runs).toBeGreaterThan(0);
  // A fuzzer that only ever sees refusals tries nothing.
  if (runs > 1000) expect((statuses.get(0) ?? 0) / runs).toBeGreaterThan(0.3);
});

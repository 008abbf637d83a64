import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { asObject, isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../src/json.ts';
import { bookEntries } from '../../src/map/price-book.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess } from './in-process.ts';
import { damage, HOSTILE, mutate, object } from './mutate.ts';
import type { Random } from './random.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const readJson = (name: string) => parseJson(readFileSync(new URL(name, FIXTURES), 'utf8'));

/** Real entries, and those that were made odd by hand. */
const BOOK = bookEntries(
  readdirSync(new URL('price-book', FIXTURES)).map((name) => readJson(`price-book/${name}`)),
);
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

it('ten thousand broken maps break nothing', { timeout: TIMEOUT_MS }, async () => {
  const statuses = new Map<number, number>();
  const ask = async (args: readonly string[]) => {
    const status = await llmcost.run(args);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const runs = await campaign({ runs: 10_000, maxSeconds: 35, share: 0.6 }, async (random) => {
    const share = random.of([0.01, 0.03, 0.1, 0.3]);
    const chosen = random.some(ENTRIES, 1 + random.below(5)).map(([key, entry]): [string, JsonValue] => {
      return [random.chance(0.1) ? random.of(HOSTILE) : key, mutate(entry, random, share)];
    });
    const whole = JSON.stringify(
      random.chance(0.02) ? mutate(object(chosen), random, share) : object(chosen),
    );
    const map = ['--map', llmcost.write('map.json', random.chance(0.1) ? damage(whole, random) : whole)];
    const name = random.of(chosen)[0];
    // A name that begins with a dash is a flag to every program.
    const model = name.startsWith('-') ? `./${name}` : name;
    const json = random.chance(0.5) ? ['--json'] : [];
    const format = json.length > 0 ? json : random.of([[], ['--format', 'csv'], ['--format', 'markdown']]);
    switch (random.below(10)) {
      case 0:
      case 1:
        return ask(['validate', map[1] ?? '', ...json]);
      case 2:
        return ask([...random.of(OTHERS), ...map, ...format]);
      case 3:
        return ask([random.of(['why', 'compare', 'offers']), model, ...map, ...json]);
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

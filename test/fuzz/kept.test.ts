/** Bytes flipped and files cut in everything that is kept: no figure is ever said of a map that does not have it. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asList, asObject, asText, field, parseJson, type JsonObject } from '../../src/core/json.ts';
import { map, startMapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess, type Given } from './in-process.ts';
import type { Random } from './random.ts';

const OLD = mapOf(60, 2e-6);
const NEW = mapOf(60, 3e-6);
/** What the settings say that stand behind a link, and count because they were allowed. */
const OWN_PRICE = 5e-6;
const SHARED = JSON.stringify({ overrides: { 'tern-1': { usdPer1M: { input: OWN_PRICE * 1e6 } } } });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const root = mkdtempSync(join(tmpdir(), 'llmcost-kept-'));
const llmcost = inProcess();
afterAll(() => {
  llmcost.remove();
  rmSync(root, { recursive: true, force: true });
});

/** Everything that is kept of a user, as it should be; an experiment damages a copy. */
const good = join(root, 'good');
const copy = join(root, 'copy');
let url = '';
/** The price of `tern-1` by the SHA-256 that an answer names. */
const prices = new Map<unknown, number>([
  [sha256(OLD), 2e-6],
  [sha256(NEW), 3e-6],
]);

beforeAll(async () => {
  const server = await startMapServer(map(OLD), map(NEW));
  url = server.url;
  for (const name of ['project', 'linked']) mkdirSync(join(good, name), { recursive: true });
  writeFileSync(join(good, 'shared.json'), SHARED);
  symlinkSync('../shared.json', join(good, 'linked', 'llmcost.config.json'));
  const run = async (args: readonly string[], cwd = 'project') => {
    const env = { LLMCOST_OFFLINE: '', LLMCOST_CONFIG: '', TERM: 'dumb' };
    const given = { ...at(good), cwd: join(good, cwd), env: { LLMCOST_MAP_URL: url, ...env } };
    if ((await llmcost.run(args, given)) !== 0) throw new Error(`${args.join(' ')} failed`);
  };
  await run(['sync']);
  await run(['sync']);
  await run(['lock', '--models', 'tern-1']);
  await run(['review', 'tern-1', '--source', 'https://prices.example/', '--by', 'Ada']);
  cpSync(good, copy, { recursive: true, verbatimSymlinks: true });
  const allowing = { ...at(copy), cwd: join(copy, 'linked'), env: { LLMCOST_CONFIG: '' } };
  if ((await llmcost.run(['config', 'allow'], allowing)) !== 0) throw new Error('nothing was allowed');
  cpSync(join(copy, 'config', 'allowed.json'), join(good, 'config', 'allowed.json'));
  const lock = asObject(parseJson(readFileSync(join(good, 'project', 'llmcost.lock.json'), 'utf8')));
  prices.set(field(lock, 'entriesSha256'), 3e-6);
  await server.close();
});

function at(place: string): Pick<Given, 'cacheDir' | 'configDir'> {
  return { cacheDir: join(place, 'cache'), configDir: join(place, 'config') };
}

function filesOf(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function damage(path: string, others: readonly string[], random: Random): void {
  const bytes = readFileSync(path);
  const place = () => random.below(bytes.length + 1);
  switch (random.below(7)) {
    case 0:
      return writeFileSync(path, bytes.subarray(0, place()));
    case 1:
      return writeFileSync(path, bytes.subarray(place()));
    case 2:
      return writeFileSync(path, Buffer.concat([bytes, bytes.subarray(0, place())]));
    case 3:
      return writeFileSync(path, readFileSync(random.of(others)));
    case 4:
      return writeFileSync(path, bytes.fill(0, place(), place()));
    case 5:
      return rmSync(path);
    default:
      for (let flips = 1 + random.below(4); flips > 0 && bytes.length > 0; flips -= 1) {
        const byte = random.below(bytes.length);
        bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << random.below(8)), byte);
      }
      return writeFileSync(path, bytes);
  }
}

/** Each command line, and the prices of `tern-1` that its answer holds. */
const COMMANDS: readonly (readonly [readonly string[], (document: JsonObject) => readonly unknown[]])[] = [
  [['show', 'tern-1'], (document) => [field(asObject(field(document, 'headline')), 'input')]],
  [['estimate', 'tern-1', '--input', '1k'], (document) => [Number(field(document, 'totalUsd')) / 1000]],
  [
    ['list', 'tern-1'],
    (document) =>
      asList(field(document, 'models'))
        .map((model) => asObject(model))
        .filter((model) => field(model, 'key') === 'tern-1')
        .map((model) => field(asObject(field(asObject(field(model, 'rates')), 'input')), 'usdPerUnit')),
  ],
  [['compare', 'tern-1', 'tern-2'], () => []],
  [['history', 'tern-1'], () => []],
  [['diff'], () => []],
  [['cache'], () => []],
  [['review', '--list'], () => []],
  [['config', 'show'], () => []],
];

it('what is kept may be damaged in any way', { timeout: TIMEOUT_MS }, async () => {
  const kinds = new Map<string, number>();
  const runs = await campaign({ runs: 1500, maxSeconds: 25, share: 0.2 }, async (random) => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(good, copy, { recursive: true, verbatimSymlinks: true });
    for (const path of new Set(random.some(filesOf(copy), 1 + random.below(4))))
      // A link, and what it led to is gone.
      if (existsSync(path)) damage(path, filesOf(good), random);
    const [words, pricesIn] = random.of(COMMANDS);
    const more = random.of([
      [],
      ['--no-lock'],
      ['--as-of', '2026-11-28'],
      ['--lock', '../project/llmcost.lock.json'],
    ]);
    const takesMap = ['show', 'estimate', 'list', 'compare'].includes(words[0] ?? '');
    const args = [...words, ...(takesMap ? more : []), '--json'];
    const cwd = join(copy, random.of(['project', 'linked']));
    const env = { LLMCOST_MAP_URL: url, LLMCOST_CONFIG: '' };
    const { status, stdout } = await llmcost.ask(args, { ...at(copy), cwd, env });
    if (status !== 0) return;
    const document = asObject(parseJson(stdout)) ?? {};
    const source = asObject(field(document, 'source'));
    kinds.set(
      asText(field(source, 'kind')) ?? 'none',
      (kinds.get(asText(field(source, 'kind')) ?? 'none') ?? 0) + 1,
    );
    const isShared = readIfThere(join(copy, 'shared.json')) === SHARED && cwd.endsWith('linked');
    const right = [prices.get(field(source, 'sha256')), ...(isShared ? [OWN_PRICE] : [])];
    for (const price of pricesIn(document))
      expect(right, `${args.join(' ')} in ${cwd}: ${stdout.slice(-1500)}`).toContain(price);
  });
  expect(runs).toBeGreaterThan(0);
  // Most damage is survived: what is left of the cache, the lock or the history answers.
  if (runs > 500)
    for (const kind of ['cache', 'lock', 'lock-entries', 'snapshot'])
      expect([...kinds.keys()]).toContain(kind);
});

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

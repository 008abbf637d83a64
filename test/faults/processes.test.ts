/** Many real commands at once, and real commands that are killed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObject, field } from '../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { ended, jsonOf, makeCliHome, type CliHome } from '../helpers/run-cli.ts';

const OLD_PRICE = 2e-6;
const NEW_PRICE = 3e-6;
const OLD = mapOf(400, OLD_PRICE);
const NEW = mapOf(400, NEW_PRICE);
/** 200 are worth having before a release; these few take seconds. */
const ROUNDS = Number(process.env['LLMCOST_KILL_ROUNDS'] ?? 12);

let home: CliHome;
let server: MapServer;

beforeEach(async () => {
  home = makeCliHome();
  server = await startMapServer(map(OLD));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const options = () => ({ env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url } });
const run = (...args: readonly string[]) => home.run(args, options());

/** The price of `tern-1`, or the error that stands in its place. */
function priceOf(result: Awaited<ReturnType<typeof run>>): unknown {
  const document = jsonOf(result);
  return asObject(field(document, 'headline'))?.['input'] ?? document;
}

const leftovers = () =>
  readdirSync(join(home.dir, 'cache'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.tmp-'),
  );

describe('twenty commands at the very first start', () => {
  it('all answer from the map, and leave one whole copy', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => run('show', 'tern-1', '--json')));
    expect(all.map(priceOf)).toEqual(Array(20).fill(OLD_PRICE));
    expect(all.map(({ stderr }) => stderr)).toEqual(Array(20).fill(''));
    expect(leftovers()).toEqual([]);
    const asked = server.asked.length;
    expect(priceOf(await run('show', 'tern-1', '--json'))).toBe(OLD_PRICE);
    expect(server.asked).toHaveLength(asked);
    expect(jsonOf(await run('cache', '--json'))).toMatchObject({ state: 'usable', snapshots: [{}] });
  });
});

describe('a sync that is killed', () => {
  it(`at random moments in ${ROUNDS} rounds leaves the last good map to show`, async () => {
    await run('sync');
    let good: unknown = OLD_PRICE;
    const wrong: object[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const [text, price] = round % 2 === 0 ? [NEW, NEW_PRICE] : [OLD, OLD_PRICE];
      server.answer(map(text));
      const child = home.start(['sync'], options());
      // From before the first byte to after the last: chance picks the moment.
      const timer = setTimeout(() => child.kill('SIGKILL'), 60 + Math.random() * 300);
      const { signal } = await ended(child);
      clearTimeout(timer);
      const shown = await run('show', 'tern-1', '--json', '--offline');
      const found = priceOf(shown);
      const allowed = signal === null ? [price] : [price, good];
      if (!allowed.includes(found) || shown.stderr !== '')
        wrong.push({ round, killed: signal, found, allowed, ...shown });
      good = found;
    }
    expect(wrong).toEqual([]);
    // What came of all rounds is a cache in order.
    server.answer(map(NEW));
    expect((await run('sync')).code).toBe(0);
    expect(jsonOf(await run('cache', '--json'))).toMatchObject({ state: 'usable', warnings: [] });
    expect(priceOf(await run('show', 'tern-1', '--json', '--offline'))).toBe(NEW_PRICE);
  }, 600_000);

  it('while it locks leaves the whole lock of before, or of after', async () => {
    await run('lock', '--models', 'tern-1');
    for (let round = 0; round < Math.ceil(ROUNDS / 3); round += 1) {
      server.answer(map(round % 2 === 0 ? NEW : OLD));
      const child = home.start(['lock', '--update'], options());
      const timer = setTimeout(() => child.kill('SIGKILL'), 60 + Math.random() * 300);
      await ended(child);
      clearTimeout(timer);
      const shown = await run('estimate', 'tern-1', '--input', '1k', '--json', '--offline');
      expect(jsonOf(shown)).toMatchObject({ source: { kind: 'lock' } });
      expect([0.002, 0.003]).toContain(jsonOf(shown)['totalUsd']);
    }
  }, 600_000);
});

import { readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asList, asObject, field } from '../../../../src/core/json.ts';
import { map, startMapServer, type MapServer } from '../../../helpers/map-server.ts';
import { mapOf } from '../../../helpers/maps.ts';
import type { Ended } from '../../../helpers/processes.ts';
import { jsonOf, makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';

const MAY = mapOf(60, 4e-6);
const JUNE = mapOf(61, 2e-6);
const AUGUST = mapOf(62, 3e-6);

let home: CliHome;
let server: MapServer;

beforeEach(async () => {
  home = makeCliHome();
  server = await startMapServer(map(AUGUST));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const run = (...args: readonly string[]): Promise<Ended> =>
  home.run(args, { env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url } });

/** Adds a text to the history as the map of a day. */
async function keep(text: string, date: string): Promise<Ended> {
  return await run('import', home.write(`${date.slice(0, 10)}.json`, text), '--date', date);
}

async function keepAll(): Promise<void> {
  for (const [text, date] of [
    [JUNE, '2026-06-12'],
    [AUGUST, '2026-08-06'],
    [MAY, '2026-05-24'],
  ] as const)
    await keep(text, date);
}

const snapshots = () => readdirSync(join(home.dir, 'cache', 'snapshots'));

describe('llmcost import', () => {
  it('adds a map to the history, and says how far that reaches now', async () => {
    await keep(JUNE, '2026-06-12');
    const { stdout, code } = await keep(MAY, '2026-05-24T10:00');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Kept as the map of 2026-05-24\.\n/);
    expect(stdout).toContain('\n  Published from  2026-05-24 10:00 UTC\n  Models          60\n');
    expect(stdout).toContain('\n  History         2, 2026-05-24 to 2026-06-12\n');
    expect(server.asked).toEqual([]);
  });

  it('knows a map that it has', async () => {
    await keep(MAY, '2026-05-24');
    const again = await run('import', home.write('again.json', MAY), '--date', '2026-05-30', '--json');
    expect(jsonOf(again)).toMatchObject({ status: 'known', history: [{ at: '2026-05-24T00:00:00.000Z' }] });
    const earlier = await run('import', home.write('again.json', MAY), '--date', '2026-05-20', '--json');
    expect(jsonOf(earlier)).toMatchObject({ status: 'added', history: [{ at: '2026-05-20T00:00:00.000Z' }] });
    expect(snapshots()).toHaveLength(1);
  });

  it('takes a gzipped map', async () => {
    writeFileSync(join(home.dir, 'may.json.gz'), gzipSync(MAY));
    expect(jsonOf(await run('import', 'may.json.gz', '--date', '2026-05-24', '--json'))).toMatchObject({
      modelCount: 60,
    });
  });

  it('before the map of the server does not take its place', async () => {
    await run('sync');
    await keep(JUNE, '2026-06-12');
    expect(field(jsonOf(await run('show', 'tern-1', '--json')), 'source')).toMatchObject({
      kind: 'cache',
      modelCount: 62,
    });
    const document = jsonOf(await run('diff', '--json'));
    expect([field(document, 'before'), field(document, 'after')]).toMatchObject([
      { modelCount: 61 },
      { modelCount: 62 },
    ]);
  });

  it('stays, however old it is, until it is cleared or pruned by number', async () => {
    await keep(MAY, '2020-05-24');
    await keep(JUNE, '2020-06-12');
    await run('sync');
    // What nobody has touched for an hour would go with the next sync, were it not for its note.
    for (const name of snapshots()) utimesSync(join(home.dir, 'cache', 'snapshots', name), 0, 0);
    server.answer(map(mapOf(63)));
    await run('sync');
    await run('cache', 'prune');
    expect((await run('show', 'tern-1', '--as-of', '2020-05-30')).code).toBe(0);
    expect(snapshots()).toHaveLength(4);
    await run('cache', 'prune', '--keep', '1');
    expect(snapshots()).toHaveLength(1);
    await run('cache', 'clear');
    expect(readdirSync(home.dir)).not.toContain('cache');
  });

  it.each([
    [['may.json'], 2, '--date says so.\n  Write: llmcost import may.json --date 2026-05-24'],
    [['old-2026-05-01.json'], 2, 'Write: llmcost import old-2026-05-01.json --date 2026-05-01'],
    [['may.json', '--date', '24.5.2026'], 2, '--date must be a date, not "24.5.2026".'],
    [['may.json', '--date', '2999-01-01'], 2, '--date 2999-01-01 is still to come.'],
    [['none.json', '--date', '2026-05-24'], 5, 'there is no such file'],
    [['page.html', '--date', '2026-05-24'], 6, 'The file page.html is an HTML page, not JSON.'],
    [['small.json', '--date', '2026-05-24'], 6, 'holds 49 models, and fewer than 50 are no cost map'],
    [[], 2, 'No file is given.'],
  ])('%j ends with %s: %s', async (args, code, message) => {
    home.write('may.json', MAY);
    home.write('page.html', '<!doctype html>');
    home.write('small.json', mapOf(49));
    const ended = await run('import', ...args);
    expect(ended.stderr).toContain(message);
    expect(ended.code).toBe(code);
    expect(readdirSync(home.dir)).not.toContain('cache');
  });

  it('of what is newer than the map of the server is left to sync', async () => {
    await run('sync');
    const later = new Date(Date.now() + 1000).toISOString().replace('Z', '+00:00');
    const ended = await run('import', home.write('may.json', MAY), '--date', later);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/still (the published one on|to come)/);
  });

  it('fails where nothing can be kept', async () => {
    writeFileSync(join(home.dir, 'cache'), 'a file');
    const ended = await keep(MAY, '2026-05-24');
    expect(ended.code).toBe(5);
    expect(ended.stderr).toMatch(/could not be kept in .*: a part of the path is not a directory\./);
  });
});

describe('--as-of', () => {
  const priceOf = async (...args: readonly string[]) => {
    const document = jsonOf(await run('show', 'tern-1', '--json', ...args));
    const [price] = asList(field(document, 'prices'));
    return [field(asObject(price), 'raw'), field(asObject(field(document, 'source')), 'kind')];
  };

  it('answers from the map of that day, its own day included', async () => {
    await keepAll();
    expect(await priceOf('--as-of', '2026-05-24')).toEqual(['0.000004', 'snapshot']);
    expect(await priceOf('--as-of', '2026-06-11T23:59Z')).toEqual(['0.000004', 'snapshot']);
    expect(await priceOf('--as-of', '2026-06-12')).toEqual(['0.000002', 'snapshot']);
    expect(await priceOf('--as-of', '2026-11-01')).toEqual(['0.000003', 'snapshot']);
    expect(server.asked).toEqual([]);
  });

  it('prices a job and compares models with that map', async () => {
    await keepAll();
    const job = await run('estimate', 'tern-1', '--input', '1M', '--as-of', '2026-06-12', '--json');
    expect(jsonOf(job)).toMatchObject({ totalUsd: 2, source: { modelCount: 61 } });
    const compared = await run('compare', 'tern-1', 'tern-2', '--as-of', '2026-05-24', '--json');
    expect(field(jsonOf(compared), 'source')).toMatchObject({ kind: 'snapshot', modelCount: 60 });
  });

  it('before the first map is an error that says which dates there are', async () => {
    const none = await run('show', 'tern-1', '--as-of', '2026-05-24');
    expect([none.code, none.stderr]).toEqual([
      5,
      'llmcost: There is no history of the map yet.\n' +
        '  `llmcost sync` begins it; `llmcost import FILE --date` adds an older map that you have.\n',
    ]);
    await keepAll();
    const early = await run('show', 'tern-1', '--as-of', '2026-05-23', '--json');
    expect(early.code).toBe(5);
    expect(jsonOf(early)).toEqual({
      error: {
        code: 'MAP_UNAVAILABLE',
        message:
          'There is no map of 2026-05-23: the history has 3 maps, of 2026-05-24, 2026-06-12 and 2026-08-06.',
        hint: '`llmcost import FILE --date` adds an older map that you have.',
      },
    });
  });

  it.each([
    [['--as-of', 'soon'], '--as-of must be a date, not "soon".'],
    [['--as-of', '2026-02-30'], '--as-of must be a date, not "2026-02-30".'],
    [['--as-of', '2999-01-01'], '2999-01-01 is still to come.'],
    [['--as-of', 'each'], '--as-of must be a date, not "each".'],
    [
      ['--as-of', '2026-05-24', '--map', 'may.json'],
      '--as-of looks into the history of a map, and a file has none.',
    ],
    [['--as-of', '2026-05-24', '--lock', 'x.json'], '--lock and --as-of name two maps.'],
    [['--map', 'may.json', '--lock', 'x.json'], '--lock and --map name two maps.'],
  ])('%j is wrong usage: %s', async (flags, message) => {
    const ended = await run('show', 'tern-1', ...flags);
    expect(ended.stderr).toContain(`llmcost: ${message}\n`);
    expect(ended.code).toBe(2);
  });

  it('says that a map of the history is gone, or damaged', async () => {
    await keepAll();
    for (const name of snapshots()) writeFileSync(join(home.dir, 'cache', 'snapshots', name), 'damaged');
    const ended = await run('show', 'tern-1', '--as-of', '2026-05-24');
    expect(ended.code).toBe(5);
    expect(ended.stderr).toMatch(
      /The map of 2026-05-24 \([0-9a-f]{12}\) is missing from the history, or damaged\./,
    );
  });
});

describe('llmcost history', () => {
  it('shows each price with its dates, and a chart of what changed', async () => {
    await keepAll();
    const { stdout, code } = await run('history', 'tern-1');
    expect(code).toBe(0);
    const [head = '', body = ''] = stdout.split('\n\n');
    expect(head).toBe(
      `tern-1 · shorebird · chat\n  History of  ${server.url}\n  Maps        3, 2026-05-24 to 2026-08-06\n  In them     since 2026-05-24`,
    );
    const lines = body.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/ *[▁▂▃▄▅▆▇█]+$/, ''))).toEqual([
      'Price   Since                      Value  Change  Chart',
      'Input   2026-05-24   $4.0000 / 1M tokens',
      '        2026-06-12   $2.0000 / 1M tokens    -50%',
      '        2026-08-06   $3.0000 / 1M tokens    +50%',
      'Output  2026-05-24  $16.0000 / 1M tokens',
      '        2026-06-12   $8.0000 / 1M tokens    -50%',
      '        2026-08-06  $12.0000 / 1M tokens    +50%',
    ]);
    expect(lines[1]).toMatch(/ █+▁+▅+$/);
    expect(server.asked).toEqual([]);
  });

  it('draws in ASCII where the locale is not UTF-8', async () => {
    await keepAll();
    const env = { LLMCOST_MAP_URL: server.url, LC_ALL: 'C' };
    const { stdout } = await home.run(['history', 'tern-1'], { env });
    expect(stdout).toMatch(/ #+_+=+\n/);
  });

  it('tells of a model that is gone, and of one that came', async () => {
    await keep(AUGUST, '2026-05-24');
    await keep(MAY, '2026-06-12');
    const gone = await run('history', 'TERN-61');
    expect(gone.stdout).toContain('  In them     2026-05-24 to 2026-06-12, gone since\n');
    expect(gone.stdout).toMatch(/2026-06-12 +none +gone\n/);
    await keep(AUGUST, '2026-08-06');
    const document = jsonOf(await run('history', 'tern-61', '--json'));
    expect(asList(field(document, 'snapshots')).map((seen) => field(asObject(seen), 'hasModel'))).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('gives every point as JSON, CSV and Markdown', async () => {
    await keepAll();
    const document = jsonOf(await run('history', 'tern-1', '--json'));
    const [input] = asList(field(document, 'prices'));
    expect(asObject(input)).toMatchObject({
      item: 'Input',
      field: 'input_cost_per_token',
      unit: 'token',
      points: [
        { from: '2026-05-24T00:00:00.000Z', usdPerUnit: 4e-6, per1MUsd: 4, percent: null },
        { from: '2026-06-12T00:00:00.000Z', usdPerUnit: 2e-6, per1MUsd: 2, percent: -50 },
        { from: '2026-08-06T00:00:00.000Z', usdPerUnit: 3e-6, per1MUsd: 3, percent: 50 },
      ],
    });
    const csv = await run('history', 'tern-1', '--format', 'csv');
    expect(csv.stdout.split('\r\n')[2]).toMatch(
      /^tern-1,input_cost_per_token,token,2026-06-12T00:00:00\.000Z,0\.000002,-50,[0-9a-f]{64}$/,
    );
    const markdown = await run('history', 'tern-1', '--format', 'markdown');
    expect(markdown.stdout).toContain('| Input | 2026-06-12 | $2.0000 / 1M tokens | -50% |\n');
  });

  it('leaves out what is damaged, and says so', async () => {
    await keepAll();
    const [first = ''] = snapshots();
    rmSync(join(home.dir, 'cache', 'snapshots', first));
    const { stderr, code } = await run('history', 'tern-1');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /The map of 2026-\d\d-\d\d is missing from the history, or damaged, and is left out\./,
    );
  });

  it('needs a history, and a model that one of its maps has', async () => {
    const none = await run('history', 'tern-1');
    expect([none.code, none.stderr]).toEqual([
      5,
      expect.stringContaining(`There is no history of ${server.url} yet.`),
    ]);
    await keepAll();
    const miss = await run('history', 'tarn-1');
    expect([miss.code, miss.stderr]).toEqual([3, expect.stringContaining('tern-1')]);
    expect((await run('history')).code).toBe(2);
  });

  it('says of a single map that others will follow', async () => {
    await run('sync');
    const { stdout } = await run('history', 'tern-1');
    expect(stdout).toContain('There is one map so far:');
    expect(stdout).not.toContain('Chart');
  });
});

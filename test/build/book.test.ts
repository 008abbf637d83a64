import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOOK_FOLDER } from '../helpers/book.ts';
import { mapOf } from '../helpers/maps.ts';
import { listening } from '../helpers/map-server.ts';
import { HAS_SHARED_MAPS, sharedMapPath } from '../helpers/shared-maps.ts';

const SCRIPT = fileURLToPath(new URL('../../src/build/book.mjs', import.meta.url));
const FLAG = ['--published', '2026-05-24'];

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'llmcost-book-'));
});

afterEach(() => {
  rmSync(dir, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function makeBook(...args: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(process.execPath, [SCRIPT, ...args, '--to', dir], (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** Every file of a book, but for what is written by hand. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = ['about.json', ...readdirSync(join(folder, 'providers')).map((name) => `providers/${name}`)];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function write(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

describe('npm run book', () => {
  it('makes a file a provider, and says how many models of which day', async () => {
    const { code, stdout } = await makeBook(write('map.json', mapOf(60)), ...FLAG);
    expect([code, stdout]).toEqual([
      0,
      '60 priced models of 60, 1 providers, published on 2026-05-24 (--published).\n',
    ]);
    const { 'about.json': about = '', ...providers } = filesOf(dir);
    expect(Object.keys(providers)).toEqual(['providers/shorebird.json']);
    expect(JSON.parse(about)).toEqual({
      published: '2026-05-24',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      models: 60,
    });
  });

  it('makes the same bytes again, and drops what the map has dropped', async () => {
    const other = { solo: { litellm_provider: 'gone', input_cost_per_token: 1e-6 } };
    await makeBook(write('map.json', mapOf(60)), ...FLAG);
    const first = filesOf(dir);
    await makeBook(write('map.json', JSON.stringify({ ...JSON.parse(mapOf(60)), ...other })), ...FLAG);
    expect(readdirSync(join(dir, 'providers'))).toEqual(['gone.json', 'shorebird.json']);
    await makeBook(write('map.json', mapOf(60)), ...FLAG);
    expect(filesOf(dir)).toEqual(first);
  });

  it.each([
    ['in the name of the file', 'cost-map-2026-05-24.json', mapOf(60), "the file's name"],
    [
      'in the map',
      'map.json',
      mapOf(60).replace('{', '{"last_updated": "2026-05-24T10:00:00Z",'),
      'last_updated',
    ],
    ['in its name, gzipped', '2026-05-24.json.gz', gzipSync(mapOf(60)), "the file's name"],
  ])('finds the day %s', async (_where, name, content, by) => {
    const { stdout, stderr } = await makeBook(write(name, content));
    expect([stdout, stderr]).toEqual([
      expect.stringContaining(`published on 2026-05-24 (${by})`),
      expect.anything(),
    ]);
  });

  it('fetches a map, and takes the day on which the server says that it was changed', async () => {
    const server = await listening((request, response) => {
      const isThere = request.url === '/map.json';
      const headers = isThere ? { 'last-modified': 'Sun, 24 May 2026 10:00:00 GMT' } : {};
      response.writeHead(isThere ? 200 : 404, headers).end(mapOf(60));
    });
    const found = await makeBook(`${server.origin}/map.json`);
    const missing = await makeBook(`${server.origin}/other.json`);
    await server.close();
    expect(found.stdout).toContain('published on 2026-05-24 (Last-Modified)');
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('answered 404')]);
  });

  it.each([
    ['no map', [], 'name one cost map'],
    ['two maps', ['a.json', 'b.json'], 'name one cost map'],
    ['a map that is not there', ['none.json'], 'none.json'],
    ['an unknown flag', ['map.json', '--day', '2026-05-24'], '--day'],
    ['no day', ['map.json'], 'say when the map was published: --published 2026-08-01'],
    [
      'a day that is none',
      ['map.json', '--published', '2026-02-30'],
      '"2026-02-30" is no day such as 2026-08-01',
    ],
    ['rubbish', ['rubbish.json', ...FLAG], 'The book was not made'],
  ])('refuses %s in a sentence', async (_what, args, message) => {
    write('map.json', mapOf(60));
    write('rubbish.json', 'rubbish');
    const paths = args.map((arg) => (arg.endsWith('.json') ? join(dir, arg) : arg));
    const { code, stdout, stderr } = await makeBook(...paths);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(dir)).not.toContain('providers');
  });
});

describe.skipIf(!HAS_SHARED_MAPS)(
  'npm run book on a published map (skipped where ../shared is absent)',
  () => {
    it('makes the book of the project, of the day on which the map was published', async () => {
      const { stdout } = await makeBook(sharedMapPath('2026-08-06'));
      expect(stdout).toContain('published on 2026-08-01 (published.json)');
      expect(filesOf(dir)).toEqual(filesOf(fileURLToPath(BOOK_FOLDER)));
    });

    it('makes one of another map', async () => {
      const { code, stdout } = await makeBook(sharedMapPath('2026-05-24'));
      expect([code, stdout]).toEqual([0, expect.stringContaining('published on 2026-05-24')]);
    });
  },
);

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOOK_PRICE, makeHome, type Home } from '../helpers/home.ts';
import { map, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { buildDriver, documentOf, driverEnv, start, type Ended } from '../helpers/processes.ts';

const OLD_PRICE = 2e-6;
const NEW_PRICE = 3e-6;
const OLD = mapOf(400, OLD_PRICE);
const NEW = mapOf(400, NEW_PRICE);
/** More rounds are worth having before a release; these few take seconds. */
const KILL_ROUNDS = Number(process.env['LLMCOST_KILL_ROUNDS'] ?? 12);

let buildDir: string;
let driver: string;
let home: Home;
let server: MapServer;

beforeAll(async () => {
  buildDir = mkdtempSync(join(tmpdir(), 'llmcost-driver-'));
  driver = await buildDriver(buildDir);
});

afterAll(() => rmSync(buildDir, { recursive: true, force: true }));

beforeEach(async () => {
  home = makeHome();
  server = await startMapServer(map(OLD));
});

afterEach(async () => {
  await server.close();
  home.remove();
});

const env = (more: Readonly<Record<string, string>> = {}) =>
  driverEnv(home, { LLMCOST_MAP_URL: server.url, ...more });
const drive = (...args: readonly string[]) => start([process.execPath, driver, ...args], { env: env() });

function temporaryFiles(): string[] {
  const names = readdirSync(home.cacheDir, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.includes('.tmp-'));
}

describe('twenty processes at once', () => {
  it('at the very first start all answer, and leave one whole copy', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => drive('price').ended));
    for (const ended of all) {
      expect(ended.code).toBe(0);
      expect(documentOf(ended)).toMatchObject({ price: OLD_PRICE, warnings: [] });
    }
    expect(temporaryFiles()).toEqual([]);
    const asked = server.asked.length;
    expect(documentOf(await drive('price').ended)).toMatchObject({
      price: OLD_PRICE,
      source: { kind: 'cache' },
    });
    expect(server.asked).toHaveLength(asked);
  }, 60_000);

  it('while the map changes get the old one or the new one', async () => {
    await drive('sync').ended;
    server.answer(map(NEW));
    const all = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => drive(index % 2 === 0 ? 'sync' : 'price').ended),
    );
    expect(all.map(({ code }) => code)).toEqual(Array(20).fill(0));
    const prices = all.filter((_ended, index) => index % 2 === 1).map((ended) => documentOf(ended)['price']);
    expect(prices.filter((price) => price !== OLD_PRICE && price !== NEW_PRICE)).toEqual([]);
    expect(documentOf(await drive('price', '--offline').ended)).toMatchObject({ price: NEW_PRICE });
  }, 60_000);
});

describe('a process that is killed', () => {
  it('at any moment of a sync leaves the last good map', async () => {
    const wrong: object[] = [];
    let good: unknown = BOOK_PRICE;
    for (let round = 0; round < KILL_ROUNDS; round++) {
      const [text, price] = round % 2 === 0 ? [OLD, OLD_PRICE] : [NEW, NEW_PRICE];
      server.answer(map(text));
      const running = drive('sync');
      // From before the first byte to after the last: chance picks the moment.
      const timer = setTimeout(() => running.child.kill('SIGKILL'), 40 + Math.random() * 240);
      const { signal } = await running.ended;
      clearTimeout(timer);
      const { price: found, source } = documentOf(await drive('price', '--offline').ended);
      const allowed = signal === null ? [price] : [price, good];
      if (!allowed.includes(found)) wrong.push({ round, signal, found, allowed, source });
      good = found;
    }
    expect(wrong).toEqual([]);
  }, 600_000);
});

describe('a full disk', () => {
  const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;

  it.skipIf(!canMount).each([4, 24, 48, 72, 88])(
    'with room for %d KB leaves the last good map (skipped where nothing can be mounted)',
    async (spareKb) => {
      mkdirSync(home.cacheDir);
      const script = [
        `mount -t tmpfs -o size=1m tmpfs "$TEST_CACHE"`,
        `"$NODE" "$DRIVER" sync > "$OUT/first"`,
        // What is there stays; there is room for so much more.
        `used=$(df -k --output=used "$TEST_CACHE" | tail -1)`,
        `mount -o remount,size=$((used + ${spareKb}))k "$TEST_CACHE"`,
        `"$NODE" "$DRIVER" sync > "$OUT/second"`,
        `"$NODE" "$DRIVER" price --offline > "$OUT/third"`,
        `"$NODE" "$DRIVER" price --refresh > "$OUT/fourth"`,
        `ls -A "$TEST_CACHE"/maps/* > "$OUT/left"`,
      ].join('\n');
      server.answer(map(OLD), map(NEW));
      const out = (name: string): Ended => ({
        code: 0,
        signal: null,
        stdout: readFileSync(join(home.dir, name), 'utf8'),
        stderr: '',
      });
      const more = { NODE: process.execPath, DRIVER: driver, OUT: home.dir };
      await start(['unshare', '-rm', 'sh', '-c', script], { env: env(more) }).ended;
      expect(documentOf(out('first'))).toMatchObject({ status: 'new' });
      expect(documentOf(out('second'))).toMatchObject({
        error: {
          code: 'MAP_UNAVAILABLE',
          message: expect.stringMatching(/could not be kept in .*: no space is left/),
        },
      });
      expect(documentOf(out('third'))).toMatchObject({ price: OLD_PRICE, source: { kind: 'cache' } });
      expect(documentOf(out('fourth'))).toMatchObject({
        price: NEW_PRICE,
        warnings: [{ code: 'NOT_CACHED' }],
      });
      expect(out('left').stdout).not.toContain('.tmp-');
    },
    60_000,
  );
});

describe('a cache of somebody else', () => {
  const isRoot = process.getuid?.() === 0;
  const NOBODY = 65_534;

  it.skipIf(!isRoot)(
    'is read, and done without where it is old (skipped where nobody can be impersonated)',
    async () => {
      await drive('sync').ended;
      chmodSync(home.dir, 0o755);
      const asNobody = (...args: readonly string[]) =>
        start([process.execPath, driver, ...args], { env: env(), uid: NOBODY }).ended;
      expect(documentOf(await asNobody('price'))).toMatchObject({
        price: OLD_PRICE,
        source: { kind: 'cache' },
        warnings: [],
      });
      server.answer(map(NEW));
      const refreshed = documentOf(await asNobody('price', '--refresh'));
      expect(refreshed).toMatchObject({ price: NEW_PRICE, source: { kind: 'network' } });
      expect(refreshed['warnings']).toEqual([
        {
          code: 'NOT_CACHED',
          message: expect.stringMatching(/could not be kept in .*: permission was denied\./),
        },
      ]);
      const synced = documentOf(await asNobody('sync'));
      expect(synced).toMatchObject({ error: { code: 'MAP_UNAVAILABLE' } });
    },
  );
});

describe('https', () => {
  const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

  /** A server with a certificate of its own making, in a process that also bundles what it needs. */
  async function secureServer(dir: string, redirectTo?: string) {
    const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'].concat([
        '-addext',
        'subjectAltName=IP:127.0.0.1',
        '-keyout',
        key,
        '-out',
        cert,
      ]),
      { stdio: 'ignore' },
    );
    const { createServer } = await import('node:https');
    const secure = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      if (redirectTo === undefined) map(OLD)(request, response);
      else response.writeHead(302, { location: redirectTo }).end();
    });
    await new Promise<void>((done) => secure.listen(0, '127.0.0.1', done));
    const address = secure.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const close = () => new Promise((done) => (secure.closeAllConnections(), secure.close(done)));
    return { url: `https://127.0.0.1:${port}/map.json`, cert, close };
  }

  const fetched = (more: Readonly<Record<string, string>>) =>
    start([process.execPath, driver, 'sync'], { env: env(more) }).ended;

  it.skipIf(!hasOpenssl)(
    'trusts NODE_EXTRA_CA_CERTS, and no stranger (skipped without openssl)',
    async () => {
      const secure = await secureServer(home.dir);
      try {
        const stranger = documentOf(await fetched({ LLMCOST_MAP_URL: secure.url }));
        expect(stranger).toMatchObject({
          error: {
            message: expect.stringContaining('the certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)'),
            hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
          },
        });
        const trusted = await fetched({ LLMCOST_MAP_URL: secure.url, NODE_EXTRA_CA_CERTS: secure.cert });
        expect(documentOf(trusted)).toMatchObject({ status: 'new', modelCount: 400 });
      } finally {
        await secure.close();
      }
    },
  );

  it.skipIf(!hasOpenssl)('is not left for plain http (skipped without openssl)', async () => {
    const secure = await secureServer(home.dir, server.url);
    try {
      const ended = await fetched({ LLMCOST_MAP_URL: secure.url, NODE_EXTRA_CA_CERTS: secure.cert });
      expect(ended.code).toBe(5);
      expect(documentOf(ended)).toMatchObject({
        error: { message: expect.stringContaining(`the redirect to ${server.url} would leave https`) },
      });
      expect(server.asked).toEqual([]);
    } finally {
      await secure.close();
    }
  });
});

import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { BrokenMapError, MapUnavailableError, reasonOf } from '../../../src/core/errors.ts';
import { fetchIfChanged, fetchMap, type MapRequest } from '../../../src/map/fetch/source.ts';
import {
  deadUrl,
  encoded,
  map,
  redirect,
  resetAtOnce,
  resetMidBody,
  stalledBody,
  stalledHeaders,
  startMapServer,
  status,
  trickle,
  wrongLength,
  type Answer,
  type MapServer,
} from '../../helpers/map-server.ts';
import { mapOf } from '../../helpers/maps.ts';

const TEXT = mapOf(60);
const open: MapServer[] = [];

async function serve(...answers: readonly Answer[]): Promise<MapServer> {
  const server = await startMapServer(...answers);
  open.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const requestFor = (url: string, more: Partial<MapRequest> = {}): MapRequest => {
  return { url, timeoutMs: 5000, connectTimeoutMs: 1000, env: {}, ...more };
};

function fetch(url: string, more: Partial<MapRequest> = {}) {
  return fetchMap(requestFor(url, more));
}

async function failure(url: string, more: Partial<MapRequest> = {}): Promise<Error> {
  return await fetch(url, more).then(
    () => new Error('it was fetched'),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
}

async function textOf(url: string, more: Partial<MapRequest> = {}): Promise<string> {
  return (await fetch(url, more)).bytes.toString();
}

describe('a map that comes', () => {
  it('arrives with what it takes to ask again', async () => {
    const { url } = await serve(map(TEXT));
    const first = await fetch(url);
    expect(first.bytes.toString()).toBe(TEXT);
    expect(await fetchIfChanged(requestFor(url), first)).toEqual({
      status: 'notModified',
      etag: first.etag,
      lastModified: null,
    });
  });

  it('is asked for on condition of its date where there was no ETag', async () => {
    const server = await serve(status(304));
    const lastModified = 'Thu, 06 Aug 2026 09:00:00 GMT';
    const reply = await fetchIfChanged(requestFor(server.url), { etag: null, lastModified });
    expect(reply.status).toBe('notModified');
    expect(server.asked[0]?.headers['if-modified-since']).toBe(lastModified);
  });

  it.each(['gzip', 'br', 'deflate'] as const)('is inflated from %s', async (encoding) => {
    const { url } = await serve(encoded(TEXT, encoding));
    expect(await textOf(url)).toBe(TEXT);
  });

  it('tells how far it has come', async () => {
    const { url } = await serve(map(TEXT));
    const seen: unknown[] = [];
    await fetch(url, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ receivedBytes: TEXT.length, totalBytes: TEXT.length });
  });

  it('is followed through five redirects', async () => {
    const server = await serve(
      redirect('/2', 301),
      redirect('/3', 302),
      redirect('/4', 303),
      redirect('/5', 307),
      redirect('/6', 308),
      map(TEXT),
    );
    expect(await textOf(server.url)).toBe(TEXT);
    expect(server.asked.at(-1)?.url).toBe('/6');
  });

  it('takes the name and password of its address to that server, and to no other', async () => {
    const other = await serve(map(TEXT));
    const server = await serve(redirect('/there'), redirect(other.url));
    await fetch(server.url.replace('http://', 'http://anna:s3cret@'));
    expect(server.asked.map(({ headers }) => headers.authorization)).toEqual(
      Array(2).fill(`Basic ${Buffer.from('anna:s3cret').toString('base64')}`),
    );
    expect(other.asked[0]?.headers.authorization).toBeUndefined();
  });
});

describe('another try', () => {
  it.each([
    ['500, 502, then the map', [status(500), status(502), map(TEXT)]],
    ['a connection that breaks before the answer', [resetAtOnce, map(TEXT)]],
    ['a connection that breaks in the middle', [resetMidBody(TEXT), map(TEXT)]],
    ['a body that ends early', [wrongLength(TEXT.slice(0, 100), TEXT.length), map(TEXT)]],
    ['429 that asks for no wait', [status(429, { 'retry-after': '0' }), map(TEXT)]],
  ])('comes after %s', async (_name, answers) => {
    const server = await serve(...answers);
    expect(await textOf(server.url)).toBe(TEXT);
    expect(server.asked).toHaveLength(answers.length);
  });

  it('comes twice and no more', async () => {
    const server = await serve(status(500));
    expect(reasonOf(await failure(server.url))).toMatch(/answered 500 Internal Server Error \(3 tries\)\.$/);
    expect(server.asked).toHaveLength(3);
  });

  it('waits as long as the server asks', async () => {
    const server = await serve(status(503, { 'retry-after': '1' }), map(TEXT));
    const start = performance.now();
    expect(await textOf(server.url)).toBe(TEXT);
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('does not come where the server asks for more than the deadline leaves', async () => {
    const server = await serve(status(429, { 'retry-after': '120' }), map(TEXT));
    expect(reasonOf(await failure(server.url))).toContain('429 Too Many Requests and asked to wait 120 s');
    expect(server.asked).toHaveLength(1);
  });

  it.each([404, 401, 403, 410, 418, 206, 304])('does not come after %d', async (code) => {
    const server = await serve(status(code));
    const error = await failure(server.url);
    expect(error).toBeInstanceOf(MapUnavailableError);
    expect(error.message).toContain(`answered ${code}`);
    expect(server.asked).toHaveLength(1);
  });
});

describe('the deadline', () => {
  it.each([
    ['headers that never come', stalledHeaders, 'nothing came within 0.3 s'],
    ['a body that stops', stalledBody(TEXT), 'bytes came within 0.3 s'],
    ['a body that trickles', trickle, 'bytes came within 0.3 s'],
  ])('ends %s', async (_name, answer, message) => {
    const { url } = await serve(answer);
    const error = await failure(url, { timeoutMs: 300 });
    expect(error).toBeInstanceOf(MapUnavailableError);
    expect(error.message).toContain(message);
  });

  it('holds for all tries together', async () => {
    const server = await serve(status(500), stalledHeaders);
    const error = await failure(server.url, { timeoutMs: 600 });
    expect(error.message).toContain('nothing came within 0.6 s');
    expect(server.asked).toHaveLength(2);
  });
});

describe('what is no map is refused', () => {
  it('when nobody listens', async () => {
    expect(reasonOf(await failure(await deadUrl()))).toMatch(/: the connection was refused \(3 tries\)\.$/);
  });

  it('when the host is not there', async () => {
    const error = await failure('http://nowhere.invalid/map.json');
    expect(error).toBeInstanceOf(MapUnavailableError);
    expect(error.message).toMatch(/the host name (was not found|could not be looked up)/);
  });

  it('when it is redirected for ever', async () => {
    const server = await serve(redirect('/again'));
    expect(reasonOf(await failure(server.url))).toContain('redirected more than 5 times');
    expect(server.asked).toHaveLength(6);
  });

  it.each([
    ['nowhere', 'http://[broken'],
    ['to a file', 'file:///etc/hostname'],
  ])('when a redirect leads %s', async (_name, to) => {
    const { url } = await serve(redirect(to));
    expect(await failure(url)).toBeInstanceOf(MapUnavailableError);
  });

  it('when a little gzip holds more than 64 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 0x20));
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    const error = await failure(url, { timeoutMs: 20_000 });
    expect(error).toBeInstanceOf(BrokenMapError);
    expect(error.message).toContain('larger than 64 MB');
  });

  it('when its length says more than 64 MB', async () => {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 70 * 1024 * 1024 }).write('{');
    });
    expect(reasonOf(await failure(url))).toContain('larger than 64 MB');
  });

  it('when it goes on past 64 MB without having said so', async () => {
    const chunk = Buffer.alloc(4 * 1024 * 1024, 0x20);
    const { url } = await serve((_request, response) => {
      const more = (): void => void (response.destroyed || response.write(chunk, more));
      more();
    });
    expect(reasonOf(await failure(url, { timeoutMs: 20_000 }))).toContain('larger than 64 MB');
  });

  it('when it says gzip and is not', async () => {
    const { url } = await serve(status(200, { 'content-encoding': 'gzip' }, TEXT));
    expect(reasonOf(await failure(url))).toContain('says that it is gzip, and is not');
  });

  it('when its encoding was not asked for', async () => {
    const { url } = await serve(status(200, { 'content-encoding': 'zebra' }, TEXT));
    expect(await failure(url)).toBeInstanceOf(BrokenMapError);
  });
});

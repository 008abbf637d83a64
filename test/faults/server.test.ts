/** What a server, or what stands in its place, can do to a real `llmcost sync`, and what answers afterwards. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObject, field } from '../../src/core/json.ts';
import {
  deadUrl,
  encoded,
  map,
  raw,
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
} from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import type { Ended } from '../helpers/processes.ts';
import { startSocksProxy } from '../helpers/socks-proxy.ts';
import { jsonOf, makeCliHome, type CliHome } from '../helpers/run-cli.ts';

const OLD = mapOf(120, 2e-6);
const NEW = mapOf(130, 3e-6);

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

const run = (args: readonly string[], url = server.url): Promise<Ended> =>
  home.run(args, { env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: url } });

/** USD per 1M tokens of `tern-1`, and where the answer is from. */
async function shown(...flags: readonly string[]): Promise<readonly unknown[]> {
  const ended = await run(['show', 'tern-1', '--json', ...flags]);
  expect(ended.code).toBe(0);
  const document = jsonOf(ended);
  return [asObject(field(document, 'headline'))?.['input'], asObject(field(document, 'source'))?.['kind']];
}

/** All that is said of a first map that is smaller than the price book. */
const IS_SMALL = expect.stringMatching(/^llmcost: The map has 120 models, and [^\n]+ whole one\?\n$/);

const once = (answer: Answer): readonly Answer[] => [answer];

describe('a map that comes', () => {
  it.each<[string, readonly Answer[]]>([
    ['at once', once(map(NEW))],
    ['in gzip', once(encoded(NEW, 'gzip'))],
    ['in brotli', once(encoded(NEW, 'br'))],
    ['after a 500 and a 503', [status(500), status(503), map(NEW)]],
    ['after a 429 that asks to wait no second', [status(429, { 'retry-after': '0' }), map(NEW)]],
    ['after a 429 that asks to wait a second', [status(429, { 'retry-after': '1' }), map(NEW)]],
    ['after a connection that broke in the middle', [resetMidBody(NEW), map(NEW)]],
    ['after a connection that broke at once', [resetAtOnce, map(NEW)]],
    ['after a reply that was too short', [wrongLength(NEW, NEW.length + 10), map(NEW)]],
    ['behind a redirect', [redirect('/elsewhere.json', 308), map(NEW)]],
  ])('%s is kept', async (_when, answers) => {
    await run(['sync']);
    server.answer(...answers);
    const ended = await run(['sync', '--json']);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    expect(jsonOf(ended)).toMatchObject({ status: 'new', modelCount: 130 });
    expect(await shown()).toEqual([3e-6, 'cache']);
  });

  it('not at all, because nothing is new, leaves everything as it was', async () => {
    await run(['sync']);
    expect(jsonOf(await run(['sync', '--json']))).toMatchObject({ status: 'unchanged' });
    expect((await run(['sync', '--check'])).code).toBe(0);
    server.answer(map(NEW));
    expect((await run(['sync', '--check'])).code).toBe(1);
    expect(await shown()).toEqual([2e-6, 'cache']);
  });
});

describe('whatever else comes is one line, and the old copy stays and answers', () => {
  /** Exit status and first line of a sync that meets that answer. */
  async function refusal(answer: Answer, timeout: string): Promise<readonly [number | null, string]> {
    await run(['sync']);
    server.answer(answer);
    const ended = await run(['sync', '--timeout', timeout]);
    expect(ended.stdout).toBe('');
    const [line = '', ...hints] = ended.stderr.trimEnd().split('\n');
    expect(line).toMatch(/^llmcost: /);
    expect(hints.length).toBeLessThan(2);
    expect(await shown()).toEqual([2e-6, 'cache']);
    expect(await shown('--refresh', '--timeout', '1s')).toEqual([2e-6, 'stale-cache']);
    expect(jsonOf(await run(['cache', '--json']))).toMatchObject({ state: 'usable' });
    return [ended.code, line];
  }

  it.each<[string, number, Answer, RegExp]>([
    ['404', 5, status(404), /the server answered 404 Not Found\./],
    ['401', 5, status(401), /the server answered 401 Unauthorized\./],
    ['500 three times', 5, status(500), /the server answered 500 Internal Server Error \(3 tries\)\./],
    [
      '429 with an hour to wait',
      5,
      status(429, { 'retry-after': '3600' }),
      /asked to wait 3600 s, longer than the 60 s there are\./,
    ],
    [
      '503 with an age to wait',
      5,
      status(503, { 'retry-after': '9'.repeat(30) }),
      /asked to wait more than a year, longer than the 60 s there are\./,
    ],
    ['a connection that is always broken', 5, resetAtOnce, /the connection broke off \(3 tries\)\./],
    ['a reply that is always too short', 5, wrongLength(NEW, NEW.length + 10), /\(3 tries\)\./],
    ['redirects for ever', 5, redirect('/again.json'), /it was redirected more than 5 times\./],
    [
      'a redirect to ftp',
      5,
      redirect('ftp://maps.example/'),
      /ftp:\/\/maps\.example\/ leads to no http or https/,
    ],
    ['a redirect to a file', 5, redirect('file:///etc/passwd'), /leads to no http or https address\./],
    ['a redirect to a script', 5, redirect('javascript:alert(1)'), /leads to no http or https address\./],
    ['a redirect without an address', 5, status(302), /the redirect names no address\./],
    [
      'an HTML page',
      6,
      status(200, {}, '<!doctype html><title>Log in</title>'),
      /is an HTML page, not JSON\./,
    ],
    ['a list', 6, status(200, {}, '[1, 2]'), /is JSON, but a list: a cost map is an object\./],
    ['nothing', 6, status(200), /is empty\./],
    ['half of the text', 6, status(200, {}, NEW.slice(0, 5000)), /is cut off after 5000 bytes\./],
    ['49 models', 6, map(mapOf(49)), /holds 49 models, and fewer than 50 are no cost map\./],
    ['half of the models', 6, map(mapOf(59)), /holds 59 models, less than half of the 120 that we had\./],
    [
      'a gzip bomb',
      6,
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
      /larger than 64 MB/,
    ],
    [
      'gzip that is none',
      6,
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(NEW),
      /says that it is gzip, and is not\./,
    ],
  ])('%s', async (_what, code, answer, reason) => {
    // None of these waits for the clock, however long it has.
    expect(await refusal(answer, '60s')).toEqual([code, expect.stringMatching(reason)]);
  });

  it.each<[string, Answer]>([
    ['headers that never come', stalledHeaders],
    ['a body that stops', stalledBody(NEW)],
    ['one byte at a time', trickle],
  ])('%s, given up when the time is over', async (_what, answer) => {
    // How much came by then is a matter of how busy the machine is.
    const line = expect.stringMatching(/(nothing|\d+ bytes) came within 1 s\./);
    expect(await refusal(answer, '1s')).toEqual([5, line]);
  });

  it.each<[string, string]>([
    ['a status of 000', 'HTTP/1.1 000 No\r\ncontent-length: 0\r\n\r\n'],
    ['a status of 099', 'HTTP/1.1 099 No\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 1000 No\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['HTTP 0.9', '<html>'],
    ['HTTP 9.9', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nno header\r\n\r\n'],
    ['a header with a NUL', 'HTTP/1.1 200 OK\r\na\0b: c\r\n\r\n'],
    ['a length below 0', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n'],
    ['chunks with a length', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n'],
  ])('no HTTP: %s', async (_what, text) => {
    const line = expect.stringContaining(': what answered does not speak HTTP.');
    expect(await refusal(raw(text), '60s')).toEqual([5, line]);
  });

  it('headers that have no end', async () => {
    const text = `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1e5)}\r\n\r\n`;
    const line = expect.stringContaining(': the headers of the reply are too large.');
    expect(await refusal(raw(text), '60s')).toEqual([5, line]);
  });

  it('any status there is', async () => {
    await run(['sync']);
    for (const code of [
      100, 101, 102, 103, 199, 201, 204, 206, 299, 300, 304, 305, 306, 399, 451, 600, 999,
    ]) {
      server.answer(raw(`HTTP/1.1 ${code} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`));
      const { code: exit, stdout, stderr } = await run(['sync', '--map', `${server.origin}/other.json`]);
      expect([code, exit, stdout]).toEqual([code, 5, '']);
      expect(stderr).toMatch(
        /^llmcost: The map could not be fetched from .*: (the server answered|the connection|what answered)/,
      );
    }
  });

  it('half of the models are taken by force', async () => {
    await run(['sync']);
    server.answer(map(mapOf(59, 5e-6)));
    expect((await run(['sync', '--force'])).code).toBe(0);
    expect(await shown()).toEqual([5e-6, 'cache']);
  });

  it('a refused connection, and then the price book where there is no copy', async () => {
    const url = await deadUrl();
    const ended = await run(['sync'], url);
    expect([ended.code, ended.stderr]).toEqual([5, expect.stringContaining('the connection was refused')]);
    const page = await run(['show', 'gpt-4o', '--json'], url);
    expect(jsonOf(page)).toMatchObject({
      source: { kind: 'price-book' },
      warnings: [{ code: 'PRICE_BOOK', message: expect.stringContaining('(tried less than a minute ago)') }],
    });
  });
});

describe('the address of a map', () => {
  it.each([
    ['anna:s3cret@', 'anna:s3cret'],
    [':token@', ':token'],
    ['anna@', 'anna:'],
    ['a%6Ena:%73@', 'anna:s'],
    ['%zz:%@', '%zz:%'],
  ])('with the login %s sends it, and shows it nowhere', async (login, sent) => {
    const { stdout, stderr, code } = await run(['sync'], server.url.replace('//', `//${login}`));
    expect([code, stderr]).toEqual([0, IS_SMALL]);
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from(sent).toString('base64')}`);
    expect(stdout).toContain(`From       ${server.url}`);
  });

  it('without one sends none, and a redirect takes it to no other server', async () => {
    await run(['sync']);
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
    const other = await startMapServer(map(NEW));
    server.answer(redirect(other.url));
    await run(['sync'], server.url.replace('//', '//:token@'));
    expect(server.asked.at(-1)?.headers.authorization).toBeDefined();
    expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    await other.close();
  });
});

describe('a proxy', () => {
  const through = (proxy: string) =>
    home.run(['sync'], {
      env: { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: server.url, HTTP_PROXY: proxy },
    });

  it.each(['socks5', 'socks'])('of %s is used without a word of Node’s', async (scheme) => {
    const proxy = await startSocksProxy(Number(new URL(server.origin).port));
    const { code, stdout, stderr } = await through(`${scheme}://${proxy.address}`);
    await proxy.close();
    expect([code, stderr]).toEqual([0, IS_SMALL]);
    expect(stdout).toContain('A new map.');
    expect(proxy.connections()).toBeGreaterThan(0);
  });

  it.each(['https://127.0.0.1:1', 'http://127.0.0.1:1'])(
    'that is not there is one line: %s',
    async (proxy) => {
      const { code, stderr } = await through(proxy);
      expect(code).toBe(5);
      expect(stderr).toMatch(
        /^llmcost: The map could not be fetched from .*: the connection was refused \(3 tries\)\.\n {2}Check/,
      );
    },
  );

  it.each(['http://%zz:x@127.0.0.1:1', 'ftp://127.0.0.1', 'http://[', 'socks4://127.0.0.1:1'])(
    'that is none is the user’s mistake: %s',
    async (proxy) => {
      const { code, stderr } = await through(proxy);
      expect([code, stderr.split('\n')[0]]).toEqual([2, 'llmcost: HTTP_PROXY is not the URL of a proxy.']);
    },
  );
});

const BOMB = gzipSync(Buffer.alloc(70 * 1024 * 1024, ' '));

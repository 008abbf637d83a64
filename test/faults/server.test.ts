/** What a server, or what stands in its place, can do to a real `llmcost sync`, and what answers afterwards. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObject, field } from '../../src/core/json.ts';
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
} from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import type { Ended } from '../helpers/processes.ts';
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
    const ended = await run(['sync', '--timeout', '10s', '--json']);
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
  it.each<[string, number, Answer, RegExp]>([
    ['404', 5, status(404), /the server answered 404 Not Found\./],
    ['401', 5, status(401), /the server answered 401 Unauthorized\./],
    ['500 three times', 5, status(500), /the server answered 500 Internal Server Error \(3 tries\)\./],
    [
      '429 with an hour to wait',
      5,
      status(429, { 'retry-after': '3600' }),
      /asked to wait 3600 s, longer than the 1 s there are\./,
    ],
    ['a connection that is always broken', 5, resetAtOnce, /the connection broke off \(3 tries\)\./],
    ['headers that never come', 5, stalledHeaders, /nothing came within 1 s\./],
    ['a body that stops', 5, stalledBody(NEW), /\d+ bytes came within 1 s\./],
    ['one byte at a time', 5, trickle, /\d+ bytes came within 1 s\./],
    ['a reply that is always too short', 5, wrongLength(NEW, NEW.length + 10), /\(3 tries\)\./],
    ['redirects for ever', 5, redirect('/again.json'), /it was redirected more than 5 times\./],
    ['a redirect to nowhere', 5, redirect('ftp://maps.example/'), /the redirect .*\./],
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
    await run(['sync']);
    server.answer(answer);
    const ended = await run(['sync', '--timeout', '1s']);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
    const [line = '', ...hints] = ended.stderr.trimEnd().split('\n');
    expect(line).toMatch(/^llmcost: /);
    expect(line).toMatch(reason);
    expect(hints.length).toBeLessThan(2);
    expect(await shown()).toEqual([2e-6, 'cache']);
    expect(await shown('--refresh', '--timeout', '1s')).toEqual([2e-6, 'stale-cache']);
    expect(jsonOf(await run(['cache', '--json']))).toMatchObject({ state: 'usable' });
  });

  it('half of the models are taken by force', async () => {
    await run(['sync']);
    server.answer(map(mapOf(59, 5e-6)));
    expect((await run(['sync', '--force'])).code).toBe(0);
    expect(await shown()).toEqual([5e-6, 'cache']);
  });

  it('a refused connection, and then the price book where there is no copy', async () => {
    const url = await deadUrl();
    const ended = await run(['sync', '--timeout', '2s'], url);
    expect([ended.code, ended.stderr]).toEqual([5, expect.stringContaining('the connection was refused')]);
    const page = await run(['show', 'gpt-4o', '--json'], url);
    expect(jsonOf(page)).toMatchObject({
      source: { kind: 'price-book' },
      warnings: [{ code: 'PRICE_BOOK', message: expect.stringContaining('(tried less than a minute ago)') }],
    });
  });
});

const BOMB = gzipSync(Buffer.alloc(70 * 1024 * 1024, ' '));

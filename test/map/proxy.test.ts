import { connect, type Socket } from 'node:net';
import { createServer, request as forward } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonOf, UsageError } from '../../src/core/errors.ts';
import { fetchMap } from '../../src/map/fetch/source.ts';
import { map, portOf, startMapServer, type MapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';

const TEXT = mapOf(60);
/** A name that only the proxy knows. */
const HIDDEN = 'http://maps.hidden.invalid/map.json';

interface Proxy {
  readonly url: string;
  /** `GET http://…` or `CONNECT host:port`, with the credentials that came along. */
  readonly asked: string[];
  close: () => Promise<void>;
}

/** A proxy that sends every name to one server; with a login it lets nobody else through. */
async function startProxy(target: MapServer, login?: string): Promise<Proxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const port = Number(new URL(target.origin).port);
  const isLetIn = (header: string | undefined): boolean =>
    login === undefined || header === `Basic ${Buffer.from(login).toString('base64')}`;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isLetIn(request.headers['proxy-authorization'])) return void response.writeHead(407).end();
    const { pathname } = new URL(request.url ?? '/', 'http://any');
    forward({ port, path: pathname, headers: request.headers }, (reply) => {
      response.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.pipe(response);
    }).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (!isLetIn(request.headers['proxy-authorization'])) return void socket.end('HTTP/1.1 407 No\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `127.0.0.1:${portOf(server.address())}`,
    asked,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

let server: MapServer;
const proxies: Proxy[] = [];

beforeEach(async () => {
  server = await startMapServer(map(TEXT));
});

afterEach(async () => {
  await Promise.all([server, ...proxies.splice(0)].map((one) => one.close()));
});

async function proxy(login?: string): Promise<Proxy> {
  const started = await startProxy(server, login);
  proxies.push(started);
  return started;
}

async function fetchWith(env: Readonly<Record<string, string>>, url = HIDDEN): Promise<string> {
  return (await fetchMap({ url, timeoutMs: 3000, connectTimeoutMs: 1000, env })).bytes.toString();
}

describe('a proxy', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])(
    'named by %s is asked for the map itself, as curl does',
    async (name) => {
      const { url, asked } = await proxy();
      expect(await fetchWith({ [name]: `http://${url}` })).toBe(TEXT);
      expect(asked).toEqual([`GET ${HIDDEN}`]);
    },
  );

  it('may be named without its scheme', async () => {
    const { url } = await proxy();
    expect(await fetchWith({ HTTP_PROXY: url })).toBe(TEXT);
  });

  it('is told the name and password of its address', async () => {
    const { url } = await proxy('anna:s3cret');
    expect(await fetchWith({ HTTP_PROXY: `http://anna:s3cret@${url}` })).toBe(TEXT);
  });

  it('that asks for a password says so', async () => {
    const { url } = await proxy('anna:s3cret');
    await expect(fetchWith({ HTTP_PROXY: `http://${url}` })).rejects.toThrow(/407/);
  });

  it('opens a tunnel for https, and its refusal is told', async () => {
    const { url, asked } = await proxy('anna:s3cret');
    const env = { HTTPS_PROXY: `http://${url}` };
    await expect(fetchWith(env, 'https://maps.hidden.invalid/map.json')).rejects.toThrow(
      /the proxy refused with 407/,
    );
    expect(asked).toEqual(['CONNECT maps.hidden.invalid:443']);
  });

  it.each(['NO_PROXY', 'no_proxy'])('is passed by for the hosts in %s', async (name) => {
    const { url, asked } = await proxy();
    expect(await fetchWith({ HTTP_PROXY: url, [name]: 'other.example, 127.0.0.1' }, server.url)).toBe(TEXT);
    expect(asked).toEqual([]);
  });

  it('that is not there is a failed fetch', async () => {
    const { url, close } = await startProxy(server);
    await close();
    await expect(fetchWith({ HTTP_PROXY: url }, server.url)).rejects.toThrow('the connection was refused');
    expect(server.asked).toEqual([]);
  });

  it("whose address is none is the user's mistake, told without its password", async () => {
    const error: unknown = await fetchWith({ HTTPS_PROXY: 'http://anna:s3cret@[' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(UsageError);
    expect(reasonOf(error)).toBe('HTTPS_PROXY is not the URL of a proxy.');
  });
});

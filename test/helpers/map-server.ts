import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** How the server answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A request as the server saw it. */
export interface Asked {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** A real HTTP server on 127.0.0.1, whose answers a test sets. */
export interface MapServer {
  /** The address of the map. */
  readonly url: string;
  readonly origin: string;
  readonly asked: Asked[];
  /** One answer for each request to come; the last one stays. */
  answer: (...answers: readonly Answer[]) => void;
  close: () => Promise<void>;
}

export async function startMapServer(...answers: readonly Answer[]): Promise<MapServer> {
  let queue = [...answers];
  const asked: Asked[] = [];
  const server = await listening((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    const [answer, ...rest] = queue;
    if (rest.length > 0) queue = rest;
    if (answer === undefined) respond(response, 404, 'no answer was set');
    else answer(request, response);
  });
  return {
    url: `${server.origin}/map.json`,
    origin: server.origin,
    asked,
    answer: (...next) => {
      queue = [...next];
    },
    close: server.close,
  };
}

/** A server and the way to end it at once, whatever connections are open. */
export async function listening(
  listener: RequestListener,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { origin: `http://127.0.0.1:${portOf(server.address())}`, close };

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens nowhere');
  return address.port;
}

/** An address at which nobody listens. */
export async function deadUrl(): Promise<string> {
  const { origin, close } = await listening(() => undefined);
  await close();
  return `${origin}/map.json`;
}

/** Sends the map with an ETag of its content, and 304 to who has it. */
export function map(text: string): Answer {
  const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"`;
  return (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else respond(response, 200, text, { etag, 'content-type': 'application/json' });
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}, text = ''): Answer {
  return (_request, response) => respond(response, code, text, headers);
}

export function redirect(to: string, code = 302): Answer {
  return status(code, { location: to });
}

/** Sends the text in one of HTTP's encodings. */
export function encoded(text: string | Uint8Array, encoding: 'gzip' | 'br' | 'deflate'): Answer {
  const pack = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync }[encoding];
  const body = pack(text);
  return (_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding, 'content-length': body.length }).end(body);
  };
}

/** Takes the request and never answers. */
export const stalledHeaders: Answer = () => undefined;

/** Sends the first half, and then nothing more. */
export function stalledBody(text: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2));
  };
}

/** Sends a byte at a time for ever. */
export const trickle: Answer = (_request, response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('{'), 20);
  response.on('close', () => clearInterval(timer));
};

/** Breaks the connection in the middle of the body. */
export function resetMidBody(text: string): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.socket?.resetAndDestroy());
  };
}

/** Breaks the connection before it says anything. */
export const resetAtOnce: Answer = (request) => {
  request.socket.resetAndDestroy();
};

/** Answers with these bytes, whatever they are, and closes. */
export function raw(text: string): Answer {
  return (_request, response) => void response.socket?.end(text, 'latin1');
}

/** Names a length that the body does not have, and closes. */
export function wrongLength(text: string, named: number): Answer {
  return (_request, response) => {
    response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: ${named}\r\nconnection: close\r\n\r\n${text}`);
  };
}

function respond(
  response: ServerResponse,
  code: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'content-length': Buffer.byteLength(text), ...headers }).end(text);
}

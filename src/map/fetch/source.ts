/** The network's side of a map: one conditional GET, inside one deadline. undici lives here. */
import { STATUS_CODES } from 'node:http';
import { EnvHttpProxyAgent, type Dispatcher } from './undici.ts';
import { MAX_REDIRECTS, MAX_TRIES } from '../../core/defaults.ts';
import type { Deps } from '../../core/deps.ts';
import { LlmcostError, UsageError } from '../../core/errors.ts';
import { readBody, refuseTooLarge, type Progress } from './body.ts';
import {
  backoffMs,
  isRedirect,
  isWorthAnotherTry,
  redirectTarget,
  retryAfterMs,
  unavailable,
  whyFailed,
} from './http.ts';

export interface MapRequest {
  readonly url: string;
  /** What the copy came with that we have; null for both asks for the whole map. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** For everything: redirects, tries, pauses and the body. */
  readonly timeoutMs: number;
  /** Until a connection stands. */
  readonly connectTimeoutMs: number;
  /** Proxies come from here. */
  readonly env: Deps['env'];
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What a server, or a file, says to the question whether there is something new. */
export type MapReply =
  | { readonly status: 'notModified'; readonly etag: string | null; readonly lastModified: string | null }
  | {
      readonly status: 'modified';
      readonly bytes: Buffer;
      readonly etag: string | null;
      readonly lastModified: string | null;
    };

/**
 * Asks for the map. It is tried up to three times where another try may help: on 429, 5xx and broken
 * connections.
 * @throws MapUnavailableError when it could not be had, BrokenMapError when what came cannot be one.
 */
export async function fetchMap(request: MapRequest): Promise<MapReply> {
  const url = new URL(request.url);
  const deadline = new Deadline(request.timeoutMs);
  const agent = agentFor(request);
  try {
    for (let tried = 1; ; tried++) {
      const outcome = await tryOnce(agent, request, deadline);
      if (outcome.status !== 'again') return outcome;
      const waitMs = outcome.waitMs ?? backoffMs(tried + 1, Math.random());
      if (tried === MAX_TRIES) throw unavailable(url, `${outcome.reason} (${MAX_TRIES} tries)`, outcome.hint);
      if (waitMs >= deadline.remainingMs())
        throw unavailable(url, tooLong(outcome, waitMs, request), outcome.hint);
      await deadline.pause(waitMs);
    }
  } finally {
    deadline.clear();
    await agent.destroy();
  }
}

/** A try that failed in a way that may pass. */
interface Again {
  readonly status: 'again';
  readonly reason: string;
  readonly hint: string | null;
  /** What the server asks to wait; null where it does not say. */
  readonly waitMs: number | null;
}

async function tryOnce(
  agent: Dispatcher,
  request: MapRequest,
  deadline: Deadline,
): Promise<MapReply | Again> {
  const progress = { receivedBytes: 0 };
  try {
    return await follow(agent, request, deadline, progress);
  } catch (error) {
    if (error instanceof LlmcostError) throw error;
    const url = new URL(request.url);
    if (deadline.isOver) {
      const came = progress.receivedBytes === 0 ? 'nothing came' : `${progress.receivedBytes} bytes came`;
      throw unavailable(
        url,
        `${came} within ${seconds(request.timeoutMs)}`,
        'Give it longer with --timeout.',
        error,
      );
    }
    const { reason, hint, again } = whyFailed(error);
    if (!again) throw unavailable(url, reason, hint, error);
    return { status: 'again', reason, hint, waitMs: null };
  }
}

/** One GET, redirects included. */
async function follow(
  agent: Dispatcher,
  request: MapRequest,
  deadline: Deadline,
  progress: { receivedBytes: number },
): Promise<MapReply | Again> {
  const start = new URL(request.url);
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const reply = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: headersFor(request, start, url),
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, body } = reply;
    if (status === 200) return await read(reply, request, progress);
    body.on('error', () => undefined).destroy();
    if (isRedirect(status)) {
      if (redirects === MAX_REDIRECTS)
        throw unavailable(start, `it was redirected more than ${MAX_REDIRECTS} times`);
      url = redirectTarget(url, header(reply, 'location'));
      continue;
    }
    if (status === 304 && isConditional(request)) return { status: 'notModified', ...validators(reply) };
    const reason = `the server answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
    if (!isWorthAnotherTry(status))
      throw unavailable(start, reason, 'Check the address in LLMCOST_MAP_URL or --map.');
    const waitMs = retryAfterMs(header(reply, 'retry-after'), new Date());
    return { status: 'again', reason, hint: null, waitMs };
  }
}

async function read(
  reply: Dispatcher.ResponseData,
  request: MapRequest,
  progress: { receivedBytes: number },
): Promise<MapReply> {
  const length = Number(header(reply, 'content-length') ?? Number.NaN);
  const totalBytes = Number.isFinite(length) ? length : null;
  reply.body.on('error', () => undefined);
  if (totalBytes !== null) refuseTooLarge(totalBytes);
  const bytes = await readBody(reply.body, header(reply, 'content-encoding'), (receivedBytes) => {
    progress.receivedBytes = receivedBytes;
    request.onProgress?.({ receivedBytes, totalBytes });
  });
  return { status: 'modified', bytes, ...validators(reply) };
}

function headersFor(request: MapRequest, start: URL, url: URL): Record<string, string> {
  const headers: Record<string, string> = {
    accept: 'application/json, text/plain;q=0.9, */*;q=0.1',
    'accept-encoding': 'br, gzip, deflate',
    'user-agent': 'llmcost',
  };
  if (request.etag !== null) headers['if-none-match'] = request.etag;
  else if (request.lastModified !== null) headers['if-modified-since'] = request.lastModified;
  // A name and a password in the address go to that server, and to no other that it points at.
  if (start.username !== '' && url.origin === start.origin) {
    const login = `${decodeURIComponent(start.username)}:${decodeURIComponent(start.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  }
  return headers;
}

function isConditional(request: MapRequest): boolean {
  return request.etag !== null || request.lastModified !== null;
}

function validators(reply: Dispatcher.ResponseData): { etag: string | null; lastModified: string | null } {
  return { etag: header(reply, 'etag') ?? null, lastModified: header(reply, 'last-modified') ?? null };
}

function header(reply: Dispatcher.ResponseData, name: string): string | undefined {
  const value = reply.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * The proxies of the environment, as curl reads them. A plain http map is asked for at the proxy
 * itself, without a tunnel, because many proxies open one to port 443 only.
 * An empty text keeps undici from reading process.env by itself.
 */
function agentFor(request: MapRequest): EnvHttpProxyAgent {
  const connect = { timeout: request.connectTimeoutMs };
  return new EnvHttpProxyAgent({
    httpProxy: proxyFrom(request.env, 'http_proxy'),
    httpsProxy: proxyFrom(request.env, 'https_proxy'),
    noProxy: request.env['no_proxy'] ?? request.env['NO_PROXY'] ?? '',
    proxyTunnel: false,
    connect,
    proxyTls: connect,
  });
}

function proxyFrom(env: Deps['env'], name: string): string {
  const value = env[name] || env[name.toUpperCase()] || '';
  if (value === '') return '';
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url)) return url;
  throw new UsageError(
    `${name.toUpperCase()} is not the URL of a proxy.`,
    'For example http://proxy.example:3128.',
  );
}

function tooLong(outcome: Again, waitMs: number, request: MapRequest): string {
  if (outcome.waitMs === null) return outcome.reason;
  return `${outcome.reason} and asked to wait ${seconds(waitMs)}, longer than the ${seconds(request.timeoutMs)} there are`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}

/** One moment at which everything stops, whatever is under way. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #endsAt: number;
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutMs: number) {
    this.#endsAt = performance.now() + timeoutMs;
    this.#timer = setTimeout(() => this.#controller.abort(), timeoutMs);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#controller.signal.aborted;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }

  pause(ms: number): Promise<void> {
    return new Promise((done) => setTimeout(done, ms));
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** Fetches a map over HTTP: a GET with redirects, retries and one deadline. */
import { STATUS_CODES } from 'node:http';
import { DAY_MS } from '../../core/dates.ts';
import { MAX_REDIRECTS, MAX_TRIES } from '../../core/defaults.ts';
import type { Deps } from '../../core/deps.ts';
import { LlmcostError } from '../../core/errors.ts';
import { agentFor } from './agent.ts';
import { readBody, refuseTooLarge, type Progress } from './body.ts';
import { Deadline } from './deadline.ts';
import {
  authorization,
  backoffMs,
  isRedirect,
  isWorthAnotherTry,
  redirectTarget,
  retryAfterMs,
  unavailable,
  whyFailed,
} from './http.ts';
import type { Dispatcher } from './undici.ts';

export interface MapRequest {
  readonly url: string;
  /** For everything: redirects, retries, pauses and the body. */
  readonly timeoutMs: number;
  /** To establish a connection. */
  readonly connectTimeoutMs: number;
  /** Proxies come from here. */
  readonly env: Deps['env'];
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What makes a later request conditional. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** A map as it was published. */
export interface FetchedMap extends Validators {
  readonly status: 'modified';
  readonly bytes: Buffer;
}

/** The map has not changed. */
export interface NotModified extends Validators {
  readonly status: 'notModified';
}

/**
 * Fetches a map, in up to three attempts on 429, 5xx and broken connections.
 * @throws MapUnavailableError when that fails, BrokenMapError when the response cannot be a map.
 */
export async function fetchMap(request: MapRequest): Promise<FetchedMap> {
  return await fetchWith(request, null);
}

/** Fetches a map unless it is still the one with these validators. */
export async function fetchIfChanged(
  request: MapRequest,
  { etag, lastModified }: Validators,
): Promise<FetchedMap | NotModified> {
  const headers =
    etag !== null
      ? { 'if-none-match': etag }
      : lastModified !== null
        ? { 'if-modified-since': lastModified }
        : undefined;
  if (headers === undefined) return await fetchMap(request);
  return await fetchWith(request, {
    headers,
    unchanged: (validators): NotModified => ({ status: 'notModified', ...validators }),
  });
}

/** The headers of a conditional request, and the result of a 304. */
interface Condition<T> {
  readonly headers: Readonly<Record<string, string>>;
  readonly unchanged: (validators: Validators) => T;
}

async function fetchWith<T>(request: MapRequest, condition: Condition<T> | null): Promise<FetchedMap | T> {
  const url = new URL(request.url);
  const deadline = new Deadline(request.timeoutMs);
  const agent = agentFor(request.env, request.connectTimeoutMs);
  try {
    for (let tries = 1; ; tries++) {
      const outcome = await tryOnce({ request, condition, agent, deadline });
      if (!(outcome instanceof Again)) return outcome;
      const waitMs = outcome.waitMs ?? backoffMs(tries + 1, Math.random());
      if (tries === MAX_TRIES) throw unavailable(url, `${outcome.reason} (${MAX_TRIES} tries)`, outcome.hint);
      if (waitMs >= deadline.remainingMs())
        throw unavailable(url, tooLong(outcome, waitMs, request), outcome.hint);
      await deadline.pause(waitMs);
    }
  } finally {
    deadline.clear();
    await agent.destroy();
  }
}

/** What all attempts of one fetch share. */
interface Attempt<T> {
  readonly request: MapRequest;
  readonly condition: Condition<T> | null;
  readonly agent: Dispatcher;
  readonly deadline: Deadline;
}

/** An attempt that failed, but may be retried. */
class Again {
  readonly reason: string;
  readonly hint: string | null;
  /** From `Retry-After`; null without it. */
  readonly waitMs: number | null;

  constructor(reason: string, hint: string | null, waitMs: number | null) {
    this.reason = reason;
    this.hint = hint;
    this.waitMs = waitMs;
  }
}

async function tryOnce<T>(attempt: Attempt<T>): Promise<FetchedMap | T | Again> {
  const { request, deadline } = attempt;
  const received = { bytes: 0 };
  try {
    return await follow(attempt, received);
  } catch (error) {
    if (error instanceof LlmcostError) throw error;
    const url = new URL(request.url);
    if (deadline.isOver) {
      const came = received.bytes === 0 ? 'nothing came' : `${received.bytes} bytes came`;
      const reason = `${came} within ${seconds(request.timeoutMs)}`;
      throw unavailable(url, reason, 'Give it longer with --timeout.', error);
    }
    const { reason, hint, again } = whyFailed(error);
    if (!again) throw unavailable(url, reason, hint, error);
    return new Again(reason, hint, null);
  }
}

/** One attempt: a GET and its redirects. */
async function follow<T>(
  { request, condition, agent, deadline }: Attempt<T>,
  received: { bytes: number },
): Promise<FetchedMap | T | Again> {
  const start = new URL(request.url);
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const reply = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { ...HEADERS, ...condition?.headers, ...authorization(start, url) },
      signal: deadline.signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, body } = reply;
    if (status === 200) return await read(reply, request, received);
    body.on('error', () => undefined).destroy();
    if (isRedirect(status)) {
      if (redirects === MAX_REDIRECTS)
        throw unavailable(start, `it was redirected more than ${MAX_REDIRECTS} times`);
      url = redirectTarget(url, header(reply, 'location'));
      continue;
    }
    if (status === 304 && condition !== null) return condition.unchanged(validators(reply));
    const reason = `the server answered ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
    if (!isWorthAnotherTry(status))
      throw unavailable(start, reason, 'Check the address in LLMCOST_MAP_URL or --map.');
    return new Again(reason, null, retryAfterMs(header(reply, 'retry-after'), new Date()));
  }
}

const HEADERS = {
  accept: 'application/json, text/plain;q=0.9, */*;q=0.1',
  'accept-encoding': 'br, gzip, deflate',
  'user-agent': 'llmcost',
};

async function read(
  reply: Dispatcher.ResponseData,
  request: MapRequest,
  received: { bytes: number },
): Promise<FetchedMap> {
  const length = Number(header(reply, 'content-length') ?? Number.NaN);
  const totalBytes = Number.isFinite(length) ? length : null;
  reply.body.on('error', () => undefined);
  if (totalBytes !== null) refuseTooLarge(totalBytes);
  const bytes = await readBody(reply.body, header(reply, 'content-encoding'), (receivedBytes) => {
    received.bytes = receivedBytes;
    request.onProgress?.({ receivedBytes, totalBytes });
  });
  return { status: 'modified', bytes, ...validators(reply) };
}

function validators(reply: Dispatcher.ResponseData): Validators {
  return { etag: header(reply, 'etag') ?? null, lastModified: header(reply, 'last-modified') ?? null };
}

function header(reply: Dispatcher.ResponseData, name: string): string | undefined {
  const value = reply.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const YEAR_MS = 365 * DAY_MS;

function tooLong(outcome: Again, waitMs: number, request: MapRequest): string {
  if (outcome.waitMs === null) return outcome.reason;
  return `${outcome.reason} and asked to wait ${seconds(waitMs)}, longer than the ${seconds(request.timeoutMs)} there are`;
}

function seconds(ms: number): string {
  if (ms > YEAR_MS) return 'more than a year';
  return `${Math.round(ms / 100) / 10} s`;
}

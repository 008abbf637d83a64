/** What responses and failures of HTTP mean for a map. Pure. */
import { BACKOFF_MS } from '../../core/defaults.ts';
import { MapUnavailableError, reasonOf, systemCode } from '../../core/errors.ts';
import { withoutSecrets } from '../address.ts';

/** Statuses that are worth a retry. */
export function isWorthAnotherTry(status: number): boolean {
  return status === 429 || status >= 500;
}

export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/**
 * The header for the credentials in the address of a map. A server that the map's own redirects to does not
 * get them.
 */
export function authorization(start: URL, url: URL): Readonly<Record<string, string>> {
  const isGiven = start.username !== '' || start.password !== '';
  if (!isGiven || url.origin !== start.origin) return {};
  const login = `${decoded(start.username)}:${decoded(start.password)}`;
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
}

/** Decodes percent-encoding; other text stands for itself. */
function decoded(text: string): string {
  return isEncoded(text) ? decodeURIComponent(text) : text;
}

/** True when every `%` starts a valid escape. */
export function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The target of a redirect.
 * @throws MapUnavailableError when it is missing, not http or https, or plain http where the map was https.
 */
export function redirectTarget(from: URL, location: string | undefined): URL {
  const to =
    location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined) throw unavailable(from, 'the redirect names no address');
  if (to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')) return to;
  const problem = to.protocol === 'http:' ? 'would leave https' : 'leads to no http or https address';
  throw unavailable(from, `the redirect to ${withoutSecrets(to)} ${problem}`);
}

/** `Retry-After`, seconds or a date, in ms; null when it is absent or invalid. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

/** The pause before attempt `next` (2, 3, …): exponential, and `chance` (0 to 1) adds up to half of it. */
export function backoffMs(next: number, chance: number): number {
  return BACKOFF_MS * 2 ** (next - 2) * (1 + chance / 2);
}

/** Why a connection failed, and whether a retry may help. */
export interface Failing {
  readonly reason: string;
  readonly hint: string | null;
  readonly again: boolean;
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS|ERR_SSL/;
const NETWORK_HINT =
  'Check the network, HTTPS_PROXY and LLMCOST_MAP_URL; --offline answers without a network.';
const CERTIFICATE_HINT = 'NODE_EXTRA_CA_CERTS names a file of certificates that are trusted on top.';

const FAILINGS: Readonly<Record<string, Failing>> = {
  ENOTFOUND: { reason: 'the host name was not found', hint: NETWORK_HINT, again: false },
  EAI_AGAIN: { reason: 'the host name could not be looked up', hint: NETWORK_HINT, again: false },
  ENETUNREACH: { reason: 'there is no way to the network', hint: NETWORK_HINT, again: false },
  EHOSTUNREACH: { reason: 'there is no way to the host', hint: NETWORK_HINT, again: false },
  ETIMEDOUT: { reason: 'nothing answered', hint: NETWORK_HINT, again: false },
  UND_ERR_CONNECT_TIMEOUT: { reason: 'nothing answered in time', hint: NETWORK_HINT, again: false },
  ECONNREFUSED: { reason: 'the connection was refused', hint: NETWORK_HINT, again: true },
  ECONNRESET: { reason: 'the connection broke off', hint: NETWORK_HINT, again: true },
  EPIPE: { reason: 'the connection broke off', hint: NETWORK_HINT, again: true },
  UND_ERR_SOCKET: { reason: 'the connection broke off', hint: NETWORK_HINT, again: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    reason: 'the reply was not of the length it named',
    hint: null,
    again: true,
  },
  Z_BUF_ERROR: { reason: 'the compressed reply was cut off', hint: null, again: true },
  UND_ERR_HEADERS_OVERFLOW: { reason: 'the headers of the reply are too large', hint: null, again: false },
};

/** True for errors of undici's parser, and for its assertions, such as on a status of 000. */
function isNotHttp(error: unknown): boolean {
  return error instanceof Error && /^(HTTPParser|Assertion)Error$/.test(error.name);
}

/** Describes the failure of a request. */
export function whyFailed(error: unknown): Failing {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = systemCode(first);
  const known = code === undefined ? undefined : FAILINGS[code];
  if (code === 'UND_ERR_ABORTED') {
    const status = /\((\d{3})\)/.exec(reasonOf(first))?.[1];
    return {
      reason: `the proxy refused${status === undefined ? '' : ` with ${status}`}`,
      hint: NETWORK_HINT,
      again: false,
    };
  }
  if (known !== undefined) return known;
  if (isNotHttp(first)) {
    return { reason: 'what answered does not speak HTTP', hint: null, again: false };
  }
  if (code !== undefined && CERTIFICATE.test(code)) {
    return { reason: `the certificate is not trusted (${code})`, hint: CERTIFICATE_HINT, again: false };
  }
  const cause = first instanceof Error && first.cause !== undefined ? whyFailed(first.cause) : undefined;
  return cause ?? { reason: firstLine(reasonOf(first)), hint: null, again: false };
}

export function unavailable(
  url: URL,
  reason: string,
  hint: string | null = null,
  cause?: unknown,
): MapUnavailableError {
  const message = `The map could not be fetched from ${withoutSecrets(url)}: ${reason}.`;
  return new MapUnavailableError(message, hint, cause === undefined ? undefined : { cause });
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/\.$/, '');
}

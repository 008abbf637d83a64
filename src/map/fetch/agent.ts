import type { Deps } from '../../core/deps.ts';
import { UsageError } from '../../core/errors.ts';
import { isEncoded } from './http.ts';
import { EnvHttpProxyAgent } from './undici.ts';

type Env = Deps['env'];

/**
 * An agent for the proxies of the environment, read as curl reads them. An http map is requested from the proxy
 * without a tunnel, because many proxies tunnel to port 443 only.
 * @throws UsageError for a proxy that cannot be used.
 */
export function agentFor(env: Env, connectTimeoutMs: number): EnvHttpProxyAgent {
  const connect = { timeout: connectTimeoutMs };
  const [httpProxy, httpsProxy] = [proxyIn(env, 'http_proxy'), proxyIn(env, 'https_proxy')];
  const hasSocks = [httpProxy, httpsProxy].some((proxy) => proxy.startsWith('socks'));
  return new EnvHttpProxyAgent({
    // An empty string keeps undici from reading process.env.
    httpProxy,
    httpsProxy,
    noProxy: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
    proxyTunnel: false,
    connect,
    // With proxyTls, undici would speak TLS to a SOCKS proxy.
    ...(hasSocks ? {} : { proxyTls: connect }),
  });
}

const PROXY_PROTOCOLS = ['http:', 'https:', 'socks:', 'socks5:'];

/** undici decodes the credentials, and throws when it cannot. */
function isProxy({ protocol, username, password }: URL): boolean {
  return PROXY_PROTOCOLS.includes(protocol) && isEncoded(username) && isEncoded(password);
}

function proxyIn(env: Env, name: string): string {
  const value = env[name] || env[name.toUpperCase()] || '';
  if (value === '') return '';
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && isProxy(new URL(url))) return url;
  throw new UsageError(
    `${name.toUpperCase()} is not the URL of a proxy.`,
    'For example http://proxy.example:3128.',
  );
}

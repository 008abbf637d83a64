import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../../src/core/errors.ts';
import { backoffMs, redirectTarget, retryAfterMs, whyFailed } from '../../../src/map/fetch/http.ts';

const NOW = new Date('2026-08-06T09:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['Thu, 06 Aug 2026 09:02:00 GMT', 120_000],
    ['Thu, 06 Aug 2026 08:00:00 GMT', 0],
    ['soon', null],
    [undefined, null],
  ])('%s is a wait of %s ms', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });
});

describe('the pause between tries', () => {
  it('doubles, and chance adds up to half of it', () => {
    expect([backoffMs(2, 0), backoffMs(2, 1), backoffMs(3, 0), backoffMs(3, 1)]).toEqual([
      200, 300, 400, 600,
    ]);
  });
});

describe('a redirect', () => {
  const secure = new URL('https://maps.example/a/map.json?x=1');

  it.each([
    ['/b.json', 'https://maps.example/b.json'],
    ['b.json', 'https://maps.example/a/b.json'],
    ['//other.example/b.json', 'https://other.example/b.json'],
    ['https://other.example/b.json', 'https://other.example/b.json'],
  ])('to %s leads to %s', (location, target) => {
    expect(redirectTarget(secure, location).href).toBe(target);
  });

  it('may go from http to https', () => {
    expect(redirectTarget(new URL('http://maps.example/'), 'https://maps.example/').protocol).toBe('https:');
  });

  it.each(['http', 'https'])('from %s to ftp does not leave https, but HTTP', (scheme) => {
    const refusal = () => redirectTarget(new URL(`${scheme}://maps.example/`), 'ftp://a:b@maps.example/?c');
    expect(refusal).toThrow('the redirect to ftp://maps.example/?… leads to no http or https address');
  });

  it.each(['http://maps.example/map.json', 'file:///etc/passwd', 'data:,{}', 'http://['])(
    'from https to %s is refused',
    (location) => {
      expect(() => redirectTarget(secure, location)).toThrow('could not be fetched');
    },
  );

  it('that leaves https says where it would go, without what may be a secret', () => {
    let message = '';
    try {
      redirectTarget(secure, 'http://anna:s3cret@maps.example/map.json?token=s3cret');
    } catch (error) {
      message = reasonOf(error);
    }
    expect(message).toContain('the redirect to http://maps.example/map.json?… would leave https');
    expect(message).not.toContain('s3cret');
  });
});

describe('why a request failed', () => {
  const failing = (code: string, message = 'x') => Object.assign(new Error(message), { code });

  it.each([
    [failing('ENOTFOUND'), 'the host name was not found', false],
    [failing('ECONNRESET'), 'the connection broke off', true],
    [failing('UND_ERR_CONNECT_TIMEOUT'), 'nothing answered in time', false],
    [
      failing('SELF_SIGNED_CERT_IN_CHAIN'),
      'the certificate is not trusted (SELF_SIGNED_CERT_IN_CHAIN)',
      false,
    ],
    [failing('UND_ERR_ABORTED', 'Proxy response (407) !== 200'), 'the proxy refused with 407', false],
    [
      new AggregateError([failing('ECONNREFUSED'), failing('ENETUNREACH')]),
      'the connection was refused',
      true,
    ],
    [new Error('other', { cause: failing('EPIPE') }), 'the connection broke off', true],
    [new Error('Something else.\nwith details'), 'Something else', false],
  ])('%s', (error, reason, again) => {
    expect(whyFailed(error)).toMatchObject({ reason, again });
  });
});

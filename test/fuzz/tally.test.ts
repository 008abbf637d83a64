/** `tally` beside a reader that shares no line with it, over random logs. */
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { asList, asObject, field, parseJson } from '../../src/core/json.ts';
import { campaign, TIMEOUT_MS } from './campaign.ts';
import { inProcess } from './in-process.ts';
import { logLine, MODELS } from './log-writer.ts';

/** Prices in 10^-12 USD a token: whole numbers, so that a sum of them is exact. */
const PICO_USD = {
  'tern-1': { input: 2_000_000n, output: 8_000_000n, cacheRead: 200_000n, cacheWrite: 2_500_000n },
  'tern-2': { input: 150_000n, output: 600_000n, cacheRead: 15_000n, cacheWrite: 187_500n },
  'gull/tern-3': { input: 3_333_333n, output: 1n, cacheRead: 7n, cacheWrite: 11n },
} as const satisfies Readonly<Record<(typeof MODELS)[number], unknown>>;

const llmcost = inProcess();
afterAll(() => llmcost.remove());

const MAP = llmcost.write(
  'map.json',
  JSON.stringify(
    Object.fromEntries(
      Object.entries(PICO_USD).map(([key, { input, output, cacheRead, cacheWrite }]) => [
        key,
        {
          litellm_provider: 'shorebird',
          mode: 'chat',
          input_cost_per_token: usd(input),
          output_cost_per_token: usd(output),
          cache_read_input_token_cost: usd(cacheRead),
          cache_creation_input_token_cost: usd(cacheWrite),
        },
      ]),
    ),
  ),
);

/** The double that is nearest to so many 10^-12 USD. */
function usd(pico: bigint): number {
  return Number(`${pico}e-12`);
}

interface Sum {
  requests: number;
  pico: bigint;
}

/** The other reader: JSON.parse and the few rules of three shapes. */
function sumsOf(lines: readonly string[]): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  const seen = new Set<unknown>();
  for (const line of lines) {
    const request = requestIn(line);
    if (request === undefined || seen.has(request.id)) continue;
    seen.add(request.id);
    const sum = sums.get(request.model) ?? { requests: 0, pico: 0n };
    sums.set(request.model, { requests: sum.requests + 1, pico: sum.pico + request.pico });
  }
  return sums;
}

function requestIn(
  line: string,
): { readonly id: unknown; readonly model: string; readonly pico: bigint } | undefined {
  let whole: any; // oxlint-disable-line typescript/no-explicit-any -- a reader without types is what it is about
  try {
    whole = JSON.parse(line);
  } catch {
    return undefined;
  }
  const body = whole?.message ?? whole;
  const usage = body?.usage;
  if (usage === undefined || usage === null) return undefined;
  const price = PICO_USD[body.model as keyof typeof PICO_USD];
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.cache_read_input_tokens ?? 0;
  const input = usage.prompt_tokens === undefined ? usage.input_tokens : usage.prompt_tokens - cached;
  const output = usage.completion_tokens ?? usage.output_tokens;
  const pico =
    BigInt(input) * price.input +
    BigInt(cached) * price.cacheRead +
    BigInt(usage.cache_creation_input_tokens ?? 0) * price.cacheWrite +
    BigInt(output) * price.output;
  return { id: body.id, model: body.model, pico };
}

it('tally reads random logs as another reader does', { timeout: TIMEOUT_MS }, async () => {
  let requests = 0;
  const runs = await campaign({ runs: 3000, maxSeconds: 25, share: 0.2 }, async (random) => {
    const lines = Array.from({ length: 1 + random.below(60) }, (_each, id) => logLine(id, random));
    for (let copies = random.below(4); copies > 0; copies -= 1) lines.push(random.of(lines));
    const text = lines.join(random.of(['\n', '\r\n', '\n\n', ' \n'])) + random.of(['', '\n']);
    const sums = sumsOf(lines);
    const named = random.of(['file', 'gzip', 'stdin']);
    const args =
      named === 'stdin'
        ? ['-']
        : [
            named === 'file'
              ? llmcost.write('log.jsonl', text)
              : llmcost.write('log.jsonl.gz', gzipSync(text)),
          ];
    const stdin = named === 'stdin' ? text : '';
    const { status, stdout } = await llmcost.ask(['tally', ...args, '--map', MAP, '--json'], { stdin });
    // Logs of which no line can be read are refused.
    if (sums.size === 0) return expect([0, 2, 4], text).toContain(status);
    expect(status, text).toBe(0);
    const document = asObject(parseJson(stdout));
    const groups = asList(field(document, 'groups')).map((row) => {
      const group = asObject(row);
      return [
        field(asObject(field(group, 'group')), 'model'),
        field(group, 'requests'),
        field(group, 'totalUsd'),
      ];
    });
    const expected = [...sums].map(([model, { requests, pico }]) => [model, requests, usd(pico)]);
    expect(groups.sort(), text).toEqual(expected.sort());
    const total = [...sums.values()].reduce((sum, { pico }) => sum + pico, 0n);
    expect(field(asObject(field(document, 'total')), 'totalUsd')).toBe(usd(total));
    requests += [...sums.values()].reduce((sum, each) => sum + each.requests, 0);
  });
  expect(runs).toBeGreaterThan(0);
  if (runs > 100) expect(requests).toBeGreaterThan(runs);
});

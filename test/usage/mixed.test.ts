import { describe, expect, it } from 'vitest';
import type { UsageRecord } from '../../src/usage/usage.ts';
import { fixture, outcomesOf, recordsOf } from '../helpers/usage-fixture.ts';

/** Requests, tokens in, read from and written to a cache, and out, worked by hand from the file. */
type Sums = readonly [requests: number, input: number, read: number, written: number, output: number];

const EXPECTED: Readonly<Record<string, Sums>> = {
  // 2006 + 640 in, 1920 + 512 read, 300 + 90 out.
  'gpt-4o-2024-08-06': [2, 2646, 2432, 0, 390],
  'anthropic/claude-sonnet-4.5': [1, 1000, 800, 100, 50],
  // 5200 + 2000, 4096 + 1400, 900 + 350.
  'gpt-5.5': [2, 7200, 5496, 100, 1250],
  // 1144 of the response and 120 of the plan for ten images.
  'gpt-image-2': [2, 1264, 0, 0, 1372],
  'gpt-4o-transcribe': [1, 114, 0, 0, 45],
  'whisper-1': [1, 0, 0, 0, 0],
  'text-embedding-3-small': [1, 812, 0, 0, 0],
  // 512 text, 576 audio and 64 image from the cache.
  'gpt-realtime': [1, 1632, 1152, 0, 321],
  'gpt-4o-mini-2024-07-18': [1, 82, 0, 0, 17],
  // 34146 + 16204 + 16206; 30000 + 15000 + 16200; 2051 + 1200; 503 + 350 + 120.
  'claude-sonnet-4-5-20250929': [3, 66_556, 61_200, 3251, 973],
  // 511 + 3500, 500 + 2000, 900, 36 + 240.
  'claude-haiku-4-5-20251001': [2, 4011, 2500, 900, 276],
  'gemini-2.5-pro': [1, 3250, 1500, 0, 1000],
  'anthropic.claude-sonnet-4-5-20250929-v1:0': [1, 5100, 4000, 1000, 200],
  'command-r-plus-08-2024': [1, 17, 0, 0, 12],
  'rerank-v3.5': [1, 0, 0, 0, 0],
  'deepseek-chat': [1, 1300, 1024, 0, 80],
  'grok-4-fast-reasoning': [1, 700, 640, 0, 329],
  'gpt-4.1': [1, 1500, 1280, 0, 220],
  'claude-haiku-4-5': [1, 1200, 0, 300, 70],
  // 55 + 1400 in, 6 + 50 out.
  'gpt-4o-mini': [2, 1455, 1024, 0, 56],
  'gpt-5.1-codex': [1, 8000, 6000, 0, 300],
  'gpt-5.1-codex-mini': [1, 9500, 8000, 0, 150],
  // Three requests of 900 in, 400 + 100 of them from the cache, and 60 out.
  'gemini-2.5-flash': [3, 2700, 1500, 0, 180],
};

describe('a file with every shape', () => {
  it('adds up, model by model, to what was worked by hand', () => {
    const sums: Record<string, Sums> = {};
    for (const record of countedOnce(recordsOf(fixture('mixed.jsonl')))) {
      const { usage, model = '', requests = 1 } = record;
      const [count, input, read, written, output] = sums[model] ?? [0, 0, 0, 0, 0];
      const cached =
        (usage.cacheReadTokens ?? 0) + (usage.cacheReadImageTokens ?? 0) + (usage.cacheReadAudioTokens ?? 0);
      sums[model] = [
        count + requests,
        input + requests * (usage.inputTokens ?? 0),
        read + requests * cached,
        written + requests * (usage.cacheWriteTokens ?? 0),
        output + requests * (usage.outputTokens ?? 0),
      ];
    }
    expect(sums).toEqual(EXPECTED);
  });

  it('accounts for every line', () => {
    const kinds = outcomesOf(fixture('mixed.jsonl')).map((outcome) =>
      outcome.kind === 'skipped' ? outcome.reason : outcome.kind,
    );
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    // 43 lines, one of which is an OTLP document with two requests.
    expect(kinds).toHaveLength(44);
    expect([count('record'), count('context')]).toEqual([31, 7]);
    expect([count('failed request'), count('synthetic'), count('repeated')]).toEqual([4, 1, 1]);
  });
});

/** Of the copies of one reply, the one with the most tokens. */
function countedOnce(records: readonly UsageRecord[]): readonly UsageRecord[] {
  const byKey = new Map<string, UsageRecord>();
  for (const [index, record] of records.entries()) {
    const key = record.dedupeKey ?? String(index);
    const before = byKey.get(key);
    if (before === undefined || tokens(record) > tokens(before)) byKey.set(key, record);
  }
  return [...byKey.values()];
}

function tokens({ usage }: UsageRecord): number {
  return (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
}

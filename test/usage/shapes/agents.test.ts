import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asList, parseJson, type JsonObject, type JsonValue } from '../../../src/core/json.ts';
import { createLineReader } from '../../../src/usage/recognise.ts';
import { newFileState, type FileFacts, type LineOutcome } from '../../../src/usage/shape.ts';
import type { Usage, UsageRecord } from '../../../src/usage/usage.ts';
import { fullRateInput } from '../../helpers/usage-fixture.ts';

/** Everything that a file of an agent turns out to be, its items one by one where it is a list. */
function outcomesOf(values: readonly JsonValue[], facts: Partial<FileFacts> = {}): readonly LineOutcome[] {
  const reader = createLineReader(newFileState({ name: 'log', ...facts }));
  return [...values.flatMap((value) => reader.read(value)), ...reader.end()];
}

function fixture(name: string): readonly JsonValue[] {
  const text = readFileSync(new URL(`../../../fixtures/usage/agents/${name}`, import.meta.url), 'utf8');
  if (!name.endsWith('.json')) return text.trim().split('\n').map(parseJson);
  const value = parseJson(text);
  return Array.isArray(value) ? asList(value) : [value];
}

function recordsOf(values: readonly JsonValue[], facts: Partial<FileFacts> = {}): readonly UsageRecord[] {
  return outcomesOf(values, facts).flatMap((outcome) =>
    outcome.kind === 'record' ? [outcome.record] : outcome.kind === 'summary' ? outcome.records : [],
  );
}

/** Tokens at the full rate, read, written and made: what each is billed at. */
function billed(usage: Usage) {
  return [
    fullRateInput(usage),
    usage.cacheReadTokens ?? 0,
    usage.cacheWriteTokens ?? 0,
    usage.outputTokens ?? 0,
  ];
}

describe('logs of coding agents', () => {
  // By hand from the fixtures: [input at the full rate, cache reads, cache writes, output].
  it.each<[string, string, readonly (readonly number[])[]]>([
    // The cache stands beside the input, reasoning beside the output: 40 + 10, 60 + 20.
    // The second has a total: 300 + 100 + 60 = 460 leaves reasoning out, so it is part of 60.
    [
      'opencode.jsonl',
      'opencode',
      [
        [100, 1000, 200, 50],
        [300, 100, 0, 60],
      ],
    ],
    // 1000 + 50 + 30 + 20 = 1100: the 400 are inside. 1000 - 400 + 20 of tools; 50 + 30.
    ['gemini-cli.jsonl', 'gemini-cli', [[620, 400, 0, 80]]],
    // 500 + 40 + 10 + 300 = 850: here the cache stands beside.
    [
      'gemini-cli-session.json',
      'gemini-cli',
      [
        [500, 300, 0, 50],
        [800, 0, 0, 20],
      ],
    ],
    [
      'gemini-cli-stats.json',
      'gemini-cli',
      [
        [1500, 500, 0, 130],
        [100, 0, 0, 10],
      ],
    ],
    [
      'kimi.jsonl',
      'kimi',
      [
        [700, 3000, 100, 60],
        [700, 3000, 100, 80],
      ],
    ],
    ['kimi-code.jsonl', 'kimi', [[200, 500, 0, 30]]],
    [
      'pi.jsonl',
      'pi',
      [
        [10, 2000, 400, 90],
        [100, 0, 0, 10],
      ],
    ],
    ['openclaw.jsonl', 'pi', [[500, 100, 0, 50]]],
    // The ledger's requests, with the cache of the message that the first led to.
    [
      'amp.json',
      'amp',
      [
        [7, 9000, 300, 200],
        [600, 0, 0, 30],
      ],
    ],
    ['amp-messages.json', 'amp', [[7, 9000, 300, 200]]],
    ['droid.settings.json', 'droid', [[4000, 250000, 1000, 1000]]],
    // The details of the second are part of its prompt: 600 - 500.
    [
      'codebuff.json',
      'codebuff',
      [
        [50, 800, 100, 20],
        [100, 500, 0, 10],
      ],
    ],
    ['goose.jsonl', 'goose', [[5000, 0, 0, 400]]],
    ['hermes.jsonl', 'hermes', [[1200, 50, 20, 310]]],
  ])('%s', (name, agent, counts) => {
    const records = recordsOf(fixture(name), { model: 'tern' });
    expect(records.map(({ usage }) => billed(usage))).toEqual(counts);
    expect(new Set(records.map((record) => record.agent))).toEqual(new Set([agent]));
    expect(records.map(({ model }) => model)).toEqual(expect.arrayContaining(['tern']));
  });

  it('reads Qwen Code as Gemini', () => {
    const [record] = recordsOf(fixture('qwen.jsonl'), { agent: 'qwen' });
    expect(billed(record?.usage ?? {})).toEqual([1000, 200, 0, 100]);
    expect(record).toMatchObject({ model: 'tern', session: 'q-1', dedupeKey: 'q1' });
  });

  it('tells model, time, session and what the agent thinks that it cost', () => {
    const [first, second] = recordsOf(fixture('opencode.jsonl'));
    expect(first).toMatchObject({
      shape: 'opencode',
      model: 'tern',
      provider: 'anthropic',
      session: 'ses_1',
      project: '/home/ann/shop',
      atMs: 1785578401000,
      reportedUsd: '0.02',
      dedupeKey: 'msg_a1',
    });
    // 0 is what OpenCode writes where it knows no price.
    expect(second?.reportedUsd).toBeUndefined();
    const [reply, other] = recordsOf(fixture('pi.jsonl'));
    expect(reply).toMatchObject({ session: 'p-1', project: '/home/ann/shop', reportedUsd: '0.00221' });
    expect(reply?.usage.cacheWrite1hTokens).toBe(100);
    // The second names no model: it is the one that the session changed to.
    expect(other).toMatchObject({ model: 'heron', provider: 'anthropic' });
    expect(recordsOf(fixture('hermes.jsonl'))[0]).toMatchObject({ reportedUsd: '0.12', sumOf: null });
  });

  it('takes what nobody can know of a line from where its file lies', () => {
    const facts = { session: 's-9', model: 'k2', agent: 'kilo', atMs: 5 };
    expect(recordsOf(fixture('opencode.jsonl'), facts)[0]?.agent).toBe('kilo');
    expect(recordsOf(fixture('kimi.jsonl'), facts)[0]).toMatchObject({ model: 'k2', session: 's-9' });
    expect(recordsOf(fixture('kimi-code.jsonl'), facts)[0]?.dedupeKey).toMatch(/^s-9 1785578401000 /);
    expect(recordsOf(fixture('kimi-code.jsonl'))[0]?.dedupeKey).toBeUndefined();
    expect(recordsOf(fixture('droid.settings.json'), facts)[0]).toMatchObject({
      session: 's-9',
      dedupeKey: 'droid s-9',
    });
    const message: JsonObject = { variant: 'ai', metadata: { usage: { inputTokens: 1 } } };
    expect(recordsOf([message], facts)[0]).toMatchObject({ session: 's-9', atMs: 5 });
  });

  it('tells the lines between from lines without usage', () => {
    const kinds = (name: string) => outcomesOf(fixture(name)).map(({ kind }) => kind);
    expect(kinds('opencode.jsonl')).toEqual(['context', 'record', 'record']);
    expect(kinds('kimi-code.jsonl')).toEqual(['context', 'record', 'context', 'context']);
    expect(kinds('openclaw.jsonl')).toEqual(['context', 'context', 'record', 'context']);
  });

  it.each([
    ['opencode', { modelID: 'm', providerID: 'p', tokens: { total: 9 } }],
    ['pi', { type: 'message', message: { role: 'assistant', usage: { totalTokens: 9 } } }],
    ['amp', { id: 'T-1', usageLedger: { events: [{ model: 'm', tokens: { total: 9 } }] } }],
    ['gemini-cli', { type: 'gemini', model: 'm', tokens: { total: 9 } }],
  ])('prices no total of %s that is told without its parts', (_, line) => {
    expect(outcomesOf([line])).toMatchObject([
      { kind: 'skipped', reason: 'unreadable', detail: expect.stringContaining('only a total of 9 tokens') },
    ]);
  });

  it.each([
    ['custom:Claude-Opus-4-5-[Anthropic]-0', 'claude-opus-4-5'],
    ['custom:GLM 4.7', 'glm-4.7'],
    ['claude-opus-4-5-20251101', 'claude-opus-4-5-20251101'],
  ])('reads the model of Droid %j as %j', (given, model) => {
    const line = { model: given, tokenUsage: { inputTokens: 1 } };
    expect(recordsOf([line])[0]?.model).toBe(model);
  });
});

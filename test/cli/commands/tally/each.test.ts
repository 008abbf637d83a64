import { array, assert, constantFrom, nat, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EachWriter } from '../../../../src/cli/commands/tally/each.ts';
import { eachRequest, eachSkipped } from '../../../../src/cli/schemas/tally.ts';
import { parseJson, type JsonValue } from '../../../../src/core/json.ts';
import type { CostRule } from '../../../../src/config/settings.ts';
import type { Watcher } from '../../../../src/pricing/tally/options.ts';
import { feed, settingsOf, tallyWith, type TallyGiven } from '../../../helpers/tally.ts';

const CHAT = { litellm_provider: 'openai', mode: 'chat' };
const ENTRIES = {
  tern: {
    ...CHAT,
    input_cost_per_token: 2.5e-6,
    output_cost_per_token: 1e-5,
    cache_read_input_token_cost: 1.25e-6,
    input_cost_per_token_above_200k_tokens: 5e-6,
  },
  cheap: { ...CHAT, input_cost_per_token: 1.2e-9, output_cost_per_token: 3.333333e-8 },
  dear: { ...CHAT, input_cost_per_token: 123.456789, output_cost_per_token: 0.000000000001 },
  free: { ...CHAT, input_cost_per_token: 0, output_cost_per_token: 0 },
  // A price for one side: partial.
  half: { ...CHAT, output_cost_per_token: 4e-6 },
};

type Lines = readonly JsonValue[];

function written(lines: Lines, given: TallyGiven, watching: (writer: EachWriter) => Watcher): string {
  const pieces: string[] = [];
  const writer = new EachWriter((text) => pieces.push(text));
  feed(tallyWith(ENTRIES, { ...given, watcher: watching(writer) }), lines, 'a "b"\\\u009b.jsonl');
  writer.end();
  return pieces.join('');
}

const quickly = (lines: Lines, given: TallyGiven = {}) => written(lines, given, (writer) => writer);

/** The same from the exact decimals, an object a line. */
const exactly = (lines: Lines, given: TallyGiven = {}) =>
  written(lines, given, (writer) => ({
    priced: (line) => writer.priced({ ...line, wholeCost: undefined }),
    skipped: (reason, detail, place) => writer.skipped(reason, detail, place),
  }));

const model = constantFrom('tern', 'cheap', 'dear', 'free', 'half', 'nobody "1"\n', null);
const tokens = constantFrom(0, 1, 7, 100, 99_999, 250_000, 123_456_789, 999_999_999_999);
const line = record({
  id: option(nat(5).map((id) => `id-${id}`)),
  model,
  service_tier: constantFrom(null, 'flex', 'odd tier'),
  costUSD: constantFrom(null, 0, 0.25, 1e-9, '0.00120'),
  usage: record({
    prompt_tokens: tokens,
    completion_tokens: tokens,
    prompt_tokens_details: record({ cached_tokens: constantFrom(0, 1, 50) }),
  }),
});

describe('the lines of --each', () => {
  it('say what the exact decimals say, to the last digit', () => {
    const margin: CostRule = {
      kind: 'margin',
      name: null,
      provider: null,
      model: 'cheap',
      percent: 7,
      usdPerRequest: 0.001,
      file: 'llmcost.json',
      path: 'margins',
    };
    const settings = settingsOf({ rulesFor: ({ key }) => (key === 'cheap' ? [margin] : []) });
    assert(
      property(array(line, { maxLength: 20 }), (lines) => {
        for (const given of [{}, { settings }, { dedupe: false }])
          expect(quickly(lines, given)).toBe(exactly(lines, given));
      }),
      { numRuns: 300 },
    );
  });

  const chat = (id: string, prompt: number, completion: number, more: object = {}) => ({
    id,
    model: 'tern',
    ...more,
    usage: { prompt_tokens: prompt, completion_tokens: completion },
  });

  it('are JSON with plain decimals, in the order of the log', () => {
    const lines = [
      chat('a', 1, 0),
      chat('a', 3, 2),
      chat('b', 7, 1, { model: 'cheap', costUSD: 1.5e-7 }),
      chat('a', 3, 2),
      { type: 'progress' },
    ];
    const rest = '"otherUsd":0,"adjustmentsUsd":0';
    const start = (line: number) => `{"file":"a \\"b\\"\\\\\\u009b.jsonl","line":${line}`;
    const tern = '"model":"tern","key":"tern","tier":"standard"';
    const later =
      '{"code":"LATER_COPY","message":"A later copy of a reply, with more tokens: the amounts are what it adds to the copy before it."}';
    expect(quickly(lines).split('\n')).toEqual([
      // 1 × 2.5e-6; then 2 more of these, and 2 × 1e-5.
      `${start(1)},${tern},"inputUsd":0.0000025,"outputUsd":0,${rest},"totalUsd":0.0000025,"reportedUsd":null,"state":"known","assumptions":[],"warnings":[]}`,
      `${start(2)},${tern},"inputUsd":0.000005,"outputUsd":0.00002,${rest},"totalUsd":0.000025,"reportedUsd":null,"state":"known","assumptions":[],"warnings":[${later}]}`,
      // 7 × 1.2e-9, and 3.333333e-8.
      `${start(3)},"model":"cheap","key":"cheap","tier":"standard","inputUsd":0.0000000084,"outputUsd":0.00000003333333,${rest},"totalUsd":0.00000004173333,"reportedUsd":0.00000015,"state":"known","assumptions":[],"warnings":[]}`,
      `${start(4)},"skipped":"duplicate","detail":"a reply that was counted already"}`,
      `${start(5)},"skipped":"no usage","detail":"the line holds no usage"}`,
      '',
    ]);
  });

  it('fit their schema', () => {
    const lines = [
      chat('a', 1, 0),
      chat('a', 3, 2),
      chat('b', 5, 5, { model: 'half' }),
      { type: 'progress' },
    ];
    const wrong = quickly(lines)
      .trimEnd()
      .split('\n')
      .filter((text) => {
        const schema = text.includes('"skipped"') ? eachSkipped : eachRequest;
        return !schema.safeParse(parseJson(text)).success;
      });
    expect(wrong).toEqual([]);
  });
});

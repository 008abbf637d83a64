import { Readable } from 'node:stream';
import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  integer,
  oneof,
  record,
  subarray,
  tuple,
} from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/core/money.ts';
import type { Tally } from '../../../src/pricing/tally/accumulate.ts';
import type { Sum } from '../../../src/pricing/tally/accumulators.ts';
import { LogLines } from '../../../src/usage/logs/fast/log-lines.ts';
import { LogReader } from '../../../src/usage/logs/log-reader.ts';
import { openLog, readLines } from '../../../src/usage/logs/read-log.ts';
import { streamSource } from '../../../src/usage/logs/source.ts';
import { readTable } from '../../../src/usage/logs/table.ts';
import { tallyWith, type TallyGiven } from '../../helpers/tally.ts';
import { scannerModule } from '../../usage/logs/scan/reading.ts';

const ENTRIES = {
  'gpt-5': {
    input_cost_per_token: 1e-6,
    cache_read_input_token_cost: 1e-7,
    output_cost_per_token: 1e-5,
    input_cost_per_token_above_200k_tokens: 2e-6,
    output_cost_per_token_above_200k_tokens: 2e-5,
  },
  'claude-sonnet-4-5': {
    input_cost_per_token: 3e-6,
    cache_creation_input_token_cost: 3.75e-6,
    cache_read_input_token_cost: 3e-7,
    output_cost_per_token: 1.5e-5,
  },
  'per-request': { input_cost_per_token: 1e-6, output_cost_per_token: 1e-6, input_cost_per_request: 0.01 },
};

/** Counts at which something changes: the bound of a price, what an entry of a reply holds, what a double holds. */
const count = oneof(
  { arbitrary: constantFrom(0, 1, 7, 20, 199_999, 200_000, 200_001), weight: 9 },
  constantFrom(4_294_967_295, 4_294_967_296, 1e15, 2 ** 52, 2 ** 53 - 1),
);
const few = constantFrom(0, 1, 2, 5);
const model = oneof(
  { arbitrary: constantFrom('gpt-5', 'claude-sonnet-4-5'), weight: 9 },
  constantFrom('per-request', 'nobody-knows'),
);
/** Around midnight, and far away. */
const moment = constantFrom(
  '2026-10-31T23:59:59.999Z',
  '2026-11-01T00:00:00.000Z',
  '2026-11-01T00:00:01.000Z',
  '2026-11-01T12:00:00.000Z',
  '2027-01-01T00:00:00.000Z',
);

const sessionLine = record({
  model,
  moment,
  session: constantFrom('one', 'two'),
  id: constantFrom('', 'msg_1', 'msg_2', 'msg_3'),
  request: constantFrom('', 'req_1', 'req_2'),
  input: few,
  read: few,
  written: few,
  output: count,
}).map((line) =>
  JSON.stringify({
    type: 'assistant',
    timestamp: line.moment,
    sessionId: line.session,
    ...(line.request === '' ? {} : { requestId: line.request }),
    message: {
      ...(line.id === '' ? {} : { id: line.id }),
      model: line.model,
      usage: {
        input_tokens: line.input,
        cache_read_input_tokens: line.read,
        cache_creation_input_tokens: line.written,
        output_tokens: line.output,
      },
    },
  }),
);

const chatLine = tuple(model, moment, count, few, few, constantFrom('', '', 'chatcmpl-1', 'chatcmpl-2')).map(
  ([name, time, prompt, cached, completion, id]) =>
    JSON.stringify({
      id,
      object: 'chat.completion',
      created: Date.parse(time) / 1000,
      model: name,
      usage: {
        prompt_tokens: prompt,
        completion_tokens: completion,
        prompt_tokens_details: { cached_tokens: cached },
      },
    }),
);

/** Runs of lines of one form: the scanner learns from the first of a run what it does with the others. */
const lines = array(
  constantFrom(sessionLine, chatLine).chain((each) =>
    array(tuple(each, integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 6 }),
  ),
  { minLength: 1, maxLength: 4 },
).map((runs) => runs.flat().flatMap(([line, times]) => Array.from({ length: times }, () => line)));

const user = JSON.stringify({ type: 'user', sessionId: 'one', message: { role: 'user', content: 'hi' } });

function withOthers(log: readonly string[]): readonly string[] {
  return log.flatMap((line, index) => (index % 3 === 0 ? [user, line] : [line]));
}

async function tallied(files: readonly (readonly string[])[], given: TallyGiven, adds: boolean) {
  const tally = tallyWith(ENTRIES, given);
  const log = new LogLines(scannerModule, adds ? { adder: tally.adder } : {});
  if (log.ids === undefined || log.replies === undefined) throw new Error('no scanner');
  tally.useIds(log.ids, log.replies);
  let [read, handed] = [0, 0];
  for (const [index, each] of files.entries()) {
    tally.begin(`log ${index}`);
    const facts = { name: `log ${index}`, agent: index % 2 === 0 ? 'claude-code' : undefined };
    const counted: Tally = new Proxy(tally, {
      get(target, name) {
        if (name === 'fast') handed += 1;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const reader = new LogReader(counted, { lines: log, facts });
    await readAny(Buffer.from(each.join('\n')), reader);
    reader.end();
    read += reader.count;
  }
  return { answer: answerOf(tally, read), handed };
}

async function readAny(bytes: Buffer, reader: LogReader): Promise<void> {
  const log = await openLog(streamSource(Readable.from([bytes])));
  if (log.kind !== 'table') return readLines(log, reader);
  reader.lines.begin(reader);
  await readTable(log, reader, { file: 'table', chosen: new Map() });
  reader.lines.end();
}

function answerOf(tally: Tally, read: number) {
  const shown = ({ state, requests, cost, meters, rateGroup }: Sum) => ({
    model: rateGroup.model.name,
    state,
    requests,
    usd: plain(cost.totalUsd),
    meters: meters.map(({ meter, quantity }) => [meter, plain(quantity)]),
  });
  const groups = [...tally.groupSums()].map((each) => [
    tally.grouper.valuesOf(each.group),
    shown(each.sum()),
  ]);
  return {
    read,
    contexts: tally.contexts,
    sums: tally.sums().map(shown),
    groups: groups.map((each) => JSON.stringify(each)).sort(),
    skips: tally.skips.rows(),
  };
}

/** Rows of two kinds of columns: the cache is part of the input, beside it, or nobody knows. */
const tables = tuple(
  constantFrom('input_tokens', 'uncached_input_tokens', 'prompt_tokens'),
  constantFrom('', ',total_tokens'),
  array(
    tuple(
      model,
      moment,
      count,
      few,
      few,
      few,
      constantFrom('', 'chatcmpl-1', 'chatcmpl-2'),
      integer({ min: 1, max: 30 }),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
).map(([input, total, rows]) => [
  `model,timestamp,${input},cached_tokens,output_tokens,request_id${total}`,
  ...rows.flatMap(([name, time, prompt, cached, output, more, id, times]) => {
    const sum = total === '' ? '' : `,${prompt + output + (more % 2 === 0 ? 0 : cached)}`;
    return Array.from({ length: times }, () => `${name},${time},${prompt},${cached},${output},${id}${sum}`);
  }),
]);

describe('requests that the scanner adds up', () => {
  it('come to what they come to when each is handed over, whatever they are grouped by', async () => {
    let [inAll, handedOver] = [0, 0];
    await assert(
      asyncProperty(
        array(oneof({ arbitrary: lines, weight: 2 }, tables), { minLength: 1, maxLength: 4 }),
        subarray(['day', 'hour', 'month', 'file', 'agent', 'session', 'model'], { maxLength: 2 }),
        constantFrom(true, true, false),
        constantFrom({}, {}, { sinceMs: Date.parse('2026-11-01'), untilMs: Date.parse('2026-11-01T12:00Z') }),
        async (files, by, dedupe, dates) => {
          const logs = files.map((each) => (each[0]?.startsWith('{') === true ? withOthers(each) : each));
          const given = { by, dedupe, ...dates };
          const plainly = await tallied(logs, given, false);
          const added = await tallied(logs, given, true);
          expect(added.answer).toEqual(plainly.answer);
          inAll += plainly.handed;
          handedOver += added.handed;
        },
      ),
      { numRuns: 200 },
    );
    // Otherwise it would hold whatever the scanner did.
    expect(inAll - handedOver).toBeGreaterThan(5000);
  });

  it('are as many, and cost as much, as adding them by hand says', async () => {
    const lineOf = (id: number, session: string, at: string, output: number): string =>
      JSON.stringify({
        type: 'assistant',
        timestamp: at,
        sessionId: session,
        message: {
          id: `msg_${id}`,
          model: 'claude-sonnet-4-5',
          usage: { input_tokens: 10, cache_read_input_tokens: 100, output_tokens: output },
        },
      });
    // Each of 100 replies is written three times, the last time with more tokens; the second half is the next day's.
    const log = Array.from({ length: 100 }, (_, id) => {
      const at = id < 50 ? '2026-10-31T23:59:59.999Z' : '2026-11-01T00:00:00.000Z';
      return [3, 3, 20].map((output) => lineOf(id, 'one', at, output));
    }).flat();
    const { answer, handed } = await tallied([log], { by: ['day'] }, true);
    // 50 × (10 × $3 + 100 × $0.30 + 20 × $15) a million.
    const day = {
      model: 'claude-sonnet-4-5',
      state: 'known',
      requests: 50,
      usd: '0.018',
      meters: [
        ['input', '500'],
        ['cacheRead', '5000'],
        ['output', '1000'],
      ],
    };
    expect(answer.groups).toEqual(['2026-10-31', '2026-11-01'].map((each) => JSON.stringify([[each], day])));
    expect(answer.skips).toMatchObject([{ reason: 'duplicate', count: 200 }]);
    expect(answer.skips[0]?.examples.map(({ line }) => line)).toEqual([2, 3, 5]);
    expect(answer.read).toBe(300);
    // The first of a day, and the copies that are shown.
    expect(handed).toBeLessThan(10);
  });
});

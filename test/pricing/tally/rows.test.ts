import { array, assert, constantFrom, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionsOf } from '../../../src/pricing/tally/groups.ts';
import { groupRows, type GroupRow, type Groups, type SortBy } from '../../../src/pricing/tally/rows.ts';
import { feed, tallyWith } from '../../helpers/tally.ts';

const CHAT = { litellm_provider: 'openai', mode: 'chat' };
const ENTRIES = {
  tern: { ...CHAT, input_cost_per_token: 2.5e-6, output_cost_per_token: 1e-5 },
  knot: { ...CHAT, input_cost_per_token: 1.234567e-6, output_cost_per_token: 7e-9 },
  half: { ...CHAT, input_cost_per_token: 1e-6 },
  free: { ...CHAT, input_cost_per_token: 0, output_cost_per_token: 0 },
};
/** Prices in units of 10^-12 USD. */
const INPUT = { tern: 2_500_000n, knot: 1_234_567n, half: 1_000_000n, free: 0n };
const OUTPUT = { tern: 10_000_000n, knot: 7000n, half: 0n, free: 0n };

interface Line {
  readonly model: keyof typeof ENTRIES;
  readonly team: string;
  readonly input: number;
  readonly output: number;
}

function rowsOf(lines: readonly Line[], top?: number, sort: SortBy = 'group'): Groups {
  const dimensions = dimensionsOf(['.team']);
  const tally = tallyWith(ENTRIES, { by: ['.team'] });
  const values = lines.map(({ input, output, ...rest }) => ({
    ...rest,
    usage: { inputTokens: input, outputTokens: output },
  }));
  feed(tally, values);
  return groupRows(tally.groupSums(), { dimensions, grouper: tally.grouper, top, sort });
}

/** The sum of lines in USD, by integers. */
function usdOf(lines: readonly Line[]): number {
  const sum = lines.reduce(
    (total, { model, input, output }) =>
      total + BigInt(input) * INPUT[model] + BigInt(output) * OUTPUT[model],
    0n,
  );
  const digits = String(sum).padStart(13, '0');
  return Number(`${digits.slice(0, -12)}.${digits.slice(-12)}`);
}

const teamOf = ({ group }: GroupRow) => group['.team'];

const line = record({
  model: constantFrom('tern' as const, 'knot' as const, 'half' as const, 'free' as const),
  team: constantFrom('a', 'b', 'c', 'd'),
  input: nat(300_000),
  output: nat(20_000),
});

describe('the rows of groups', () => {
  it('are what their lines add up to, to the last digit', () => {
    assert(
      property(array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        for (const row of rowsOf(lines).rows) {
          const own = lines.filter(({ team }) => team === teamOf(row));
          // A model without a price for output is priced in part, if it has input, and else not at all.
          const isKnown = own.every(({ model, output }) => model !== 'half' || output === 0);
          expect([row.requests, row.inputTokens, row.outputTokens]).toEqual([
            own.length,
            own.reduce((sum, { input }) => sum + input, 0),
            own.reduce((sum, { output }) => sum + output, 0),
          ]);
          expect(row.totalUsd ?? 0).toBe(usdOf(own));
          if (isKnown) expect(['known', 'free']).toContain(row.state);
          else expect(['partial', 'unknown']).toContain(row.state);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('lose nothing of what is folded into the others', () => {
    assert(
      property(array(line, { minLength: 1, maxLength: 30 }), nat(3), (lines, top) => {
        const teams = [...new Set(lines.map(({ team }) => team))].toSorted();
        const { rows, others } = rowsOf(lines, top + 1);
        expect(rows.map(teamOf)).toEqual(teams.slice(0, top + 1));
        const rest = lines.filter(({ team }) => !rows.some((row) => teamOf(row) === team));
        if (rest.length === 0) expect(others).toBeNull();
        else {
          expect([others?.groups, others?.requests]).toEqual([teams.length - rows.length, rest.length]);
          expect(others?.totalUsd ?? 0).toBe(usdOf(rest));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('are exact beyond what a double counts', () => {
    const input = Number.MAX_SAFE_INTEGER;
    const lines = Array.from({ length: 1000 }, (): Line => ({ model: 'tern', team: 'a', input, output: 0 }));
    // 1000 × (2^53 - 1) × 0.0000025; the tokens are the nearest double.
    expect(rowsOf(lines).rows).toMatchObject([
      { requests: 1000, inputTokens: 9_007_199_254_740_991_000, totalUsd: Number('22517998136852.4775') },
    ]);
  });

  it('are the dearest of very many', () => {
    // 7919 is prime: every count of input from 0 to 7918 is there once.
    const lines = Array.from({ length: 7919 }, (_, index): Line => ({
      model: 'tern',
      team: String(index),
      input: (index * 31) % 7919,
      output: 0,
    }));
    const { rows, others } = rowsOf(lines, 3, 'cost');
    expect(rows.map(({ inputTokens }) => inputTokens)).toEqual([7918, 7917, 7916]);
    // 0 + 1 + … + 7915 tokens.
    expect(others).toMatchObject({ groups: 7916, inputTokens: (7915 * 7916) / 2 });
  });
});

import { describe, expect, it } from 'vitest';
import { field, type JsonObject } from '../../../src/core/json.ts';
import {
  CODEX_COUNTS,
  hashOfCounts,
  hashOfTotals,
  newCodexCounts,
  UNTOLD,
} from '../../../src/usage/shapes/codex-totals.ts';

const totals = { input_tokens: 9500, cached_input_tokens: 0, output_tokens: 150, total_tokens: 9650 };

describe('the cumulated counts of a Codex event', () => {
  it('are known by the same number, whether their line was parsed or not', () => {
    expect(hashOfTotals(totals)).toBe(hashOfCounts(Float64Array.of(9500, 0, UNTOLD, 150, UNTOLD, 9650)));
    const most = 10 ** 15 - 1;
    expect(hashOfTotals({ input_tokens: most })).toBe(
      hashOfCounts(Float64Array.of(most, UNTOLD, UNTOLD, UNTOLD, UNTOLD, UNTOLD)),
    );
    expect(hashOfTotals({})).toBe(hashOfCounts(newCodexCounts()));
  });

  it('are the same in another order, with null for what is not told, and beside other fields', () => {
    const others = { total_tokens: 9650, output_tokens: 150, cached_input_tokens: 0, input_tokens: 9500 };
    expect(hashOfTotals({ ...others, reasoning_output_tokens: null, context: 1 })).toBe(hashOfTotals(totals));
  });

  it('differ where any of them does', () => {
    const kinds = [
      totals,
      ...CODEX_COUNTS.flatMap((name) =>
        [
          0,
          1,
          150,
          0xffff_fffe,
          0xffff_ffff,
          2 ** 32,
          2 ** 32 + 1,
          2 ** 33,
          10 ** 15,
          -1,
          1.5,
          '1',
          '1.5',
          {},
        ].map((count) => ({ ...totals, [name]: count })),
      ),
      ...CODEX_COUNTS.map((name) => ({ ...totals, [name]: null })),
      { ...totals, input_tokens: 150, output_tokens: 9500 },
    ] satisfies JsonObject[];
    const texts = kinds.map((kind) => JSON.stringify(CODEX_COUNTS.map((name) => field(kind, name) ?? null)));
    expect(new Set(kinds.map(hashOfTotals)).size).toBe(new Set(texts).size);
  });

  it('are told apart over many requests of a session', () => {
    const hashes = new Set<number>();
    for (let i = 1; i <= 100_000; i += 1)
      hashes.add(
        hashOfTotals({ input_tokens: i, output_tokens: (i * 7) % 1000, total_tokens: i + ((i * 7) % 1000) }),
      );
    expect(hashes.size).toBe(100_000);
  });
});

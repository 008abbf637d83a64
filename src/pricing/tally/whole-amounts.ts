import { fromWholes } from '../../core/money.ts';
import type { MoneyState } from '../cost.ts';
import { METERS } from './counts.ts';
import { IS_OUTPUT, stateOfAll } from './rate-group.ts';
import type { Amounts } from './rows.ts';

/** A double counts exactly up to here. */
export const MOST_EXACT = 2 ** 53;

/** Rows of count tables added up in doubles, which hold most of them exactly: much faster than decimals. */
export class WholeAmounts {
  #requests = 0;
  readonly #states = new Set<MoneyState>();
  readonly #tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 };
  /** In units of 10^-decimals USD. */
  readonly #usd = { input: 0, output: 0 };
  #decimals = 0;
  /** Of the prices at hand, to those decimals. */
  #factor = 1;

  /** @param decimals of the prices of the tokens that follow. */
  addRequests(requests: number, state: MoneyState, decimals: number): void {
    this.#requests += requests;
    this.#states.add(state);
    if (decimals > this.#decimals) {
      const finer = 10 ** (decimals - this.#decimals);
      this.#usd.input *= finer;
      this.#usd.output *= finer;
      this.#decimals = decimals;
    }
    this.#factor = 10 ** (this.#decimals - decimals);
  }

  /**
   * @param meter by index in METERS.
   * @param price in units of its decimals.
   */
  addTokens(meter: number, tokens: number, price: number): void {
    const side = IS_OUTPUT[meter] === true ? 'output' : 'input';
    this.#tokens[side] += tokens;
    this.#usd[side] += tokens * price * this.#factor;
    const name = METERS[meter];
    if (name?.startsWith('cacheRead') === true) this.#tokens.cacheRead += tokens;
    else if (name?.startsWith('cacheWrite') === true) this.#tokens.cacheWrite += tokens;
    else if (name === 'reasoning') this.#tokens.reasoning += tokens;
  }

  /** What it comes to; undefined where a double does not hold all of it exactly. */
  amounts(): Amounts | undefined {
    const { input, output } = this.#usd;
    const tokens = this.#tokens;
    if (input + output >= MOST_EXACT || tokens.input + tokens.output >= MOST_EXACT) return undefined;
    const state = stateOfAll(this.#states);
    const amount = (whole: number) => (state === 'unknown' ? null : fromWholes(whole, this.#decimals));
    return {
      requests: this.#requests,
      inputTokens: tokens.input,
      cacheReadTokens: tokens.cacheRead,
      cacheWriteTokens: tokens.cacheWrite,
      outputTokens: tokens.output,
      reasoningTokens: tokens.reasoning,
      inputUsd: amount(input),
      outputUsd: amount(output),
      otherUsd: amount(0),
      adjustmentsUsd: amount(0),
      totalUsd: amount(input + output),
      state,
      reported: null,
    };
  }
}

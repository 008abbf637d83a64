import type { MoneyState } from '../../../pricing/cost.ts';
import type { Notice, Assumption } from '../../../core/notice.ts';
import { toNumber, type Decimal } from '../../../core/money.ts';
import { toJsonLine } from '../../../core/json-text.ts';
import type { Tier } from '../../../usage/usage.ts';
import type { PricedLine, Watcher } from '../../../pricing/tally/options.ts';
import type { Place, TallySkip } from '../../../pricing/tally/skips.ts';

/** What `--each` writes for a request. */
export interface EachRequest extends Place {
  /** As the log names it. */
  readonly model: string | null;
  /** The entry that priced it; null where the map does not know the model. */
  readonly key: string | null;
  readonly tier: Tier;
  /** Null where nothing of it has a price. Of a later copy of a reply: what it adds to the one before. */
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  readonly adjustmentsUsd: number | null;
  readonly totalUsd: number | null;
  /** What the provider says that it cost; null where the line does not say. */
  readonly reportedUsd: number | null;
  readonly state: MoneyState;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

/** What `--each` writes for a line without a request to price. */
export interface EachSkipped extends Place {
  readonly skipped: TallySkip | 'no request';
  readonly detail: string;
}

/** Text is handed on in pieces of this size: writing each line by itself takes longer than pricing it. */
const PIECE_CHARACTERS = 1 << 16;

/** Writes one line of NDJSON for each line of the logs, in their order. */
export class EachWriter implements Watcher {
  #text = '';
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  priced(line: PricedLine): void {
    this.#add(eachRequest(line));
  }

  skipped(reason: TallySkip | null, detail: string, { file, line }: Place): void {
    const skipped: EachSkipped = { file, line, skipped: reason ?? 'no request', detail };
    this.#add(skipped);
  }

  #add(document: EachRequest | EachSkipped): void {
    this.#text += toJsonLine(document);
    if (this.#text.length >= PIECE_CHARACTERS) this.end();
  }

  /** Writes what is left. */
  end(): void {
    if (this.#text === '') return;
    this.#write(this.#text);
    this.#text = '';
  }
}

function eachRequest(priced: PricedLine): EachRequest {
  const { file, line, rateGroup, cost, assumptions, reportedUsd, isLaterCopy } = priced;
  const { model, conditions } = rateGroup;
  const usd = (amount: Decimal) => (cost.state === 'unknown' ? null : toNumber(amount));
  return {
    file,
    line,
    model: model.name,
    key: model.key,
    tier: conditions.tier,
    inputUsd: usd(cost.inputUsd),
    outputUsd: usd(cost.outputUsd),
    otherUsd: usd(cost.otherUsd),
    adjustmentsUsd: usd(cost.adjustmentsUsd),
    totalUsd: usd(cost.totalUsd),
    reportedUsd: reportedUsd === undefined ? null : Number(reportedUsd),
    state: cost.state,
    assumptions,
    warnings: [
      ...(model.problem === null ? [] : [{ code: 'MODEL_UNPRICED', message: problemWords(priced) }]),
      ...(priced.isReported ? [REPORTED_COST] : []),
      ...(isLaterCopy ? [LATER_COPY] : []),
      ...priced.warnings,
    ],
  };
}

const REPORTED_COST: Notice = {
  code: 'REPORTED_COST',
  message: 'The map has no price; what the provider reports is counted.',
};

const LATER_COPY: Notice = {
  code: 'LATER_COPY',
  message: 'A later copy of a reply, with more tokens: the amounts are what it adds to the copy before it.',
};

function problemWords({ rateGroup: { model } }: PricedLine): string {
  if (model.reason !== null) return model.reason;
  if (model.problem === 'no model named') return 'The line names no model.';
  if (model.problem === 'ambiguous')
    return `${model.name} may be ${model.candidates.join(', ')}, with different prices.`;
  return `${model.name} is not in the map.`;
}

import type { MoneyState } from '../../../pricing/cost.ts';
import type { Notice, Assumption } from '../../../core/notice.ts';
import { toNumber, wholesText, type Decimal } from '../../../core/money.ts';
import { jsonLineAround, jsonNumber, toJsonLine } from '../../../core/json-text.ts';
import type { Tier } from '../../../usage/usage.ts';
import type { PricedKind, PricedLine, Watcher } from '../../../pricing/tally/options.ts';
import type { WholeCost } from '../../../pricing/tally/count-table.ts';
import type { Model } from '../../../pricing/tally/models.ts';
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

/** What is each request's own, where its cost is a whole number: in the order of the line. */
const OWN_FIELDS = ['file', 'line', 'inputUsd', 'outputUsd', 'totalUsd', 'reportedUsd'] as const;

/** What stands before the value of each field of its own, and behind the last. */
type Template = readonly string[];

/** Writes one line of NDJSON for each line of the logs, in their order. */
export class EachWriter implements Watcher {
  #text = '';
  readonly #write: (text: string) => void;
  readonly #templates = new WeakMap<PricedKind, Template>();
  /** The last of each reason: most reasons say the same of every line. */
  readonly #skips = new Map<string, { readonly detail: string; readonly template: Template }>();
  #file = '';
  #fileJson = '""';

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  priced(line: PricedLine): void {
    const { wholeCost } = line;
    this.#add(wholeCost === undefined ? toJsonLine(eachRequest(line)) : this.#quickly(line, wholeCost));
  }

  /** By the template of its kind, which holds all that is the same. */
  #quickly(line: PricedLine, { input, output, decimals }: WholeCost): string {
    const [start, afterFile, afterLine, afterInput, afterOutput, afterTotal, end] = this.#templateOf(line);
    const isUnknown = line.kind.state === 'unknown';
    const inputUsd = isUnknown ? 'null' : wholesText(input, decimals);
    const outputUsd = isUnknown ? 'null' : wholesText(output, decimals);
    const totalUsd = isUnknown ? 'null' : wholesText(input + output, decimals);
    const reportedUsd = line.reportedUsd === undefined ? 'null' : jsonNumber(Number(line.reportedUsd));
    const amounts = `${inputUsd}${afterInput}${outputUsd}${afterOutput}${totalUsd}${afterTotal}${reportedUsd}`;
    return `${start}${this.#jsonOf(line.file)}${afterFile}${line.line}${afterLine}${amounts}${end}`;
  }

  #templateOf(line: PricedLine): Template {
    let template = this.#templates.get(line.kind);
    if (template === undefined) {
      template = jsonLineAround(eachRequest(line), OWN_FIELDS);
      this.#templates.set(line.kind, template);
    }
    return template;
  }

  skipped(reason: TallySkip | null, detail: string, { file, line }: Place): void {
    const skipped = reason ?? 'no request';
    let known = this.#skips.get(skipped);
    if (known?.detail !== detail) {
      const document: EachSkipped = { file, line, skipped, detail };
      known = { detail, template: jsonLineAround(document, ['file', 'line']) };
      this.#skips.set(skipped, known);
    }
    const [start = '', afterFile, end] = known.template;
    this.#add(`${start}${this.#jsonOf(file)}${afterFile}${line}${end}`);
  }

  /** Many lines, one after the other, are of one file. */
  #jsonOf(file: string): string {
    if (file !== this.#file) {
      this.#file = file;
      this.#fileJson = toJsonLine(file).trimEnd();
    }
    return this.#fileJson;
  }

  #add(line: string): void {
    this.#text += line;
    if (this.#text.length >= PIECE_CHARACTERS) this.end();
  }

  /** Writes what is left. */
  end(): void {
    if (this.#text === '') return;
    this.#write(this.#text);
    this.#text = '';
  }
}

function eachRequest(line: PricedLine): EachRequest {
  const { rateGroup, state, isReported, assumptions, warnings } = line.kind;
  const { model, conditions } = rateGroup;
  const cost = line.cost();
  const usd = (amount: Decimal) => (state === 'unknown' ? null : toNumber(amount));
  return {
    file: line.file,
    line: line.line,
    model: model.name,
    key: model.key,
    tier: conditions.tier,
    inputUsd: usd(cost.inputUsd),
    outputUsd: usd(cost.outputUsd),
    otherUsd: usd(cost.otherUsd),
    adjustmentsUsd: usd(cost.adjustmentsUsd),
    totalUsd: usd(cost.totalUsd),
    reportedUsd: line.reportedUsd === undefined ? null : Number(line.reportedUsd),
    state,
    assumptions,
    warnings: [
      ...(model.problem === null ? [] : [{ code: 'MODEL_UNPRICED', message: problemWords(model) }]),
      ...(isReported ? [REPORTED_COST] : []),
      ...(line.isLaterCopy ? [LATER_COPY] : []),
      ...warnings,
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

function problemWords(model: Model): string {
  if (model.reason !== null) return model.reason;
  if (model.problem === 'no model named') return 'The line names no model.';
  if (model.problem === 'ambiguous')
    return `${model.name} may be ${model.candidates.join(', ')}, with different prices.`;
  return `${model.name} is not in the map.`;
}

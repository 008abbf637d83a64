/** What many requests cost together: a batch, or each file of a directory. */
import { settingsFor } from '../../../config/settings-for.ts';
import type { Settings } from '../../../config/settings.ts';
import { distinctBy } from '../../../core/collections.ts';
import type { Deps } from '../../../core/deps.ts';
import { UsageError, type RefusalReport } from '../../../core/errors.ts';
import { compare, decimal, formatAmount, plus, toNumber, ZERO, type Decimal } from '../../../core/money.ts';
import type { Assumption, Notice } from '../../../core/notice.ts';
import { useMap, type OpenMap } from '../../../map/open.ts';
import type { Match } from '../../../models/catalog.ts';
import type { Entry } from '../../../models/entry.ts';
import { assumptionsOf, type MoneyState } from '../../../pricing/cost.ts';
import type { EstimateState } from '../../../pricing/estimate/describe.ts';
import type { CostRange } from '../../../pricing/estimate/notes.ts';
import type { Totals } from '../../../pricing/estimate/rows.ts';
import { readImageRules } from '../../../pricing/images/rules-file.ts';
import type { ImageRules } from '../../../pricing/images/rules.ts';
import { findForJob, prepare, type Job } from '../../../pricing/job.ts';
import { plus as plusTokens, NO_TOKENS, type TokenRange } from '../../../tokens/range.ts';
import { readMediaRules } from '../../../tokens/rules-file.ts';
import type { Tier } from '../../../usage/usage.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { emptyJob } from '../../flags/job.ts';
import type { CountingFor } from '../../prompts/counting.ts';
import { promptJob } from '../../prompts/job.ts';
import type { PromptRequest } from '../../prompts/request.ts';
import { exitCodeOf, type EstimateOptions } from './document.ts';

/** One of the requests. */
export interface RequestRow {
  /** The file, or the `custom_id` of a line. */
  readonly name: string;
  readonly model: string;
  readonly tokens: TokenRange;
  readonly outputTokens: number | null;
  readonly totalUsd: number | null;
  readonly lowUsd: number | null;
  readonly highUsd: number | null;
  readonly state: EstimateState;
}

export interface RequestsDocument extends MapDocument, Totals {
  readonly models: readonly string[];
  readonly tier: Tier;
  readonly requests: number;
  readonly state: EstimateState;
  readonly range: CostRange | null;
  readonly isExact: boolean;
  readonly encodings: readonly string[];
  /** Of all requests together. */
  readonly tokens: TokenRange;
  /** Null where a request does not say how many. */
  readonly outputTokens: number | null;
  readonly dearest: RequestRow | null;
  /** In the order in which they were read. */
  readonly rows: readonly RequestRow[];
  readonly budgetUsd: number | null;
  readonly assumptions: readonly Assumption[];
  readonly error: RefusalReport | null;
}

export interface RequestsResult {
  readonly document: RequestsDocument;
  readonly exitCode: number;
}

/** Prices every request by itself and adds up. @throws LlmcostError for bad input and unknown models. */
export async function estimateRequests(
  requests: () => AsyncIterable<PromptRequest>,
  countingFor: CountingFor,
  options: EstimateOptions,
  deps: Deps,
): Promise<RequestsResult> {
  const settings = await settingsFor(deps);
  const base = emptyJob(options, deps, settings);
  return await useMap({ ...options, settings }, deps, async (map) => {
    const total = new RequestTotals();
    const price = pricerFor(base, map, settings, countingFor, deps);
    for await (const request of requests()) total.add(price(request, nameFor(request, options)));
    const document = total.document(map, base, options);
    return { document, exitCode: exitCodeOf(document.error) };
  });
}

function nameFor({ name, prompt }: PromptRequest, { model }: EstimateOptions): string {
  const found = model ?? prompt.chat?.model;
  if (found !== undefined) return found;
  throw new UsageError(
    `No model is given, and ${name} names none.`,
    'Write: llmcost estimate <model> <file>',
  );
}

/** One request, priced: exact amounts. */
interface PricedRequest {
  readonly name: string;
  readonly entry: Entry;
  readonly encoding: string;
  readonly isExact: boolean;
  readonly tokens: TokenRange;
  readonly outputTokens: number | null;
  readonly state: MoneyState;
  readonly sides: Readonly<
    Record<'inputUsd' | 'outputUsd' | 'otherUsd' | 'adjustmentsUsd' | 'totalUsd', Decimal>
  >;
  readonly lowUsd: Decimal;
  readonly highUsd: Decimal;
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

function pricerFor(
  base: Job,
  { loaded, find }: OpenMap,
  settings: Settings,
  countingFor: CountingFor,
  deps: Deps,
) {
  const matches = new Map<string, Match>();
  let rules: ImageRules | undefined;
  const imageRules = () => (rules ??= readImageRules(deps));
  return ({ name, prompt }: PromptRequest, model: string): PricedRequest => {
    const match = matches.get(model) ?? findForJob(model, base, loaded.store, find);
    matches.set(model, match);
    const { entry } = match;
    const { job, count, output } = promptJob(prompt, base, entry, countingFor, imageRules);
    const pricing = prepare(entry, loaded.store, job, imageRules, settings, () => readMediaRules(deps));
    const { tier } = job.conditions;
    const metered = pricing.meterAt(tier);
    const cost = pricing.price(metered.lines, job.requests);
    const bound = (which: 'low' | 'high') =>
      job.bounds === undefined
        ? cost.totalUsd
        : pricing.price(pricing.meterAt(tier, job.bounds[which]).lines, job.requests).totalUsd;
    return {
      name,
      entry,
      encoding: count.encoding,
      isExact: count.isExact,
      tokens: count.tokens,
      outputTokens: output.tokens,
      state: cost.state,
      sides: cost,
      lowUsd: bound('low'),
      highUsd: bound('high'),
      assumptions: [...match.assumptions, ...pricing.assumptions, ...assumptionsOf(metered)],
      warnings: [...job.warnings, ...metered.warnings, ...pricing.priceNotes()],
    };
  };
}

const SIDES = ['inputUsd', 'outputUsd', 'otherUsd', 'adjustmentsUsd', 'totalUsd'] as const;

class RequestTotals {
  readonly #rows: RequestRow[] = [];
  readonly #models = new Set<string>();
  readonly #encodings = new Set<string>();
  readonly #assumptions = new Map<string, Assumption>();
  readonly #warnings = new Map<string, Notice>();
  readonly #states = new Set<MoneyState>();
  readonly #sums: Record<(typeof SIDES)[number] | 'lowUsd' | 'highUsd', Decimal> = {
    inputUsd: ZERO,
    outputUsd: ZERO,
    otherUsd: ZERO,
    adjustmentsUsd: ZERO,
    totalUsd: ZERO,
    lowUsd: ZERO,
    highUsd: ZERO,
  };
  #tokens = NO_TOKENS;
  #outputTokens: number | null = 0;
  #isExact = true;
  #dearest: RequestRow | undefined;

  add(request: PricedRequest): void {
    const isKnown = request.state !== 'unknown';
    const row: RequestRow = {
      name: request.name,
      model: request.entry.key,
      tokens: request.tokens,
      outputTokens: request.outputTokens,
      totalUsd: isKnown ? toNumber(request.sides.totalUsd) : null,
      lowUsd: isKnown ? toNumber(request.lowUsd) : null,
      highUsd: isKnown ? toNumber(request.highUsd) : null,
      state: request.state === 'known' && !request.isExact ? 'estimated' : request.state,
    };
    this.#rows.push(row);
    if ((row.totalUsd ?? -1) > (this.#dearest?.totalUsd ?? -1)) this.#dearest = row;
    this.#states.add(request.state);
    this.#models.add(request.entry.key);
    this.#encodings.add(request.encoding);
    this.#isExact &&= request.isExact;
    this.#tokens = plusTokens(this.#tokens, request.tokens);
    this.#outputTokens =
      this.#outputTokens === null || request.outputTokens === null
        ? null
        : this.#outputTokens + request.outputTokens;
    for (const side of SIDES) this.#sums[side] = plus(this.#sums[side], request.sides[side]);
    this.#sums.lowUsd = plus(this.#sums.lowUsd, request.lowUsd);
    this.#sums.highUsd = plus(this.#sums.highUsd, request.highUsd);
    for (const assumption of request.assumptions) this.#assumptions.set(assumption.message, assumption);
    for (const warning of request.warnings) this.#warnings.set(warning.message, warning);
  }

  document({ loaded }: OpenMap, base: Job, options: EstimateOptions): RequestsDocument {
    const money = this.#state();
    const assumptions = [...this.#assumptions.values()];
    const totals: Totals = {
      inputUsd: this.#amount('inputUsd', money),
      outputUsd: this.#amount('outputUsd', money),
      otherUsd: this.#amount('otherUsd', money),
      adjustmentsUsd: this.#amount('adjustmentsUsd', money),
      totalUsd: this.#amount('totalUsd', money),
    };
    const { lowUsd, totalUsd, highUsd } = this.#sums;
    return {
      schemaVersion: SCHEMA_VERSION,
      models: [...this.#models],
      tier: base.conditions.tier,
      requests: this.#rows.length * base.requests,
      ...totals,
      state: money === 'known' && !this.#isExact ? 'estimated' : money,
      range:
        this.#isExact || money === 'unknown'
          ? null
          : { lowUsd: toNumber(lowUsd), likelyUsd: toNumber(totalUsd), highUsd: toNumber(highUsd) },
      isExact: this.#isExact,
      encodings: [...this.#encodings],
      tokens: this.#tokens,
      outputTokens: this.#outputTokens,
      dearest: this.#dearest ?? null,
      rows: this.#rows,
      budgetUsd: options.budgetUsd ?? null,
      assumptions,
      error: this.#refusal(money, assumptions, options),
      warnings: [...loaded.warnings, ...distinctBy([...this.#warnings.values()], ({ message }) => message)],
      source: loaded.source,
    };
  }

  #amount(side: (typeof SIDES)[number], state: MoneyState): number | null {
    return state === 'unknown' ? null : toNumber(this.#sums[side]);
  }

  /** Of all: partial where some have no price, or only a part of one. */
  #state(): MoneyState {
    const [first = 'free', ...others] = this.#states;
    if (others.length === 0) return first;
    return this.#states.has('unknown') || this.#states.has('partial') ? 'partial' : 'known';
  }

  #refusal(
    state: MoneyState,
    assumptions: readonly Assumption[],
    options: EstimateOptions,
  ): RefusalReport | null {
    if (state === 'unknown') {
      return {
        code: 'PRICE_MISSING',
        message: `The map has no price of ${[...this.#models].join(', ')} for this: the cost is unknown, not 0.`,
        hint: null,
      };
    }
    if (options.strict && (state === 'partial' || assumptions.length > 0)) {
      const missing = state === 'partial' ? ['Some of the requests have no price.'] : [];
      const reasons = [...missing, ...assumptions.map(({ message }) => message)].join(' ');
      return {
        code: 'STRICT',
        message: `--strict refuses this estimate: ${reasons}`,
        hint: 'Without --strict the estimate is given with its assumptions.',
      };
    }
    const { budgetUsd } = options;
    const total = formatAmount(this.#sums.totalUsd);
    if (budgetUsd !== undefined && compare(this.#sums.totalUsd, decimal(budgetUsd)) > 0) {
      const message = `The requests cost ${total}, more than the budget of ${formatAmount(budgetUsd)}.`;
      return { code: 'BUDGET_EXCEEDED', message, hint: null };
    }
    if (state !== 'partial' || options.allowPartial === true) return null;
    return {
      code: 'PRICE_MISSING',
      message: `Some of the requests have no price: the total is at least ${total}.`,
      hint: '--allow-partial takes a total that leaves something out.',
    };
  }
}

import { adjust, type AdjustedCost, type CostRule } from '../adjust.ts';
import type { MatchedBy } from '../catalog.ts';
import type { Conditions } from '../conditions.ts';
import { TIER_NAMES } from '../conditions.ts';
import { settingsFor } from '../config/for.ts';
import { amountsOf, type Amounts } from '../config/currency.ts';
import { NO_SETTINGS, type Override, type Settings } from '../config/settings.ts';
import { ruleOverride, usedOverrides } from '../config/used.ts';
import type { Currency } from '../config/read.ts';
import {
  assumptionsOf,
  meter,
  priceLines,
  type Cost,
  type MeteredLine,
  type Metered,
  type MoneyState,
  type Side,
} from '../cost.ts';
import { readImageRules } from '../data.ts';
import type { Deps } from '../deps.ts';
import { SCHEMA_VERSION, type MapDocument, type RefusalReport } from '../documents.ts';
import { EXIT_CODES, UsageError, type ErrorCode } from '../errors.ts';
import { limitsOf } from '../facts.ts';
import { findImageEntry } from '../image-entry.ts';
import { countImages } from '../image-usage.ts';
import type { ImageRules } from '../image-rules.ts';
import type { Entry } from '../map/entry.ts';
import type { Unit } from '../map/fields.ts';
import type { ModelStore, Notice } from '../map/store.ts';
import {
  compare,
  decimal,
  formatAmount,
  formatCount,
  ratio,
  times,
  toNumber,
  wholeTimes,
  ZERO,
  type Decimal,
} from '../money.ts';
import { useMap, type MapOptions } from '../open-map.ts';
import { per1M } from '../prices.ts';
import { providerName } from '../providers.ts';
import type { Assumption } from '../rates.ts';
import { readUsageFile } from '../usage-input.ts';
import type { Tier, Usage } from '../usage/usage.ts';

/** The job: what one request uses, and under which conditions. */
export interface JobOptions {
  readonly usage: Usage;
  /** A file with a usage object, or `-`. */
  readonly usageFile?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly region?: string | undefined;
  readonly speed?: string | undefined;
  readonly at?: Date | undefined;
}

export interface EstimateOptions extends MapOptions, JobOptions {
  readonly model?: string | undefined;
  readonly requests?: number | undefined;
  readonly budgetUsd?: number | undefined;
  readonly tiers: boolean;
  readonly strict: boolean;
}

export interface EstimateLine {
  readonly meter: string;
  readonly label: string;
  readonly side: Side;
  /** Of all requests together. */
  readonly quantity: number;
  readonly unit: Unit;
  /** Null where the map lists no price. */
  readonly usdPerUnit: number | null;
  readonly per1MUsd: number | null;
  readonly field: string | null;
  /** What chose the rate; null for the plain one. */
  readonly condition: string | null;
  /** Of all requests together; null where there is no rate. */
  readonly usd: number | null;
  readonly assumption: string | null;
  readonly passedOver: readonly string[];
}

export interface Totals {
  readonly inputUsd: number | null;
  readonly outputUsd: number | null;
  readonly otherUsd: number | null;
  /** Discounts and margins of the user's settings; below 0 where they make the job cheaper. */
  readonly adjustmentsUsd: number | null;
  readonly totalUsd: number | null;
}

/** A discount or a margin of the user's settings, and what it makes of this job. */
export interface AdjustmentRow extends CostRule {
  /** Of all requests together; below 0 for a discount. */
  readonly usd: number;
  readonly perRequestUsd: number;
}

/** Amounts in the user's currency, and the rate that the user gave. */
export interface Converted extends Amounts {
  readonly currency: Currency;
  readonly perRequest: Amounts;
}

/** The same job at another tier. */
export interface TierRow {
  readonly tier: Tier;
  readonly totalUsd: number | null;
  readonly state: MoneyState;
  /** Against standard; null where either is unknown or standard is free. */
  readonly ratioToStandard: number | null;
  readonly assumptions: readonly Assumption[];
}

export interface EstimateDocument extends MapDocument, Totals {
  readonly model: string;
  readonly requested: string;
  readonly matchedBy: MatchedBy;
  readonly provider: string | null;
  readonly providerName: string;
  readonly mode: string | null;
  readonly tier: Tier;
  readonly region: string | null;
  readonly speed: string | null;
  readonly requests: number;
  readonly lines: readonly EstimateLine[];
  readonly perRequest: Totals;
  /** In the order in which they apply, each to what the one before it left. */
  readonly adjustments: readonly AdjustmentRow[];
  /** Null where the settings name no currency. */
  readonly converted: Converted | null;
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
  /** Where image size or quality is left to the API: the least and the most that the job may cost. */
  readonly range: { readonly lowUsd: number; readonly highUsd: number } | null;
  readonly image: ImageNote | null;
  readonly state: MoneyState;
  readonly budget: BudgetNote | null;
  readonly tiers: readonly TierRow[] | null;
  readonly assumptions: readonly Assumption[];
  /** Why the exit status is 4; null when it is not. */
  readonly error: RefusalReport | null;
}

/** How images became tokens. */
export interface ImageNote {
  readonly what: string;
  readonly tokensPerImage: number;
  readonly lowTokensPerImage: number;
  readonly usdPerImage: number | null;
  readonly rule: string;
}

export interface BudgetNote {
  readonly budgetUsd: number;
  /** Whole requests that it buys; null when they are free or their price is not wholly known. */
  readonly requestsAffordable: number | null;
  readonly exceeded: boolean;
}

export interface EstimateResult {
  readonly document: EstimateDocument;
  readonly exitCode: number;
}

/** What a request costs, line by line. @throws LlmcostError for bad input and unknown models. */
export async function estimate(options: EstimateOptions, deps: Deps): Promise<EstimateResult> {
  const settings = await settingsFor(deps);
  const job = await readJob(options, deps, settings);
  const name = options.model ?? job.model;
  if (name === undefined) {
    throw new UsageError(
      'No model is given, and the usage object names none.',
      'Write: llmcost estimate <model> --input 1000',
    );
  }
  return await useMap({ ...options, settings }, deps, ({ loaded, find }) => {
    const { entry, by } = find(name);
    const pricing = prepare(entry, loaded.store, job, deps, settings);
    const document = describe(pricing, options, job, settings);
    const full: EstimateDocument = {
      schemaVersion: SCHEMA_VERSION,
      requested: name,
      matchedBy: by,
      ...document,
      warnings: [...loaded.warnings, ...document.warnings],
      source: loaded.source,
    };
    return { document: full, exitCode: full.error === null ? 0 : exitCodeOf(full.error) };
  });
}

function exitCodeOf({ code }: RefusalReport): number {
  return Object.hasOwn(EXIT_CODES, code) ? EXIT_CODES[code as ErrorCode] : EXIT_CODES.INTERNAL;
}

/** A job as it is priced: flags and usage object in one. */
export interface Job {
  readonly model: string | undefined;
  readonly usage: Usage;
  readonly conditions: Omit<Conditions, 'inputTokens'>;
  readonly overlap: 'refuse' | 'cut';
  readonly requests: number;
  readonly warnings: readonly Notice[];
  /** The tier and the region, where they are the defaults of the user's settings. */
  readonly defaults: readonly Override[];
}

/** Reads the usage object, if there is one, and lays the conditions of the flags over it. */
export async function readJob(
  options: JobOptions & { readonly requests?: number | undefined },
  deps: Deps,
  settings: Pick<Settings, 'tier' | 'region'> = NO_SETTINGS,
): Promise<Job> {
  const given = Object.keys(options.usage).length > 0;
  if (options.usageFile === undefined) {
    if (!given)
      throw new UsageError(
        'Nothing is used: no count is given.',
        'Say what one request uses, such as --input 12k --output 800.',
      );
    return {
      model: undefined,
      usage: options.usage,
      conditions: {
        tier: options.tier ?? settings.tier?.value ?? 'standard',
        region: options.region ?? settings.region?.value,
        speed: options.speed,
        at: options.at ?? deps.now(),
      },
      overlap: 'refuse',
      requests: options.requests ?? 1,
      warnings: [],
      defaults: defaultsUsed(settings, options),
    };
  }
  if (given)
    throw new UsageError(
      '--usage and flags with counts cannot be given together.',
      'Put all counts into the usage object, or all into flags.',
    );
  const record = await readUsageFile(options.usageFile, deps);
  return {
    model: record.model,
    usage: record.usage,
    conditions: {
      tier: options.tier ?? record.tier ?? settings.tier?.value ?? 'standard',
      region: options.region ?? record.region ?? settings.region?.value,
      speed: options.speed ?? record.speed,
      at: options.at ?? (record.atMs === undefined ? deps.now() : new Date(record.atMs)),
    },
    overlap: 'cut',
    requests: options.requests ?? record.requests ?? 1,
    warnings: (record.warnings ?? []).map((message) => ({ code: 'USAGE', message })),
    defaults: defaultsUsed(settings, {
      tier: options.tier ?? record.tier,
      region: options.region ?? record.region,
    }),
  };
}

/** The defaults of the settings that stand in for what a job does not say. */
function defaultsUsed(
  { tier, region }: Pick<Settings, 'tier' | 'region'>,
  named: Pick<JobOptions, 'tier' | 'region'>,
): readonly Override[] {
  return [
    ...(tier === null || named.tier !== undefined ? [] : [tier.override]),
    ...(region === null || named.region !== undefined ? [] : [region.override]),
  ];
}

/** One model's way of pricing a job, so that it can be priced under several tiers. */
export interface Pricing {
  readonly entry: Entry;
  readonly imageRules: ImageRules | undefined;
  readonly assumptions: readonly Assumption[];
  readonly meterAt: (tier: Tier) => Metered;
  /** Multiplies, and applies the discounts and margins of the settings. */
  readonly price: (lines: readonly MeteredLine[], requests?: number) => AdjustedCost;
  /** What of the settings changes the prices of these lines. */
  readonly overridesIn: (lines: readonly MeteredLine[]) => readonly Override[];
}

/** Finds what a model needs to price a job. @throws UsageError for images that it cannot make. */
export function prepare(
  entry: Entry,
  store: ModelStore,
  job: Job,
  deps: Deps,
  settings: Settings = NO_SETTINGS,
): Pricing {
  const usesImages =
    job.usage.images !== undefined ||
    job.usage.referenceImages !== undefined ||
    job.usage.partialImages !== undefined;
  const imageRules = usesImages ? readImageRules(deps) : undefined;
  const { counted } = countImages(job.usage, entry, imageRules);
  const wish = { size: job.usage.imageSize, quality: job.usage.imageQuality };
  const image = job.usage.images === undefined || counted ? undefined : findImageEntry(store, entry, wish);
  const rules = settings.rulesFor(entry);
  const keys = [...new Set([entry.key, image?.entry.key ?? entry.key])];
  return {
    entry,
    price: (lines, requests = 1) => adjust(priceLines(lines, requests), rules, requests),
    overridesIn: (lines) => [...usedOverrides(settings, keys, lines), ...rules.map(ruleOverride)],
    imageRules,
    assumptions: image?.assumptions ?? [],
    meterAt: (tier) =>
      meter({
        entry,
        imageEntry: image?.entry,
        imageRules,
        usage: job.usage,
        conditions: { ...job.conditions, tier },
        overlap: job.overlap,
      }),
  };
}

type Described = Omit<EstimateDocument, 'schemaVersion' | 'requested' | 'matchedBy' | 'source'>;

function describe(pricing: Pricing, options: EstimateOptions, job: Job, { currency }: Settings): Described {
  const { entry, price } = pricing;
  const { tier, region, speed } = job.conditions;
  const metered = pricing.meterAt(tier);
  const all = price(metered.lines, job.requests);
  const each = price(metered.lines);
  const assumptions = [...pricing.assumptions, ...assumptionsOf(metered)];
  const totals = totalsOf(all);
  const image = imageNote(pricing, job, metered);
  const budget = options.budgetUsd === undefined ? null : budgetNote(options.budgetUsd, all, each);
  return {
    model: entry.key,
    provider: entry.provider,
    providerName: providerName(entry.provider),
    mode: entry.mode,
    tier,
    region: region ?? null,
    speed: speed ?? null,
    requests: job.requests,
    lines: all.lines.map((line) => lineOf(line, job.requests)),
    perRequest: totalsOf(each),
    ...totals,
    adjustments: all.adjustments.map(({ rule, usd }, index) => {
      return {
        ...ruleRow(rule),
        usd: toNumber(usd),
        perRequestUsd: toNumber(each.adjustments[index]?.usd ?? ZERO),
      };
    }),
    converted:
      currency === null
        ? null
        : { currency, ...amountsOf(all, currency), perRequest: amountsOf(each, currency) },
    overrides: [...pricing.overridesIn(metered.lines), ...job.defaults],
    range: image === null || totals.totalUsd === null ? null : rangeOf(pricing, all, image, metered, job),
    image,
    state: all.state,
    budget,
    tiers: options.tiers ? tierRows(pricing, job) : null,
    assumptions,
    warnings: [...job.warnings, ...metered.warnings, ...overruns(entry, metered)],
    error: refusal(all, entry, assumptions, budget, options),
  };
}

function ruleRow({ kind, name, provider, model, percent, usdPerRequest, file, path }: CostRule): CostRule {
  return { kind, name, provider, model, percent, usdPerRequest, file, path };
}

function lineOf(line: MeteredLine & { readonly usd: Decimal | undefined }, requests: number): EstimateLine {
  const { rate } = line;
  return {
    meter: line.meter,
    label: line.label,
    side: line.side,
    quantity: toNumber(times(decimal(line.quantity), requests)),
    unit: line.unit,
    usdPerUnit: rate === undefined ? null : toNumber(rate.usdPerUnit),
    per1MUsd: rate === undefined ? null : per1M(rate.usdPerUnit, line.unit),
    field: rate?.field ?? null,
    condition: rate?.condition ?? null,
    usd: line.usd === undefined ? null : toNumber(line.usd),
    assumption:
      rate === undefined || rate.assumptions.length === 0
        ? null
        : rate.assumptions.map(({ message }) => message).join(' '),
    passedOver: rate?.passedOver ?? [],
  };
}

/** Unknown is null, never 0; partial is what is known of it. */
export function totalsOf(cost: Cost & Partial<Pick<AdjustedCost, 'adjustmentsUsd'>>): Totals {
  if (cost.state === 'unknown') {
    return { inputUsd: null, outputUsd: null, otherUsd: null, adjustmentsUsd: null, totalUsd: null };
  }
  return {
    inputUsd: toNumber(cost.inputUsd),
    outputUsd: toNumber(cost.outputUsd),
    otherUsd: toNumber(cost.otherUsd),
    adjustmentsUsd: toNumber(cost.adjustmentsUsd ?? ZERO),
    totalUsd: toNumber(cost.totalUsd),
  };
}

function imageNote(pricing: Pricing, job: Job, metered: Metered): ImageNote | null {
  const { perImage } = countImages(job.usage, pricing.entry, pricing.imageRules);
  if (perImage === undefined) return null;
  const rate = metered.lines.find((line) => line.meter === 'outputImage')?.rate;
  const cost = rate && priceLines([{ ...IMAGE_LINE, quantity: perImage.high, rate }]);
  return {
    what: perImage.what,
    tokensPerImage: perImage.high,
    lowTokensPerImage: perImage.low,
    usdPerImage: cost === undefined ? null : toNumber(cost.totalUsd),
    rule: perImage.source,
  };
}

const IMAGE_LINE = { meter: 'outputImage', label: '', side: 'output', unit: 'token' } as const;

function rangeOf(
  { price }: Pricing,
  cost: Cost,
  image: ImageNote,
  metered: Metered,
  job: Job,
): EstimateDocument['range'] {
  if (image.lowTokensPerImage === image.tokensPerImage) return null;
  const spared = (job.usage.images ?? 0) * (image.tokensPerImage - image.lowTokensPerImage);
  const lines = metered.lines.map((line) =>
    line.meter === 'outputImage' ? { ...line, quantity: line.quantity - spared } : line,
  );
  return { lowUsd: toNumber(price(lines, job.requests).totalUsd), highUsd: toNumber(cost.totalUsd) };
}

function budgetNote(budgetUsd: number, all: Cost, each: Cost): BudgetNote {
  const budget = decimal(budgetUsd);
  const isKnown = each.state === 'known' || each.state === 'free';
  return {
    budgetUsd,
    requestsAffordable: isKnown ? (wholeTimes(budget, each.totalUsd) ?? null) : null,
    exceeded: compare(all.totalUsd, budget) > 0,
  };
}

/** The tiers that the entry has prices of its own for, standard first; batch always. */
function tierRows(pricing: Pricing, job: Job): readonly TierRow[] {
  const names = Object.keys(pricing.entry.fields);
  const has = (tier: Tier) =>
    tier === 'standard' || tier === 'batch' || names.some((name) => name.endsWith(`_${tier}`));
  const standard = pricing.price(pricing.meterAt('standard').lines, job.requests);
  return TIER_NAMES.filter(has).map((tier) => {
    const metered = pricing.meterAt(tier);
    const cost = pricing.price(metered.lines, job.requests);
    const isComparable = cost.state !== 'unknown' && standard.state !== 'unknown';
    return {
      tier,
      totalUsd: totalsOf(cost).totalUsd,
      state: cost.state,
      ratioToStandard: isComparable ? (ratio(cost.totalUsd, standard.totalUsd) ?? null) : null,
      assumptions: assumptionsOf(metered),
    };
  });
}

function overruns(entry: Entry, { inputTokens, outputTokens }: Metered): readonly Notice[] {
  const limits = limitsOf(entry);
  const over = (used: number, limit: number | null, what: string, name: string): readonly Notice[] =>
    limit === null || limit <= 0 || used <= limit
      ? []
      : [
          {
            code: 'LIMIT_EXCEEDED',
            message: `${formatCount(used)} ${what} tokens are over the ${name} of ${formatCount(limit)}.`,
          },
        ];
  return [
    ...over(
      inputTokens,
      limits.contextTokens,
      'input',
      `context window (${limits.inputTokens === null ? 'max_tokens' : 'max_input_tokens'})`,
    ),
    ...over(outputTokens, limits.outputTokens, 'output', 'output limit (max_output_tokens)'),
  ];
}

function refusal(
  cost: Cost,
  entry: Entry,
  assumptions: readonly Assumption[],
  budget: BudgetNote | null,
  options: EstimateOptions,
): RefusalReport | null {
  const unpriced = cost.lines
    .filter(({ rate }) => rate === undefined)
    .map(({ label }) => label.toLowerCase());
  if (cost.state === 'unknown') {
    const message = `The map has no price of ${entry.key} for ${unpriced.join(', ')}: the cost is unknown, not 0.`;
    return { code: 'PRICE_MISSING', message, hint: `See what it has: llmcost show ${entry.key}` };
  }
  if (options.strict && (cost.state === 'partial' || assumptions.length > 0)) {
    const missing = cost.state === 'partial' ? [`There is no price for ${unpriced.join(', ')}.`] : [];
    const message = `--strict refuses this estimate: ${[...missing, ...assumptions.map((each) => each.message)].join(' ')}`;
    return { code: 'STRICT', message, hint: 'Leave --strict out to see the estimate with its assumptions.' };
  }
  if (budget?.exceeded === true) {
    const message = `The job costs ${formatAmount(cost.totalUsd)}, more than the budget of ${formatAmount(budget.budgetUsd)}.`;
    const buys = budget.requestsAffordable;
    return {
      code: 'BUDGET_EXCEEDED',
      message,
      hint: buys === null ? null : `The budget buys ${formatCount(buys)} of the requests.`,
    };
  }
  return null;
}

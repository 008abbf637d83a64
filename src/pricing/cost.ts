import { bucketsOf, TOKEN_METERS } from './buckets.ts';
import type { Conditions } from '../usage/conditions.ts';
import { countImages, type CountedImages } from './images/usage.ts';
import type { ImageRules } from './images/rules.ts';
import type { Entry } from '../models/entry.ts';
import type { Unit } from '../models/fields.ts';
import type { Notice, Assumption } from '../core/notice.ts';
import { decimal, isZero, plus, sum, times, type Decimal } from '../core/money.ts';
import { listsPrice } from '../models/prices.ts';
import { METER_LABELS, ratesFor, type Rate, type Rates, type TokenMeter } from './rates.ts';
import { UNIT_LABELS, type UnitMeter, type UnitQuantity } from './unit-meters.ts';
import { requestFee, unitQuantities, type UnitContext } from './units.ts';
import { chargeQuantity } from './charges.ts';
import { boundsOf } from './thresholds.ts';
import type { UnusableField } from './unusable.ts';
import type { Charge } from '../usage/charges.ts';
import type { Usage } from '../usage/usage.ts';
import { distinctBy } from '../core/collections.ts';

export type Meter = TokenMeter | UnitMeter;

/** Which total a line belongs to: what the prompt holds, what the model made, the rest. */
export type Side = 'input' | 'output' | 'other';

/** Some of one thing at one price, before it is multiplied. */
export interface MeteredLine {
  readonly meter: Meter;
  readonly label: string;
  readonly side: Side;
  readonly quantity: number;
  readonly unit: Unit;
  /** Undefined where the map lists no price for what was used. */
  readonly rate: Rate | undefined;
  /** Why there is no rate, where the price is listed and cannot be used. */
  readonly unusable?: UnusableField | undefined;
}

/** What a request used and which rates apply to it; nothing is multiplied yet. */
export interface Metered {
  readonly lines: readonly MeteredLine[];
  /** Requests of one model with the same key take the same token rates. */
  readonly ratesKey: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What was supposed about the usage; what was supposed about a rate stands at the rate. */
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly Notice[];
}

export interface MeterRequest {
  readonly entry: Entry;
  /** The entry that prices images of this quality and size, where it is another. */
  readonly imageEntry?: Entry | undefined;
  readonly imageRules?: ImageRules | undefined;
  /** What the images became, where that is known already. */
  readonly images?: CountedImages | undefined;
  readonly usage: Usage;
  /** `inputTokens` is left out: it follows from the usage. */
  readonly conditions: Omit<Conditions, 'inputTokens'>;
  readonly overlap: 'refuse' | 'cut';
  /** What is billed beside the usage. */
  readonly charges?: readonly Charge[] | undefined;
  /** The entry that prices tools of the model's provider, where the model's own does not. */
  readonly toolEntry?: Entry | undefined;
  /** How many requests the counts are the sum of, null where that is not told; undefined for one. */
  readonly sumOf?: number | null | undefined;
  /** The length of each prompt of a sum, where that is told. */
  readonly contextTokens?: number | undefined;
}

/** Tokens that the model made; all others stand in the prompt. */
export const OUTPUT_METERS: ReadonlySet<TokenMeter> = new Set([
  'output',
  'reasoning',
  'outputImage',
  'outputAudio',
  'outputVideo',
]);

/**
 * Splits one request's usage into lines, each with its rate.
 * @throws UsageError for parts larger than their total (`refuse`) and for images that the API refuses.
 */
export function meter(request: MeterRequest): Metered {
  const { entry } = request;
  const images = request.images ?? countImages(request.usage, entry, request.imageRules);
  const buckets = bucketsOf(images.usage, { mode: entry.mode, overlap: request.overlap });
  const isSum = request.sumOf !== undefined;
  const requests = request.sumOf ?? 1;
  const conditions: Conditions = {
    ...request.conditions,
    inputTokens: request.contextTokens ?? (isSum ? 0 : buckets.inputTokens),
  };
  const rates = ratesFor(entry, conditions);
  const tokens = [...buckets.tokens].map(([name, quantity]) => tokenLine(name, quantity, rates));
  const context = {
    entry,
    imageEntry: request.imageEntry,
    toolEntry: request.toolEntry,
    conditions,
    requests,
    imagesAreTokens: images.counted,
    referencesAreTokens: images.referencesCounted,
  };
  const charges = [...(request.charges ?? [])].flatMap((charge) => chargeQuantity(charge, entry) ?? []);
  const cut = buckets.cutTokens === 0 ? [] : [cutLine(buckets.cutTokens)];
  const used = [
    ...tokens,
    ...unitQuantities(images.usage, context).map(unitLine),
    ...charges.map(unitLine),
    ...cut,
  ];
  const fee = requestFee(entry, requests);
  const lines =
    used.length === 0
      ? unusedLines(images, context, rates)
      : [...used, ...(fee === undefined ? [] : [unitLine(fee)])];
  return {
    lines,
    ratesKey: rates.key,
    inputTokens: buckets.inputTokens,
    outputTokens: buckets.outputTokens,
    assumptions: [
      ...images.assumptions,
      ...buckets.assumptions,
      ...(isSum && request.contextTokens === undefined ? longPromptsUnknown(entry, buckets.inputTokens) : []),
      ...(isSum && request.sumOf === null && fee !== undefined ? [FEES_UNKNOWN] : []),
    ],
    warnings: notCounted(images, request),
  };
}

/** Tokens that were told and cut are named, without a price, so that the total is partial. */
function cutLine(quantity: number): MeteredLine {
  return unitLine({ meter: 'cutTokens', quantity, unit: 'token', rate: undefined });
}

const FEES_UNKNOWN: Assumption = {
  code: 'FEE_ONCE',
  message: 'The sum does not say of how many requests it is; the fee of a request is counted once.',
};

/** A sum above a long-context threshold does not tell whether any of its requests was. */
function longPromptsUnknown(entry: Entry, inputTokens: number): readonly Assumption[] {
  const [lowest = Infinity] = boundsOf(entry);
  if (inputTokens <= lowest) return [];
  const message = `${entry.key} has long-context prices, but a sum of requests does not tell how long each prompt was; the base prices are used.`;
  return [{ code: 'SUM_OF_REQUESTS', message }];
}

function tokenLine(meter: TokenMeter, quantity: number, rates: Rates): MeteredLine {
  const side = OUTPUT_METERS.has(meter) ? 'output' : 'input';
  const rate = rates.token(meter);
  const unusable = rates.unusable(meter);
  return { meter, label: METER_LABELS[meter], side, quantity, unit: 'token', rate, unusable };
}

function unitLine(unit: UnitQuantity): MeteredLine {
  return { ...unit, label: UNIT_LABELS[unit.meter], side: 'other' };
}

/**
 * The lines of a request that used nothing. It costs 0, unless the model has no price at all: then its
 * lines have no rate, so that the cost is unknown.
 */
function unusedLines(
  { usage, counted }: CountedImages,
  context: UnitContext,
  rates: Rates,
): readonly MeteredLine[] {
  const names = new Set(Object.keys(usage));
  const meters = Object.entries(TOKEN_METERS).flatMap(([name, meter]) => (names.has(name) ? [meter] : []));
  const tokens = new Set<TokenMeter>(counted ? [...meters, 'outputImage'] : meters);
  const lines = [
    ...[...tokens].map((meter) => tokenLine(meter, 0, rates)),
    ...unitQuantities(usage, { ...context, evenNone: true }).map(unitLine),
  ];
  const priced = lines.filter(({ rate }) => rate !== undefined);
  return priced.length > 0 || listsPrice(context.entry) ? priced : lines;
}

/** Where both images and output tokens are given by flags, the size of the images plays no part. */
function notCounted({ counted, perImage }: CountedImages, request: MeterRequest): readonly Notice[] {
  const isByHand = request.overlap === 'refuse' && (request.usage.images ?? 0) > 0;
  if (!isByHand || !counted || perImage !== undefined) return [];
  const message =
    'Output tokens are given, so the images are taken to be among them and are not counted from their size.';
  return [{ code: 'IMAGES_NOT_COUNTED', message }];
}

/** A line with its cost. */
export interface CostLine extends MeteredLine {
  /** Exact; undefined where there is no rate. */
  readonly usd: Decimal | undefined;
}

/**
 * Known; free (every price that applied is 0); partial (something that was used has no price, and the
 * total leaves it out); unknown (nothing that was used has one).
 */
export type MoneyState = 'known' | 'free' | 'partial' | 'unknown';

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly inputUsd: Decimal;
  readonly outputUsd: Decimal;
  readonly otherUsd: Decimal;
  readonly totalUsd: Decimal;
  readonly state: MoneyState;
}

/**
 * Multiplies: exact, and linear in the quantities, so that the cost of many requests with the same
 * rates is the cost of their sum.
 * @param requests how many equal requests the lines stand for.
 */
export function priceLines(lines: readonly MeteredLine[], requests = 1): Cost {
  const priced = lines.map((line): CostLine => {
    const quantity = times(decimal(line.quantity), requests);
    return { ...line, usd: line.rate === undefined ? undefined : times(line.rate.usdPerUnit, quantity) };
  });
  const side = (name: Side) =>
    sum(priced.flatMap((line) => (line.side === name && line.usd ? [line.usd] : [])));
  const inputUsd = side('input');
  const outputUsd = side('output');
  const otherUsd = side('other');
  return {
    lines: priced,
    inputUsd,
    outputUsd,
    otherUsd,
    totalUsd: plus(plus(inputUsd, outputUsd), otherUsd),
    state: stateOf(priced),
  };
}

function stateOf(lines: readonly CostLine[]): MoneyState {
  const rates = lines.flatMap(({ rate }) => rate ?? []);
  if (rates.length < lines.length) return rates.length === 0 ? 'unknown' : 'partial';
  const isFree = rates.length > 0 && rates.every(({ usdPerUnit }) => isZero(usdPerUnit));
  return isFree ? 'free' : 'known';
}

/** Everything that was supposed, each thing once, in the order of the lines. */
export function assumptionsOf(metered: Metered): readonly Assumption[] {
  const all = [...metered.assumptions, ...metered.lines.flatMap(({ rate }) => rate?.assumptions ?? [])];
  return distinctBy(all, ({ message }) => message);
}

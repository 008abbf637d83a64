/** The rates of one entry as rows: what `ratesFor` answers under every set of conditions that changes them. */
import { adjust } from '../pricing/adjust.ts';
import type { CostRule } from '../config/settings.ts';
import { decimal, isZero, minus, ONE, plain, times, ZERO, type Decimal } from '../core/money.ts';
import type { Assumption } from '../core/notice.ts';
import type { Entry } from '../models/entry.ts';
import { ratesFor } from '../pricing/rates.ts';
import { TIER_NAMES, type Conditions } from '../usage/conditions.ts';
import type { Tier } from '../usage/usage.ts';
import { cutsOf, multipliersOf, scheduleOf, type Multipliers, type Schedule } from './conditions.ts';
import type { ImagePrices } from './images.ts';
import { feeRate, PRICED_METERS, rateOrNone, unitRate, type SqlMeter, type UnitAnswer } from './meters.ts';
import { variantsOf, type Has, type Variant, type Variants } from './variants.ts';

/** One row of `llmcost_price`. */
export interface PriceRow {
  readonly tier: Tier;
  readonly region: string;
  readonly speed: string;
  readonly isOffPeak: boolean;
  readonly variant: string;
  readonly bracket: number;
  /** By index in PRICED_METERS; undefined where there is no rate. */
  readonly rates: readonly (Decimal | undefined)[];
  /** Bits of the meters that have a rate, of those whose rate is above 0, and of those that are not billed. */
  readonly priced: number;
  readonly paid: number;
  readonly notBilled: number;
  /** Bits of the meters whose rate supposes something, by the code of the assumption. */
  readonly assumed: ReadonlyMap<string, number>;
}

export interface EntryPrices {
  readonly rows: readonly PriceRow[];
  /** The first length of a prompt, in tokens, of each bracket but the first. */
  readonly cuts: readonly number[];
  readonly multipliers: Multipliers;
  readonly schedule: Schedule | undefined;
  readonly variants: Variants;
  readonly images: ImagePrices;
}

interface Situation extends Pick<PriceRow, 'tier' | 'region' | 'speed' | 'isOffPeak'> {
  readonly at: Date;
  readonly variant: Variant;
}

/** @param toolEntry the entry that prices the provider's tools, where the model's own does not. */
export function pricesOfEntry(
  entry: Entry,
  toolEntry: Entry | undefined,
  images: ImagePrices,
  has: Has,
): EntryPrices {
  const multipliers = multipliersOf(entry);
  const schedule = scheduleOf(entry);
  const variants = variantsOf(entry, images, has);
  const situations = situationsOf(multipliers, schedule, variants.all);
  const cuts: number[] = [];
  const brackets: (readonly Answer[])[] = [];
  let before = '';
  for (const start of [0, ...cutsOf(entry)]) {
    const answers = situations.map((situation) => answerOf(entry, toolEntry, situation, start));
    const print = answers.map(({ print }) => print).join('\n');
    if (print === before) continue;
    before = print;
    if (brackets.length > 0) cuts.push(start);
    brackets.push(answers);
  }
  const rows = brackets.flatMap((answers, bracket) =>
    answers.map(({ row }, index) => {
      const situation = situations[index];
      const { tier = 'standard', region = '', speed = '', isOffPeak = false } = situation ?? {};
      return { tier, region, speed, isOffPeak, variant: situation?.variant.name ?? '', bracket, ...row };
    }),
  );
  return { rows, cuts, multipliers, schedule, variants, images };
}

function situationsOf(
  { regions, speeds }: Multipliers,
  schedule: Schedule | undefined,
  variants: readonly Variant[],
): readonly Situation[] {
  const times = schedule?.isWeekly === false ? [] : timesOf(schedule);
  return TIER_NAMES.flatMap((tier) =>
    ['', ...regions].flatMap((region) =>
      ['', ...speeds].flatMap((speed) =>
        times.flatMap((time) => variants.map((variant) => ({ tier, region, speed, ...time, variant }))),
      ),
    ),
  );
}

function timesOf(schedule: Schedule | undefined): readonly Pick<Situation, 'isOffPeak' | 'at'>[] {
  if (schedule === undefined) return [{ isOffPeak: false, at: new Date(0) }];
  const { inside, outside } = schedule;
  return [
    ...(outside === undefined ? [] : [{ isOffPeak: false, at: outside }]),
    ...(inside === undefined ? [] : [{ isOffPeak: true, at: inside }]),
  ];
}

interface Answer {
  readonly row: Pick<PriceRow, 'rates' | 'priced' | 'paid' | 'notBilled' | 'assumed'>;
  /** Equal where two answers are. */
  readonly print: string;
}

function answerOf(
  entry: Entry,
  toolEntry: Entry | undefined,
  { tier, region, speed, at, variant }: Situation,
  inputTokens: number,
): Answer {
  const conditions: Conditions = { tier, region, speed, at, inputTokens };
  const token = ratesFor(entry, conditions);
  const rates: (Decimal | undefined)[] = [];
  const assumed = new Map<string, number>();
  let [priced, paid, notBilled, bit] = [0, 0, 0, 1];
  for (const meter of PRICED_METERS) {
    const answer = ask(meter, token.token, variant, { entry, toolEntry, conditions, usage: variant.usage });
    const rate = answer.kind === 'rate' ? answer.rate : undefined;
    rates.push(rate?.usdPerUnit);
    if (rate !== undefined) priced += bit;
    if (rate !== undefined && !isZero(rate.usdPerUnit)) paid += bit;
    if (answer.kind === 'not billed') notBilled += bit;
    for (const code of codesOf(rate?.assumptions ?? [])) assumed.set(code, (assumed.get(code) ?? 0) + bit);
    bit *= 2;
  }
  const print = [rates.map((rate) => rate && plain(rate)), notBilled, [...assumed]].join(';');
  return { row: { rates, priced, paid, notBilled, assumed }, print };
}

function ask(
  meter: SqlMeter,
  token: ReturnType<typeof ratesFor>['token'],
  { images }: Variant,
  question: Parameters<typeof unitRate>[1],
): UnitAnswer {
  switch (meter.kind) {
    case 'token':
      return rateOrNone(token(meter.meter));
    case 'unit':
      return meter.column === 'images' && images !== undefined
        ? rateOrNone(images(question.conditions.tier))
        : unitRate(meter, question);
    case 'fee':
      return feeRate(question.entry);
    case 'unpriced':
      return { kind: 'no price' };
    default:
      return meter satisfies never;
  }
}

function codesOf(assumptions: readonly Assumption[]): ReadonlySet<string> {
  return new Set(assumptions.map(({ code }) => code));
}

/**
 * What discounts and margins make of a cost T: max(0, T × factor − before) + after, the sums for each request.
 * `before` is what a discount takes off by the request, which never takes more than there is.
 */
export interface Adjusting {
  readonly factor: Decimal;
  readonly before: Decimal;
  readonly after: Decimal;
}

export const UNADJUSTED: Adjusting = { factor: ONE, before: ZERO, after: ZERO };

/** Found by applying the rules to costs that tell the parts of the formula apart. */
export function adjustingOf(rules: readonly CostRule[]): Adjusting {
  const after = applied(rules, ZERO);
  const factor = times(minus(applied(rules, LARGE), applied(rules, minus(LARGE, STEP))), decimal('0.001'));
  const before = minus(minus(times(LARGE, factor), applied(rules, LARGE)), minus(ZERO, after));
  return { factor, before, after };
}

/** More than any discount by the request. */
const LARGE = decimal('1e15');
const STEP = decimal(1000);

function applied(rules: readonly CostRule[], totalUsd: Decimal): Decimal {
  const nothing = { lines: [], inputUsd: ZERO, outputUsd: ZERO, otherUsd: ZERO, state: 'known' } as const;
  return adjust({ ...nothing, totalUsd }, rules).totalUsd;
}

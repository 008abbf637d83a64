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
import {
  feeRate,
  PRICED_METERS,
  rateOrNone,
  unitRate,
  type SqlMeter,
  type SqlUnitMeter,
  type UnitAnswer,
} from './meters.ts';
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
  const unitOf = unitsOf(entry, toolEntry);
  const cuts: number[] = [];
  const brackets: (readonly Answer[])[] = [];
  let before = '';
  for (const start of [0, ...cutsOf(entry)]) {
    const answers = situations.map((situation) => answerOf(entry, unitOf, situation, start));
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

type UnitOf = (meter: SqlUnitMeter, conditions: Conditions, variant: Variant) => UnitAnswer;

/** Units of something else than tokens have a price for each tier and variant, whatever else a request says. */
function unitsOf(entry: Entry, toolEntry: Entry | undefined): UnitOf {
  const known = new Map<string, UnitAnswer>();
  // Most entries have none, which is the same for all tiers.
  const hasNone = Object.keys(entry.fields).every(
    (name) => !/cost|pricing/.test(name) || OF_TOKENS.test(name),
  );
  return (meter, conditions, variant) => {
    const of = hasNone && variant.images === undefined ? '' : ` ${conditions.tier} ${variant.name}`;
    const id = meter.column + of;
    const answer = known.get(id) ?? unitOf(meter, conditions, variant);
    known.set(id, answer);
    return answer;
  };
  function unitOf(meter: SqlUnitMeter, conditions: Conditions, { images, usage }: Variant): UnitAnswer {
    if (meter.column === 'images' && images !== undefined) return rateOrNone(images(conditions.tier));
    return unitRate(meter, { entry, toolEntry, conditions, usage });
  }
}

const OF_TOKENS = /_cost_per(_[a-z]+)?_token|_token_cost|^regional_|^off_peak_/;

function answerOf(
  entry: Entry,
  unitOf: UnitOf,
  { tier, region, speed, at, variant }: Situation,
  inputTokens: number,
): Answer {
  const conditions: Conditions = { tier, region, speed, at, inputTokens };
  const token = ratesFor(entry, conditions);
  const rates: (Decimal | undefined)[] = [];
  const assumed = new Map<string, number>();
  let [priced, paid, notBilled, bit] = [0, 0, 0, 1];
  for (const meter of PRICED_METERS) {
    const answer =
      meter.kind === 'unit' ? unitOf(meter, conditions, variant) : ask(meter, token.token, entry);
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
  meter: Exclude<SqlMeter, SqlUnitMeter>,
  token: ReturnType<typeof ratesFor>['token'],
  entry: Entry,
): UnitAnswer {
  switch (meter.kind) {
    case 'token':
      return rateOrNone(token(meter.meter));
    case 'fee':
      return feeRate(entry);
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

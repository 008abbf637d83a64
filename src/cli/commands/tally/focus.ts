/**
 * A tally as rows of FOCUS 1.2, the FinOps Open Cost and Usage Specification (https://focus.finops.org):
 * a row per day, model, meter, tier and price.
 */
import { adjust } from '../../../pricing/adjust.ts';
import type { CostRule } from '../../../config/settings.ts';
import { compareText } from '../../../core/collections.ts';
import { DAY_MS } from '../../../core/dates.ts';
import { isZero, minus, plain, plus, times, ZERO, type Decimal } from '../../../core/money.ts';
import type { Unit } from '../../../models/fields.ts';
import { bareName } from '../../../models/identity.ts';
import { providerName } from '../../../models/providers.ts';
import { makersProviders } from '../../../models/vendors.ts';
import type { MeterSum, Sum } from '../../../pricing/tally/accumulators.ts';
import type { GroupedSum } from '../../../pricing/tally/rows.ts';
import { renderCsv, type Cell } from '../../render/csv.ts';

export interface FocusOptions {
  /** BillingAccountId, which the specification wants on each row. */
  readonly billingAccount: string;
  /** Groups that become Tags. */
  readonly tags: readonly string[];
}

export interface FocusTable {
  readonly rows: readonly FocusRow[];
  readonly leftOut: LeftOut;
}

/**
 * What no row can hold: cost columns and dates allow no null, and a 0 in place of an absent value is ruled out
 * (NullHandling). Counted in requests.
 */
export interface LeftOut {
  readonly unpriced: number;
  readonly undated: number;
}

/** One charge; null where there is no value. */
export type FocusRow = Readonly<Record<FocusColumn, string | null>>;

/** The 21 mandatory columns, and the conditional ones that usage of models has values for. */
export const FOCUS_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ServiceCategory',
  'ServiceName',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'Tags',
  'x_ServiceTier',
] as const;

export type FocusColumn = (typeof FOCUS_COLUMNS)[number];

/** Units by the specification's UnitFormat: capitalized plurals, a quantity in front. */
const UNITS: Readonly<Record<Unit, string>> = {
  token: 'Tokens',
  '1k_tokens': '1000 Tokens',
  image: 'Images',
  pixel: 'Pixels',
  second: 'Seconds',
  character: 'Characters',
  request: 'Requests',
  query: 'Queries',
  page: 'Pages',
  credit: 'Credits',
  session: 'Sessions',
  '1k_calls': '1000 Calls',
  gb_day: 'GB-Days',
  dbu_token: 'DBU-Tokens',
  factor: 'Units',
};

export function focusTable(sums: Iterable<GroupedSum>, options: FocusOptions): FocusTable {
  const charges = new Map<string, Charge>();
  const leftOut = { unpriced: 0, undated: 0 };
  for (const { group, sum } of sums) {
    const day = group['day'] ?? null;
    if (sum.state === 'unknown' || sum.state === 'partial') leftOut.unpriced += sum.requests;
    if (day === null) leftOut.undated += sum.requests;
    if (day === null) continue;
    const tags = tagsOf(group, options.tags);
    for (const charge of chargesOf(sum, day, tags)) {
      const before = charges.get(charge.id);
      charges.set(
        charge.id,
        before === undefined ? charge : { ...charge, quantity: plus(before.quantity, charge.quantity) },
      );
    }
  }
  const sorted = [...charges.values()].sort((a, b) => compareText(a.id, b.id));
  return { rows: sorted.map((charge) => rowOf(charge, options)), leftOut };
}

export function focusCsv({ rows }: FocusTable): string {
  function* cells(): Generator<readonly Cell[]> {
    for (const row of rows) yield FOCUS_COLUMNS.map((column) => row[column]);
  }
  return renderCsv(
    FOCUS_COLUMNS.map((head) => ({ head })),
    cells(),
  );
}

/** Some of one thing at one price on one day. */
interface Charge {
  /** Charges with the same id are added up. */
  readonly id: string;
  readonly day: string;
  readonly sum: Sum;
  readonly tags: string | null;
  readonly quantity: Decimal;
  /** Null for an amount that belongs to no meter, of which the quantity is in USD. */
  readonly priced: { readonly meter: MeterSum; readonly list: Decimal; readonly contracted: Decimal } | null;
}

function* chargesOf(sum: Sum, day: string, tags: string | null): Generator<Charge> {
  const { model, conditions, rules } = sum.rateGroup;
  const about = [
    day,
    model.entry.provider,
    model.key ?? model.name,
    conditions.tier,
    conditions.region,
    conditions.speed,
    tags,
  ];
  let rest = sum.cost.totalUsd;
  for (const meter of sum.isReported ? [] : sum.meters) {
    const { rate, quantity } = meter;
    if (rate === undefined || isZero(quantity)) continue;
    const contracted = shared(rate.usdPerUnit, rules);
    rest = minus(rest, times(contracted, quantity));
    const id = [...about, meter.meter, rate.field, rate.condition, plain(rate.usdPerUnit), plain(contracted)];
    const priced = { meter, list: rate.usdPerUnit, contracted };
    yield { id: JSON.stringify(id), day, sum, tags, quantity, priced };
  }
  if (isZero(rest)) return;
  const id = [...about, '', sum.isReported];
  yield { id: JSON.stringify(id), day, sum, tags, quantity: rest, priced: null };
}

/** A price with the discounts and margins that are shares of it; a sum per request belongs to no price. */
function shared(usd: Decimal, rules: readonly CostRule[]): Decimal {
  const shares = rules.map((rule) => ({ ...rule, usdPerRequest: 0 }));
  const cost = { lines: [], inputUsd: ZERO, outputUsd: ZERO, otherUsd: ZERO, totalUsd: usd };
  return adjust({ ...cost, state: 'known' }, shares).totalUsd;
}

function rowOf(charge: Charge, { billingAccount }: FocusOptions): FocusRow {
  const { day, sum, tags, quantity, priced } = charge;
  const { model, conditions } = sum.rateGroup;
  const provider = providerName(model.entry.provider ?? model.provider);
  const cost = plain(priced === null ? quantity : times(priced.contracted, quantity));
  return {
    BilledCost: cost,
    BillingAccountId: billingAccount,
    BillingAccountName: null,
    BillingCurrency: 'USD',
    ...periodsOf(day),
    ChargeClass: null,
    ContractedCost: cost,
    EffectiveCost: cost,
    InvoiceIssuerName: provider,
    ProviderName: provider,
    PublisherName: publisherOf(model.key ?? model.name ?? '') ?? provider,
    RegionId: conditions.region ?? null,
    RegionName: conditions.region ?? null,
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: `${provider} API`,
    Tags: tags,
    x_ServiceTier: conditions.tier,
    ...(priced === null ? adjustmentColumns(sum, cost) : usageColumns(sum, quantity, priced)),
  };
}

/** Who makes the model, where that is known of its name: OpenAI for `azure/gpt-4o`. */
function publisherOf(model: string): string | undefined {
  const [maker] = makersProviders(bareName(model));
  return maker === undefined ? undefined : providerName(maker);
}

type Priced = NonNullable<Charge['priced']>;
type ChargeColumns = Pick<
  FocusRow,
  | 'ChargeCategory'
  | 'ChargeDescription'
  | 'ChargeFrequency'
  | 'ConsumedQuantity'
  | 'ConsumedUnit'
  | 'ContractedUnitPrice'
  | 'ListCost'
  | 'ListUnitPrice'
  | 'PricingCategory'
  | 'PricingQuantity'
  | 'PricingUnit'
  | 'SkuId'
  | 'SkuMeter'
  | 'SkuPriceDetails'
  | 'SkuPriceId'
>;

function usageColumns({ rateGroup }: Sum, quantity: Decimal, priced: Priced): ChargeColumns {
  const { meter, label, unit, rate } = priced.meter;
  const name = rateGroup.model.key ?? rateGroup.model.name ?? 'model';
  const skuId = `${name}/${meter}`;
  const condition = rate?.condition ?? null;
  const price = [skuId, rate?.field ?? '', ...(condition === null ? [] : [condition])];
  return {
    ChargeCategory: 'Usage',
    ChargeDescription: `${name}: ${label}${condition === null ? '' : `, ${condition}`}`,
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: plain(quantity),
    ConsumedUnit: UNITS[unit],
    ContractedUnitPrice: plain(priced.contracted),
    ListCost: plain(times(priced.list, quantity)),
    ListUnitPrice: plain(priced.list),
    PricingCategory: 'Standard',
    PricingQuantity: plain(quantity),
    PricingUnit: UNITS[unit],
    SkuId: skuId,
    SkuMeter: label,
    SkuPriceDetails: condition === null ? null : JSON.stringify({ Condition: condition }),
    SkuPriceId: price.join('/'),
  };
}

/** An amount without a unit price: what a rule of the settings takes per request, or what a provider reports. */
function adjustmentColumns({ rateGroup: { model }, isReported }: Sum, cost: string): ChargeColumns {
  const name = model.key ?? model.name ?? 'model';
  const what = isReported ? 'cost as the provider reports it' : 'discounts and margins per request';
  return {
    ChargeCategory: 'Adjustment',
    ChargeDescription: `${name}: ${what}`,
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: null,
    ConsumedUnit: null,
    ContractedUnitPrice: null,
    ListCost: cost,
    ListUnitPrice: null,
    PricingCategory: null,
    PricingQuantity: null,
    PricingUnit: null,
    SkuId: null,
    SkuMeter: null,
    SkuPriceDetails: null,
    SkuPriceId: null,
  };
}

/** The day, and the month that bills it: both ends are exclusive. */
function periodsOf(day: string) {
  const start = Date.parse(day);
  const [year = 0, month = 0] = day.split('-').map(Number);
  return {
    BillingPeriodStart: momentOf(Date.UTC(year, month - 1)),
    BillingPeriodEnd: momentOf(Date.UTC(year, month)),
    ChargePeriodStart: momentOf(start),
    ChargePeriodEnd: momentOf(start + DAY_MS),
  };
}

function momentOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function tagsOf(group: GroupedSum['group'], names: readonly string[]): string | null {
  const tags = names.flatMap((name) => {
    const value = group[name] ?? null;
    return value === null ? [] : [[name.replace(/^\./, ''), value] as const];
  });
  return tags.length === 0 ? null : JSON.stringify(Object.fromEntries(tags));
}

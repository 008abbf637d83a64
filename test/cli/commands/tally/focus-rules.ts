/**
 * Rules of FOCUS 1.2 for a Cost and Usage dataset, written from the published column definitions and attributes
 * (https://focus.finops.org/focus-specification/v1-2/): presence, nullability, allowed values, formats and the products
 * of quantities and prices. They know nothing of how llmcost makes a file.
 */
import { Big } from 'big.js';

export type Csv = readonly Readonly<Record<string, string | null>>[];

export const MANDATORY = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
] as const;

const NEVER_NULL = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ProviderName',
  'PublisherName',
  'ServiceCategory',
  'ServiceName',
];

/** MUST NOT be null where ChargeCategory is Usage and ChargeClass is not Correction. */
const OF_USAGE = [
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedUnitPrice',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'SkuId',
  'SkuPriceId',
];

const DECIMALS = [
  'BilledCost',
  'ConsumedQuantity',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'ListCost',
  'ListUnitPrice',
  'PricingQuantity',
];

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'],
  ChargeClass: ['Correction'],
  ChargeFrequency: ['One-Time', 'Recurring', 'Usage-Based'],
  PricingCategory: ['Standard', 'Dynamic', 'Committed', 'Other'],
  ServiceCategory: ['AI and Machine Learning'],
  BillingCurrency: ['USD'],
};

const MOMENTS = ['BillingPeriodEnd', 'BillingPeriodStart', 'ChargePeriodEnd', 'ChargePeriodStart'];
/** UnitFormat: a quantity, then capitalized units, joined by a hyphen. */
const UNIT = /^(\d+ )?[A-Z][A-Za-z]*(-[A-Z][A-Za-z]*)*$/;
/** NumericFormat: no exponent, no sign in front of a positive figure, no thousands. */
const NUMBER = /^-?\d+(\.\d+)?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What in the file breaks a rule; empty for a file that conforms. */
export function broken(heads: readonly string[], rows: Csv): readonly string[] {
  const faults = MANDATORY.filter((name) => !heads.includes(name)).map((name) => `${name} is not there`);
  for (const name of heads) if (!/^(x_)?[A-Z][A-Za-z]*$/.test(name)) faults.push(`${name} is not PascalCase`);
  for (const [index, row] of rows.entries())
    faults.push(...brokenIn(row).map((fault) => `row ${index + 1}: ${fault}`));
  return faults;
}

function brokenIn(row: Csv[number]): readonly string[] {
  const faults: string[] = [];
  const check = (isRight: boolean, fault: string) => {
    if (!isRight) faults.push(fault);
  };
  const value = (name: string) => row[name] ?? null;
  for (const name of NEVER_NULL) check(value(name) !== null, `${name} is null`);
  if (value('ChargeCategory') === 'Usage' && value('ChargeClass') !== 'Correction')
    for (const name of OF_USAGE) check(value(name) !== null, `${name} is null`);
  else
    for (const name of ['ConsumedQuantity', 'ConsumedUnit'])
      check(value(name) === null, `${name} is not null`);
  for (const [name, allowed] of Object.entries(ALLOWED)) {
    const text = value(name);
    check(text === null || allowed.includes(text), `${name} cannot be ${text}`);
  }
  for (const name of DECIMALS) check(NUMBER.test(value(name) ?? '0'), `${name} is no number`);
  for (const name of ['ListUnitPrice', 'ContractedUnitPrice'])
    check(!(value(name) ?? '').startsWith('-'), `${name} is below 0`);
  for (const name of MOMENTS) check(MOMENT.test(value(name) ?? ''), `${name} is no moment in UTC`);
  check((value('ChargePeriodStart') ?? '') < (value('ChargePeriodEnd') ?? ''), 'the period is empty');
  check(
    (value('BillingPeriodStart') ?? '~') <= (value('ChargePeriodStart') ?? ''),
    'it begins before its bill',
  );
  check((value('ChargePeriodEnd') ?? '~') <= (value('BillingPeriodEnd') ?? ''), 'it ends after its bill');
  for (const name of ['ConsumedUnit', 'PricingUnit'])
    check(UNIT.test(value(name) ?? 'None'), `${name} is no unit`);
  const product = (price: string, cost: string) => {
    const [quantity, usd, total] = [value('PricingQuantity'), value(price), value(cost)];
    if (quantity === null || usd === null || total === null) return;
    check(new Big(quantity).times(usd).eq(total), `${price} × PricingQuantity is not ${cost}`);
  };
  product('ListUnitPrice', 'ListCost');
  product('ContractedUnitPrice', 'ContractedCost');
  if (value('ListUnitPrice') === null)
    check(value('ListCost') === value('BilledCost'), 'ListCost is not BilledCost');
  check((value('SkuId') === null) === (value('SkuMeter') === null), 'SkuMeter goes with SkuId');
  check(
    value('SkuPriceId') !== null || value('SkuPriceDetails') === null,
    'SkuPriceDetails without SkuPriceId',
  );
  for (const name of ['Tags', 'SkuPriceDetails'])
    check(isKeyValue(value(name)), `${name} is no flat JSON object`);
  return faults;
}

function isKeyValue(text: string | null): boolean {
  if (text === null) return true;
  const value: unknown = JSON.parse(text);
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => typeof each !== 'object' || each === null)
  );
}

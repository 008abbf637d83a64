/** What the renderings of an estimate have in common, in words. */
import type { AdjustmentRow, EstimateLine, TierRow } from '../../../pricing/estimate/rows.ts';
import type { EstimateState } from '../../../pricing/estimate/describe.ts';
import { decimal, formatAmount, formatPrice, times, toNumber } from '../../../core/money.ts';
import { normalized } from '../../../models/prices.ts';
import type { Column } from '../../render/table.ts';
import { counted, printable } from '../../render/text.ts';

export function rateWords({ usdPerUnit, unit }: EstimateLine): string {
  if (usdPerUnit === null) return 'no price';
  // A rate is per unit where few units make a bill, and per 1M where many do.
  if (unit !== 'token' && unit !== 'character') return `${formatPrice(usdPerUnit)} / ${unit}`;
  const normal = normalized(decimal(usdPerUnit), unit);
  return `${formatPrice(normal.usd)} / ${normal.unit}`;
}

export const STATE_WORDS: Readonly<Record<EstimateState, string>> = {
  estimated: 'estimated',
  known: '',
  free: 'free: the map says 0',
  partial: 'at least: some of it has no price',
  unknown: 'unknown, not 0',
};

export function amountWords(usd: number | null): string {
  return usd === null ? 'unknown' : formatAmount(usd);
}

/** `Discount 12.5%, Agreement` */
export function adjustmentLabel({ kind, name, percent, usdPerRequest }: AdjustmentRow): string {
  const amounts = [
    percent === 0 ? '' : ` ${percent}%`,
    usdPerRequest === 0 ? '' : ` $${usdPerRequest} a request`,
  ];
  const what = amounts.filter((part) => part !== '').join(' and');
  return `${kind === 'discount' ? 'Discount' : 'Margin'}${what}${name === null ? '' : `, ${printable(name)}`}`;
}

export const TIER_COLUMNS: readonly Column[] = [
  { head: 'Tier' },
  { head: 'Cost', align: 'decimal', essential: true },
  { head: 'Against standard', align: 'decimal' },
  { head: 'Notes', optional: 1 },
];

export function tierCells({
  tier,
  totalUsd,
  state,
  ratioToStandard,
  assumptions,
}: TierRow): readonly string[] {
  const percent =
    ratioToStandard === null
      ? 'N/A'
      : `${toNumber(times(decimal(Math.round(ratioToStandard * 1000)), decimal('0.1')))}%`;
  const notes = [
    STATE_WORDS[state],
    assumptions.length === 0 ? '' : counted(assumptions.length, 'assumption'),
  ];
  return [tier, amountWords(totalUsd), percent, notes.filter((note) => note !== '').join(', ')];
}

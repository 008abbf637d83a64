/** An estimate for a spreadsheet and for a document. */
import type { EstimateDocument } from './document.ts';
import { formatAmount, formatCount } from '../../../core/money.ts';
import { renderCsv, type Cell } from '../../render/csv.ts';
import { renderMarkdown } from '../../render/markdown.ts';
import { adjustmentLabel, amountWords, rateWords, tierCells, TIER_COLUMNS } from './words.ts';

const HEADS = [
  'model',
  'tier',
  'meter',
  'side',
  'quantity',
  'unit',
  'usdPerUnit',
  'usd',
  'field',
  'condition',
];

/** One line a meter and no total, which would be added up with them. */
export function estimateCsv({ model, tier, lines }: EstimateDocument): string {
  return renderCsv(
    HEADS.map((head) => ({ head })),
    lines.map((line): readonly Cell[] => [
      model,
      tier,
      line.meter,
      line.side,
      line.quantity,
      line.unit,
      line.usdPerUnit,
      line.usd,
      line.field,
      line.condition,
    ]),
  );
}

/** The lines with their total, and the tiers where they were asked for. */
export function estimateMarkdown(document: EstimateDocument): string {
  const { lines, adjustments, tiers } = document;
  const right = 'right' as const;
  const meters = renderMarkdown(
    [
      { head: 'Meter' },
      { head: 'Quantity', align: right },
      { head: 'Rate', align: right },
      { head: 'Cost', align: right },
    ],
    [
      ...lines.map((line) => [
        line.label,
        formatCount(line.quantity),
        rateWords(line),
        amountWords(line.usd),
      ]),
      ...adjustments.map((rule) => [adjustmentLabel(rule), '', '', formatAmount(rule.usd)]),
      [document.state === 'partial' ? 'Total, at least' : 'Total', '', '', amountWords(document.totalUsd)],
    ],
  );
  return tiers === null ? meters : `${meters}\n${renderMarkdown(TIER_COLUMNS, tiers.map(tierCells))}`;
}

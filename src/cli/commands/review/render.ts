import type { ReviewDocument, ReviewRow } from './document.ts';
import { decimal, plain } from '../../../core/money.ts';
import { normalized } from '../../../models/prices.ts';
import type { Change } from '../../../doctor/reviews/compare.ts';
import type { ReviewNote } from '../../../doctor/reviews/open.ts';
import type { Style } from '../../render/style.ts';
import { counted, printable, wrap } from '../../render/text.ts';

/** The reviews of a document, one paragraph each. */
export function renderReview({ action, reviews }: ReviewDocument, style: Style): string {
  if (reviews.length === 0) return 'No reviews.\n';
  const lines = reviews.map((row) => paragraph(row, style));
  const head = action === 'listed' ? '' : `${HEADS[action]}\n`;
  const foot = action === 'listed' ? `\n${countLine(reviews)}\n` : '';
  return `${head}${lines.join('\n')}${foot}`;
}

const HEADS = { kept: 'Kept:', removed: 'Removed:' } as const;

function countLine(reviews: readonly ReviewRow[]): string {
  const stale = reviews.filter(({ isStale }) => isStale).length;
  return `${counted(reviews.length, 'review')}, ${stale} of them stale.`;
}

function paragraph(row: ReviewRow, { theme, width }: Style): string {
  const state = row.inMap ? reviewWords(row) : `${reviewWords(row)}; the map has no such model any more`;
  const mark = row.isStale ? theme.warn : theme.good;
  const lines = [
    theme.key(printable(row.model)),
    mark(wrap(`${state}.`, width, '  ')),
    ...(row.note === null ? [] : [wrap(printable(row.note), width, '  ')]),
    ...(row.differences.length === 0
      ? []
      : [theme.warn(wrap(differenceWords(row.differences), width, '  '))]),
    theme.dim(wrap(printable(row.file), width, '  ')),
  ];
  return `${lines.join('\n')}\n`;
}

type Words = Pick<ReviewNote, 'on' | 'by' | 'against' | 'changes'>;

/** `Reviewed 2026-11-22 by Ada against https://…, changed since: input 5 → 6`. */
export function reviewWords({ on, by, against, changes }: Words): string {
  const base = `Reviewed ${on} by ${printable(by)} against ${printable(against)}`;
  return changes.length === 0 ? base : `${base}, changed since: ${changes.map(changeWords).join(', ')}`;
}

/** `The page had otherwise: output 30, the map 40.` */
export function differenceWords(differences: readonly Change[]): string {
  const words = differences.map(
    ({ item, unit, thenUsdPerUnit, nowUsdPerUnit }) =>
      `${lower(item)} ${amount(thenUsdPerUnit, unit)} on the page, ${amount(nowUsdPerUnit, unit)} in the map`,
  );
  return `The figures differ: ${words.join('; ')}.`;
}

/** `input 5 → 6`: in the amount in which people compare it, USD per 1M tokens for a token. */
function changeWords({ item, unit, thenUsdPerUnit, nowUsdPerUnit }: Change): string {
  return `${lower(item)} ${amount(thenUsdPerUnit, unit)} → ${amount(nowUsdPerUnit, unit)}`;
}

function amount(usdPerUnit: number | null, unit: Change['unit']): string {
  return usdPerUnit === null ? 'none' : plain(normalized(decimal(usdPerUnit), unit).usd);
}

/** In the middle of a sentence; `EU processing` keeps its capitals. */
function lower(item: string): string {
  return printable(/^[A-Z][A-Z]/.test(item) ? item : item.charAt(0).toLowerCase() + item.slice(1));
}

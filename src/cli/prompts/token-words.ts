/** Counts of tokens for a person. */
import { formatCount } from '../../core/money.ts';
import type { PartCount, PartKind } from '../../tokens/count.ts';
import { isExact, type TokenRange } from '../../tokens/range.ts';
import type { Style } from '../render/style.ts';
import { table } from '../render/table.ts';

/** `1,200`, or `1,200 (1,000 to 1,600)` for an estimate. */
export function rangeWords(tokens: TokenRange): string {
  const { low, likely, high } = tokens;
  if (isExact(tokens)) return formatCount(likely);
  return `${formatCount(likely)} (${formatCount(low)} to ${formatCount(high)})`;
}

/** `1 token`, `1,200 (1,000 to 1,600) tokens` */
export function tokenWords(tokens: TokenRange): string {
  return `${rangeWords(tokens)} ${tokens.high === 1 ? 'token' : 'tokens'}`;
}

export const PART_WORDS: Readonly<Record<PartKind, string>> = {
  text: 'Text',
  format: 'Around messages',
  tools: 'Tools',
  schema: 'Schema of the answer',
  image: 'Pictures',
  document: 'Documents',
  audio: 'Sound',
  video: 'Films',
};

/** The parts of a count, where there is more than a text. */
export function partsTable(parts: readonly PartCount[], style: Style): string {
  if (parts.length < 2 && parts.every(({ kind }) => kind === 'text')) return '';
  const rows = parts.map((part) => [PART_WORDS[part.kind], rangeWords(part), basisWords(part)]);
  return table(
    [{ head: 'Part' }, { head: 'Tokens', align: 'right', essential: true }, { head: 'By', optional: 1 }],
    rows,
    style,
  );
}

/** `measured; 1,024 documented` */
function basisWords({ basis, isExact, documentedTokens }: PartCount): string {
  const documented = documentedTokens === null ? '' : `; ${formatCount(documentedTokens)} documented`;
  return (basis ?? (isExact ? 'counted' : 'estimated')) + documented;
}

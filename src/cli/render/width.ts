import { eastAsianWidth } from 'get-east-asian-width';

/** Columns that a text takes on a terminal; escape sequences and combining marks take none. */
export function width(text: string): number {
  if (isNarrow(text)) return text.length;
  const shown = text.replace(ESCAPES, '');
  if (isNarrow(shown)) return shown.length;
  let columns = 0;
  // A segmenter is only made for a text that needs one: it takes a millisecond.
  for (const { segment } of new Intl.Segmenter().segment(shown)) columns += clusterWidth(segment);
  return columns;
}

/** True for ASCII, Latin and the signs that tables are written with: one column each. Nearly all text is this. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

const NARROW =
  /^[\u0020-\u007E\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u20A0-\u20BF\u2190-\u2211\u2260-\u2265\u2500-\u259F]*$/;

// oxlint-disable-next-line no-control-regex -- the sequences that colours are made of
const ESCAPES = /\u001B\[[\d;]*m/g;

/**
 * What a reader takes for one character: a joined emoji is two columns wide, however long it is. The patterns
 * stand here because making them takes a millisecond, which most runs are spared.
 */
function clusterWidth(cluster: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Cs}]+$/u.test(cluster)) return 0;
  if (/^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2})/u.test(cluster)) return 2;
  return eastAsianWidth(cluster.codePointAt(0) ?? 0);
}

/** Eight heights, lowest first: for terminals that show Unicode, and for those that do not. */
const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII = ['_', '.', ':', '-', '=', '+', '*', '#'];

/**
 * Figures as a line of bars, the lowest of them the lowest bar and the highest the highest; a gap where
 * there is none. Empty where nothing changes, because there is nothing to draw.
 */
export function sparkline(values: readonly (number | null)[], isUnicode: boolean): string {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (known.length === 0 || (low === high && known.length === values.length)) return '';
  const bars = isUnicode ? BLOCKS : ASCII;
  return values
    .map((value) => {
      if (value === null) return ' ';
      const share = high === low ? 1 : (value - low) / (high - low);
      return bars[Math.round(share * (bars.length - 1))] ?? ' ';
    })
    .join('');
}

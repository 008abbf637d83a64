/** A figure in a cell: what stands before its point, its decimals, and what follows. */
const FIGURE = /^([^\d]*\d[\d,]*)(\.\d+)?(?!\d)(.*)$/;

/**
 * Cells with their decimal points below each other: those with fewer decimals are filled up with spaces.
 * What is no figure (`unknown`, `N/A`) stays as it is.
 */
export function alignDecimals(cells: readonly string[]): readonly string[] {
  const figures = cells.map((cell) => FIGURE.exec(cell));
  const decimals = Math.max(0, ...figures.map((figure) => figure?.[2]?.length ?? 0));
  const suffix = Math.max(0, ...figures.map((figure) => figure?.[3]?.length ?? 0));
  return cells.map((cell, index) => {
    const [, whole, fraction = '', rest = ''] = figures[index] ?? [];
    if (whole === undefined) return cell;
    const gap = ' '.repeat(decimals - fraction.length);
    const end = ' '.repeat(suffix - rest.length);
    // `100%` keeps its sign with it, `$5.0000 / 1M tokens` its unit in the column of the units.
    return rest.startsWith(' ') ? whole + fraction + gap + rest + end : whole + fraction + rest + gap + end;
  });
}

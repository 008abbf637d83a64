import { escaped } from './escape.ts';
import { htmlTable, type HtmlCell } from './parts.ts';

export interface ChartSeries {
  readonly name: string;
  /** One for each time; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly title: string;
  /** `bars` stand on each other; a line of `steps` keeps its height until the next time. */
  readonly kind: 'bars' | 'steps';
  /** What the times are, as the head of their column. */
  readonly timeHead: string;
  /** Dates (`2026-11-01`, `2026-11`), in their order. */
  readonly times: readonly string[];
  /** Colors repeat after eight. */
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
}

const COLORS = 8;

/** A chart and the table that it is drawn from, for a page of the kind `charts`. */
export function chartHtml(chart: Chart): string {
  const { title, kind, series } = chart;
  const legend = series.map(
    ({ name }, at) =>
      `<li><button type="button" aria-pressed="false"><i class="c${at % COLORS}"></i>${escaped(name)}</button></li>`,
  );
  return `<figure class="chart" data-kind="${kind}"><div class="plot" role="img" aria-label="${escaped(title)}. The figures are in the table below."></div>
<noscript><p>The chart needs JavaScript; the table below has its figures.</p></noscript>
<ul class="legend" aria-label="Show one series alone">${legend.join('')}</ul>
<p class="readout"></p>
<details><summary>The figures of this chart</summary>${chartTable(chart)}</details></figure>`;
}

function chartTable({ title, timeHead, times, series, format }: Chart): string {
  const cell = (value: number | null | undefined): HtmlCell => ({
    text: value === null || value === undefined ? '' : format(value),
    sortBy: value ?? null,
  });
  return htmlTable({
    caption: title,
    columns: [{ head: timeHead }, ...series.map(({ name }) => ({ head: name, isNumber: true }))],
    rows: times.map((time, at) => [
      { text: time, sortBy: Date.parse(time) },
      ...series.map(({ values }) => cell(values[at])),
    ]),
    isSortable: true,
  });
}

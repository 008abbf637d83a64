/** Stacked bars as SVG: they print, take the colours of the page, and need no script. */
import { escaped } from './escape.ts';

export interface BarSeries {
  readonly name: string;
  /** One for each label, 0 or more. */
  readonly values: readonly number[];
}

export interface StackedBars {
  readonly title: string;
  readonly labels: readonly string[];
  /** The colours go round after eight. */
  readonly series: readonly BarSeries[];
  readonly format: (value: number) => string;
}

const WIDTH = 960;
const HEIGHT = 280;
const LEFT = 84;
const TOP = 10;
const BOTTOM = 26;
const COLOURS = 8;

/** The chart with its legend. Its table stands beside it: see the page. */
export function stackedBars({ title, labels, series, format }: StackedBars): string {
  const totals = labels.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const top = niceTop(Math.max(0, ...totals));
  const plotHeight = HEIGHT - TOP - BOTTOM;
  const step = (WIDTH - LEFT) / Math.max(labels.length, 1);
  const barWidth = Math.max(1, Math.min(step * 0.8, 56));
  const yOf = (value: number) => TOP + plotHeight * (1 - value / top);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = round(yOf(part * top));
    return `<line x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/><text x="${LEFT - 8}" y="${y + 5}" text-anchor="end">${escaped(format(part * top))}</text>`;
  });
  const bars = labels.map((label, at) => {
    let below = 0;
    const x = round(LEFT + step * at + (step - barWidth) / 2);
    return series
      .map(({ name, values }, index) => {
        const value = values[at] ?? 0;
        if (value <= 0) return '';
        const y = yOf(below + value);
        const height = yOf(below) - y;
        below += value;
        const words = escaped(`${label}, ${name}: ${format(value)}`);
        return `<rect class="f${index % COLOURS} s${index}" x="${x}" y="${round(y)}" width="${round(barWidth)}" height="${round(height)}"><title>${words}</title></rect>`;
      })
      .join('');
  });
  const every = Math.ceil(labels.length / 8);
  const ticks = labels.map((label, at) =>
    at % every === 0
      ? `<text x="${round(LEFT + step * (at + 0.5))}" y="${HEIGHT - 8}" text-anchor="middle">${escaped(label)}</text>`
      : '',
  );
  const legend = series.map(
    ({ name }, index) =>
      `<li><button type="button" aria-pressed="false" data-series="s${index}"><svg aria-hidden="true" viewBox="0 0 10 10"><rect class="f${index % COLOURS}" width="10" height="10" rx="2"/></svg>${escaped(name)}</button></li>`,
  );
  return `<figure><div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}"><svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">${grid.join('')}${bars.join('')}${ticks.join('')}</svg></div>
<ul class="legend" aria-label="Series">${legend.join('')}</ul></figure>`;
}

/** Where the scale ends: a round figure, of which a quarter is round, too. */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most) ?? 10) * power;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

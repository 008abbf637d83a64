import uPlot from 'uplot';
import type { ChartData, ChartSeries } from './chart-data.ts';

export interface PlotOptions {
  readonly host: HTMLElement;
  /** Bars that stand on each other, or a line that keeps its height until the next point. */
  readonly kind: 'bars' | 'steps';
  readonly data: ChartData;
  /** The one series that is shown; null for all. */
  readonly only: number | null;
  readonly widthPx: number;
  /** The row below the pointer; null where there is none. */
  readonly onPoint: (at: number | null) => void;
}

const HEIGHT_PX = 280;
const FONT_PX = 12;
const CHARACTER_PX = 7;
const COLORS = 8;
const DAY_SECONDS = 86_400;

/** Draws the chart into its host. */
export function newPlot({ host, kind, data, only, widthPx, onPoint }: PlotOptions): uPlot {
  const style = getComputedStyle(host);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const shown = data.series
    .map((series, at) => ({ ...series, color: color(`--c${at % COLORS}`) }))
    .filter((_, at) => only === null || only === at);
  const drawn = kind === 'bars' ? stacked(shown) : shown;
  const times = [...data.times];
  const axis = {
    font: `${FONT_PX}px system-ui, sans-serif`,
    stroke: color('--dim'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
  };
  return new uPlot(
    {
      width: widthPx,
      height: HEIGHT_PX,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
      scales: {
        x: { time: false, range: () => rangeOf(times, kind) },
        y: { range: (_, __, most) => [0, most > 0 ? most * 1.05 : 1] },
      },
      axes: [
        { ...axis, ...timeAxis(data), size: 28, grid: { show: false } },
        {
          ...axis,
          values: (_, splits) => splits.map(money),
          size: (_, values) => Math.max(24, ...(values ?? []).map((text) => text.length * CHARACTER_PX + 14)),
        },
      ],
      series: [{}, ...drawn.map((series) => ({ ...seriesStyle(kind, series.color), label: series.name }))],
      hooks: { setCursor: [(plot) => onPoint(rowBelow(plot, kind, data.times))] },
    },
    [times, ...drawn.map(({ values }) => [...values])],
    host,
  );
}

type Drawn = ChartSeries & { readonly color: string };

/** Each series with those below it, the tallest first: the ones that are drawn later cover its lower part. */
function stacked(series: readonly Drawn[]): readonly Drawn[] {
  let below: readonly number[] = [];
  const sums = series.map((one) => {
    below = one.values.map((value, at) => (value ?? 0) + (below[at] ?? 0));
    return { ...one, values: below };
  });
  return sums.reverse();
}

function seriesStyle(kind: PlotOptions['kind'], color: string): Omit<uPlot.Series, 'label'> {
  if (kind === 'steps') return { stroke: color, width: 2, points: { show: false }, paths: stepsPath };
  const paths = uPlot.paths.bars?.({ size: [0.8, 56] });
  return { fill: color, width: 0, points: { show: false }, ...(paths === undefined ? {} : { paths }) };
}

/** uPlot's own steps leave out a value that nothing follows: a price which has ended. */
function stepsPath(plot: uPlot, seriesAt: number): uPlot.Series.Paths {
  const stroke = new Path2D();
  const xOf = (at: number) => plot.valToPos(plot.data[0][at] ?? 0, 'x', true);
  const yOf = (value: number) => plot.valToPos(value, 'y', true);
  const values = plot.data[seriesAt] ?? [];
  for (const [at, value] of values.entries()) {
    const before = values[at - 1];
    if (typeof before === 'number') stroke.lineTo(xOf(at), yOf(before));
    if (typeof value !== 'number') continue;
    if (typeof before === 'number') stroke.lineTo(xOf(at), yOf(value));
    else stroke.moveTo(xOf(at), yOf(value));
  }
  return { stroke };
}

/** The nearest bar; of steps, the last one that has begun. */
function rowBelow(plot: uPlot, kind: PlotOptions['kind'], times: ChartData['times']): number | null {
  const { idx, left = -1 } = plot.cursor;
  if (idx === null || idx === undefined || kind === 'bars') return idx ?? null;
  const time = plot.posToVal(left, 'x');
  return Math.max(
    0,
    times.findLastIndex((each) => each <= time),
  );
}

/** With room for half a bar at both ends. */
function rangeOf(times: readonly number[], kind: PlotOptions['kind']): [number, number] {
  const [first = 0, last = first] = [times[0], times.at(-1)];
  if (kind === 'steps' && last > first) return [first, last];
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  const half = Math.min(...gaps, last - first || DAY_SECONDS) / 2;
  return [first - half, last + half];
}

/** A label below each point, where it has room: a year that all of them share is left out. */
function timeAxis({ times, labels }: ChartData): Pick<uPlot.Axis, 'splits' | 'values'> {
  const isOneYear = new Set(labels.map((label) => label.slice(0, 4))).size === 1;
  const texts = labels.map((label) => (isOneYear ? label.slice(5) : label));
  const roomPx = Math.max(...texts.map((text) => text.length)) * CHARACTER_PX + 14;
  const textAt = new Map(times.map((time, at) => [time, texts[at] ?? '']));
  return {
    splits: (plot) => {
      let lastPx = -Infinity;
      return times.filter((time) => {
        const px = plot.valToPos(time, 'x');
        if (px - lastPx < roomPx) return false;
        lastPx = px;
        return true;
      });
    },
    values: (_, splits) => splits.map((time) => textAt.get(time) ?? ''),
  };
}

function money(usd: number): string {
  return `$${usd.toLocaleString('en-US', { maximumSignificantDigits: 6 })}`;
}

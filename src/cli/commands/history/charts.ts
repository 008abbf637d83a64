import { dayOf } from '../../../core/dates.ts';
import { formatPrice } from '../../../core/money.ts';
import { grouped } from '../../../core/collections.ts';
import type { Chart } from '../../render/html/chart.ts';
import type { HistoryDocument } from './document.ts';
import { itemWords } from './render.ts';
import type { PriceSeries } from './series.ts';

/** So many lines can be told apart. */
const MOST_SERIES = 8;

/** Prices over time: a chart for each unit, of the prices that changed and then of the others in their order. */
export function historyCharts(document: HistoryDocument): readonly Chart[] {
  const priced = document.prices.filter(({ points }) =>
    points.some(({ normalizedUsd }) => normalizedUsd !== null),
  );
  return (
    [...grouped(priced, ({ normalizedUnit }) => normalizedUnit)]
      .map(([unit, series]) => chartOf(unit, series, document))
      // A history that began today has no line yet.
      .filter(({ times }) => times.length > 1)
  );
}

function chartOf(unit: string, series: readonly PriceSeries[], document: HistoryDocument): Chart {
  const byChange = [...series].sort((a, b) => Number(b.points.length > 1) - Number(a.points.length > 1));
  const shown = byChange.slice(0, MOST_SERIES);
  const times = timesOf(shown, document);
  return {
    title: `USD per ${unit} over time`,
    kind: 'steps',
    timeHead: 'Day',
    times,
    series: shown.map((one) => ({
      name: itemWords(one),
      values: times.map((time) => priceOn(time, one)),
    })),
    format: formatPrice,
  };
}

/** The days on which one of them changed, and the last one of the history. */
function timesOf(series: readonly PriceSeries[], { until }: HistoryDocument): readonly string[] {
  const days = series.flatMap(({ points }) => points.map(({ from }) => dayOf(from)));
  return [...new Set([...days, dayOf(until)])].sort();
}

/** At the end of that day. */
function priceOn(day: string, { points }: PriceSeries): number | null {
  return points.findLast(({ from }) => dayOf(from) <= day)?.normalizedUsd ?? null;
}

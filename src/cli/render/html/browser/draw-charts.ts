import { chartData, type ChartData } from './chart-data.ts';
import { newPlot } from './plot.ts';

/** Narrower than a sheet of A4 or letter paper with its margins. */
const PAPER_WIDTH_PX = 660;

/** Draws the chart of each figure of the page, and anew when its width or the colours change. */
export function drawCharts(): void {
  const charts = [...document.querySelectorAll<HTMLElement>('figure.chart')].flatMap(startChart);
  const drawAll = (widthPx?: number) => charts.forEach((draw) => draw(widthPx));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawAll());
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('printing');
    drawAll(PAPER_WIDTH_PX);
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('printing');
    drawAll();
  });
}

type Draw = (widthPx?: number) => void;

function startChart(figure: HTMLElement): readonly Draw[] {
  const host = figure.querySelector<HTMLElement>('.plot');
  const table = figure.querySelector('table');
  const readout = figure.querySelector<HTMLElement>('.readout');
  if (host === null || table === null || readout === null) return [];
  const kind = figure.dataset['kind'] === 'steps' ? 'steps' : 'bars';
  const data = chartData(table);
  let plot: ReturnType<typeof newPlot> | undefined;
  let only: number | null = null;
  let drawnPx = 0;
  const draw: Draw = (widthPx = host.clientWidth) => {
    drawnPx = widthPx;
    plot?.destroy();
    plot = newPlot({ host, kind, data, only, widthPx, onPoint: (at) => say(readout, data, only, at) });
  };
  addLegend(figure, (chosen) => {
    only = chosen;
    draw();
  });
  new ResizeObserver(() => {
    const isPrinting = document.documentElement.classList.contains('printing');
    if (host.clientWidth !== drawnPx && !isPrinting) draw();
  }).observe(host);
  draw();
  return [draw];
}

/** A click on a series shows it alone; another one on the same shows all. */
function addLegend(figure: HTMLElement, onChosen: (only: number | null) => void): void {
  const buttons = [...figure.querySelectorAll<HTMLButtonElement>('.legend button')];
  for (const [at, button] of buttons.entries()) {
    button.addEventListener('click', () => {
      const isChosen = button.ariaPressed !== 'true';
      for (const other of buttons) other.ariaPressed = String(isChosen && other === button);
      onChosen(isChosen ? at : null);
    });
  }
}

/** The figures below the pointer, in the words of the table. */
function say(
  readout: HTMLElement,
  { labels, series }: ChartData,
  only: number | null,
  at: number | null,
): void {
  const figures = series.flatMap(({ name, texts, values }, index) =>
    at === null || !values[at] || (only !== null && only !== index) ? [] : [`${name} ${texts[at] ?? ''}`],
  );
  readout.textContent = at === null ? '' : `${labels[at] ?? ''}: ${figures.join(', ') || 'nothing'}`;
}

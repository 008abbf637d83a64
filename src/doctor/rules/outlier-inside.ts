import type { Figure, Figures, Place } from '../figures.ts';
import type { Found } from '../finding.ts';
import type { EntryRule } from '../rule.ts';
import { priced, timesApart } from '../words.ts';

/**
 * The prices of one entry hang together: cached input is a tenth of input, priority twice the
 * standard price. A ratio far outside of all that is published is a slip in one of the two.
 *
 * The case: gpt-5-nano with input at $0.05 and priority input at $2.50, fifty times as much (it is
 * twice), and claude-3-haiku-20240307 with an hour in the cache at $6, twenty times five minutes.
 */
export const outlierInside: EntryRule = {
  id: 'outlier-inside',
  severity: 'error',
  title: 'a price out of all proportion to the others of its entry',
  sees: 'entry',
  check: ({ figures }) =>
    figures.all.flatMap((figure) => PROPORTIONS.flatMap((proportion) => check(figures, figure, proportion))),
};

/** Which two prices are compared, and between which ratios of the first to the second all known ones lie. */
interface Proportion {
  readonly applies: (at: Place) => boolean;
  readonly to: Partial<Place>;
  readonly least: number;
  readonly most: number;
}

const PROPORTIONS: readonly Proportion[] = [
  // Published: 1 to 9, and 1/16 for a guard model that answers with one word.
  {
    applies: isMetric('output_cost_per_token'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 25,
    most: 12,
  },
  // DeepSeek's cache hits are the cheapest: 1/120 of the input.
  {
    applies: isMetric('cache_read_input_token_cost'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 250,
    most: 25,
  },
  {
    applies: isMetric('cache_read_input_image_token_cost'),
    to: { metric: 'input_cost_per_image_token' },
    least: 1 / 250,
    most: 25,
  },
  {
    applies: isMetric('cache_read_input_audio_token_cost'),
    to: { metric: 'input_cost_per_audio_token' },
    least: 1 / 250,
    most: 25,
  },
  // Writes: 1 to 1.25 times the input; an hour is 1.6 times five minutes.
  {
    applies: (at) => isWrite(at) && at.ttl === null,
    to: { metric: 'input_cost_per_token' },
    least: 1 / 5,
    most: 5,
  },
  { applies: (at) => isWrite(at) && at.ttl === '1h', to: { ttl: null }, least: 1 / 5, most: 5 },
  // Reasoning: 0.4 (Perplexity) to 2.5 (Qwen) times the output.
  {
    applies: isMetric('output_cost_per_reasoning_token'),
    to: { metric: 'output_cost_per_token' },
    least: 1 / 10,
    most: 10,
  },
  // Other media: audio up to 67 times text in, images up to 20 times text out.
  {
    applies: isMetric('input_cost_per_image_token'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 10,
    most: 25,
  },
  {
    applies: isMetric('input_cost_per_audio_token'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 10,
    most: 200,
  },
  {
    applies: isMetric('input_cost_per_video_token'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 10,
    most: 200,
  },
  {
    applies: isMetric('output_cost_per_image_token'),
    to: { metric: 'output_cost_per_token' },
    least: 1 / 10,
    most: 200,
  },
  {
    applies: isMetric('output_cost_per_image_token'),
    to: { metric: 'input_cost_per_token' },
    least: 1 / 5,
    most: 1000,
  },
  {
    applies: isMetric('output_cost_per_audio_token'),
    to: { metric: 'output_cost_per_token' },
    least: 1 / 10,
    most: 200,
  },
  {
    applies: isMetric('output_cost_per_video_token'),
    to: { metric: 'output_cost_per_token' },
    least: 1 / 10,
    most: 200,
  },
  // Conditions: batch and flex are half, priority up to 2.5 times, long prompts up to 2 times.
  { applies: (at) => at.batch, to: { batch: false }, least: 1 / 5, most: 5 },
  { applies: (at) => at.tier !== null && !at.batch, to: { tier: null }, least: 1 / 5, most: 5 },
  { applies: (at) => at.aboveTokens !== null, to: { aboveTokens: null }, least: 1 / 10, most: 10 },
];

function isMetric(metric: string): (at: Place) => boolean {
  return (at) => at.metric === metric;
}

function isWrite({ metric }: Place): boolean {
  return metric === 'cache_creation_input_token_cost';
}

function check(figures: Figures, figure: Figure, { applies, to, least, most }: Proportion): readonly Found[] {
  if (figure.value === 0 || !applies(figure.at)) return [];
  const other = figures.beside(figure, to);
  if (other === undefined || other.value === 0) return [];
  const ratio = figure.value / other.value;
  if (ratio >= least && ratio <= most) return [];
  const relation = ratio > 1 ? 'times' : 'times less than';
  const apart = timesApart(figure.value, other.value).replace(/ times$/, '');
  const reason = `${figure.item} (${figure.field}) is ${priced(figure.value, figure.unit)}, ${apart} ${relation} ${other.field}, ${priced(other.value, other.unit)}.`;
  const isFar = ratio < least / 2 || ratio > most * 2;
  const severity = isFar ? 'error' : 'warning';
  return [
    { field: figure.field, figure: figure.value, reason, neighbours: [figures.neighbour(other)], severity },
  ];
}

import type { Figure, Figures, Place } from '../figures.ts';

/**
 * Two prices of one entry that hang together, and between which ratios of the first to the second
 * all published ones lie.
 */
export interface Proportion {
  readonly id: string;
  readonly applies: (at: Place) => boolean;
  readonly to: Partial<Place>;
  readonly least: number;
  readonly most: number;
}

export const OUTPUT_TO_INPUT = 'output_cost_per_token to input_cost_per_token';

export const LONG_CONTEXT = 'long context';

export const PROPORTIONS: readonly Proportion[] = [
  // Published: 1 to 18 (qwen3-vl-32b-thinking), and 1/16 for a guard model that answers with one word.
  of('output_cost_per_token', 'input_cost_per_token', 1 / 25, 18.5),
  // DeepSeek's cache hits are the cheapest: 1/120 of the input.
  of('cache_read_input_token_cost', 'input_cost_per_token', 1 / 250, 25),
  of('cache_read_input_image_token_cost', 'input_cost_per_image_token', 1 / 250, 25),
  of('cache_read_input_audio_token_cost', 'input_cost_per_audio_token', 1 / 250, 25),
  // Writes: 1 to 1.25 times the input; an hour is 1.6 times five minutes.
  {
    id: 'cache write',
    applies: (at) => isWrite(at) && at.ttl === null,
    to: { metric: 'input_cost_per_token' },
    least: 1 / 5,
    most: 5,
  },
  {
    id: 'cache write 1h',
    applies: (at) => isWrite(at) && at.ttl === '1h',
    to: { ttl: null },
    least: 1 / 5,
    most: 5,
  },
  // Reasoning: 0.4 (Perplexity) to 2.5 (Qwen) times the output.
  of('output_cost_per_reasoning_token', 'output_cost_per_token', 1 / 10, 10),
  // Other media: audio up to 67 times text in, images up to 20 times text out.
  of('input_cost_per_image_token', 'input_cost_per_token', 1 / 10, 25),
  of('input_cost_per_audio_token', 'input_cost_per_token', 1 / 10, 200),
  of('input_cost_per_video_token', 'input_cost_per_token', 1 / 10, 200),
  of('output_cost_per_image_token', 'output_cost_per_token', 1 / 10, 200),
  of('output_cost_per_image_token', 'input_cost_per_token', 1 / 5, 1000),
  of('output_cost_per_audio_token', 'output_cost_per_token', 1 / 10, 200),
  of('output_cost_per_audio_token', 'input_cost_per_audio_token', 1 / 10, 40),
  of('output_cost_per_video_token', 'output_cost_per_token', 1 / 10, 200),
  // Conditions: batch and flex are half, priority up to 2.5 times, long prompts up to 2 times.
  { id: 'batch', applies: (at) => at.batch, to: { batch: false }, least: 1 / 5, most: 5 },
  ...(['flex', 'priority', 'ultrafast', 'auto'] as const).map((tier) => ({
    id: tier,
    applies: (at: Place) => at.tier === tier && !at.batch,
    to: { tier: null },
    least: 1 / 5,
    most: 5,
  })),
  {
    id: LONG_CONTEXT,
    applies: (at) => at.aboveTokens !== null,
    to: { aboveTokens: null },
    least: 1 / 10,
    most: 10,
  },
];

function of(metric: string, to: string, least: number, most: number): Proportion {
  return { id: `${metric} to ${to}`, applies: (at) => at.metric === metric, to: { metric: to }, least, most };
}

function isWrite({ metric }: Place): boolean {
  return metric === 'cache_creation_input_token_cost';
}

/** A proportion as one entry has it. */
export interface Ratio {
  readonly proportion: Proportion;
  readonly figure: Figure;
  /** What it is measured by. */
  readonly base: Figure;
  readonly value: number;
}

export function ratiosIn(figures: Figures): readonly Ratio[] {
  const ratios: Ratio[] = [];
  for (const figure of figures.all) {
    if (figure.value <= 0) continue;
    for (const proportion of PROPORTIONS) {
      if (!proportion.applies(figure.at)) continue;
      const base = figures.beside(figure, proportion.to);
      if (base === undefined || base.value <= 0) continue;
      ratios.push({ proportion, figure, base, value: figure.value / base.value });
    }
  }
  return ratios;
}

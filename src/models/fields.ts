/**
 * The grammar of price fields. Every field of an entry that names a cost, a price or a multiplier is
 * taken apart here, once:
 *
 *     metric [_above_1hr] [_above_{N}k_tokens | _above_{N}_tokens] [_flex|_priority|_ultrafast|_auto] [_batches]
 *
 * What the grammar cannot take apart is shown under its own name as not understood; nothing is
 * dropped in silence.
 */

export type Direction = 'input' | 'cacheRead' | 'cacheWrite' | 'output' | 'other';
export type Modality = 'text' | 'image' | 'audio' | 'video' | 'reasoning' | 'none';
export type Unit =
  | 'token'
  | '1k_tokens'
  | 'image'
  | 'pixel'
  | 'second'
  | 'character'
  | 'request'
  | 'query'
  | 'page'
  | 'credit'
  | 'session'
  | '1k_calls'
  | 'gb_day'
  | 'dbu_token'
  | 'factor';
export type FieldTier = 'flex' | 'priority' | 'ultrafast' | 'auto';

interface Metric {
  /** What a person calls it in a price list. */
  readonly label: string;
  readonly direction: Direction;
  readonly modality: Modality;
  readonly unit: Unit;
}

/** A field name taken apart. */
export interface PriceField extends Metric {
  readonly name: string;
  /** The field without its conditions: `input_cost_per_token`. */
  readonly metric: string;
  /** The rate holds above this many input tokens. */
  readonly aboveTokens: number | null;
  readonly tier: FieldTier | null;
  readonly batch: boolean;
  /** Time to live of what is written to the cache. */
  readonly ttl: '1h' | null;
  /** `1080p`, `2K`, `1024`, or `above 512x512` for the oldest image prices. */
  readonly resolution: string | null;
  /** Video longer than this: `8s`, `15s`. */
  readonly interval: string | null;
  readonly quality: 'premium' | null;
}

function metric(label: string, direction: Direction, modality: Modality, unit: Unit): Metric {
  return { label, direction, modality, unit };
}

/** Every metric, in the order in which a person expects to read it. */
export const METRICS = {
  input_cost_per_token: metric('Input', 'input', 'text', 'token'),
  output_cost_per_token: metric('Output', 'output', 'text', 'token'),
  cache_read_input_token_cost: metric('Cached input', 'cacheRead', 'text', 'token'),
  input_cost_per_token_cache_hit: metric('Cached input (cache hit)', 'cacheRead', 'text', 'token'),
  cache_creation_input_token_cost: metric('Cache write', 'cacheWrite', 'text', 'token'),
  output_cost_per_reasoning_token: metric('Reasoning', 'output', 'reasoning', 'token'),
  input_cost_per_image_token: metric('Image input', 'input', 'image', 'token'),
  cache_read_input_image_token_cost: metric('Cached image input', 'cacheRead', 'image', 'token'),
  output_cost_per_image_token: metric('Image output', 'output', 'image', 'token'),
  input_cost_per_audio_token: metric('Audio input', 'input', 'audio', 'token'),
  cache_read_input_audio_token_cost: metric('Cached audio input', 'cacheRead', 'audio', 'token'),
  cache_creation_input_audio_token_cost: metric('Audio cache write', 'cacheWrite', 'audio', 'token'),
  output_cost_per_audio_token: metric('Audio output', 'output', 'audio', 'token'),
  input_cost_per_video_token: metric('Video input', 'input', 'video', 'token'),
  output_cost_per_video_token: metric('Video output', 'output', 'video', 'token'),
  citation_cost_per_token: metric('Citations', 'other', 'text', 'token'),
  input_cost_per_image: metric('Image input', 'input', 'image', 'image'),
  output_cost_per_image: metric('Image output', 'output', 'image', 'image'),
  input_cost_per_pixel: metric('Pixel input', 'input', 'image', 'pixel'),
  output_cost_per_pixel: metric('Pixel output', 'output', 'image', 'pixel'),
  input_cost_per_second: metric('Audio input', 'input', 'audio', 'second'),
  input_cost_per_audio_per_second: metric('Audio input', 'input', 'audio', 'second'),
  input_cost_per_video_per_second: metric('Video input', 'input', 'video', 'second'),
  output_cost_per_second: metric('Output', 'output', 'none', 'second'),
  output_cost_per_audio_per_second: metric('Audio output', 'output', 'audio', 'second'),
  output_cost_per_video_per_second: metric('Video output', 'output', 'video', 'second'),
  input_cost_per_character: metric('Character input', 'input', 'text', 'character'),
  output_cost_per_character: metric('Character output', 'output', 'text', 'character'),
  ocr_cost_per_page: metric('OCR', 'other', 'none', 'page'),
  annotation_cost_per_page: metric('Annotation', 'other', 'none', 'page'),
  ocr_cost_per_credit: metric('OCR', 'other', 'none', 'credit'),
  input_cost_per_query: metric('Query', 'other', 'none', 'query'),
  input_cost_per_request: metric('Request', 'other', 'none', 'request'),
  search_context_cost_per_query: metric('Web search', 'other', 'none', 'query'),
  google_maps_grounding_cost_per_query: metric('Google Maps grounding', 'other', 'none', 'query'),
  guardrail_cost_per_unit: metric('Guardrail', 'other', 'none', 'request'),
  computer_use_input_cost_per_1k_tokens: metric('Computer use input', 'other', 'text', '1k_tokens'),
  computer_use_output_cost_per_1k_tokens: metric('Computer use output', 'other', 'text', '1k_tokens'),
  code_interpreter_cost_per_session: metric('Code interpreter', 'other', 'none', 'session'),
  file_search_cost_per_1k_calls: metric('File search', 'other', 'none', '1k_calls'),
  file_search_cost_per_gb_per_day: metric('File search storage', 'other', 'none', 'gb_day'),
  vector_store_cost_per_gb_per_day: metric('Vector store', 'other', 'none', 'gb_day'),
  input_dbu_cost_per_token: metric('Input', 'input', 'text', 'dbu_token'),
  output_dbu_cost_per_token: metric('Output', 'output', 'text', 'dbu_token'),
  tiered_pricing: metric('Ranges', 'other', 'none', 'token'),
  off_peak_pricing: metric('Off-peak', 'other', 'none', 'token'),
  regional_processing_uplift_multiplier_eu: metric('EU processing', 'other', 'none', 'factor'),
  regional_processing_uplift_multiplier_us: metric('US processing', 'other', 'none', 'factor'),
  regional_endpoint_uplift_multiplier: metric('Regional endpoint', 'other', 'none', 'factor'),
  provider_specific_entry: metric('Provider-specific', 'other', 'none', 'factor'),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

/** Fields that hold several prices and are taken apart further by `prices`. */
export const NESTED_FIELDS: ReadonlySet<string> = new Set([
  'search_context_cost_per_query',
  'guardrail_cost_per_unit',
  'tiered_pricing',
  'off_peak_pricing',
  'provider_specific_entry',
]);

/** Spellings of older maps, and the field that says the same today. */
const OLD_SPELLINGS: Readonly<Record<string, string>> = {
  cache_read_input_token_cost_per_audio_token: 'cache_read_input_audio_token_cost',
  input_cost_per_token_batch_requests: 'input_cost_per_token_batches',
  output_cost_per_token_batch_requests: 'output_cost_per_token_batches',
};

/** Metrics that have variants by resolution: `output_cost_per_second_1080p`. */
const WITH_RESOLUTION: ReadonlySet<string> = new Set(['output_cost_per_second', 'output_cost_per_image']);

const PRICE_NAME =
  /cost|price|pricing|multiplier|uplift|charge|discount|tariff|markup|dbu|(^|_)fees?(_|$)|(^|_)usd(_|$)|provider_specific_entry/i;
const NOT_A_PRICE: ReadonlySet<string> = new Set(['web_search_billing_unit']);

/** True for a field whose name says that it holds a cost, a price or a multiplier. */
export function isPriceName(name: string): boolean {
  return PRICE_NAME.test(name) && !NOT_A_PRICE.has(name);
}

const ORDER: ReadonlyMap<string, number> = new Map(Object.keys(METRICS).map((name, index) => [name, index]));

/** Position of a metric in the order of METRICS. */
export function metricOrder(name: string): number {
  return ORDER.get(name) ?? ORDER.size;
}

/** Takes a field name apart; undefined when the grammar does not know it. */
export function parseField(name: string): PriceField | undefined {
  const plain = metricNamed(name);
  // Most fields are the price of a metric under no condition.
  if (plain !== undefined) return { ...METRICS[plain], name, metric: plain, ...NO_CONDITIONS };
  const rest = new Rest(OLD_SPELLINGS[name] ?? name);
  const batch = rest.cut(/_batches$/) !== undefined;
  const tier = tierOf(rest.cut(/_(flex|priority|ultrafast|auto)$/)?.[1]);
  const above = rest.cut(/_above_(\d+)(k?)_tokens$/);
  const ttl = rest.cut(/^(cache_creation_input_token_cost)_above_1hr$/, '$1') === undefined ? null : '1h';
  const interval = rest.cut(/_above_(\d+s)_interval$/)?.[1] ?? null;
  const quality = rest.cut(/(_and)?_premium_image$/) === undefined ? null : 'premium';
  const pixels = rest.cut(/_above_(\d+)_and_(\d+)_pixels$/);
  const resolution = pixels === undefined ? cutResolution(rest) : `above ${pixels[1]}x${pixels[2]}`;
  const found = metricNamed(rest.text);
  if (found === undefined) return undefined;
  return {
    ...METRICS[found],
    name,
    metric: found,
    aboveTokens: above === undefined ? null : Number(above[1]) * (above[2] === 'k' ? 1000 : 1),
    tier,
    batch,
    ttl,
    resolution,
    interval,
    quality,
  };
}

const NO_CONDITIONS = {
  aboveTokens: null,
  tier: null,
  batch: false,
  ttl: null,
  resolution: null,
  interval: null,
  quality: null,
} as const;

/** The conditions of a field, as `fieldName` puts them together. */
export interface FieldConditions {
  readonly aboveTokens?: number;
  readonly tier?: FieldTier;
  readonly batch?: boolean;
  readonly ttl?: '1h';
  readonly resolution?: string;
  readonly interval?: string;
}

/** The name of a metric under conditions: the inverse of `parseField` for today's spellings. */
export function fieldName(name: MetricName, conditions: FieldConditions = {}): string {
  const { aboveTokens, tier, batch, ttl, resolution, interval } = conditions;
  return [
    name,
    resolution === undefined ? '' : `_${resolution}`,
    interval === undefined ? '' : `_above_${interval}_interval`,
    ttl === undefined ? '' : '_above_1hr',
    aboveTokens === undefined ? '' : aboveSuffix(aboveTokens),
    tier === undefined ? '' : `_${tier}`,
    batch === true ? '_batches' : '',
  ].join('');
}

/** `_above_272k_tokens`; a threshold that is not in whole thousands is spelt out. */
function aboveSuffix(tokens: number): string {
  return tokens % 1000 === 0 ? `_above_${tokens / 1000}k_tokens` : `_above_${tokens}_tokens`;
}

function cutResolution(rest: Rest): string | null {
  const match = /^(.*?)_(\d+(?:\.\d+)?[kKp]?)$/.exec(rest.text);
  const [, base, resolution] = match ?? [];
  if (base === undefined || resolution === undefined || !WITH_RESOLUTION.has(base)) return null;
  rest.text = base;
  return resolution;
}

function tierOf(text: string | undefined): FieldTier | null {
  switch (text) {
    case 'flex':
    case 'priority':
    case 'ultrafast':
    case 'auto':
      return text;
    default:
      return null;
  }
}

function metricNamed(name: string): MetricName | undefined {
  return Object.hasOwn(METRICS, name) ? METRIC_NAMES.get(name) : undefined;
}

const METRIC_NAMES: ReadonlyMap<string, MetricName> = new Map(
  (Object.keys(METRICS) as MetricName[]).map((name) => [name, name]),
);

/** What is left of a name while its conditions are cut off. */
class Rest {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  cut(pattern: RegExp, replacement = ''): RegExpExecArray | undefined {
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.text = this.text.replace(pattern, replacement);
    return match;
  }
}

import type { Conditions } from './conditions.ts';
import { asList, asNumber, asObject, field, type JsonObject } from './json.ts';
import { figure, type Entry } from './map/entry.ts';
import { decimal, half, ONE, times, type Decimal } from './money.ts';
import { isOffPeak } from './off-peak.ts';

/** The kinds of tokens that have a price of their own. */
export type TokenMeter =
  | 'input'
  | 'cacheRead'
  | 'cacheReadImage'
  | 'cacheReadAudio'
  | 'cacheWrite'
  | 'cacheWrite1h'
  | 'inputImage'
  | 'inputAudio'
  | 'inputVideo'
  | 'output'
  | 'reasoning'
  | 'outputImage'
  | 'outputAudio'
  | 'outputVideo';

/** Something that the map does not say and the answer had to suppose. `--strict` refuses it. */
export interface Assumption {
  readonly code: string;
  readonly message: string;
}

/** A price that applies, and why it is this one. */
export interface Rate {
  /** Region and speed multipliers included. */
  readonly usdPerUnit: Decimal;
  /** The field that holds it, as a path for nested ones: `tiered_pricing[1].input_cost_per_token`. */
  readonly field: string;
  /** What chose it, in words: `above 272K input tokens, priority tier`; null for the plain rate. */
  readonly condition: string | null;
  readonly assumptions: readonly Assumption[];
  /** Fields of the same meter that the conditions passed over. */
  readonly passedOver: readonly string[];
}

/** The rates of one entry under one set of conditions. */
export interface Rates {
  /** The rate of a kind of token; undefined where the map has none and no rule supplies one. */
  readonly token: (meter: TokenMeter) => Rate | undefined;
  /**
   * Requests with the same key take the same rates, so that their tokens may be added up before
   * they are multiplied.
   */
  readonly key: string;
}

/** Which field holds a meter's rate, older spellings behind it. */
const FIELDS: Readonly<Record<TokenMeter, readonly string[]>> = {
  input: ['input_cost_per_token'],
  cacheRead: ['cache_read_input_token_cost', 'input_cost_per_token_cache_hit'],
  cacheReadImage: ['cache_read_input_image_token_cost'],
  cacheReadAudio: ['cache_read_input_audio_token_cost', 'cache_read_input_token_cost_per_audio_token'],
  cacheWrite: ['cache_creation_input_token_cost'],
  cacheWrite1h: ['cache_creation_input_token_cost_above_1hr'],
  inputImage: ['input_cost_per_image_token'],
  inputAudio: ['input_cost_per_audio_token'],
  inputVideo: ['input_cost_per_video_token'],
  output: ['output_cost_per_token'],
  reasoning: ['output_cost_per_reasoning_token'],
  outputImage: ['output_cost_per_image_token'],
  outputAudio: ['output_cost_per_audio_token'],
  outputVideo: ['output_cost_per_video_token'],
};

/** Whose rate stands in for a meter that has none of its own. */
const FALLBACK: Readonly<Record<TokenMeter, TokenMeter | null>> = {
  input: null,
  cacheRead: 'input',
  cacheReadImage: 'inputImage',
  cacheReadAudio: 'inputAudio',
  cacheWrite: 'input',
  cacheWrite1h: 'cacheWrite',
  inputImage: 'input',
  inputAudio: 'input',
  inputVideo: 'input',
  output: null,
  reasoning: 'output',
  outputImage: 'output',
  outputAudio: 'output',
  outputVideo: 'output',
};

export const METER_LABELS: Readonly<Record<TokenMeter, string>> = {
  input: 'Input',
  cacheRead: 'Cache read',
  cacheReadImage: 'Cache read, image',
  cacheReadAudio: 'Cache read, audio',
  cacheWrite: 'Cache write, 5 min',
  cacheWrite1h: 'Cache write, 1 h',
  inputImage: 'Image input',
  inputAudio: 'Audio input',
  inputVideo: 'Video input',
  output: 'Output',
  reasoning: 'Reasoning',
  outputImage: 'Image output',
  outputAudio: 'Audio output',
  outputVideo: 'Video output',
};

/** Meters whose rate a range of `tiered_pricing` answers for even where the entry has its own. */
const RANGED: ReadonlySet<TokenMeter> = new Set([
  'input',
  'cacheRead',
  'cacheWrite',
  'cacheWrite1h',
  'output',
  'reasoning',
]);

/**
 * Chooses the rates of an entry. Nothing is computed before a meter is asked for.
 *
 * Order of the rules: the range of `tiered_pricing`, else the long-context threshold with the tier;
 * off-peak prices over these; what is missing falls back to the meter that it is part of; region and
 * speed multiply all token rates.
 */
export function ratesFor(entry: Entry, conditions: Conditions): Rates {
  const choice = new Choice(entry, conditions);
  return { token: (meter) => choice.rate(meter), key: choice.key };
}

/** A figure found in a field, before multipliers. */
interface Found {
  readonly usd: Decimal;
  readonly field: string;
  readonly assumptions: readonly Assumption[];
  readonly ownTier: boolean;
}

interface Range {
  readonly path: string;
  readonly words: string;
  readonly fields: JsonObject;
}

class Choice {
  readonly key: string;
  private readonly entry: Entry;
  private readonly conditions: Conditions;
  private readonly range: Range | undefined;
  private readonly threshold: Threshold | undefined;
  private readonly offPeak: JsonObject | undefined;
  private readonly multiplier: Multiplier;
  private readonly known = new Map<TokenMeter, Rate | undefined>();

  constructor(entry: Entry, conditions: Conditions) {
    this.entry = entry;
    this.conditions = conditions;
    this.range = rangeFor(entry, conditions.inputTokens);
    this.threshold = this.range === undefined ? thresholdFor(entry, conditions) : undefined;
    const offPeak = asObject(field(entry.fields, 'off_peak_pricing'));
    this.offPeak = offPeak !== undefined && isOffPeak(offPeak, conditions.at) ? offPeak : undefined;
    this.multiplier = multiplierFor(entry, conditions);
    this.key = [
      conditions.tier,
      this.range?.path ?? this.threshold?.tokens ?? '',
      this.offPeak === undefined ? '' : 'off-peak',
      conditions.region ?? '',
      conditions.speed ?? '',
    ].join('|');
  }

  rate(meter: TokenMeter): Rate | undefined {
    if (!this.known.has(meter)) this.known.set(meter, this.choose(meter));
    return this.known.get(meter);
  }

  private choose(meter: TokenMeter): Rate | undefined {
    const found = this.find(meter);
    if (found !== undefined) return this.finish(meter, found);
    if (meter === 'output') return this.borrow(meter, this.imageOutput());
    const fallback = FALLBACK[meter];
    return fallback === null || this.isWithheld(meter) ? undefined : this.borrow(meter, this.rate(fallback));
  }

  /** The meter's own figure, by the rules; undefined where the entry has none that applies. */
  private find(meter: TokenMeter): Found | undefined {
    const peak = this.fromOffPeak(meter);
    if (peak !== undefined) return peak;
    if (this.range !== undefined && RANGED.has(meter)) {
      const ranged = this.fromRange(meter, this.range);
      // Only input and output may come from beside the ranges; a part falls back inside the range.
      if (ranged !== undefined || (meter !== 'input' && meter !== 'output')) return ranged;
    }
    const found = this.fromEntry(meter);
    // An image model that lists its text output as absent or 0 bills everything as image output.
    if (meter === 'output' && found?.usd.eq(0) === true && this.imageOutput() !== undefined) return undefined;
    // The tier's own output price holds for reasoning too, before reasoning's standard price does.
    if (meter === 'reasoning' && found?.ownTier === false && this.tierHasOutput()) return undefined;
    return found;
  }

  private fromOffPeak(meter: TokenMeter): Found | undefined {
    if (this.offPeak === undefined) return undefined;
    const found = firstIn(this.offPeak, FIELDS[meter], 'off_peak_pricing.');
    return found && { ...found, assumptions: [], ownTier: true };
  }

  private fromRange(meter: TokenMeter, range: Range): Found | undefined {
    const { tier } = this.conditions;
    const prefix = `${range.path}.`;
    const suffix = tier === 'batch' ? '_batches' : `_${tier}`;
    if (tier !== 'standard') {
      const names = FIELDS[meter].map((name) => name + suffix);
      const found = firstIn(range.fields, names, prefix);
      if (found !== undefined) return { ...found, assumptions: [], ownTier: true };
    }
    const found = firstIn(range.fields, FIELDS[meter], prefix);
    return found && this.underTier(meter, found);
  }

  private fromEntry(meter: TokenMeter): Found | undefined {
    for (const name of FIELDS[meter]) {
      const found = this.fromField(meter, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private fromField(meter: TokenMeter, name: string): Found | undefined {
    const { tier } = this.conditions;
    const above = this.threshold?.suffixes.map((suffix) => name + suffix) ?? [];
    if (tier === 'standard') return found(this.entry, [...above, name], true);
    if (tier === 'batch') return this.fromBatch(meter, name, above);
    const own = found(
      this.entry,
      above.map((field) => `${field}_${tier}`),
      true,
    );
    if (own !== undefined) return own;
    const aboveStandard = found(this.entry, above, false);
    if (aboveStandard !== undefined) return this.underTier(meter, aboveStandard);
    const flat = found(this.entry, [`${name}_${tier}`], true);
    if (flat !== undefined) return flat;
    const standard = found(this.entry, [name], false);
    return standard && this.underTier(meter, standard);
  }

  /**
   * A batch price that is listed is taken. Above a threshold the batch price listed for short prompts
   * does not apply where the standard price changes there: it is that price which the discount halves.
   */
  private fromBatch(meter: TokenMeter, name: string, above: readonly string[]): Found | undefined {
    const own = found(
      this.entry,
      above.map((field) => `${field}_batches`),
      true,
    );
    if (own !== undefined) return own;
    const standardAbove = found(this.entry, above, false);
    if (standardAbove !== undefined && halvesBatches(this.entry)) return this.underTier(meter, standardAbove);
    const flat = found(this.entry, [`${name}_batches`, `${name}_batch_requests`], true);
    if (flat !== undefined) return flat;
    const standard = standardAbove ?? found(this.entry, [name], false);
    return standard && this.underTier(meter, standard);
  }

  /** A standard price that has to serve for a tier, and what is thereby supposed. */
  private underTier(meter: TokenMeter, standard: Omit<Found, 'assumptions' | 'ownTier'>): Found | undefined {
    const { tier } = this.conditions;
    const base = { usd: standard.usd, field: standard.field, ownTier: false };
    const label = METER_LABELS[meter].toLowerCase();
    if (tier === 'standard') return { ...base, assumptions: [], ownTier: true };
    if (tier !== 'batch') {
      const message = `No ${tier} price for ${label} is listed; its standard price ${standard.field} is used.`;
      return { ...base, assumptions: [{ code: 'TIER_PRICE_MISSING', message }] };
    }
    if (!halvesBatches(this.entry)) return undefined;
    const message = `No batch price for ${label} is listed; half of ${standard.field} is used, the flat batch discount that ${this.entry.provider ?? 'the provider'} publishes.`;
    return { ...base, usd: half(standard.usd), assumptions: [{ code: 'BATCH_HALF', message }] };
  }

  /** True where a batch price is unknown although the standard one is listed: nothing stands in. */
  private isWithheld(meter: TokenMeter): boolean {
    if (this.conditions.tier !== 'batch' || halvesBatches(this.entry)) return false;
    const inRange = this.range !== undefined && RANGED.has(meter) ? this.range.fields : this.entry.fields;
    return FIELDS[meter].some((name) => asNumber(field(inRange, name)) !== undefined);
  }

  private tierHasOutput(): boolean {
    return this.find('output')?.ownTier === true;
  }

  /** The image-output rate where the entry lists one of its own. */
  private imageOutput(): Rate | undefined {
    const own = this.find('outputImage');
    return own && this.finish('outputImage', own);
  }

  private borrow(meter: TokenMeter, rate: Rate | undefined): Rate | undefined {
    if (rate === undefined) return undefined;
    // Providers publish reasoning as billed at the output price, so that is no supposition.
    if (meter === 'reasoning') return { ...rate, passedOver: [] };
    const label = METER_LABELS[meter].toLowerCase();
    const message = `No price for ${label} is listed; ${rate.field} is used.`;
    return {
      ...rate,
      assumptions: [...rate.assumptions, { code: 'RATE_FALLBACK', message }],
      passedOver: [],
    };
  }

  private finish(meter: TokenMeter, found: Found): Rate {
    return {
      usdPerUnit: times(found.usd, this.multiplier.factor),
      field: found.field,
      condition: this.conditionOf(found.field),
      assumptions: [...found.assumptions, ...this.multiplier.assumptions],
      passedOver: this.fieldsOf(meter).filter((name) => name !== found.field),
    };
  }

  private conditionOf(name: string): string | null {
    const parts = [
      name.startsWith('off_peak_pricing.') ? 'off-peak hours' : '',
      this.range !== undefined && name.startsWith(this.range.path) ? this.range.words : '',
      this.threshold?.suffixes.some((suffix) => name.includes(suffix)) === true ? this.threshold.words : '',
      /_(flex|priority|ultrafast)$/.test(name) ? `${this.conditions.tier} tier` : '',
      this.conditions.tier === 'batch' ? 'batch' : '',
      ...this.multiplier.words,
    ];
    return parts.filter((part) => part !== '').join(', ') || null;
  }

  private fieldsOf(meter: TokenMeter): readonly string[] {
    return Object.keys(this.entry.fields).filter((name) =>
      FIELDS[meter].some(
        (base) =>
          name === base ||
          (name.startsWith(`${base}_`) && !(meter === 'cacheWrite' && name.includes('_1hr'))),
      ),
    );
  }
}

function found(entry: Entry, names: readonly string[], ownTier: boolean): Found | undefined {
  const first = firstIn(entry.fields, names, '');
  return first && { ...first, assumptions: [], ownTier };
}

function firstIn(
  fields: JsonObject,
  names: readonly string[],
  prefix: string,
): { usd: Decimal; field: string } | undefined {
  for (const name of names) {
    const value = asNumber(field(fields, name));
    if (value !== undefined) return { usd: decimal(value), field: prefix + name };
  }
  return undefined;
}

/** Providers whose published batch discount is a flat half of every standard price. */
export function halvesBatches(entry: Entry): boolean {
  const provider = entry.provider ?? '';
  return ['openai', 'azure', 'anthropic', 'gemini'].includes(provider) || provider.startsWith('vertex_ai');
}

interface Threshold {
  readonly tokens: number;
  /** How the entry's fields spell it; both spellings where it has both. */
  readonly suffixes: readonly string[];
  readonly words: string;
}

/** The highest threshold of the input price that the prompt has passed; xAI's count from N itself. */
function thresholdFor(entry: Entry, conditions: Conditions): Threshold | undefined {
  let best = 0;
  let suffixes: string[] = [];
  for (const name of Object.keys(entry.fields)) {
    const match =
      /^input_cost_per_token(_above_(\d+)(k?)_tokens)(?:_(flex|priority|ultrafast|batches))?$/.exec(name);
    const [, suffix, digits, k, tier] = match ?? [];
    if (suffix === undefined || figure(entry, name) === undefined) continue;
    if (
      tier !== undefined &&
      tier !== conditions.tier &&
      !(tier === 'batches' && conditions.tier === 'batch')
    )
      continue;
    const tokens = Number(digits) * (k === 'k' ? 1000 : 1);
    const passed =
      entry.provider === 'xai' ? conditions.inputTokens >= tokens : conditions.inputTokens > tokens;
    if (!passed || tokens < best) continue;
    suffixes = tokens > best ? [suffix] : [...new Set([...suffixes, suffix])];
    best = tokens;
  }
  if (best === 0) return undefined;
  const spelt = best % 1000 === 0 ? `${best / 1000}K` : String(best);
  return {
    tokens: best,
    suffixes,
    words: `${entry.provider === 'xai' ? 'from' : 'above'} ${spelt} input tokens`,
  };
}

/** The range of `tiered_pricing` that the prompt falls in: start < tokens ≤ end; beyond all, the last. */
function rangeFor(entry: Entry, inputTokens: number): Range | undefined {
  const list = asList(field(entry.fields, 'tiered_pricing'));
  let last: Range | undefined;
  for (const [index, item] of list.entries()) {
    const fields = asObject(item);
    const bounds = asList(field(fields, 'range')).map(asNumber);
    const [start, end] = bounds;
    if (fields === undefined || start === undefined) continue;
    const words = end === undefined ? `above ${start} input tokens` : `${start} to ${end} input tokens`;
    last = { path: `tiered_pricing[${index}]`, words, fields };
    if (end === undefined || inputTokens <= end) return last;
  }
  return last;
}

interface Multiplier {
  readonly factor: Decimal;
  readonly words: readonly string[];
  readonly assumptions: readonly Assumption[];
}

/** Regions that mean: nowhere in particular. */
const ANYWHERE: ReadonlySet<string> = new Set(['', 'global', 'default', 'not_available', 'unknown']);
const NORMAL_SPEED: ReadonlySet<string> = new Set(['', 'standard', 'default', 'normal']);

function multiplierFor(entry: Entry, { region, speed }: Conditions): Multiplier {
  const parts = [
    regionFactor(entry, region?.trim().toLowerCase() ?? ''),
    speedFactor(entry, speed?.trim().toLowerCase() ?? ''),
  ];
  let factor = ONE;
  for (const part of parts) factor = times(factor, part.factor);
  return {
    factor,
    words: parts.flatMap((part) => part.words),
    assumptions: parts.flatMap((part) => part.assumptions),
  };
}

const NO_MULTIPLIER: Multiplier = { factor: ONE, words: [], assumptions: [] };

function regionFactor(entry: Entry, region: string): Multiplier {
  if (ANYWHERE.has(region)) return NO_MULTIPLIER;
  const specific = asObject(field(entry.fields, 'provider_specific_entry'));
  const factor =
    figure(entry, `regional_processing_uplift_multiplier_${region}`) ??
    asNumber(field(specific, region)) ??
    figure(entry, 'regional_endpoint_uplift_multiplier');
  return multiplied(factor, `region ${region}`, {
    code: 'REGION_PRICE_MISSING',
    message: `No price for region ${region} is listed; the price without a region is used.`,
  });
}

function speedFactor(entry: Entry, speed: string): Multiplier {
  if (NORMAL_SPEED.has(speed)) return NO_MULTIPLIER;
  const specific = asObject(field(entry.fields, 'provider_specific_entry'));
  return multiplied(asNumber(field(specific, speed)), `speed ${speed}`, {
    code: 'SPEED_PRICE_MISSING',
    message: `No price for speed ${speed} is listed; the price at normal speed is used.`,
  });
}

function multiplied(factor: number | undefined, what: string, otherwise: Assumption): Multiplier {
  if (factor === undefined) return { factor: ONE, words: [], assumptions: [otherwise] };
  return { factor: decimal(factor), words: [`${what} × ${factor}`], assumptions: [] };
}

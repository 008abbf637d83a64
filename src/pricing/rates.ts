import type { Assumption } from '../core/notice.ts';
import { rangeFor, thresholdFor, type Range, type Threshold } from './thresholds.ts';
import type { Conditions } from '../usage/conditions.ts';
import { asObject, field, type JsonObject } from '../core/json.ts';
import { asFigure, isUnusable, type Entry } from '../models/entry.ts';
import { isUnusablePrice, unusablePrice, type UnusableField, type UnusablePrice } from './unusable.ts';
import { decimal, half, times, type Decimal } from '../core/money.ts';
import { multiplierFor, NO_MULTIPLIER, type Multiplier } from './multipliers.ts';
import { isOffPeak } from './off-peak.ts';
import { own } from '../core/collections.ts';

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
  /** Why a kind of token has no rate, where its price is listed and cannot be used. */
  readonly unusable: (meter: TokenMeter) => UnusableField | undefined;
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

/** The fields that list the plain price of a kind of tokens; none for what is not tokens. */
export function fieldsOfMeter(meter: string): readonly string[] {
  return own<readonly string[]>(FIELDS, meter) ?? [];
}

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

/** Meters that fall back inside a range of `tiered_pricing`, whatever the entry has beside it. */
const RANGED: ReadonlySet<TokenMeter> = new Set(['cacheRead', 'cacheWrite', 'cacheWrite1h', 'reasoning']);

/**
 * Chooses the rates of an entry. Nothing is computed before a meter is asked for.
 *
 * Order of the rules: the range of `tiered_pricing`, else the long-context threshold with the tier;
 * off-peak prices over these; what is missing falls back to the meter that it is part of; region and
 * speed multiply all token rates.
 */
export function ratesFor(entry: Entry, conditions: Conditions): Rates {
  const choice = new Choice(entry, conditions);
  return {
    token(meter) {
      const price = choice.price(meter);
      return isUnusablePrice(price) ? undefined : price;
    },
    unusable(meter) {
      const price = choice.price(meter);
      return isUnusablePrice(price) ? price.unusable : undefined;
    },
    key: choice.key,
  };
}

/** A figure found in a field, before multipliers. */
interface Found {
  readonly usd: Decimal;
  readonly field: string;
  readonly assumptions: readonly Assumption[];
  readonly ownTier: boolean;
}

/** What looking for a figure gives; undefined where the entry has none that applies. */
type Lookup = Found | UnusablePrice | undefined;

class Choice {
  readonly key: string;
  private readonly entry: Entry;
  private readonly conditions: Conditions;
  /** What no token price of the entry can be told without. */
  private readonly broken: UnusablePrice | undefined;
  private readonly range: Range | undefined;
  private readonly threshold: Threshold | undefined;
  /** Undefined where off-peak prices do not apply now. */
  private readonly offPeak: OffPeak | undefined;
  private readonly multiplier: Multiplier;
  /** What a field of the tier ends in; no field ends in `_standard`. */
  private readonly suffix: string;
  private readonly known = new Map<TokenMeter, Rate | UnusablePrice | undefined>();

  constructor(entry: Entry, conditions: Conditions) {
    this.entry = entry;
    this.conditions = conditions;
    const range = rangeFor(entry, conditions.inputTokens);
    const multiplier = multiplierFor(entry, conditions);
    const offPeak = offPeakOf(entry, conditions.at);
    this.broken = [range, multiplier, offPeak].find(isUnusablePrice);
    this.range = isUnusablePrice(range) ? undefined : range;
    this.multiplier = isUnusablePrice(multiplier) ? NO_MULTIPLIER : multiplier;
    this.offPeak = isUnusablePrice(offPeak) ? undefined : offPeak;
    this.threshold = range === undefined ? thresholdFor(entry, conditions) : undefined;
    this.suffix = conditions.tier === 'batch' ? '_batches' : `_${conditions.tier}`;
    this.key = [
      conditions.tier,
      this.range?.path ?? this.threshold?.tokens ?? '',
      this.offPeak === undefined ? '' : 'off-peak',
      conditions.region ?? '',
      conditions.speed ?? '',
    ].join('|');
  }

  price(meter: TokenMeter): Rate | UnusablePrice | undefined {
    if (!this.known.has(meter)) this.known.set(meter, this.choose(meter));
    return this.known.get(meter);
  }

  private choose(meter: TokenMeter): Rate | UnusablePrice | undefined {
    const found = this.broken ?? this.find(meter);
    if (isUnusablePrice(found)) return found;
    if (found !== undefined) return this.finish(meter, found);
    if (meter === 'output') return this.borrow(meter, this.imageOutput());
    const fallback = FALLBACK[meter];
    return fallback === null || this.isWithheld(meter) ? undefined : this.borrow(meter, this.price(fallback));
  }

  /** The meter's own figure, by the rules. */
  private find(meter: TokenMeter): Lookup {
    const peak = this.fromOffPeak(meter);
    if (peak !== undefined) return peak;
    const found = this.range === undefined ? this.fromEntry(meter) : this.fromRange(meter, this.range);
    if (found === undefined || isUnusablePrice(found)) return found;
    // An image model that lists its text output as absent or 0 bills everything as image output.
    if (meter === 'output' && found.usd.eq(0) && this.imageOutput() !== undefined) return undefined;
    // The tier's own output price holds for reasoning too, before reasoning's standard price does.
    if (meter === 'reasoning' && !found.ownTier && this.tierHasOutput()) return undefined;
    return found;
  }

  private fromOffPeak(meter: TokenMeter): Lookup {
    if (this.offPeak === undefined) return undefined;
    const found = firstIn(this.offPeak.fields, FIELDS[meter], 'off_peak_pricing.');
    return found !== undefined && this.offPeak.unreadable !== undefined ? this.offPeak.unreadable : found;
  }

  /** A range answers for the whole request; what it leaves out may come from beside it. */
  private fromRange(meter: TokenMeter, range: Range): Lookup {
    const prefix = `${range.path}.`;
    const names = FIELDS[meter];
    const own = firstIn(
      range.fields,
      names.map((name) => name + this.suffix),
      prefix,
    );
    if (own !== undefined) return own;
    const standard = firstIn(range.fields, names, prefix);
    const found = standard && this.underTier(meter, standard);
    return found ?? (RANGED.has(meter) ? undefined : this.fromEntry(meter));
  }

  private fromEntry(meter: TokenMeter): Lookup {
    for (const name of FIELDS[meter]) {
      const found = this.fromField(meter, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private fromField(meter: TokenMeter, name: string): Lookup {
    const { tier } = this.conditions;
    const above = this.above(name);
    if (tier === 'standard') return found(this.entry, [...above, name]);
    if (tier === 'batch') return this.fromBatch(meter, name, above);
    const own = found(
      this.entry,
      above.map((field) => `${field}_${tier}`),
    );
    if (own !== undefined) return own;
    const aboveStandard = found(this.entry, above);
    if (aboveStandard !== undefined) return this.underTier(meter, aboveStandard);
    const flat = found(this.entry, [`${name}_${tier}`]);
    if (flat !== undefined) return flat;
    const standard = found(this.entry, [name]);
    return standard && this.underTier(meter, standard);
  }

  /** The names of a metric above the threshold, where one is passed. */
  private above(name: string): readonly string[] {
    return this.threshold?.suffixes.map((suffix) => name + suffix) ?? [];
  }

  /**
   * A batch price that is listed is taken. Above a threshold the batch price listed for short prompts
   * does not apply where the standard price changes there: it is that price which the discount halves.
   */
  private fromBatch(meter: TokenMeter, name: string, above: readonly string[]): Lookup {
    const own = found(
      this.entry,
      above.map((field) => `${field}_batches`),
    );
    if (own !== undefined) return own;
    const standardAbove = found(this.entry, above);
    if (standardAbove !== undefined && halvesBatches(this.entry)) return this.underTier(meter, standardAbove);
    const flat = found(this.entry, [`${name}_batches`, `${name}_batch_requests`]);
    if (flat !== undefined) return flat;
    const standard = standardAbove ?? found(this.entry, [name]);
    return standard && this.underTier(meter, standard);
  }

  /** A standard price that has to serve for a tier, and what is thereby supposed. */
  private underTier(meter: TokenMeter, standard: Found | UnusablePrice): Lookup {
    if (isUnusablePrice(standard)) return standard;
    const { tier } = this.conditions;
    const base = { usd: standard.usd, field: standard.field, ownTier: false };
    const label = METER_LABELS[meter].toLowerCase();
    const where = this.whereIs(standard.field);
    if (tier === 'standard') return { ...base, assumptions: [], ownTier: true };
    if (tier !== 'batch') {
      const message = `No ${tier} price for ${label}${where} is listed; its standard price ${standard.field} is used.`;
      return { ...base, assumptions: [{ code: 'TIER_PRICE_MISSING', message }] };
    }
    if (!halvesBatches(this.entry)) return undefined;
    const message = `No batch price for ${label}${where} is listed; half of ${standard.field} is used, the flat batch discount that ${this.entry.provider} publishes.`;
    return { ...base, usd: half(standard.usd), assumptions: [{ code: 'BATCH_HALF', message }] };
  }

  /** ` above 272K input tokens`, for a price of these: the tier may well have one for shorter prompts. */
  private whereIs(name: string): string {
    const isAbove = this.threshold?.suffixes.some((suffix) => name.includes(suffix)) === true;
    if (isAbove) return ` ${this.threshold?.words}`;
    return this.range !== undefined && name.startsWith(this.range.path) ? ` of ${this.range.words}` : '';
  }

  /** True where a price is listed that the tier does not let apply: then nothing stands in for it. */
  private isWithheld(meter: TokenMeter): boolean {
    if (meter === 'reasoning' && this.tierHasOutput()) return false;
    const { range, entry } = this;
    const places =
      range === undefined ? [entry.fields] : [range.fields, ...(RANGED.has(meter) ? [] : [entry.fields])];
    const names = FIELDS[meter].flatMap((name) => [name, ...this.above(name)]);
    return places.some((fields) => firstIn(fields, names, '') !== undefined);
  }

  private tierHasOutput(): boolean {
    const names = ['', ...(this.threshold?.suffixes ?? [])].map(
      (above) => `output_cost_per_token${above}${this.suffix}`,
    );
    return firstIn(this.range?.fields ?? this.entry.fields, names, '') !== undefined;
  }

  /** The image-output rate where the entry lists one of its own. */
  private imageOutput(): Rate | UnusablePrice | undefined {
    const own = this.find('outputImage');
    return own === undefined || isUnusablePrice(own) ? own : this.finish('outputImage', own);
  }

  private borrow(meter: TokenMeter, rate: Rate | UnusablePrice | undefined): typeof rate {
    if (rate === undefined || isUnusablePrice(rate)) return rate;
    // Providers publish that reasoning is billed at the output price, so nothing is assumed.
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

/** Off-peak prices that apply now, or that may: their hours cannot be read. */
interface OffPeak {
  readonly fields: JsonObject;
  readonly unreadable: UnusablePrice | undefined;
}

function offPeakOf(entry: Entry, at: Date): OffPeak | UnusablePrice | undefined {
  const value = field(entry.fields, 'off_peak_pricing') ?? null;
  if (value === null) return undefined;
  const fields = asObject(value);
  if (fields === undefined) return unusablePrice('off_peak_pricing', value, 'an object');
  const isNow = isOffPeak(fields, at);
  if (isNow === false) return undefined;
  if (isNow === true) return { fields, unreadable: undefined };
  const hours = field(fields, 'hours_utc');
  return {
    fields,
    unreadable: unusablePrice('off_peak_pricing.hours_utc', hours, 'hours such as "16:30-00:30"'),
  };
}

function found(entry: Entry, names: readonly string[]): Lookup {
  return firstIn(entry.fields, names, '');
}

/** The first of these fields that lists a price, whether or not that can be used. */
function firstIn(fields: JsonObject, names: readonly string[], prefix: string): Lookup {
  for (const name of names) {
    const value = field(fields, name);
    if (isUnusable(value)) return unusablePrice(prefix + name, value);
    const figure = asFigure(value);
    if (figure !== undefined)
      return { usd: decimal(figure), field: prefix + name, assumptions: [], ownTier: true };
  }
  return undefined;
}

/** Providers whose published batch discount is a flat half of every standard price. */
export function halvesBatches(entry: Entry): boolean {
  const provider = entry.provider ?? '';
  return ['openai', 'azure', 'anthropic', 'gemini'].includes(provider) || provider.startsWith('vertex_ai');
}

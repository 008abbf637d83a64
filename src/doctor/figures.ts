import { asList, asObject, field as fieldOf, type JsonValue } from '../core/json.ts';
import { asFigure, type Entry } from '../models/entry.ts';
import {
  isPriceName,
  metricOrder,
  NESTED_FIELDS,
  parseField,
  type Direction,
  type FieldTier,
  type MetricName,
  type Modality,
  type PriceField,
  type Unit,
} from '../models/fields.ts';
import type { Neighbour } from './finding.ts';

/** One price of an entry with the conditions under which it holds. Doubles: they are compared, never billed. */
export interface Figure {
  /** Where it stands: `tiered_pricing[1].input_cost_per_token`. */
  readonly field: string;
  /** In the field's own unit. */
  readonly value: number;
  readonly unit: Unit;
  /** What a person calls it: `Cached input`. */
  readonly item: string;
  readonly direction: Direction;
  readonly modality: Modality;
  readonly at: Place;
  /** True for a price that no other price of the entry is measured by: no condition, no part. */
  readonly isBase: boolean;
}

/** What tells the figures of one entry apart. Null and false mean: no such condition. */
export interface Place {
  readonly metric: string;
  readonly tier: FieldTier | null;
  readonly batch: boolean;
  readonly aboveTokens: number | null;
  readonly ttl: '1h' | null;
  /** `tiered_pricing[1].`, `off_peak_pricing.` or nothing. */
  readonly path: string;
  /** Resolution, interval and quality, which no rule looks into. */
  readonly variant: string;
}

type ParseField = typeof parseField;

/** Takes each field's name apart once: the entries of a map have the same ones. */
export function figuresOfMany(): (entry: Entry) => Figures {
  const known = new Map<string, PriceField | undefined>();
  const parse: ParseField = (name) => {
    if (!known.has(name)) known.set(name, parseField(name));
    return known.get(name);
  };
  return (entry) => new Figures(entry, parse);
}

/**
 * The prices of one entry, to be compared with each other. They are read here and not by `pricesOf`,
 * because an estimate asks for them too, and words and exact decimals are not needed.
 */
export class Figures {
  readonly all: readonly Figure[];
  readonly #key: string;
  readonly #byPlace = new Map<string, Figure>();

  constructor(entry: Entry, parse: ParseField = parseField) {
    this.#key = entry.key;
    this.all = figuresIn(entry, parse).toSorted(
      (a, b) => metricOrder(a.at.metric) - metricOrder(b.at.metric),
    );
    for (const figure of this.all) {
      const key = placeKey(figure.at);
      // Of two spellings of one price the one of today stands.
      if (!this.#byPlace.has(key) || !isOldSpelling(figure)) this.#byPlace.set(key, figure);
    }
  }

  /** The figure of that metric under no condition. */
  plain(metric: MetricName): Figure | undefined {
    return this.#byPlace.get(placeKey({ ...NOWHERE, metric }));
  }

  /** The figure at the same place but for what is named. */
  beside(figure: Figure, other: Partial<Place>): Figure | undefined {
    return this.#byPlace.get(placeKey({ ...figure.at, ...other }));
  }

  /** A figure of this entry as a neighbour of another one. */
  neighbour({ field, value }: Figure): Neighbour {
    return { key: this.#key, field, figure: value };
  }
}

const NOWHERE: Omit<Place, 'metric'> = {
  tier: null,
  batch: false,
  aboveTokens: null,
  ttl: null,
  path: '',
  variant: '|||',
};

/** The same thing under the spelling of older maps. */
const SAME_METRIC: Readonly<Record<string, string>> = {
  input_cost_per_token_cache_hit: 'cache_read_input_token_cost',
};

function isOldSpelling({ field }: Figure): boolean {
  return field.startsWith('input_cost_per_token_cache_hit');
}

function figuresIn({ fields }: Entry, parse: ParseField): readonly Figure[] {
  return Object.keys(fields).flatMap((name) => {
    const value = fieldOf(fields, name);
    const parsed = isPriceName(name) ? parse(name) : undefined;
    if (parsed === undefined || value === undefined) return [];
    return NESTED_FIELDS.has(parsed.metric) ? nested(parsed, value, parse) : figureOf(parsed, value);
  });
}

/** The figures inside a field that holds several. */
function nested(parsed: PriceField, value: JsonValue, parse: ParseField): readonly Figure[] {
  switch (parsed.metric) {
    case 'tiered_pricing':
      return asList(value).flatMap((range, index) => named(range, `tiered_pricing[${index}].`, parse));
    case 'off_peak_pricing':
      return named(value, 'off_peak_pricing.', parse);
    default:
      return Object.entries(asObject(value) ?? {}).flatMap(([part, figure]) =>
        figureOf(parsed, figure, { part: `.${part}` }),
      );
  }
}

function named(value: JsonValue, path: string, parse: ParseField): readonly Figure[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([name, figure]) => {
    const parsed = parse(name);
    return parsed === undefined ? [] : figureOf(parsed, figure, { path });
  });
}

interface Inside {
  readonly path?: string;
  readonly part?: string;
}

function figureOf(
  parsed: PriceField,
  value: JsonValue | undefined,
  { path = '', part = '' }: Inside = {},
): readonly Figure[] {
  const figure = asFigure(value);
  if (figure === undefined) return [];
  const { name, metric, tier, batch, aboveTokens, ttl, resolution, interval, quality, unit } = parsed;
  const isPlain = tier === null && !batch && aboveTokens === null && path === '';
  const variant = `${resolution ?? ''}|${interval ?? ''}|${quality ?? ''}|${part}`;
  return [
    {
      field: `${path}${name}${part}`,
      value: figure,
      unit,
      item: parsed.label,
      direction: parsed.direction,
      modality: parsed.modality,
      at: { metric: SAME_METRIC[metric] ?? metric, tier, batch, aboveTokens, ttl, path, variant },
      isBase: isPlain && (unit !== 'token' || BASE_METRICS.has(metric)),
    },
  ];
}

const BASE_METRICS: ReadonlySet<string> = new Set(['input_cost_per_token', 'output_cost_per_token']);

function placeKey({ metric, tier, batch, aboveTokens, ttl, path, variant }: Place): string {
  return `${path} ${metric} ${variant} ${ttl} ${aboveTokens} ${tier} ${batch}`;
}

/** Prices of one condition, such as all above 272K tokens, come and go in one edit. */
export function conditionOf({ metric, tier, batch, aboveTokens, ttl, path, variant }: Place): string {
  const isPlain = tier === null && !batch && aboveTokens === null && path === '';
  return isPlain ? `${metric} ${ttl} ${variant}` : `${path} ${aboveTokens} ${tier} ${batch}`;
}

/** What makes the figures of two entries comparable: the same metric under the same conditions. */
export function kindOf(figure: Figure): string {
  return `${figure.unit} ${placeKey(figure.at)}`;
}

import type { Entry } from '../map/entry.ts';
import type { Direction, FieldTier, MetricName, Modality, Unit } from '../map/fields.ts';
import { pricesOf, type NotUnderstood, type Price } from '../prices.ts';
import { toNumber } from '../money.ts';
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

/** The prices of one entry, to be compared with each other. */
export class Figures {
  readonly all: readonly Figure[];
  readonly notUnderstood: readonly NotUnderstood[];
  readonly #key: string;
  readonly #byPlace: ReadonlyMap<string, Figure>;

  constructor(entry: Entry) {
    const { prices, notUnderstood } = pricesOf(entry);
    this.all = prices.map(toFigure);
    this.notUnderstood = notUnderstood;
    this.#key = entry.key;
    // Backwards, so that of two spellings of one price the one of today stands.
    this.#byPlace = new Map(this.all.toReversed().map((figure) => [placeKey(figure.at), figure]));
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

function toFigure({ field, value, unit, item, parsed }: Price): Figure {
  const isInside = field.endsWith(parsed.name);
  const path = isInside ? field.slice(0, -parsed.name.length) : '';
  const isPlain = parsed.tier === null && !parsed.batch && parsed.aboveTokens === null && path === '';
  return {
    field,
    value: toNumber(value),
    unit,
    item,
    direction: parsed.direction,
    modality: parsed.modality,
    at: {
      metric: SAME_METRIC[parsed.metric] ?? parsed.metric,
      tier: parsed.tier,
      batch: parsed.batch,
      aboveTokens: parsed.aboveTokens,
      ttl: parsed.ttl,
      path,
      variant: [
        parsed.resolution ?? '',
        parsed.interval ?? '',
        parsed.quality ?? '',
        isInside ? '' : field.slice(parsed.name.length),
      ].join('|'),
    },
    isBase: isPlain && (parsed.unit !== 'token' || BASE_METRICS.has(parsed.metric)),
  };
}

const BASE_METRICS: ReadonlySet<string> = new Set(['input_cost_per_token', 'output_cost_per_token']);

function placeKey({ metric, tier, batch, aboveTokens, ttl, path, variant }: Place): string {
  return [path, metric, variant, ttl, aboveTokens, tier, batch].join(' ');
}

/** What makes the figures of two entries comparable: the same metric under the same conditions. */
export function kindOf(figure: Figure): string {
  return `${figure.unit} ${placeKey(figure.at)}`;
}

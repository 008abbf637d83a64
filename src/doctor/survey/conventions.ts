import type { Figures } from '../figures.ts';
import type { Neighbour } from '../finding.ts';
import { factor } from '../words.ts';
import type { Name } from './names.ts';
import { LONG_CONTEXT, OUTPUT_TO_INPUT, ratiosIn, type Ratio } from './proportions.ts';

/** An entry as far as conventions look at it. */
export interface Priced {
  readonly name: Name;
  readonly figures: Figures;
}

/** The ratio that most others have where one entry has a ratio of its own. */
export interface Convention {
  readonly ratio: number;
  /** How many models have exactly that ratio, and of how many. */
  readonly models: number;
  readonly of: number;
  readonly neighbours: readonly Neighbour[];
}

interface Bucket {
  ratio: number;
  /** Names of entries; those of one model and seller bear witness once. */
  readonly identities: Set<string>;
  entries: number;
  neighbour: Neighbour;
}

/**
 * Which proportions makers and sellers keep to: all of Anthropic's cache writes cost 1.25 times the
 * input, all of OpenAI's batches half. They are read off the map itself.
 */
export class Conventions {
  readonly #scopes = new Map<string, Bucket[]>();

  constructor(all: Iterable<Priced>) {
    for (const { name, figures } of all) {
      for (const ratio of ratiosIn(figures)) {
        for (const scope of scopesOf(name)) this.#add(`${scope} ${kindOf(ratio)}`, name, ratio, figures);
      }
    }
  }

  /**
   * What others do where no other entry has this ratio. Undefined where somebody has, where there are
   * too few to tell, and where everybody has a ratio of his own.
   */
  against(name: Name, ratio: Ratio): Convention | undefined {
    // Who sells the weights of others sets both prices as he likes, and may have a custom of his own.
    const isSides = ratio.proportion.id === OUTPUT_TO_INPUT;
    const isFree = !name.isListPriced && (isSides || ratio.proportion.id === LONG_CONTEXT);
    const hasSeveral = !isFree && (isSides || ratio.figure.direction === 'cacheRead');
    for (const scope of isFree ? [sellerScope(name)] : scopesOf(name)) {
      const buckets = this.#scopes.get(`${scope} ${kindOf(ratio)}`) ?? [];
      const own = buckets.find((bucket) => isSame(bucket.ratio, ratio.value));
      const others = buckets.filter((bucket) => bucket !== own);
      const models = count(others);
      const isEverybody = scope === EVERYBODY;
      if (models < (isEverybody || isSides ? ENOUGH_OF_ALL : ENOUGH)) continue;
      if (own !== undefined && own.entries > 1) return undefined;
      const shared = others.filter(({ identities }) => identities.size > 1);
      if (count(shared) < models * NEARLY_ALL) return undefined;
      const [usual] = shared.toSorted((a, b) => b.identities.size - a.identities.size);
      if (usual === undefined) return undefined;
      const share = isEverybody ? SHARE_OF_ALL : hasSeveral ? SHARE_OF_SEVERAL : SHARE;
      if (usual.identities.size < models * share) return undefined;
      if (isFree && factor(ratio.value, usual.ratio) < FAR_FROM_CUSTOM) return undefined;
      return {
        ratio: usual.ratio,
        models: usual.identities.size,
        of: models,
        neighbours: [usual.neighbour],
      };
    }
    return undefined;
  }

  /**
   * How many entries have the proportions that hang on this price, where the fewest have them. Of two
   * entries that disagree on a price, the one with fewer beside it has the slip.
   */
  standing({ name, figures }: Priced, field: string): number {
    const counts = ratiosIn(figures)
      .filter(({ figure, base }) => figure.field === field || base.field === field)
      .map((ratio) => this.#entriesWith(name, ratio));
    return counts.length === 0 ? 0 : Math.min(...counts);
  }

  #entriesWith(name: Name, ratio: Ratio): number {
    const [scope = EVERYBODY] = scopesOf(name);
    const buckets = this.#scopes.get(`${scope} ${kindOf(ratio)}`) ?? [];
    return buckets.find((bucket) => isSame(bucket.ratio, ratio.value))?.entries ?? 0;
  }

  #add(scope: string, name: Name, ratio: Ratio, figures: Figures): void {
    const buckets = this.#scopes.get(scope) ?? [];
    this.#scopes.set(scope, buckets);
    const bucket = buckets.find((each) => isSame(each.ratio, ratio.value));
    if (bucket !== undefined) {
      bucket.identities.add(name.identity);
      bucket.entries += 1;
      return;
    }
    buckets.push({
      ratio: ratio.value,
      identities: new Set([name.identity]),
      entries: 1,
      neighbour: figures.neighbour(ratio.figure),
    });
  }
}

const ENOUGH = 6;
const ENOUGH_OF_ALL = 16;
/** So many have a ratio that they share with somebody, … */
const NEARLY_ALL = 0.85;
/** … and so many the most frequent one; makers have several ratios for cached input and for output. */
const SHARE = 0.6;
const SHARE_OF_SEVERAL = 0.35;
const SHARE_OF_ALL = 0.8;
const FAR_FROM_CUSTOM = 5;
const EVERYBODY = 'everybody';

/** The narrowest first: a maker's models follow the maker, whoever sells them. */
function scopesOf(name: Name): readonly string[] {
  return [...(name.maker === null ? [] : [`maker ${name.maker}`]), sellerScope(name), EVERYBODY];
}

function sellerScope({ seller }: Name): string {
  return `seller ${seller}`;
}

function kindOf({ proportion, figure }: Ratio): string {
  return `${proportion.id} ${figure.at.metric}`;
}

/** Prices are rounded on their way into the map. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a / b - 1) < 0.05;
}

function count(buckets: readonly Bucket[]): number {
  return buckets.reduce((sum, { identities }) => sum + identities.size, 0);
}

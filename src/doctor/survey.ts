import { bareName, ModelNames } from '../models/identity.ts';
import { providerHouse } from '../models/vendors.ts';
import type { Entry } from '../models/entry.ts';
import { Figures, kindOf, type Figure } from './figures.ts';
import type { Neighbour } from './finding.ts';

import { grouped, median } from './words.ts';

/** Where the figures of many entries lie. */
export interface Band {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly count: number;
}

/** Who an entry is. */
interface Name {
  readonly identity: string;
  readonly family: string;
  readonly seller: string;
}

/** A figure above 0 of some entry, with what says how far it bears witness. */
export interface Witness extends Name {
  readonly entry: Entry;
  readonly kind: string;
  readonly neighbour: Neighbour;
}

type Groups<T> = ReadonlyMap<string, readonly T[]>;

/** The whole map laid side by side, so that a rule can ask what others say. */
export class Survey {
  readonly entries: readonly Entry[];
  readonly #figures = new Map<string, Figures>();
  readonly #names: ModelNames;
  readonly #known = new Map<string, Name>();
  readonly #sameModel: Groups<Witness>;
  readonly #family: Groups<Witness>;
  readonly #bands: ReadonlyMap<string, Band>;
  readonly #bySellerAndMode: Groups<Entry>;
  readonly #byLowerCase: Groups<Entry>;

  constructor(entries: Iterable<Entry>) {
    this.entries = [...entries];
    this.#names = new ModelNames(this.entries);
    const all = this.entries.flatMap((entry) => this.#witnesses(entry));
    this.#sameModel = grouped(all, ({ identity, kind }) => `${identity} ${kind}`);
    this.#family = grouped(all, ({ family, entry, kind }) => familyKey(family, entry, kind));
    const modes = grouped(all, ({ entry, kind }) => modeKey(entry, kind));
    this.#bands = new Map([...modes].map(([key, some]) => [key, bandOf(some)]));
    this.#bySellerAndMode = grouped(this.entries, sellerAndMode);
    this.#byLowerCase = grouped(this.entries, ({ key }) => key.toLowerCase());
  }

  figuresOf(entry: Entry): Figures {
    const known = this.#figures.get(entry.key);
    if (known !== undefined) return known;
    const made = new Figures(entry);
    this.#figures.set(entry.key, made);
    return made;
  }

  /** The same price of the same model at other sellers: the middle figure of each. */
  elsewhere(entry: Entry, figure: Figure): readonly Neighbour[] {
    const own = this.#nameOf(entry);
    const all = this.#sameModel.get(`${own.identity} ${kindOf(figure)}`) ?? [];
    const others = all.filter(({ seller }) => seller !== own.seller);
    const sellers = grouped(others, ({ seller }) => seller);
    return [...sellers.values()].flatMap((some) => {
      const middle = median(some.map(({ neighbour }) => neighbour.figure));
      return some.find(({ neighbour }) => neighbour.figure === middle)?.neighbour ?? [];
    });
  }

  /** The same price of other models of the family and mode: one `llama` beside the other. */
  family(entry: Entry, figure: Figure): readonly Witness[] {
    const { identity, family } = this.#nameOf(entry);
    const all = this.#family.get(familyKey(family, entry, kindOf(figure))) ?? [];
    return all.filter((each) => each.identity !== identity);
  }

  /** Where that price lies for the mode as a whole, but for the outermost few on either side. */
  mode(entry: Entry, figure: Figure): Band | undefined {
    return this.#bands.get(modeKey(entry, kindOf(figure)));
  }

  /** Other entries of the same provider and mode. */
  siblings(entry: Entry): readonly Entry[] {
    return (this.#bySellerAndMode.get(sellerAndMode(entry)) ?? []).filter(({ key }) => key !== entry.key);
  }

  /** Siblings that name the same model: its aliases, dates and regions. */
  twins(entry: Entry): readonly Entry[] {
    const { identity } = this.#nameOf(entry);
    return this.siblings(entry).filter((each) => this.#nameOf(each).identity === identity);
  }

  /** Entries whose keys are this one in other letters. */
  sameLetters(entry: Entry): readonly Entry[] {
    return (this.#byLowerCase.get(entry.key.toLowerCase()) ?? []).filter(({ key }) => key !== entry.key);
  }

  #witnesses(entry: Entry): readonly Witness[] {
    const figures = this.figuresOf(entry);
    const name = this.#nameOf(entry);
    return figures.all
      .filter(({ value, at }) => value > 0 && at.path === '')
      .map((figure) => ({ ...name, entry, kind: kindOf(figure), neighbour: figures.neighbour(figure) }));
  }

  #nameOf({ key, provider, mode }: Entry): Name {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = {
      identity: this.#names.of({ key, mode }),
      family: /^[a-z]+/.exec(bareName(key))?.[0] ?? key,
      seller: providerHouse(provider ?? ''),
    };
    this.#known.set(key, made);
    return made;
  }
}

function familyKey(family: string, entry: Entry, kind: string): string {
  return `${family} ${modeKey(entry, kind)}`;
}

function modeKey({ mode }: Entry, kind: string): string {
  return `${mode} ${kind}`;
}

function sellerAndMode({ provider, mode }: Entry): string {
  return `${provider} ${mode}`;
}

/** A twentieth on either side may be wrong without widening the band. */
function bandOf(witnesses: readonly Witness[]): Band {
  const sorted = witnesses.map(({ neighbour }) => neighbour.figure).sort((a, b) => a - b);
  const edge = Math.ceil(sorted.length / 20);
  return {
    low: sorted[edge] ?? Number.NaN,
    middle: median(sorted),
    high: sorted[sorted.length - 1 - edge] ?? Number.NaN,
    count: sorted.length,
  };
}

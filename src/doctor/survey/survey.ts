import { grouped } from '../../core/collections.ts';
import { figure as figureOf, type Entry } from '../../models/entry.ts';
import { Figures, kindOf, type Figure } from '../figures.ts';
import type { Neighbour } from '../finding.ts';
import { companyOf } from '../../models/vendors.ts';
import { median } from '../words.ts';
import { beginningOf, Names, type Name } from './names.ts';
import { Conventions } from './conventions.ts';
import { Copies, type Copy } from './copies.ts';
import { ListPrices } from './list-prices.ts';
import { Series } from './series.ts';

/** Where the figures of many entries lie. */
export interface Band {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly count: number;
}

/** A figure above 0 of some entry, with what says how far it bears witness. */
export interface Witness extends Name {
  readonly entry: Entry;
  readonly kind: string;
  readonly neighbour: Neighbour;
}

type Groups<T> = ReadonlyMap<string, readonly T[]>;

/** The whole map laid side by side, so that a rule can ask what other entries say. */
export class Survey {
  readonly entries: readonly Entry[];
  readonly copies: Copies;
  readonly conventions: Conventions;
  readonly series: Series;
  readonly listPrices: ListPrices;
  #providers: ReadonlyMap<string, ReadonlyMap<string, number>> | undefined;
  readonly #uses = new Map<string, ReadonlyMap<number, number>>();
  readonly #figures = new Map<string, Figures>();
  readonly #names: Names;
  readonly #family: Groups<Witness>;
  readonly #bands: ReadonlyMap<string, Band>;
  readonly #bySellerAndMode: Groups<Entry>;
  readonly #byLowerCase: Groups<Entry>;

  constructor(entries: Iterable<Entry>) {
    this.entries = [...entries];
    this.#names = new Names(this.entries);
    const figuresOf = (entry: Entry) => this.figuresOf(entry);
    this.copies = new Copies(this.entries, this.#names, figuresOf);
    this.conventions = new Conventions(
      this.entries.map((entry) => ({ name: this.nameOf(entry), figures: figuresOf(entry) })),
    );
    this.listPrices = new ListPrices(this.entries, this.copies, (entry) => this.nameOf(entry), figuresOf);
    this.series = new Series(this.entries, (entry) => this.nameOf(entry));
    const all = this.entries.flatMap((entry) => this.#witnesses(entry));
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

  nameOf(entry: Entry): Name {
    return this.#names.of(entry);
  }

  /** The same price of the same model at other sellers: the middle figure of each. */
  elsewhere(entry: Entry, figure: Figure): readonly Neighbour[] {
    const others = this.copies.of(entry).filter(({ kinship }) => kinship !== 'twin');
    const sellers = grouped(others, ({ name }) => name.seller);
    return [...sellers.values()].flatMap((some) => {
      const theirs = some.flatMap((copy) => samePrice(copy, figure));
      const middle = median(theirs.map((each) => each.figure));
      return theirs.find((each) => each.figure === middle) ?? [];
    });
  }

  /** The same price of other models of the family and mode: one `llama` beside the other. */
  family(entry: Entry, figure: Figure): readonly Witness[] {
    const { identity, family } = this.nameOf(entry);
    const all = this.#family.get(familyKey(family, entry, kindOf(figure))) ?? [];
    return all.filter((each) => each.identity !== identity);
  }

  /** Where that price lies for the mode as a whole, but for the outermost few on either side. */
  mode(entry: Entry, figure: Figure): Band | undefined {
    return this.#bands.get(modeKey(entry, kindOf(figure)));
  }

  /** How many entries whose keys begin alike have each provider. */
  providersOf(beginning: string): ReadonlyMap<string, number> {
    this.#providers ??= providersByBeginning(this.entries);
    return this.#providers.get(beginning) ?? new Map();
  }

  /** How many entries have prices above so many tokens. */
  thresholdUses(tokens: number): number {
    return this.entries.filter((entry) =>
      this.figuresOf(entry).all.some(({ at }) => at.aboveTokens === tokens),
    ).length;
  }

  /** How many entries have each value of a limit. */
  uses(limit: string): ReadonlyMap<number, number> {
    const known = this.#uses.get(limit);
    if (known !== undefined) return known;
    const uses = new Map<number, number>();
    for (const entry of this.entries) {
      const value = figureOf(entry, limit);
      if (value !== undefined) uses.set(value, (uses.get(value) ?? 0) + 1);
    }
    this.#uses.set(limit, uses);
    return uses;
  }

  /** Other entries of the same provider and mode. */
  siblings(entry: Entry): readonly Entry[] {
    return (this.#bySellerAndMode.get(sellerAndMode(entry)) ?? []).filter(({ key }) => key !== entry.key);
  }

  /** Siblings that name the same model: its aliases, dates and regions. */
  twins(entry: Entry): readonly Entry[] {
    const { identity } = this.nameOf(entry);
    return this.siblings(entry).filter((each) => this.nameOf(each).identity === identity);
  }

  /** Entries whose keys are this one in other letters. */
  sameLetters(entry: Entry): readonly Entry[] {
    return (this.#byLowerCase.get(entry.key.toLowerCase()) ?? []).filter(({ key }) => key !== entry.key);
  }

  #witnesses(entry: Entry): readonly Witness[] {
    const figures = this.figuresOf(entry);
    const name = this.nameOf(entry);
    return figures.all
      .filter(({ value, at }) => value > 0 && at.path === '')
      .map((figure) => ({ ...name, entry, kind: kindOf(figure), neighbour: figures.neighbour(figure) }));
  }
}

function providersByBeginning(entries: readonly Entry[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  return new Map(
    [...grouped(entries, ({ key }) => beginningOf(key))].map(([beginning, some]) => [
      beginning,
      new Map(
        [...grouped(some, ({ provider }) => companyOf(provider ?? ''))].map(([name, all]) => [
          name,
          all.length,
        ]),
      ),
    ]),
  );
}

/** The same price above 0 of a copy. */
export function samePrice({ figures }: Copy, figure: Figure): readonly Neighbour[] {
  const theirs = figures.beside(figure, {});
  return theirs === undefined || theirs.value <= 0 ? [] : [figures.neighbour(theirs)];
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

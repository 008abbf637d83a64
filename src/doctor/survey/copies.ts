import { grouped } from '../../core/collections.ts';
import type { Entry } from '../../models/entry.ts';
import type { Figures } from '../figures.ts';
import type { Name, Names } from './names.ts';

/** Another entry of the same model. */
export interface Copy {
  readonly entry: Entry;
  readonly name: Name;
  readonly figures: Figures;
  /** `twin`: under another name at the same seller. `maker`: at the maker's own. */
  readonly kinship: 'twin' | 'maker' | 'seller';
}

/** Which entries are the same model, at whatever seller and under whatever name. */
export class Copies {
  readonly #names: Names;
  readonly #figuresOf: (entry: Entry) => Figures;
  readonly #byIdentity: ReadonlyMap<string, readonly Entry[]>;
  readonly #byModel: ReadonlyMap<string, readonly Entry[]>;
  readonly #byLine: ReadonlyMap<string, readonly Entry[]>;

  constructor(entries: readonly Entry[], names: Names, figuresOf: (entry: Entry) => Figures) {
    this.#names = names;
    this.#figuresOf = figuresOf;
    this.#byIdentity = grouped(entries, (entry) => names.of(entry).identity);
    this.#byModel = grouped(entries, (entry) => names.of(entry).model);
    this.#byLine = grouped(entries, (entry) => lineKey(entry, names.of(entry)));
  }

  /** Entries of the same model that do the same kind of work. */
  of(entry: Entry): readonly Copy[] {
    return this.#among(this.#byIdentity.get(this.#names.of(entry).identity), entry);
  }

  /** The same, whatever kind of work they say that they do. */
  ofAnyMode(entry: Entry): readonly Copy[] {
    return this.#among(this.#byModel.get(this.#names.of(entry).model), entry);
  }

  /**
   * The versions with a day, at the same seller, of a name without one; the newest last. None for a
   * name that has a day itself.
   */
  versions(entry: Entry): readonly Copy[] {
    const name = this.#names.of(entry);
    if (name.version !== '') return [];
    return this.#among(this.#byLine.get(lineKey(entry, name)), entry)
      .filter((copy) => copy.name.version !== '' && copy.name.region === name.region)
      .toSorted((a, b) => (monthOf(a.name) < monthOf(b.name) ? -1 : 1));
  }

  #among(entries: readonly Entry[] | undefined, own: Entry): readonly Copy[] {
    const { seller } = this.#names.of(own);
    return (entries ?? []).flatMap((entry) => {
      if (entry.key === own.key) return [];
      const name = this.#names.of(entry);
      const kinship = name.seller === seller ? 'twin' : name.seller === name.maker ? 'maker' : 'seller';
      return [{ entry, name, figures: this.#figuresOf(entry), kinship }];
    });
  }
}

function lineKey({ mode, provider }: Entry, { line }: Name): string {
  return `${provider} ${mode} ${line}`;
}

/** `2512` and `20251201` in one form. */
function monthOf({ version }: Name): string {
  return version.length === 4 ? `20${version}` : version;
}

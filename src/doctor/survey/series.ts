import { grouped } from '../../core/collections.ts';
import type { Entry } from '../../models/entry.ts';
import { bareName } from '../../models/identity.ts';
import type { Name } from './names.ts';

/** An entry with its name cut into words. */
interface Cut {
  readonly entry: Entry;
  readonly name: Name;
  readonly words: ReadonlySet<string>;
  /** `mini`, `70b`: what says how large the model is, in one text. */
  readonly size: string;
  /** Billions of parameters, as a power of two; null where the name does not say. */
  readonly parameters: number | null;
}

/** A model of the same seller whose name has much in common. */
export interface Relative {
  readonly entry: Entry;
  /** The share of words that the two names have in common, 0 to 1. */
  readonly likeness: number;
}

/**
 * The models of a seller beside each other by their names: versions of one series and of one size cost
 * about the same.
 */
export class Series {
  readonly #cuts: ReadonlyMap<string, Cut>;
  readonly #bySellerAndMode: ReadonlyMap<string, readonly Cut[]>;

  constructor(entries: readonly Entry[], nameOf: (entry: Entry) => Name) {
    const cuts = entries.map((entry) => cut(entry, nameOf(entry)));
    this.#cuts = new Map(cuts.map((each) => [each.entry.key, each]));
    this.#bySellerAndMode = grouped(cuts, groupOf);
  }

  /** Other models of the seller and mode with about as many parameters, whatever they are called. */
  ofSameSize(entry: Entry): readonly Entry[] {
    const own = this.#cuts.get(entry.key);
    if (own === undefined || own.parameters === null) return [];
    return (this.#bySellerAndMode.get(groupOf(own)) ?? []).flatMap((other) =>
      other.size === own.size && other.name.identity !== own.name.identity ? [other.entry] : [],
    );
  }

  /** Other models of the seller, mode and size, the nearest names first. */
  relatives(entry: Entry): readonly Relative[] {
    const own = this.#cuts.get(entry.key);
    if (own === undefined) return [];
    return (this.#bySellerAndMode.get(groupOf(own)) ?? [])
      .flatMap((other) => {
        if (other.name.identity === own.name.identity || other.size !== own.size) return [];
        // A name with `latest` is one of the others once more.
        if (other.name.isLatest) return [];
        const likeness = likenessOf(own.words, other.words);
        return likeness < ALIKE ? [] : [{ entry: other.entry, likeness }];
      })
      .toSorted((a, b) => b.likeness - a.likeness);
  }
}

const ALIKE = 0.3;

function groupOf({ entry, name }: Cut): string {
  return `${name.seller} ${entry.mode}`;
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return shared / (a.size + b.size - shared);
}

function cut(entry: Entry, name: Name): Cut {
  const path = entry.key.toLowerCase().split('/').slice(1, -1);
  const words = wordsOf(bareName(entry.key));
  const sizes = words.filter((word) => isSize(word));
  const terms = path.filter((part) => /^(\d|low|medium|high|hd|standard|auto)/.test(part));
  return {
    entry,
    name,
    words: new Set(words.filter((word) => !sizes.includes(word))),
    size: [...new Set([...sizes.map(sizeClass), ...terms])].toSorted().join(' '),
    parameters: sizes.map(parametersOf).find((each) => each !== null) ?? null,
  };
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\d)p(?=\d)/g, '$1.')
    .split(/[^a-z0-9.]+/)
    .flatMap((word) =>
      /^[a-z]{3,}\d/.test(word) ? [word.replace(/\d.*$/, ''), word.replace(/^[a-z]+/, '')] : word,
    )
    .filter((word) => word !== '' && !/^20\d{6}$|^latest$|^preview$|^beta$|^exp$/.test(word));
}

/** What says how large or of what kind a model is: two that differ in it are not of one price. */
const SIZES =
  /^(ft|ocr|image|vision|vl|audio|tts|embed|embedding|code|coder|guard|translate|read|layout|long|basic|search|nano|micro|mini|tiny|small|lite|light|flash|lightning|fast|medium|large|big|max|pro|plus|premier|ultra|opus|sonnet|haiku|turbo|xl|xs|deep|luna|sol|terra)$/;

function isSize(word: string): boolean {
  return SIZES.test(word) || PARAMETERS.test(word);
}

const PARAMETERS = /^(?:(\d+)x)?(\d+(?:\.\d+)?)b$/;

/** Parameters in classes that double, so that 70b and 72b are one size. */
function sizeClass(word: string): string {
  const parameters = parametersOf(word);
  return parameters === null ? word : `2^${parameters}b`;
}

function parametersOf(word: string): number | null {
  const [, experts, billions] = PARAMETERS.exec(word) ?? [];
  // A mixture of experts costs less than its size.
  return billions === undefined || experts !== undefined ? null : Math.round(Math.log2(Number(billions)));
}

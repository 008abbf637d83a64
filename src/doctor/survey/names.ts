import type { Entry } from '../../models/entry.ts';
import { bareName, ModelNames } from '../../models/identity.ts';
import { regionOf } from '../../models/regions.ts';
import { makersProviders, companyOf } from '../../models/vendors.ts';

/** Who an entry is, as far as its key and its provider say. */
export interface Name {
  /** Equal for entries that are one model and do the same kind of work. */
  readonly identity: string;
  /** The same whatever kind of work the entry says it does. */
  readonly model: string;
  /** The model without its version's day and without `latest`: `gpt-4o` for `gpt-4o-2024-08-06`. */
  readonly line: string;
  /** The day or month of the version, `20240806` or `2512`; empty where the key names none. */
  readonly version: string;
  readonly isLatest: boolean;
  /** The first letters of the model's own name: `llama`. */
  readonly family: string;
  /** Who sells it; Azure and Azure AI are one. */
  readonly seller: string;
  readonly region: string | null;
  /** The provider at which its maker sells it; null where the maker is unknown or sells nothing. */
  readonly maker: string | null;
  /** Only its maker runs it or licenses it, so that resellers charge the list price. */
  readonly isListPriced: boolean;
}

/** Names of all entries of a map, each worked out once. */
export class Names {
  readonly #models: ModelNames;
  readonly #known = new Map<string, Name>();

  constructor(entries: Iterable<Entry>) {
    this.#models = new ModelNames(entries);
  }

  of({ key, provider, mode }: Entry): Name {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const model = this.#models.named(key);
    const bare = bareName(key);
    const [maker = null] = makersProviders(bare);
    const made: Name = {
      identity: this.#models.of({ key, mode }),
      model,
      line: model
        .replace(/ of \d{8}/, '')
        .replace(YEAR_MONTH, '')
        .replace(/\blatest /, ''),
      version: / of (\d{8})/.exec(model)?.[1] ?? YEAR_MONTH.exec(model)?.[1] ?? '',
      isLatest: /\blatest\b/.test(model),
      family: /^[a-z]+/.exec(bare)?.[0] ?? key,
      seller: companyOf(provider ?? ''),
      region: regionOf(key),
      maker: maker === null ? null : companyOf(maker),
      isListPriced: maker !== null && LIST_PRICED.has(maker) && !bare.startsWith('gemma'),
    };
    this.#known.set(key, made);
    return made;
  }
}

/** `2512` for December 2025, as Mistral writes it. */
const YEAR_MONTH = / (2[3-9](?:0[1-9]|1[0-2]))(?= |$)/;

/** Makers that keep their weights to themselves. Cohere and Mistral let sellers set prices of their own. */
const LIST_PRICED: ReadonlySet<string> = new Set([
  'openai',
  'anthropic',
  'gemini',
  'xai',
  'perplexity',
  'voyage',
  'bedrock',
]);

/** `azure` for `azure/eu/gpt-4o`, `.` for Bedrock's names, which have a maker and a dot in front, `claude` for a bare one. */
export function beginningOf(key: string): string {
  const [first = key, ...rest] = key.toLowerCase().split('/');
  if (rest.length > 0 && !/^\d|^(low|medium|high|hd|standard|auto)$/.test(first)) return `${first}/`;
  const last = rest.at(-1) ?? first;
  const label = /^(?:(?:us|eu|apac|au|jp|ca|global|us-gov)\.)?([a-z0-9]+)\.(?=[a-z])/.exec(last)?.[1];
  return label === undefined ? (/^[a-z]+/.exec(last)?.[0] ?? last) : '.';
}

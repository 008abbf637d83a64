import { lookUp, type LookUpOptions, type Match } from '../models/catalog.ts';
import { similar } from '../models/similar.ts';
import { suggest } from '../models/suggest.ts';
import { LlmcostError, UnusableEntryError, UsageError } from '../core/errors.ts';
import { withBookDay } from '../map/book/miss.ts';
import { capabilitiesOf, deprecationOf, displayName, limitsOf } from '../models/capabilities.ts';
import type { ImageRules } from '../pricing/images/rules.ts';
import { headlineOf } from '../models/headline.ts';
import type { ModelStore, Summary } from '../models/store.ts';
import type { Notice } from '../core/notice.ts';
import { isProvider, providerName } from '../models/providers.ts';
import { shown } from '../core/show-value.ts';
import type { Catalog, CatalogSource, Model, ModelFilter, SimilarModel } from './types.ts';

const SUGGESTIONS = 5;
const SIMILAR = 6;
const EPOCH = new Date(0);

/** A map that is to become a catalog. */
export interface CatalogMap {
  readonly store: ModelStore;
  readonly source: Omit<CatalogSource, 'models'>;
  readonly warnings: readonly Notice[];
}

/** What the other functions of the library need of a catalog. */
export interface Opened {
  readonly store: ModelStore;
  readonly imageRules: ImageRules;
  readonly match: (name: string) => Match;
  /** What the caller adds to a look-up. */
  readonly lookUp: LookUpOptions;
}

class LoadedCatalog implements Catalog {
  readonly size: number;
  readonly source: Catalog['source'];
  readonly warnings: Catalog['warnings'];
  readonly #opened: Opened;

  constructor(map: CatalogMap, options: LookUpOptions, imageRules: ImageRules) {
    const { store } = map;
    this.size = store.size;
    this.source = { ...map.source, models: map.source.modelCount };
    this.warnings = map.warnings;
    const match = (name: string) => this.#match(text(name, 'model'), store, options);
    this.#opened = { store, imageRules, match, lookUp: options };
  }

  #match(name: string, store: ModelStore, options: LookUpOptions): Match {
    try {
      return lookUp(store, name, options);
    } catch (error) {
      throw withBookDay(error, this.source);
    }
  }

  static open(catalog: Catalog): Opened {
    if (typeof catalog === 'object' && catalog !== null && #opened in catalog) return catalog.#opened;
    throw new UsageError('`catalog` is not a catalog.', 'Make one with loadCatalog or catalogFromMap.');
  }

  readonly find = (name: string): Model => modelOf(this.#opened.match(name));

  readonly has = (name: string): boolean => {
    try {
      this.#opened.match(name);
      return true;
    } catch (error) {
      if (error instanceof UnusableEntryError || (error instanceof LlmcostError && error.exitCode === 3))
        return false;
      throw error;
    }
  };

  readonly suggest = (name: string, count = SUGGESTIONS): readonly string[] =>
    suggest(this.#opened.store.summaries(), text(name, 'name'), count).map(({ key }) => key);

  readonly similar: Catalog['similar'] = (
    name,
    { count = SIMILAR, ...options } = {},
  ): readonly SimilarModel[] => {
    const { entry } = this.#opened.match(name);
    const { key, provider, mode } = entry;
    return similar(
      this.#opened.store,
      { key, provider, mode, ...headlineOf(entry), aliases: [] },
      count,
      options,
    );
  };

  readonly models = ({ provider, mode }: ModelFilter = {}): readonly Summary[] => {
    const all = this.#opened.store.summaries(mode);
    return provider === undefined ? all : all.filter((summary) => isProvider(summary.provider, provider));
  };
}

export function catalogOf(map: CatalogMap, options: LookUpOptions, imageRules: ImageRules): Catalog {
  return new LoadedCatalog(map, options, imageRules);
}

/** @throws UsageError for what no function of the library made. */
export function openCatalog(catalog: Catalog): Opened {
  return LoadedCatalog.open(catalog);
}

export function modelOf({ entry, by, assumptions }: Match): Model {
  return {
    ...entry,
    name: displayName(entry.key),
    providerName: providerName(entry.provider),
    matchedBy: by,
    assumptions,
    limits: limitsOf(entry),
    capabilities: capabilitiesOf(entry),
    retires: deprecationOf(entry, EPOCH)?.date ?? null,
  };
}

/** What JavaScript may pass where the types say text. */
function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new UsageError(`\`${name}\` must be a text, not ${shown(value)}.`);
}

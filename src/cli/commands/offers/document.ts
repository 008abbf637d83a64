import { Candidate } from '../../../models/search/candidate.ts';
import { isFrom, regionsOf } from '../../../models/search/filter.ts';
import { refuseUnknownValues } from '../../../models/search/unknown-values.ts';
import { makersOffer, rank } from '../../../models/search/offers.ts';
import { overridesAmong, type Override } from '../../../config/settings.ts';
import { ratioOf, decimal } from '../../../core/money.ts';
import { factsOf, type ModelFacts } from '../../../models/search/row.ts';
import type { SortContext } from '../../../models/search/sort.ts';
import { readScores } from '../../../models/scores-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { bareName, ModelNames } from '../../../models/identity.ts';
import type { ModelStore } from '../../../models/store.ts';
import { useMap, type MapOptions, type OpenMap } from '../../../map/open.ts';
import { isInRegion } from '../../../models/regions.ts';

export interface OffersOptions extends MapOptions {
  readonly model: string;
  readonly providers: readonly string[];
  readonly regions: readonly string[];
  readonly top?: number | undefined;
}

/** How an offer's prices stand to the maker's own: 1 for the same; null where they cannot be compared. */
export interface AgainstMaker {
  readonly inputRatio: number | null;
  readonly outputRatio: number | null;
}

export interface OfferRow extends ModelFacts {
  readonly isMaker: boolean;
  /** Null where the maker is not known or sells nothing itself. */
  readonly againstMaker: AgainstMaker | null;
}

export interface OffersDocument extends MapDocument {
  readonly requested: string;
  /** The model's own name, without who sells it. */
  readonly name: string;
  /** The key of the maker's own offer at its list price; null where there is none. */
  readonly maker: string | null;
  /** How many offers there are, whatever was asked for of them. */
  readonly all: number;
  /** The cheapest first; those without a price last. */
  readonly offers: readonly OfferRow[];
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
}

/** One model at everybody who sells it. @throws ModelNotFoundError. */
export async function offers(options: OffersOptions, deps: Deps): Promise<OffersDocument> {
  const { model, providers, regions, top } = options;
  return await useMap(options, deps, (map) => {
    const { store, warnings, source } = map.loaded;
    const context: SortContext = { scores: readScores(deps, map.settings.scores?.value), now: deps.now() };
    const all = rank(offersOf(model, map, store));
    refuseUnknownValues(store, { providers, regions });
    const own = makersOffer(all);
    const wanted = all.filter(
      ({ entry, provider }) =>
        (providers.length === 0 || providers.some((name) => isFrom(provider, name))) &&
        (regions.length === 0 ||
          regions.some((name) => regionsOf(entry).some((region) => isInRegion(region, name)))),
    );
    const shown = wanted.slice(0, top);
    return {
      schemaVersion: SCHEMA_VERSION,
      requested: model,
      name: own === undefined ? shortest(all, model) : bareName(own.key),
      maker: own?.key ?? null,
      all: all.length,
      offers: shown.map((offer) => offerRow(offer, own, context)),
      overrides: overridesAmong(
        map.settings,
        shown.map(({ key }) => key),
      ),
      warnings,
      source,
    };
  });
}

/** The models that are the named one: by its key, else by a name that no key is (`llama-3.1-8b`). */
function offersOf(name: string, { find }: OpenMap, store: ModelStore): readonly Candidate[] {
  const all = [...store.all()].map((entry) => new Candidate(entry));
  const names = new ModelNames(all);
  const exact = store.get(name.trim());
  if (exact === undefined) {
    const wanted = names.named(name.trim());
    const named = all.filter(({ key }) => names.named(key) === wanted);
    if (named.length > 0) return named;
  }
  const wanted = names.of(exact ?? find(name).entry);
  return all.filter((candidate) => names.of(candidate) === wanted);
}

/** Of the names that sellers have for it, the one with the least around it. */
function shortest(all: readonly Candidate[], otherwise: string): string {
  const names = all.map(({ key }) => bareName(key));
  return names.reduce((best, name) => (name.length < best.length ? name : best), names[0] ?? otherwise);
}

function offerRow(offer: Candidate, own: Candidate | undefined, context: SortContext): OfferRow {
  const againstMaker = own === undefined ? null : against(offer, own);
  return { ...factsOf(offer, context), isMaker: offer === own, againstMaker };
}

function against({ headline: a }: Candidate, { headline: b }: Candidate): AgainstMaker {
  const of = (offer: number | null, maker: number | null) =>
    a.unit !== b.unit || offer === null || maker === null ? null : ratioOf(decimal(offer), decimal(maker));
  return { inputRatio: of(a.input, b.input), outputRatio: of(a.output, b.output) };
}

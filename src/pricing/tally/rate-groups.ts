import { isGateway } from '../../models/providers.ts';
import { ABSENT, type FastRecord } from '../../usage/logs/fast/record.ts';
import type { Tier } from '../../usage/usage.ts';
import { findModel, findOffer, type Model, type NameOptions } from './models.ts';
import type { DatedMap, TallyOptions } from './options.ts';
import { newRateGroup, type RateGroup } from './rate-group.ts';

/** What a model was looked up by. */
interface Asked {
  readonly name: string | undefined;
  readonly provider: string | undefined;
  readonly takesReported: boolean;
}

/** A log may name any number of models that nobody knows. */
const MOST_ASKED = 1000;

type RateOptions = Pick<TallyOptions, 'tier' | 'region' | 'mapAtDate' | 'settings' | 'reportedWhenUnpriced'>;

/** Finds the rate group of each request. */
export class RateGroups {
  readonly #options: RateOptions;
  readonly #groups = new Map<string, RateGroup[]>();
  /** By the kind of line of a record: what the last one of that kind was in. */
  readonly #lasts: (RateGroup | undefined)[] = [];
  readonly #models = new Map<string, Model>();
  /** The names that were looked up, in whatever map, and how many of them in each map. */
  readonly #asked: Asked[] = [];
  readonly #askedOf = new Map<number, number>();

  constructor(options: RateOptions) {
    this.#options = options;
  }

  of(record: FastRecord): RateGroup {
    const { mapAtDate, reportedWhenUnpriced } = this.#options;
    const datedMap = mapAtDate(record.atMs === ABSENT ? undefined : record.atMs);
    const takesReported = reportedWhenUnpriced === true && record.reported !== undefined;
    const last = this.#lasts[record.kind];
    // Lines of one kind say the same, but those of kind 0.
    const isOfKind = record.kind > 0 && last?.datedMap === datedMap.index;
    if (isOfKind && last.takesReported === takesReported) return last;
    const tier = record.tier ?? this.#options.tier;
    const region = record.region ?? this.#options.region;
    if (last !== undefined && isInRateGroup(last, record, tier, region, datedMap, takesReported)) return last;
    const found = this.#find(record, tier, region, datedMap, takesReported);
    this.#lasts[record.kind] = found;
    return found;
  }

  #find(
    record: FastRecord,
    tier: Tier,
    region: string | undefined,
    datedMap: DatedMap,
    takesReported: boolean,
  ): RateGroup {
    const name = record.model ?? '';
    const groups = this.#groups.get(name) ?? [];
    const known = groups.find((each) => isInRateGroup(each, record, tier, region, datedMap, takesReported));
    if (known !== undefined) return known;
    const model = this.#modelOf(record.model, record.provider, datedMap, takesReported);
    const made = newRateGroup({
      model,
      takesReported,
      conditions: { tier, region, speed: record.speed },
      datedMap: datedMap.index,
      rules: this.#options.settings.rulesFor(model.entry),
    });
    this.#groups.set(name, [...groups, made]);
    return made;
  }

  #modelOf(
    name: string | undefined,
    provider: string | undefined,
    datedMap: DatedMap,
    takesReported: boolean,
  ): Model {
    const key = JSON.stringify([datedMap.index, name, provider, takesReported]);
    const known = this.#models.get(key);
    if (known !== undefined) return known;
    const names = datedMap.names();
    const asked = { name, provider, takesReported };
    const found = this.#addModel(key, asked, datedMap, names);
    this.#lookAhead(datedMap, names);
    if (this.#asked.length < MOST_ASKED) this.#asked.push(asked);
    return found;
  }

  /** A map may be let go again before its next line: what was asked of others is asked of it now. */
  #lookAhead(datedMap: DatedMap, names: NameOptions): void {
    const known = this.#askedOf.get(datedMap.index) ?? 0;
    this.#askedOf.set(datedMap.index, this.#asked.length);
    for (const asked of this.#asked.slice(known)) {
      const key = JSON.stringify([datedMap.index, asked.name, asked.provider, asked.takesReported]);
      if (!this.#models.has(key)) this.#addModel(key, asked, datedMap, names);
    }
  }

  #addModel(
    key: string,
    { name, provider, takesReported }: Asked,
    datedMap: DatedMap,
    names: NameOptions,
  ): Model {
    // A gateway's own report is nearer the bill than the price of somebody else.
    const find = takesReported && provider !== undefined && isGateway(provider) ? findOffer : findModel;
    const found = find(name, provider, names);
    const model = { ...found, assumptions: [...datedMap.assumptions, ...found.assumptions] };
    this.#models.set(key, model);
    return model;
  }
}

function isInRateGroup(
  rateGroup: RateGroup,
  record: FastRecord,
  tier: Tier,
  region: string | undefined,
  datedMap: DatedMap,
  takesReported: boolean,
): boolean {
  const { model, conditions } = rateGroup;
  return (
    rateGroup.takesReported === takesReported &&
    model.name === (record.model ?? null) &&
    conditions.tier === tier &&
    model.provider === (record.provider ?? null) &&
    conditions.region === region &&
    conditions.speed === record.speed &&
    rateGroup.datedMap === datedMap.index
  );
}

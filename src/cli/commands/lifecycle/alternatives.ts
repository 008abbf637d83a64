import { similar } from '../../../models/similar.ts';
import { suggest } from '../../../models/suggest.ts';
import type { Living } from './living.ts';
import type { Unit } from '../../../models/fields.ts';
import type { ModelStore, Summary } from '../../../models/store.ts';
import { providerFamily } from '../../../models/providers.ts';
import { lastPart } from '../../../core/nearest.ts';

/** A model that could take the place of another, and what it would cost instead. */
export interface Alternative {
  readonly model: string;
  readonly provider: string | null;
  readonly unit: Unit | null;
  readonly inputUsdPerUnit: number | null;
  readonly outputUsdPerUnit: number | null;
  /** Its price over that of the model it replaces; null where one of the two is not known or 0. */
  readonly inputRatio: number | null;
  readonly outputRatio: number | null;
}

const COUNT = 3;

/**
 * The nearest models that live on: those of the same provider and family first, then those of the same
 * provider, then others; among them those for the same kind of work first, then the nearest in price.
 * Where the map has no price of the model, those with the nearest names. One model counts once, however
 * many keys it has.
 */
export function alternativesTo(model: Summary, store: ModelStore, living: Living): readonly Alternative[] {
  const byKey = new Map(store.summaries(model.mode).map((summary) => [summary.key, summary]));
  const near = similar(store, model, Infinity).flatMap(({ key }) => byKey.get(key) ?? []);
  const ranked = near
    .filter((other) => living.isLiving(other))
    .map((other) => ({ other, rank: rankOf(other, model) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ other }) => other);
  if (ranked.length === 0) return namesLike(model.key, store, living);
  return living
    .distinct(ranked)
    .slice(0, COUNT)
    .map((other) => compared(other, model));
}

function rankOf(other: Summary, model: Summary): number {
  const isSameProvider = providerFamily(other.provider ?? '') === providerFamily(model.provider ?? '');
  const isSameFamily = familyOf(other.key) === familyOf(model.key);
  const isOtherWork = kindsOf(other.key).some((kind) => !kindsOf(model.key).includes(kind));
  return (isSameProvider ? (isSameFamily ? 0 : 2) : 4) + (isOtherWork ? 1 : 0);
}

/** What a model is made for beside talking, as far as its name says so. */
function kindsOf(key: string): readonly string[] {
  return (
    key.match(
      /audio|realtime|search|code|image|vision|tts|transcribe|live|robotics|guard|research|computer/g,
    ) ?? []
  );
}

/** Models of nearly the same name, for one that the map does not have. */
export function namesLike(name: string, store: ModelStore, living: Living): readonly Alternative[] {
  const near = suggest(store.summaries(), name, COUNT * 10).filter((other) => {
    return other.key !== name && living.isLiving(other);
  });
  return living
    .distinct(near)
    .slice(0, COUNT)
    .map((other) => compared(other, undefined));
}

/** The first word of letters of a key's last part: `gpt`, `claude`. */
function familyOf(key: string): string {
  return /[a-z]+/.exec(lastPart(key).toLowerCase())?.[0] ?? '';
}

/** A model beside the one that it would replace. */
export function compared(other: Summary, model: Summary | undefined): Alternative {
  const isComparable = model !== undefined && model.unit === other.unit;
  return {
    model: other.key,
    provider: other.provider,
    unit: other.unit,
    inputUsdPerUnit: other.input,
    outputUsdPerUnit: other.output,
    inputRatio: isComparable ? ratioOf(other.input, model.input) : null,
    outputRatio: isComparable ? ratioOf(other.output, model.output) : null,
  };
}

function ratioOf(price: number | null, before: number | null): number | null {
  if (price === null || before === null || before === 0) return null;
  return Number((price / before).toPrecision(6));
}

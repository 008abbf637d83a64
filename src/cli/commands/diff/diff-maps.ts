/** Two maps held against each other. Pure: it knows entries and no files. */
import { compareText } from '../../../core/collections.ts';
import type { Entry } from '../../../models/entry.ts';
import type { Unit } from '../../../models/fields.ts';
import { headlineOf } from '../../../models/headline.ts';
import { changesOf, isAtLeast, isEmpty, type EntryChanges } from '../../../models/changes.ts';

/** What is wanted of a difference. */
export interface DiffFilters {
  /** Undefined: every model. */
  readonly isWanted?: ((entry: Entry) => boolean) | undefined;
  /** Changed prices of models that both maps have, and nothing else. */
  readonly pricesOnly?: boolean | undefined;
  /** Prices that changed by fewer percent are left out. */
  readonly minPercent?: number | undefined;
}

/** A model that only one of the maps has. */
export interface ModelInOne {
  readonly model: string;
  readonly provider: string | null;
  readonly mode: string | null;
  readonly unit: Unit | null;
  readonly inputUsdPerUnit: number | null;
  readonly outputUsdPerUnit: number | null;
}

/** A model that both maps have, and do not say the same of. */
export interface ChangedModel extends EntryChanges {
  readonly model: string;
  readonly provider: string | null;
  readonly mode: string | null;
}

/** How many models, and how many fields of them. */
export interface DiffCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly prices: number;
  readonly limits: number;
  readonly capabilities: number;
  readonly deprecations: number;
  readonly otherFields: number;
}

export interface MapDiff {
  readonly counts: DiffCounts;
  /** Each list is in the order of the keys. */
  readonly added: readonly ModelInOne[];
  readonly removed: readonly ModelInOne[];
  readonly changed: readonly ChangedModel[];
}

/** Holds two maps against each other. */
export function diffMaps(
  before: Iterable<Entry>,
  after: Iterable<Entry>,
  filters: DiffFilters = {},
): MapDiff {
  const { isWanted = () => true, pricesOnly = false } = filters;
  const old = byKey(before);
  const now = byKey(after);
  const alone = (entries: ReadonlyMap<string, Entry>, others: ReadonlyMap<string, Entry>) =>
    pricesOnly
      ? []
      : sorted([...entries.values()].filter((entry) => !others.has(entry.key) && isWanted(entry)).map(inOne));
  const changed = sorted(
    [...now.values()].flatMap((is) => {
      const was = old.get(is.key);
      if (was === undefined || !(isWanted(is) || isWanted(was))) return [];
      const changes = filtered(changesOf(was, is), filters);
      return isEmpty(changes) ? [] : [{ model: is.key, provider: is.provider, mode: is.mode, ...changes }];
    }),
  );
  const added = alone(now, old);
  const removed = alone(old, now);
  return { counts: countsOf(added, removed, changed), added, removed, changed };
}

/** True when the maps differ in nothing that was asked for. */
export function isSame({ counts }: Pick<MapDiff, 'counts'>): boolean {
  return counts.added + counts.removed + counts.changed === 0;
}

function filtered(changes: EntryChanges, { pricesOnly = false, minPercent }: DiffFilters): EntryChanges {
  const prices =
    minPercent === undefined
      ? changes.prices
      : changes.prices.filter((change) => isAtLeast(change, minPercent));
  return pricesOnly
    ? { prices, limits: [], capabilities: [], deprecation: null, otherFields: [] }
    : { ...changes, prices };
}

function byKey(entries: Iterable<Entry>): ReadonlyMap<string, Entry> {
  const map = new Map<string, Entry>();
  for (const entry of entries) map.set(entry.key, entry);
  return map;
}

function inOne(entry: Entry): ModelInOne {
  const { input, output, unit } = headlineOf(entry);
  const { key, provider, mode } = entry;
  return { model: key, provider, mode, unit, inputUsdPerUnit: input, outputUsdPerUnit: output };
}

function sorted<T extends { readonly model: string }>(models: readonly T[]): readonly T[] {
  return [...models].sort((a, b) => compareText(a.model, b.model));
}

function countsOf(
  added: readonly ModelInOne[],
  removed: readonly ModelInOne[],
  changed: readonly ChangedModel[],
): DiffCounts {
  const total = (count: (model: ChangedModel) => number) =>
    changed.reduce((sum, model) => sum + count(model), 0);
  return {
    added: added.length,
    removed: removed.length,
    changed: changed.length,
    prices: total(({ prices }) => prices.length),
    limits: total(({ limits }) => limits.length),
    capabilities: total(({ capabilities }) => capabilities.length),
    deprecations: total(({ deprecation }) => (deprecation === null ? 0 : 1)),
    otherFields: total(({ otherFields }) => otherFields.length),
  };
}

import { UsageError } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { toEntry, type Entry } from '../models/entry.ts';
import { priceGroupsOf } from '../models/price-groups.ts';
import type { ModelStore, PriceGroup, SetAside, Summary } from '../models/store.ts';
import { summarise } from '../models/headline.ts';
import type { UserModel } from './model.ts';

/** The user's own models, and overrides of the map's fields. */
export interface UserModels {
  readonly own: ReadonlyMap<string, UserModel>;
  readonly overrides: ReadonlyMap<string, UserModel>;
}

/**
 * The map with the user's models and overrides. Lazy: an override of one model must not read three thousand.
 */
export function overlayStore(store: ModelStore, models: UserModels): ModelStore {
  return models.own.size + models.overrides.size === 0 ? store : new Overlay(store, models);
}

class Overlay implements ModelStore {
  readonly #store: ModelStore;
  readonly #models: UserModels;
  readonly #summaries = new Map<string | null | undefined, readonly Summary[]>();

  constructor(store: ModelStore, models: UserModels) {
    this.#store = store;
    this.#models = models;
  }

  get size(): number {
    return this.#store.size + [...this.#models.own.keys()].filter((key) => this.#isNew(key)).length;
  }

  /** @throws UsageError when `sameAs` names no key of the map. */
  get(key: string): Entry | undefined {
    const own = this.#models.own.get(key);
    const base = own === undefined ? this.#store.get(key) : toEntry(key, this.#fieldsOfOwn(key, own));
    const override = this.#models.overrides.get(key);
    return base === undefined || override === undefined
      ? base
      : toEntry(key, laidOver(base.fields, override));
  }

  summaries(mode?: string | null): readonly Summary[] {
    const known = this.#summaries.get(mode);
    if (known !== undefined) return known;
    const touched = this.#touched();
    const others = this.#store.summaries(mode).filter(({ key }) => !touched.has(key));
    const mine = [...touched.values()].filter((summary) => mode === undefined || summary.mode === mode);
    const made = [...others, ...mine];
    this.#summaries.set(mode, made);
    return made;
  }

  priceGroups(mode: string | null): readonly PriceGroup[] {
    const touched = this.#touched();
    const others = this.#store.priceGroups(mode).map((group) => ({
      ...group,
      models: () => group.models().filter(({ key }) => !touched.has(key)),
    }));
    const mine = [...touched.values()].filter((summary) => summary.mode === mode);
    return [...others, ...priceGroupsOf(mine)];
  }

  *all(keep?: (json: string) => boolean): Iterable<Entry> {
    // `keep` sees the map's text, which an override has changed.
    for (const entry of this.#store.all(keep)) if (!this.#isTouched(entry.key)) yield entry;
    for (const key of this.#touchedKeys()) {
      const entry = this.get(key);
      if (entry !== undefined) yield entry;
    }
  }

  /** A model of the user's own stands in for a key that failed. */
  setAside(): readonly SetAside[] {
    return this.#store.setAside().filter(({ key }) => !this.#models.own.has(key));
  }

  #isTouched(key: string): boolean {
    return this.#models.own.has(key) || this.#models.overrides.has(key);
  }

  #touchedKeys(): ReadonlySet<string> {
    return new Set([...this.#models.own.keys(), ...this.#models.overrides.keys()]);
  }

  #isNew(key: string): boolean {
    return this.#store.get(key) === undefined;
  }

  /** Summaries of own and overridden models. */
  #touched(): ReadonlyMap<string, Summary> {
    const summaries = new Map<string, Summary>();
    for (const key of this.#touchedKeys()) {
      const entry = this.get(key);
      const summary = entry && summarise(key, entry.fields);
      if (summary !== undefined) summaries.set(key, summary);
    }
    return summaries;
  }

  #fieldsOfOwn(key: string, model: UserModel): JsonObject {
    if (model.sameAs === null) return laidOver({}, model);
    const base = this.#store.get(model.sameAs);
    if (base !== undefined) return laidOver(base.fields, model);
    throw new UsageError(
      `The settings say that "${key}" is the same as "${model.sameAs}", which is no key of the map.`,
      '`llmcost config check` says where, and names the nearest.',
    );
  }
}

/** The fields of an entry with the user's; null removes a field. */
function laidOver(fields: JsonObject, model: UserModel): JsonObject {
  const result = new Map<string, JsonValue | undefined>(Object.entries(fields));
  for (const [name, { value }] of model.fields) {
    if (value === null) result.delete(name);
    else result.set(name, value);
  }
  return Object.fromEntries(result);
}

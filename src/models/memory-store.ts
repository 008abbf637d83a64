import type { JsonObject } from '../core/json.ts';
import { toEntry } from './entry.ts';
import { priceGroupsOf } from './price-groups.ts';
import type { ModelStore, SetAside, Summary } from './store.ts';
import { summarise } from './headline.ts';

/** A map in memory: for `--map FILE`, for tests and for the library. */
export function storeFromEntries(
  entries: ReadonlyMap<string, JsonObject>,
  setAside: readonly SetAside[] = [],
): ModelStore {
  const groups = new Map<string | null | undefined, readonly Summary[]>();
  const summariesOf = (mode?: string | null): readonly Summary[] => {
    if (mode !== undefined) return summariesOf().filter((summary) => summary.mode === mode);
    return [...entries].flatMap(([key, fields]) => summarise(key, fields) ?? []);
  };
  const store: ModelStore = {
    size: entries.size,
    get: (key) => toEntry(key, entries.get(key)),
    summaries: (mode) => {
      const known = groups.get(mode) ?? summariesOf(mode);
      groups.set(mode, known);
      return known;
    },
    priceGroups: (mode) => priceGroupsOf(store.summaries(mode)),
    *all() {
      for (const [key, fields] of entries) {
        const entry = toEntry(key, fields);
        if (entry !== undefined) yield entry;
      }
    },
    setAside: () => setAside,
  };
  return store;
}

/** Stores that hold only the entries kept in a lock. */
import { WholeMapNeededError, type MapUnavailableError } from '../../core/errors.ts';
import { storeFromEntries } from '../../models/memory-store.ts';
import type { ModelStore } from '../../models/store.ts';
import type { Lock } from './lock.ts';

/** Gives the kept entries. @throws WholeMapNeededError for anything else. */
export function keptEntries({ entries, modelCount }: Lock): ModelStore {
  const kept = storeFromEntries(entries);
  const askWhole = (): never => {
    throw new WholeMapNeededError();
  };
  return {
    size: modelCount,
    get: (key) => kept.get(key) ?? askWhole(),
    summaries: askWhole,
    priceGroups: askWhole,
    all: askWhole,
    setAside: askWhole,
  };
}

/**
 * The same when the whole map is not available: an entry is found by its exact key, and similar models are those
 * that are kept. What needs all models, such as a list or a name that may be ambiguous, is refused.
 */
export function onlyKeptEntries({ entries, modelCount }: Lock, refusal: MapUnavailableError): ModelStore {
  const kept = storeFromEntries(entries);
  const refuse = (): never => {
    throw refusal;
  };
  return {
    size: modelCount,
    get: kept.get,
    summaries: (mode) => (mode === undefined ? refuse() : kept.summaries(mode)),
    priceGroups: kept.priceGroups,
    all: refuse,
    setAside: refuse,
  };
}

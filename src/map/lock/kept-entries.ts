/** Stores that answer from the entries kept in a lock, and from nothing else. */
import type { MapUnavailableError } from '../../core/errors.ts';
import { storeFromEntries } from '../../models/memory-store.ts';
import type { ModelStore } from '../../models/store.ts';
import type { Lock } from './lock.ts';
import { WholeMapNeededError } from './find.ts';

/** Answers from the kept entries; whatever else is asked needs the whole map. */
export function keptEntries({ entries, modelCount }: Lock): ModelStore {
  const kept = storeFromEntries(entries);
  const askWhole = (): never => {
    throw new WholeMapNeededError();
  };
  return {
    size: modelCount,
    get: (key) => kept.get(key) ?? askWhole(),
    summaries: askWhole,
    all: askWhole,
    setAside: askWhole,
  };
}

/**
 * The same where the whole map cannot be had: an entry answers under its own key, and beside it stand
 * the models of its mode that are kept. What needs all models, such as a list or another spelling of a
 * name, which may be ambiguous in the whole map, is refused.
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
    all: refuse,
    setAside: refuse,
  };
}

import { ItemAccumulator, type Item, type Sum } from './accumulators.ts';
import type { RateGroup } from './rate-group.ts';

/** Requests that were priced one by one, added up by rate group and group. */
export class Items {
  readonly #accumulators = new Map<RateGroup, Map<string, ItemAccumulator>>();

  /** Adds a request; what it was added to, so that it can be taken back. */
  add(item: Item): ItemAccumulator {
    const ofRateGroup = this.#accumulators.get(item.rateGroup) ?? new Map<string, ItemAccumulator>();
    this.#accumulators.set(item.rateGroup, ofRateGroup);
    const key = ItemAccumulator.keyOf(item);
    const accumulator = ofRateGroup.get(key) ?? new ItemAccumulator(item);
    ofRateGroup.set(key, accumulator);
    accumulator.add(item);
    return accumulator;
  }

  *sums(): Iterable<Sum> {
    for (const ofRateGroup of this.#accumulators.values()) {
      for (const accumulator of ofRateGroup.values()) {
        const sum = accumulator.sum();
        if (sum.requests > 0) yield sum;
      }
    }
  }
}

export function metersOfItem(item: Item): Sum['meters'] {
  const one = new ItemAccumulator(item);
  one.add(item);
  return one.sum().meters;
}

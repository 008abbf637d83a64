import type { Deprecation } from '../../../models/capabilities.ts';
import { ModelNames } from '../../../models/identity.ts';
import type { ModelStore, Summary } from '../../../models/store.ts';
import { providerFamily } from '../../../models/providers.ts';

/**
 * Which models live on. A map often gives the day of one key and forgets the others of the same model
 * (`grok-3-mini` and `grok-3-mini-latest`), so a model goes with any key of its own at its provider.
 */
export class Living {
  /** A model that is deprecated within so many days does not live on. */
  readonly withinDays: number;
  readonly #names: ModelNames;
  readonly #dying: ReadonlySet<string>;

  constructor(store: ModelStore, dates: ReadonlyMap<string, Deprecation>, withinDays: number) {
    this.withinDays = withinDays;
    const summaries = store.summaries();
    this.#names = new ModelNames(summaries);
    const dying = summaries.filter(({ key }) => (dates.get(key)?.daysLeft ?? Infinity) <= withinDays);
    this.#dying = new Set(dying.map((summary) => this.#modelOf(summary)));
  }

  isLiving(summary: Summary): boolean {
    return !this.#dying.has(this.#modelOf(summary));
  }

  /** One key for each model, the first. */
  distinct(summaries: readonly Summary[]): readonly Summary[] {
    const models = new Map<string, Summary>();
    for (const summary of summaries) {
      const identity = this.#identityOf(summary.key);
      if (!models.has(identity)) models.set(identity, summary);
    }
    return [...models.values()];
  }

  #modelOf({ key, provider }: Summary): string {
    return `${providerFamily(provider ?? '')} ${this.#identityOf(key)}`;
  }

  #identityOf(key: string): string {
    return this.#names.named(key.replace(/-(latest|beta)$/, ''));
  }
}

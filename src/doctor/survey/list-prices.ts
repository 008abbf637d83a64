import type { Entry } from '../../models/entry.ts';
import type { Figures } from '../figures.ts';
import { factor } from '../words.ts';
import type { Copies } from './copies.ts';
import type { Name } from './names.ts';

/** Which sellers charge what the makers of their models charge. */
export class ListPrices {
  readonly #byProvider = new Map<string | null, { same: number; all: number }>();

  constructor(
    entries: readonly Entry[],
    copies: Copies,
    nameOf: (entry: Entry) => Name,
    figuresOf: (entry: Entry) => Figures,
  ) {
    for (const entry of entries) {
      const { isListPriced, region } = nameOf(entry);
      if (!isListPriced || region !== null) continue;
      const own = figuresOf(entry).plain('input_cost_per_token')?.value ?? 0;
      const makers = copies
        .of(entry)
        .filter(({ kinship }) => kinship === 'maker')
        .flatMap(({ figures }) => figures.plain('input_cost_per_token')?.value ?? []);
      if (own <= 0 || makers.length === 0) continue;
      const counts = this.#byProvider.get(entry.provider) ?? { same: 0, all: 0 };
      counts.all += 1;
      if (makers.some((price) => price > 0 && factor(price, own) < ROUNDED)) counts.same += 1;
      this.#byProvider.set(entry.provider, counts);
    }
  }

  /** True for the entry of a seller most of whose models cost what their makers charge. */
  isKeptBy({ provider }: Entry): boolean {
    const { same, all } = this.#byProvider.get(provider) ?? { same: 0, all: 0 };
    return all >= ENOUGH && same >= all * MOST;
  }
}

/** What prices in other units of account are off by after rounding. */
export const ROUNDED = 1.03;
const ENOUGH = 4;
const MOST = 0.75;

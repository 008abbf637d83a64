import type { Entry } from '../../models/entry.ts';
import type { SizedName } from '../images.ts';
import type { Names } from '../names.ts';
import type { Adjusting, EntryPrices } from '../prices.ts';

export interface Priced extends EntryPrices {
  readonly id: number;
  readonly entry: Entry;
  readonly adjusting: Adjusting;
}

/** What one map has to say. */
export interface Part {
  readonly names: Names;
  readonly sized: readonly SizedName[];
  readonly models: readonly Priced[];
  readonly ids: Ids;
  /** Before each name, where there are several maps. */
  readonly prefix: string;
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
}

export type Ids = ReadonlyMap<string, number>;

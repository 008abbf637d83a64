import { countBy, tally, type Counted, type CountSort } from '../../../models/search/count.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { normalizedNumber } from '../../../models/prices.ts';

export interface ModesOptions extends MapOptions {
  readonly sort: CountSort;
}

export interface ModeRow extends Counted {
  /** Null for models that name no mode. */
  readonly mode: string | null;
  readonly providers: number;
  /** What the prices that stand for its models are per, and how many of them: `1M tokens`. */
  readonly units: Readonly<Record<string, number>>;
}

export interface ModesDocument extends MapDocument {
  readonly modes: readonly ModeRow[];
}

/** The modes of the map: for what kinds of work it has models. */
export async function modes(options: ModesOptions, deps: Deps): Promise<ModesDocument> {
  return await useMap(options, deps, ({ loaded }) => {
    const groups = countBy(loaded.store, ({ mode }) => mode, options.sort);
    return {
      schemaVersion: SCHEMA_VERSION,
      modes: groups.map(({ name, members, modelCount, known, free, unknown }): ModeRow => ({
        mode: name,
        modelCount,
        known,
        free,
        unknown,
        providers: new Set(members.map(({ provider }) => provider)).size,
        units: tally(
          members.flatMap(({ headline: { unit } }) =>
            unit === null ? [] : [normalizedNumber(0, unit).unit],
          ),
        ),
      })),
      warnings: loaded.warnings,
      source: loaded.source,
    };
  });
}

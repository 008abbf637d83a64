import { countBy, tally, type Counted, type CountSort } from '../../../models/search/count.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';
import { providerName } from '../../../models/providers.ts';

export interface ProvidersOptions extends MapOptions {
  readonly words: readonly string[];
  readonly sort: CountSort;
}

export interface ProviderRow extends Counted {
  /** As the map spells it; null for models that name none. */
  readonly provider: string | null;
  readonly providerName: string;
  /** How many models of each mode; `none` for those without. */
  readonly modes: Readonly<Record<string, number>>;
}

export interface ProvidersDocument extends MapDocument {
  readonly providers: readonly ProviderRow[];
}

/** The providers of the map, and how much each has. */
export async function providers(options: ProvidersOptions, deps: Deps): Promise<ProvidersDocument> {
  return await useMap(options, deps, ({ loaded }) => {
    const groups = countBy(loaded.store, ({ provider }) => provider, options.sort);
    const rows = groups.map(({ name, members, modelCount, known, free, unknown }): ProviderRow => ({
      provider: name,
      providerName: providerName(name),
      modelCount,
      known,
      free,
      unknown,
      modes: tally(members.map(({ mode }) => mode ?? 'none')),
    }));
    return {
      schemaVersion: SCHEMA_VERSION,
      providers: rows.filter((row) => isNamed(row, options.words)),
      warnings: loaded.warnings,
      source: loaded.source,
    };
  });
}

function isNamed({ provider, providerName }: ProviderRow, words: readonly string[]): boolean {
  const text = `${provider ?? ''} ${providerName}`.toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}

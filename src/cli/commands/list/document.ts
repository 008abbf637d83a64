import { candidatesOf, type Filters } from '../../../models/search/filter.ts';
import { fold } from '../../../models/search/offers.ts';
import { overridesAmong, type Override } from '../../../config/settings.ts';
import { foldedRow, rowOf, type ModelRow } from '../../../models/search/row.ts';
import { sorted, type SortContext, type SortKey } from '../../../models/search/sort.ts';
import { refuseUnknownValues } from '../../../models/search/unknown-values.ts';
import type { Benchmark } from '../../../models/scores.ts';
import { readScores } from '../../../models/scores-file.ts';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type MapDocument } from '../../document.ts';
import { ModelNames } from '../../../models/identity.ts';
import type { ModelStore } from '../../../models/store.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';

export interface ListOptions extends MapOptions {
  readonly filters: Filters;
  readonly sort: SortKey;
  readonly descending: boolean;
  /** How many to show; undefined for all. */
  readonly top?: number | undefined;
  /** One row a model, whoever sells it. */
  readonly unique: boolean;
  /** Fields of the map to show as they stand there. */
  readonly fields: readonly string[];
}

export interface ListDocument extends MapDocument {
  readonly sort: SortKey;
  readonly descending: boolean;
  /** How many models, or with `unique` offers, passed the filters. */
  readonly matches: number;
  /** How many rows there would be without `top`. */
  readonly rows: number;
  readonly models: readonly ModelRow[];
  /** What `codingPercent` is of. */
  readonly coding: Benchmark;
  /** What the answer took from the user's settings and not from the map. */
  readonly overrides: readonly Override[];
}

/** The models that pass the filters, sorted. */
export async function list(options: ListOptions, deps: Deps): Promise<ListDocument> {
  const { filters, sort, descending, top, fields } = options;
  return await useMap(options, deps, ({ loaded, settings }) => {
    const { store, source } = loaded;
    const context: SortContext = { scores: readScores(deps, settings.scores?.value), now: deps.now() };
    const found = candidatesOf(store, filters, context.now);
    refuseUnknownValues(
      store,
      filters,
      found.map(({ entry }) => entry),
    );
    const groups = options.unique ? fold(found, namesOf(store)) : undefined;
    const chosen = groups === undefined ? found : groups.map(({ cheapest }) => cheapest);
    const order = sorted(chosen, sort, descending, context);
    const offered = new Map(groups?.map((group) => [group.cheapest, group]));
    const models = order.slice(0, top).map((candidate) => {
      const group = offered.get(candidate);
      return group === undefined ? rowOf(candidate, fields, context) : foldedRow(group, fields, context);
    });
    return {
      schemaVersion: SCHEMA_VERSION,
      sort,
      descending,
      matches: found.length,
      rows: chosen.length,
      models,
      coding: context.scores.benchmark,
      overrides: overridesAmong(
        settings,
        models.map(({ model }) => model),
      ),
      warnings: loaded.warnings,
      source,
    };
  });
}

/** The identities of all models of a map. */
export function namesOf(store: ModelStore): ModelNames {
  return new ModelNames(store.all());
}

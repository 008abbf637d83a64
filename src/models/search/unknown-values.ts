import type { Entry } from '../entry.ts';
import type { ModelStore } from '../store.ts';
import { UsageError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { isInRegion } from '../regions.ts';
import { endpointsOf, isEndpoint, isFrom, NO_FILTERS, regionsOf, type Filters } from './filter.ts';

interface Kind {
  /** What no model of the map is or has. */
  readonly words: string;
  readonly wanted: (filters: Filters) => readonly string[];
  /** Every value that an entry has of this kind. */
  readonly values: (entry: Entry) => readonly string[];
  readonly holds: (value: string, wanted: string) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    words: 'is of the provider',
    wanted: ({ providers }) => providers,
    values: ({ provider }) => (provider === null ? [] : [provider]),
    holds: isFrom,
  },
  {
    words: 'has the mode',
    wanted: ({ modes }) => modes,
    values: ({ mode }) => [mode ?? 'none'],
    holds: (value, wanted) => value === wanted,
  },
  {
    words: 'has the capability',
    wanted: ({ supports }) => supports.map((name) => name.replace(/^supports_/, '')),
    values: ({ fields }) => Object.keys(fields).flatMap((name) => /^supports_(.*)/.exec(name)?.[1] ?? []),
    holds: (value, wanted) => value === wanted,
  },
  {
    words: 'lists the endpoint',
    wanted: ({ endpoints }) => endpoints,
    values: endpointsOf,
    holds: isEndpoint,
  },
  {
    words: 'names the region',
    wanted: ({ regions }) => regions,
    values: regionsOf,
    holds: isInRegion,
  },
];

/**
 * Refuses a provider, mode, capability, endpoint or region that no model of the map has: a typing error,
 * which a script must not take for "nothing matches".
 * @param found entries that passed the filters, which are looked at before the whole map.
 * @throws UsageError with the nearest values that there are.
 */
export function refuseUnknownValues(
  store: ModelStore,
  filters: Partial<Filters>,
  found: Iterable<Entry> = [],
): void {
  const all = { ...NO_FILTERS, ...filters };
  const passed = [...found];
  for (const kind of KINDS) {
    const open = kind.wanted(all).filter((name) => !passed.some((entry) => has(entry, kind, name)));
    if (open.length === 0) continue;
    const values = [...new Set([...store.all()].flatMap(kind.values))];
    const unknown = open.find((name) => !values.some((value) => kind.holds(value, name)));
    if (unknown !== undefined) throw refused(kind, unknown, values);
  }
}

function has(entry: Entry, { values, holds }: Kind, name: string): boolean {
  return values(entry).some((value) => holds(value, name));
}

function refused({ words }: Kind, name: string, values: readonly string[]): UsageError {
  const near = nearest(name, values, (value) => value, 2);
  const known =
    values.length > 20
      ? 'llmcost providers and llmcost modes list what there is.'
      : `There are ${[...values].sort().join(', ')}.`;
  return new UsageError(
    `No model of the map ${words} "${name}".`,
    near.length === 0 ? known : `Did you mean ${near.join(' or ')}?`,
  );
}

import type { Entry } from '../entry.ts';
import type { ModelStore } from '../store.ts';
import type { Notice } from '../../core/notice.ts';
import { nearest } from '../../core/nearest.ts';
import { isInRegion } from '../regions.ts';
import { endpointsOf, isEndpoint, isFrom, regionsOf, type Filters } from './filter.ts';

interface Kind {
  readonly code: string;
  /** What a model is said not to have: `of the provider`. */
  readonly words: string;
  readonly wanted: (filters: Filters) => readonly string[];
  /** Every value that an entry has of this kind. */
  readonly values: (entry: Entry) => readonly string[];
  readonly holds: (value: string, wanted: string) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    code: 'UNKNOWN_PROVIDER',
    words: 'is of the provider',
    wanted: ({ providers }) => providers,
    values: ({ provider }) => (provider === null ? [] : [provider]),
    holds: isFrom,
  },
  {
    code: 'UNKNOWN_MODE',
    words: 'has the mode',
    wanted: ({ modes }) => modes,
    values: ({ mode }) => [mode ?? 'none'],
    holds: (value, wanted) => value === wanted,
  },
  {
    code: 'UNKNOWN_CAPABILITY',
    words: 'has the capability',
    wanted: ({ supports }) => supports.map((name) => name.replace(/^supports_/, '')),
    values: ({ fields }) => Object.keys(fields).flatMap((name) => /^supports_(.*)/.exec(name)?.[1] ?? []),
    holds: (value, wanted) => value === wanted,
  },
  {
    code: 'UNKNOWN_ENDPOINT',
    words: 'lists the endpoint',
    wanted: ({ endpoints }) => endpoints,
    values: endpointsOf,
    holds: isEndpoint,
  },
  {
    code: 'UNKNOWN_REGION',
    words: 'names the region',
    wanted: ({ regions }) => regions,
    values: regionsOf,
    holds: isInRegion,
  },
];

/**
 * Why nothing may have passed: filters with a value that no model of the map has, which is mostly a
 * typing error. One notice each, with the nearest value that there is.
 */
export function unknownValues(store: ModelStore, filters: Filters): readonly Notice[] {
  const asked = KINDS.filter((kind) => kind.wanted(filters).length > 0);
  if (asked.length === 0) return [];
  const entries = [...store.all()];
  return asked.flatMap((kind) => {
    const values = [...new Set(entries.flatMap((entry) => kind.values(entry)))];
    const unknown = kind.wanted(filters).filter((name) => !values.some((value) => kind.holds(value, name)));
    return unknown.map((name) => noticeOf(kind, name, values));
  });
}

function noticeOf({ code, words }: Kind, name: string, values: readonly string[]): Notice {
  const near = nearest(name, values, (value) => value, 2);
  const hint = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  return { code, message: `No model of the map ${words} "${name}"${hint === '' ? '.' : hint}` };
}

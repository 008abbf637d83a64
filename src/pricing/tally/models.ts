import type { Match, MatchedBy } from '../../models/catalog.ts';
import { meanings, suggest } from '../../models/catalog.ts';
import { AmbiguousModelError, ModelNotFoundError } from '../../core/errors.ts';
import type { Entry } from '../../models/entry.ts';
import { toEntry } from '../../models/entry.ts';
import type { ModelStore } from '../../models/store.ts';
import { isProvider } from '../../models/providers.ts';
import type { Assumption } from '../../core/notice.ts';

/** Why a line's model has no entry to price it by. */
export type ModelProblem = 'no model named' | 'not in the map' | 'ambiguous';

/** What a name in a log stands for. */
export interface Model {
  /** As the log has it; null where it names none. */
  readonly name: string | null;
  /** The provider that the log names beside it. */
  readonly provider: string | null;
  /** Null where the map does not know it. */
  readonly key: string | null;
  readonly by: MatchedBy | null;
  readonly problem: ModelProblem | null;
  /** One without any price where the map does not know the model. */
  readonly entry: Entry;
  /** Keys that an ambiguous name may mean. */
  readonly candidates: readonly string[];
  readonly assumptions: readonly Assumption[];
}

export interface NameOptions {
  /** The look-up of the map with the user's settings. */
  readonly find: (name: string) => Match;
  readonly store: ModelStore;
  /** `--alias`: names of the log's own. They come before all else. */
  readonly aliases: ReadonlyMap<string, string>;
  /** `--model`: for lines that name none. */
  readonly unnamed?: string | undefined;
  /** False for a name that `find` cannot find: a quick answer, without the nearest names. */
  readonly mayFind?: (name: string) => boolean;
}

/**
 * Tells names that a look-up may find from those that it cannot: a log may hold any number of names
 * that the map has never heard of, and looking for the nearest of each takes a moment.
 * @param own the user's own names for keys.
 */
export function nameFilter(
  store: ModelStore,
  own: Readonly<Record<string, string>> = {},
): (name: string) => boolean {
  let forms: Set<string> | undefined;
  const formsOf = (): Set<string> => {
    const all = store.summaries().flatMap(({ key, aliases }) => [key, behindProvider(key), ...aliases]);
    return new Set(all.map((name) => name.toLowerCase()));
  };
  return (name) => {
    const wanted = name.trim();
    if (Object.hasOwn(own, wanted)) return true;
    forms ??= formsOf();
    const lower = wanted.toLowerCase();
    return forms.has(lower) || forms.has(behindProvider(lower));
  };
}

/** What stands behind the first separator; the whole name where there is none. */
function behindProvider(name: string): string {
  return name.slice(name.search(/[/:]/) + 1);
}

/**
 * Looks up the model that a line names. A provider that the line names beside it decides between the
 * offers of one model (`gpt-4o` at azure is `azure/gpt-4o`), by the exact rules of the catalog alone.
 */
export function findModel(
  name: string | undefined,
  provider: string | undefined,
  options: NameOptions,
): Model {
  const wanted = name ?? options.unnamed;
  if (wanted === undefined) return missing(null, provider, 'no model named');
  const alias = options.aliases.get(wanted.trim());
  const shown = name ?? null;
  try {
    if (alias !== undefined) return found(shown, provider, { ...options.find(alias), by: 'user-alias' });
    const offer =
      provider === undefined || name === undefined ? undefined : offerOf(provider, wanted, options);
    if (offer !== undefined) return found(shown, provider, offer);
    if (options.mayFind?.(wanted) === false) return missing(shown, provider, 'not in the map');
    const match = options.find(wanted);
    return { ...found(shown, provider, match), assumptions: elsewhere(provider, wanted, match, options) };
  } catch (error) {
    if (error instanceof AmbiguousModelError) {
      return { ...missing(shown, provider, 'ambiguous'), candidates: error.candidates.map(({ key }) => key) };
    }
    if (error instanceof ModelNotFoundError) return missing(shown, provider, 'not in the map');
    throw error;
  }
}

/** The model as that provider sells it; undefined where the map does not list it there. */
function offerOf(provider: string, name: string, options: NameOptions): Match | undefined {
  const { find, store, mayFind } = options;
  const offer = `${provider}/${name}`;
  if (mayFind?.(offer) === false || meanings(store, offer) === undefined) return undefined;
  try {
    const match = find(offer);
    return isProvider(match.entry.provider, provider) ? match : undefined;
  } catch (error) {
    if (error instanceof ModelNotFoundError || error instanceof AmbiguousModelError) return undefined;
    throw error;
  }
}

/** What is supposed where a provider of the map sold the request and only another's price is listed. */
function elsewhere(
  provider: string | undefined,
  name: string,
  { entry }: Match,
  { store }: NameOptions,
): readonly Assumption[] {
  if (provider === undefined || isProvider(entry.provider, provider)) return [];
  // A name with its provider in it says whose price is meant.
  if (/[/:]/.test(name) || !store.summaries().some((summary) => isProvider(summary.provider, provider)))
    return [];
  const message = `No price of ${provider} for ${name} is listed; that of ${entry.key} is used.`;
  return [{ code: 'OTHER_PROVIDER', message }];
}

function found(name: string | null, provider: string | undefined, { entry, by }: Match): Model {
  const { key } = entry;
  return { name, provider: provider ?? null, key, by, problem: null, entry, candidates: [], assumptions: [] };
}

function missing(name: string | null, provider: string | undefined, problem: ModelProblem): Model {
  const entry = toEntry(name ?? '', {}) ?? { key: '', provider: null, mode: null, fields: {} };
  return {
    name,
    provider: provider ?? null,
    key: null,
    by: null,
    problem,
    entry,
    candidates: [],
    assumptions: [],
  };
}

/** The keys nearest to a name that the map does not have. */
export function nearestKeys(store: ModelStore, { name, candidates }: Model): readonly string[] {
  if (candidates.length > 0) return candidates;
  return name === null ? [] : suggest(store.summaries(), name, 3).map(({ key }) => key);
}

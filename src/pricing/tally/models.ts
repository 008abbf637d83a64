import { RESELLER_PRICE, type Match, type MatchedBy } from '../../models/catalog.ts';
import { AmbiguousModelError, ModelNotFoundError, UnusableEntryError } from '../../core/errors.ts';
import type { Assumption } from '../../core/notice.ts';
import { identityAssumptions } from '../entry-notes.ts';
import type { Entry } from '../../models/entry.ts';
import { toEntry } from '../../models/entry.ts';
import { isOpaqueArn, longNames } from '../../models/long-names.ts';
import { withDots } from '../../models/name-forms.ts';
import { isGateway, isProvider } from '../../models/providers.ts';
import type { ModelStore } from '../../models/store.ts';
import { suggest } from '../../models/suggest.ts';

/** Why a line's model has no entry to price it by. */
export type ModelProblem = 'no model named' | 'not in the map' | 'ambiguous' | 'entry unusable';

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
  /** The problem in a sentence, where there is more to say than its name. */
  readonly reason: string | null;
  /** One without any price where the map does not know the model. */
  readonly entry: Entry;
  /** Keys that an ambiguous name may mean. */
  readonly candidates: readonly string[];
  readonly assumptions: readonly Assumption[];
}

export interface NameOptions {
  /**
   * The look-up of the map with the user's settings; undefined for a name that it does not know.
   * @throws AmbiguousModelError, UnusableEntryError.
   */
  readonly find: (name: string) => Match | undefined;
  readonly store: ModelStore;
  /** `--alias`: names of the log's own. They come before all else. */
  readonly aliases: ReadonlyMap<string, string>;
  /** `--model`: for lines that name none. */
  readonly unnamed?: string | undefined;
  /** False for a name that `find` cannot know: a quick answer. */
  readonly mayFind?: (name: string) => boolean;
}

/**
 * Tells names that a look-up may know from those that it cannot. A log may hold any number of names that
 * the map does not have, and a look-up goes through all of its keys.
 * @param own the user's own names for keys.
 */
export function nameFilter(
  store: ModelStore,
  own: Readonly<Record<string, string>> = {},
): (name: string) => boolean {
  let forms: Set<string> | undefined;
  const formsOf = (): Set<string> => {
    const keys = [...store.summaries(), ...store.setAside()].map(({ key }) => key);
    const aliases = store.summaries().flatMap((summary) => summary.aliases);
    return new Set([...keys, ...keys.map(behindProvider), ...aliases].map(withDots));
  };
  const isKnown = (name: string): boolean => {
    const names = [name, behindProvider(name)];
    // Most names are keys: only for others are the forms of all keys made, which takes as long as a start.
    if (forms === undefined && names.some((each) => store.get(each) !== undefined)) return true;
    const known = (forms ??= formsOf());
    return names.some((each) => known.has(withDots(each)));
  };
  return (name) => {
    const wanted = name.trim();
    if (Object.hasOwn(own, wanted) || isKnown(wanted)) return true;
    return longNames(wanted).some((long) => isKnown(long.name)) || isOpaqueArn(wanted);
  };
}

/** What stands behind the first separator; the whole name where there is none. */
function behindProvider(name: string): string {
  return name.slice(name.search(/[/:]/) + 1);
}

/**
 * Looks up the model that a line names. A provider that the line names beside it decides between the
 * offers of one model (`gpt-4o` at azure is `azure/gpt-4o`).
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
    if (alias !== undefined) {
      const match = options.find(alias);
      if (match !== undefined) return found(shown, provider, { ...match, by: 'user-alias' });
    }
    const offer =
      provider === undefined || name === undefined ? undefined : offerOf(provider, wanted, options);
    if (offer !== undefined) return found(shown, provider, offer);
    const match = options.mayFind?.(wanted) === false ? undefined : options.find(wanted);
    if (match === undefined) return missing(shown, provider, 'not in the map');
    return fromElsewhere(found(shown, provider, match), wanted, options);
  } catch (error) {
    if (error instanceof AmbiguousModelError) {
      return { ...missing(shown, provider, 'ambiguous'), candidates: error.candidates.map(({ key }) => key) };
    }
    if (error instanceof UnusableEntryError) {
      return { ...missing(shown, provider, 'entry unusable'), reason: error.message };
    }
    if (!(error instanceof ModelNotFoundError)) throw error;
    return { ...missing(shown, provider, 'not in the map'), reason: error.message };
  }
}

/** The model as the provider of the line sells it, and nobody else. */
export function findOffer(
  name: string | undefined,
  provider: string | undefined,
  options: NameOptions,
): Model {
  const model = findModel(name, provider, options);
  return model.assumptions.some(({ code }) => code === OTHER_PROVIDER) ? unlisted(model) : model;
}

/** The model as that provider sells it; undefined where the map does not list it there. */
function offerOf(provider: string, name: string, { find, mayFind }: NameOptions): Match | undefined {
  const offer = `${provider}/${name.trim()}`;
  if (mayFind?.(offer) === false) return undefined;
  try {
    const match = find(offer);
    return match !== undefined && isProvider(match.entry.provider, provider) ? match : undefined;
  } catch (error) {
    if (error instanceof ModelNotFoundError || error instanceof AmbiguousModelError) return undefined;
    throw error;
  }
}

const OTHER_PROVIDER = 'OTHER_PROVIDER';

/** A model that the map lists, but not at the provider that the line names. */
function fromElsewhere(model: Model, name: string, { store }: NameOptions): Model {
  const { provider, entry } = model;
  if (provider === null || isProvider(entry.provider, provider)) return model;
  // A name with a provider in it says whose price is meant; to a gateway it says who makes the model.
  if (/[/:]/.test(name) && !isGateway(provider)) return model;
  if (!store.summaries().some((summary) => isProvider(summary.provider, provider))) return model;
  const others = model.assumptions.filter(({ code }) => code !== RESELLER_PRICE);
  // A gateway passes the maker's price on; what another seller charges says nothing about it.
  if (isGateway(provider) && others.length < model.assumptions.length) return unlisted(model);
  const message = `No price of ${provider} for ${name} is listed; that of ${entry.key} is used.`;
  return { ...model, assumptions: [...others, { code: OTHER_PROVIDER, message }] };
}

function unlisted({ name, provider }: Model): Model {
  const reason = `No price of ${provider} for ${name} is listed.`;
  return { ...missing(name, provider ?? undefined, 'not in the map'), reason };
}

function found(name: string | null, provider: string | undefined, { entry, by, assumptions }: Match): Model {
  return {
    name,
    provider: provider ?? null,
    key: entry.key,
    by,
    problem: null,
    reason: null,
    entry,
    candidates: [],
    assumptions: [...assumptions, ...identityAssumptions(entry)],
  };
}

function missing(name: string | null, provider: string | undefined, problem: ModelProblem): Model {
  const entry = toEntry(name ?? '', {}) ?? { key: '', provider: null, mode: null, fields: {} };
  return {
    name,
    provider: provider ?? null,
    key: null,
    by: null,
    problem,
    reason: null,
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

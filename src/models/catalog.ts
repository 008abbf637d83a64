/** Finds the entry that a name means. Nothing looser than what is written here ever prices anything. */
import { own } from '../core/collections.ts';
import { AmbiguousModelError, ModelNotFoundError, UnusableEntryError } from '../core/errors.ts';
import { lastPart } from '../core/nearest.ts';
import type { Assumption } from '../core/notice.ts';
import { choose, makersOf, type Candidate, type Choice } from './choice.ts';
import type { Entry } from './entry.ts';
import { bareName } from './identity.ts';
import { isOpaqueArn, longNames, type LongName } from './long-names.ts';
import {
  matchesBare,
  matchesPrefixed,
  sameName,
  sameVersion,
  splitProvider,
  withoutRelease,
} from './name-forms.ts';
import { telling } from './price-differences.ts';
import { isKnownProvider, isProvider, providerName } from './providers.ts';
import type { ModelStore, Summary } from './store.ts';
import { candidateOf, suggest } from './suggest.ts';
import { makersProviders } from './vendors.ts';

/** How a name led to an entry. */
export type MatchedBy =
  | 'user-alias'
  | 'key'
  | 'case'
  | 'alias'
  | 'provider'
  | 'long-form'
  | 'variant'
  | 'spelling';

export interface Match {
  readonly entry: Entry;
  readonly by: MatchedBy;
  /** What is assumed in taking this entry; empty where the name says it. */
  readonly assumptions: readonly Assumption[];
}

/** What a user's settings add to a look-up. */
export interface LookUpOptions {
  /** The user's own names for models. They come before every key of the map. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Providers in order of preference, for a bare name that several of them sell. */
  readonly prefer?: readonly string[];
}

/**
 * Finds the model of that name, by the first of these ways that leads to one: the user's own alias; the
 * exact key; the key in another case; an entry's `aliases`; `provider/model` or `provider:model` for a
 * bare key of that provider, and the other way round; a longer name that the provider documents; the
 * same name with dots for dashes in its version, as an assumption.
 *
 * Of several entries the user's preferred provider comes first, then the model's maker, then those with
 * a price.
 *
 * @throws ModelNotFoundError with the nearest keys as suggestions.
 * @throws AmbiguousModelError where several entries with different prices are left.
 * @throws UnusableEntryError where the name means a key whose value is no model.
 */
export function lookUp(store: ModelStore, name: string, options: LookUpOptions = {}): Match {
  const match = tryLookUp(store, name, options);
  if (match !== undefined) return match;
  const wanted = name.trim();
  const target = aliasOf(wanted, options);
  throw notFound(store, target ?? wanted, target === undefined ? undefined : wanted);
}

/**
 * The same; undefined where there is no such model. For names by the thousand: looking for the nearest
 * keys takes longer than everything else.
 * @throws AmbiguousModelError, UnusableEntryError.
 */
export function tryLookUp(store: ModelStore, name: string, options: LookUpOptions = {}): Match | undefined {
  const wanted = name.trim();
  const target = aliasOf(wanted, options);
  if (target !== undefined) {
    const { prefer } = options;
    const match = tryLookUp(store, target, prefer === undefined ? {} : { prefer });
    return match && { ...match, by: 'user-alias' };
  }
  const exact = store.get(wanted);
  if (exact !== undefined) return { entry: exact, by: 'key', assumptions: [] };
  return new LookUp(store, options).find(wanted);
}

function aliasOf(name: string, { aliases = {} }: LookUpOptions): string | undefined {
  const target = own(aliases, name)?.trim();
  return target === name ? undefined : target;
}

/**
 * Every model that a name may mean, by the first step of the look-up that knows it; nothing is settled
 * between them. For questions about a name that are not about its price.
 */
export function meanings(
  store: ModelStore,
  name: string,
): { readonly by: MatchedBy; readonly models: readonly Summary[] } | undefined {
  const summaries = store.summaries();
  const exact = summaries.filter(({ key }) => key === name);
  if (exact.length > 0) return { by: 'key', models: exact };
  for (const { by, matches } of STEPS) {
    const models = summaries.filter((summary) => matches(summary, name, sameName));
    if (models.length > 0) return { by, models };
  }
  return undefined;
}

interface Step {
  readonly by: MatchedBy;
  readonly matches: (summary: Summary, name: string, same: typeof sameName) => boolean;
}

const BARE: Step = { by: 'provider', matches: matchesBare };
const STEPS: readonly Step[] = [
  { by: 'case', matches: ({ key }, name, same) => same(key, name) },
  { by: 'alias', matches: ({ aliases }, name, same) => aliases.some((alias) => same(alias, name)) },
  { by: 'provider', matches: matchesPrefixed },
  BARE,
];

/** A look-up behind the exact key: it needs the summaries of all entries. */
class LookUp {
  readonly #store: ModelStore;
  readonly #prefer: readonly string[];
  readonly #candidates: readonly Candidate[];

  constructor(store: ModelStore, { prefer = [] }: LookUpOptions) {
    this.#store = store;
    this.#prefer = prefer;
    this.#candidates = candidatesIn(store);
  }

  find(wanted: string): Match | undefined {
    const match = this.#exactly(wanted);
    if (match !== undefined) return match;
    const longer = longNames(wanted);
    for (const long of longer) {
      const found = this.#exactly(long.name);
      if (found !== undefined) return throughLongName(found, long, wanted);
    }
    if (isOpaqueArn(wanted)) throw opaqueArn(wanted);
    for (const long of [undefined, ...longer]) {
      const found = this.#bySpelling(long?.name ?? wanted);
      if (found !== undefined) return long === undefined ? found : throughLongName(found, long, wanted);
    }
    return undefined;
  }

  #exactly(name: string): Match | undefined {
    const exact = this.#store.get(name);
    if (exact !== undefined) return { entry: exact, by: 'key', assumptions: [] };
    for (const step of STEPS) {
      const matches = this.#candidates.filter((each) => step.matches(each, name, sameName));
      const choice = choose(this.#store, matches, this.#prefer);
      if (choice === undefined) continue;
      return step === BARE && choice.rank === 'other'
        ? this.#fromReseller(name, choice, matches)
        : settled(name, choice, step.by);
    }
    return undefined;
  }

  /** A name without a provider that the maker has no entry for. */
  #fromReseller(name: string, choice: Choice, matches: readonly Candidate[]): Match {
    const makers = makersOf(matches);
    const isMakers = ({ provider }: Summary) => makers.some((maker) => isProvider(provider, maker));
    const own = this.#bySpelling(name, isMakers);
    if (own !== undefined) return own;
    // One of several sellers is none, whatever paths they put the name behind.
    const sellers = choose(this.#store, [...matches, ...this.#nested(name, matches)], this.#prefer) ?? choice;
    const releases = this.#candidates.filter((each) => isRelease(each.key, name) && isMakers(each));
    const match = settled(name, sellers.kind === 'one' ? choice : sellers, 'provider', releases);
    if (namesSeller(name, match.entry)) return match;
    const maker = this.#candidates.find((each) => each.unit !== null && isMakers(each));
    return maker === undefined
      ? match
      : { ...match, assumptions: [resellers(name, maker.provider, match.entry)] };
  }

  /** Other providers' keys that end in a bare name: `openrouter/mistralai/mistral-large`. */
  #nested(name: string, matches: readonly Candidate[]): readonly Candidate[] {
    if (name.includes('/')) return [];
    const known = new Set(matches.map(({ provider }) => provider));
    return this.#candidates.filter(
      ({ key, provider }) => !known.has(provider) && sameName(lastPart(key), name),
    );
  }

  /** The same name with dots for dashes in its version, where that leads to one model. */
  #bySpelling(name: string, isWanted: (each: Candidate) => boolean = () => true): Match | undefined {
    if (!/\d/.test(name)) return undefined;
    for (const step of STEPS) {
      const found = this.#candidates.filter(
        (each) => step.matches(each, name, sameVersion) && isWanted(each),
      );
      const choice = choose(this.#store, found, this.#prefer);
      if (choice === undefined) continue;
      const isStranger = step === BARE && choice.rank === 'other' && makersOf(found).length > 0;
      if (choice.kind === 'several' || isStranger) return undefined;
      const match = settled(name, choice, 'spelling');
      return { ...match, assumptions: [spelledAs(name, match.entry)] };
    }
    return undefined;
  }
}

/** True for a key that is a release of the name: `claude-3-haiku-20240307`, `mistral/mistral-large-latest`. */
function isRelease(key: string, name: string): boolean {
  const model = lastPart(key);
  return model.length > name.length && sameName(withoutRelease(model), name);
}

/** True for a name that only its seller gives: `accounts/fireworks/models/…`, `moonshotai.kimi-k2`. */
function namesSeller(name: string, { provider }: Entry): boolean {
  const isBedrockId = isProvider(provider, 'bedrock') && /^[\w-]+\.[a-z]/.test(name);
  return isBedrockId || name.split('/').some((part) => isProvider(provider, part));
}

/** All entries, and the keys that have none. */
function candidatesIn(store: ModelStore): readonly Candidate[] {
  const failed = store.setAside().map(({ key, reason }) => ({
    key,
    provider: providerIn(key),
    mode: null,
    input: null,
    output: null,
    unit: null,
    aliases: [],
    failed: reason,
  }));
  return failed.length === 0 ? store.summaries() : [...store.summaries(), ...failed];
}

/** The provider that a key names, else the maker of the model. */
function providerIn(key: string): string | null {
  const [prefix] = splitProvider(key);
  if (prefix !== undefined && isKnownProvider(prefix)) return prefix;
  return makersProviders(bareName(key))[0] ?? null;
}

/**
 * @param releases the maker's own entries for releases of that name, for an error.
 * @throws AmbiguousModelError, UnusableEntryError.
 */
function settled(name: string, choice: Choice, by: MatchedBy, releases: readonly Summary[] = []): Match {
  switch (choice.kind) {
    case 'one':
      return { entry: choice.entry, by, assumptions: [] };
    case 'several':
      throw ambiguous(name, choice.entries, releases);
    case 'failed':
      throw new UnusableEntryError(
        `The map's entry "${choice.key}" ${choice.reason}; nobody else's price stands in for it.`,
        'Name another entry by its whole key. `llmcost validate` lists what is wrong with the map.',
      );
    default:
      return choice satisfies never;
  }
}

/** The entry's candidates say what differs, so that no two of them read the same. */
function ambiguous(
  name: string,
  entries: readonly Entry[],
  releases: readonly Summary[],
): AmbiguousModelError {
  const words = telling(entries);
  const keys = releases.map(({ key }) => key).join(', ');
  const makers = keys === '' ? '' : ` ${providerName(releases[0]?.provider ?? null)} itself sells ${keys}.`;
  return new AmbiguousModelError(
    `"${name}" is ${entries.length} models with different prices.`,
    `Name one of them by its whole key.${makers}`,
    entries.map(({ key, provider }, index) => ({
      key,
      provider: provider ?? 'unknown',
      price: words[index] ?? '',
    })),
  );
}

function throughLongName(found: Match, long: LongName, wanted: string): Match {
  const { isFree = false, assumption, by } = long;
  const entry = isFree ? freeVariant(found.entry) : found.entry;
  const assumed =
    assumption === undefined
      ? []
      : [{ code: 'NAME_VARIANT', message: `"${wanted}" is priced by ${found.entry.key}: ${assumption}.` }];
  return { entry, by, assumptions: [...assumed, ...found.assumptions] };
}

/** The free variant of a model: its text costs nothing, and nothing else is known. */
function freeVariant(entry: Entry): Entry {
  const { litellm_provider, mode } = entry.fields;
  const fields = { litellm_provider, mode, input_cost_per_token: 0, output_cost_per_token: 0 };
  return { ...entry, fields };
}

function spelledAs(name: string, { key }: Entry): Assumption {
  return {
    code: 'NAME_SPELLING',
    message: `No model is called "${name}"; it is taken for ${key}, with dots and dashes alike in its version.`,
  };
}

/** The code of the assumption that another seller's price stands for the maker's. */
export const RESELLER_PRICE = 'RESELLER_PRICE';

function resellers(name: string, maker: string | null, { key }: Entry): Assumption {
  return {
    code: RESELLER_PRICE,
    message: `${providerName(maker)}, which makes the model, has no entry called "${name}"; that of ${key} is used.`,
  };
}

function opaqueArn(name: string): ModelNotFoundError {
  return new ModelNotFoundError(
    `"${name}" is a resource of your own and does not say which model it runs.`,
    'Give it a name of the map: "aliases" in the settings, or --alias for a log.',
    [],
  );
}

function notFound(store: ModelStore, name: string, alias: string | undefined): ModelNotFoundError {
  const suggestions = suggest(store.summaries(), name, 5);
  const hint =
    suggestions.length === 0
      ? 'See the names with: llmcost list'
      : `Did you mean ${suggestions.map(({ key }) => key).join(', ')}?`;
  const of = alias === undefined ? '' : `, for which "${alias}" is an alias in your settings`;
  return new ModelNotFoundError(
    `No model is called "${name}" among ${store.size} models${of}.`,
    hint,
    suggestions.map(candidateOf),
  );
}

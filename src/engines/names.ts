/** Which names of a log mean which entry: what the look-up answers for each of them, so that SQL only joins. */
import { tryLookUp, type LookUpOptions } from '../models/catalog.ts';
import { withDots } from '../models/name-forms.ts';
import {
  isGateway,
  isProvider,
  providerFamily,
  providersNamed,
  providerSpellings,
} from '../models/providers.ts';
import type { ModelStore, Summary } from '../models/store.ts';
import { findModel, type Model, type ModelProblem } from '../pricing/tally/models.ts';
import { nearStores } from './near-store.ts';

/** What a name means. */
export interface Meaning {
  /** Null where it means no entry. */
  readonly key: string | null;
  readonly problem: ModelProblem | null;
  /** Codes of what is supposed in taking that entry, in their order, each once. */
  readonly assumed: readonly string[];
}

/** A row of `llmcost_name`. */
export interface NameRow {
  /** In lower case; behind `=` where it means something else in other letters. */
  readonly name: string;
  /** Where the usage names no provider, or one that the map does not have. */
  readonly alone: Meaning;
  /** Where it names a provider of the map of which there is no offer. */
  readonly elsewhere: Meaning;
}

/** A row of `llmcost_offer`: the name, as in `llmcost_name`, beside a provider that sells it. */
export interface OfferRow {
  readonly name: string;
  readonly provider: string;
  readonly meaning: Meaning;
}

/** How people and SDKs write a provider that the map has. */
export interface ProviderRow {
  readonly name: string;
  readonly provider: string;
}

export interface Names {
  readonly names: readonly NameRow[];
  /** Names that are looked up in the letters in which they are written: `=` stands before their rows. */
  readonly exact: readonly string[];
  readonly offers: readonly OfferRow[];
  readonly providers: readonly ProviderRow[];
}

export interface NameSource {
  readonly store: ModelStore;
  readonly lookUp: LookUpOptions;
  /** Names that the usage holds, where the user has listed them: nothing else is looked up then. */
  readonly only?: readonly string[] | undefined;
}

export function namesOf(source: NameSource): Names {
  const { store } = source;
  const look = lookUpsIn(source);
  const { rows, standingFor } = providersIn(store);
  const known = [...new Set(rows.map(({ provider }) => provider))];
  const gateways = known.filter(isGateway);
  const sold = source.only === undefined ? soldBy(store) : undefined;
  const names: NameRow[] = [];
  const offers: OfferRow[] = [];
  const twins = twinsIn(store);
  for (const { name, asked } of askedNames(namesIn(source), twins)) {
    const alone = look(asked);
    const seller = alone.key === null ? null : (store.get(alone.key)?.provider ?? null);
    const families = [
      ...(sold?.get(lower(asked)) ?? []),
      ...(seller === null ? [] : [providerFamily(seller)]),
    ];
    const own = new Set([...gateways, ...families.flatMap(standingFor)]);
    const stranger = known.find((each) => !own.has(each));
    const elsewhere = stranger === undefined ? alone : look(asked, stranger);
    names.push({ name, alone, elsewhere });
    for (const provider of sold === undefined ? known : own) {
      const meaning = look(asked, provider);
      if (!same(meaning, elsewhere)) offers.push({ name, provider, meaning });
    }
  }
  return { names, exact: [...twins], offers, providers: rows };
}

/** Keys that differ in nothing but the case of their letters. */
function twinsIn(store: ModelStore): ReadonlySet<string> {
  const keys = new Map<string, string[]>();
  for (const { key } of [...store.summaries(), ...store.setAside()]) {
    keys.set(key.toLowerCase(), [...(keys.get(key.toLowerCase()) ?? []), key]);
  }
  return new Set([...keys.values()].filter((each) => each.length > 1).flat());
}

/** What is looked up for the row of a name: of twins each by itself, and the name in letters that none of them has. */
function askedNames(
  names: readonly string[],
  twins: ReadonlySet<string>,
): readonly { readonly name: string; readonly asked: string }[] {
  const lowered = new Set([...twins].map((key) => key.toLowerCase()));
  const all = [...new Set(names.map(lower))].map((name) => {
    return { name, asked: lowered.has(name) ? name.toUpperCase() : name };
  });
  return [...all, ...[...twins].map((key) => ({ name: `=${key}`, asked: key }))];
}

function lookUpsIn({ store, lookUp }: NameSource): (name: string, provider?: string) => Meaning {
  const { near, ofProvider } = nearStores(store, lookUp.aliases);
  const found = new Map<string, ReturnType<typeof tryLookUp> | Error>();
  // A name is asked for again beside each provider; most answers are the same.
  const find = (wanted: string) => {
    if (!found.has(wanted))
      found.set(
        wanted,
        resultOf(() => tryLookUp(near(wanted), wanted, lookUp)),
      );
    const result = found.get(wanted);
    if (result instanceof Error) throw result;
    return result;
  };
  const mayBeSoldBy = sellersIn(near);
  return (name, provider) => {
    // Nothing that a provider does not sell is an offer of its own, and most names are sold by few.
    const mayFind = (wanted: string) => wanted === name || mayBeSoldBy(wanted, provider);
    return meaningOf(
      findModel(name, provider, { find, mayFind, store: ofProvider(provider), aliases: new Map() }),
    );
  };
}

/** Whether any of the entries that a name can mean is of that provider. */
function sellersIn(near: (name: string) => ModelStore) {
  const sellers = new Map<ModelStore, readonly string[]>();
  const named = new Map<string, (provider: string) => boolean>();
  return (name: string, provider = ''): boolean => {
    const part = near(name);
    const known = sellers.get(part) ?? [
      ...new Set(part.summaries().flatMap((summary) => summary.provider ?? [])),
    ];
    sellers.set(part, known);
    const isNamed = named.get(provider) ?? providersNamed(provider);
    named.set(provider, isNamed);
    return known.some(isNamed);
  };
}

function resultOf<T>(act: () => T): T | Error {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

function meaningOf({ key, problem, assumptions }: Model): Meaning {
  return { key, problem, assumed: [...new Set(assumptions.map(({ code }) => code))] };
}

function same(a: Meaning, b: Meaning): boolean {
  return a.key === b.key && a.problem === b.problem && a.assumed.join() === b.assumed.join();
}

/** Names worth a row: those that the user listed, or every form of every key in the spellings people use. */
function namesIn({ store, lookUp, only }: NameSource): readonly string[] {
  const own = Object.keys(lookUp.aliases ?? {});
  if (only !== undefined) return distinct(only.map(lower));
  const forms = [...formsOf(store).keys()];
  const spelled = forms.flatMap((form) => spellingsOf(form));
  return distinct([...spelled, ...own.map(lower)]);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== '');
}

function lower(name: string): string {
  return name.trim().toLowerCase();
}

/** With dots in its version, and with dashes. */
function spellingsOf(name: string): readonly string[] {
  const dots = withDots(name);
  return [name, dots, dots.replace(/(\d)\.(?=\d)/g, '$1-')];
}

/** The forms of every key, in lower case: alone, and behind its provider. */
function formsOf(store: ModelStore): ReadonlyMap<string, ReadonlySet<string>> {
  const forms = new Map<string, Set<string>>();
  const add = (form: string, provider: string | null) => {
    const providers = forms.get(form) ?? new Set();
    if (provider !== null) providers.add(provider);
    forms.set(form, providers);
  };
  const prefixesOf = prefixesIn(store);
  for (const summary of store.summaries()) {
    for (const form of formsOfKey(summary, prefixesOf)) add(form, summary.provider);
  }
  for (const { key } of store.setAside()) add(lower(key), null);
  return forms;
}

/** How keys of the map write a provider before a slash: `bedrock` for those of `bedrock_converse` too. */
function prefixesIn(store: ModelStore): (provider: string) => readonly string[] {
  const all = new Set(store.summaries().flatMap(({ key }) => lower(key.slice(0, key.indexOf('/') + 1))));
  const written = [...all].map((prefix) => prefix.slice(0, -1)).filter((prefix) => prefix !== '');
  const known = new Map<string, readonly string[]>();
  return (provider) => {
    const found = known.get(provider) ?? [
      ...new Set([providerFamily(provider), ...written.filter((prefix) => isProvider(provider, prefix))]),
    ];
    known.set(provider, found);
    return found;
  };
}

function formsOfKey(
  { key, provider, aliases }: Summary,
  prefixesOf: (provider: string) => readonly string[],
): readonly string[] {
  const prefixes = provider === null ? [] : prefixesOf(provider);
  return [key, ...aliases].flatMap((name) => {
    const whole = lower(name);
    // A colon stands before a version: `anthropic.claude-v2:1`.
    const bare = whole.slice(whole.indexOf('/') + 1);
    const behind = prefixes.flatMap((prefix) => [`${prefix}/${bare}`, `${prefix}:${bare}`]);
    // As Gemini's API writes its own.
    return [whole, bare, ...behind, ...(provider === 'gemini' ? [`models/${bare}`] : [])];
  });
}

/** The providers that may sell a name, by each spelling of it. */
function soldBy(store: ModelStore): ReadonlyMap<string, readonly string[]> {
  const sold = new Map<string, Set<string>>();
  for (const [form, providers] of formsOf(store)) {
    for (const name of spellingsOf(form)) {
      const all = sold.get(name) ?? new Set();
      for (const provider of providers) all.add(providerFamily(provider));
      sold.set(name, all);
    }
  }
  return new Map([...sold].map(([name, providers]) => [name, [...providers]]));
}

interface Providers {
  readonly rows: readonly ProviderRow[];
  /** The spellings that stand for all that mean this family. */
  readonly standingFor: (family: string) => readonly string[];
}

function providersIn(store: ModelStore): Providers {
  const named = store
    .summaries()
    .flatMap(({ provider }) => (provider === null ? [] : providerFamily(provider)));
  const families = distinct(named).toSorted();
  const standing = new Map<string, string>();
  const byFamily = new Map<string, string[]>(families.map((family) => [family, []]));
  const prefixes = new Set(store.summaries().map(({ key }) => key.slice(0, Math.max(0, key.indexOf('/')))));
  const spellings = providerSpellings(families).flatMap((name) => [name, name.replaceAll('_', '-')]);
  const rows = distinct(spellings).flatMap((name): readonly ProviderRow[] => {
    const meant = families.filter(providersNamed(name));
    if (meant.length === 0) return [];
    // One that keys begin with finds them by the whole key, which others do not.
    const id = prefixes.has(name) ? `=${name}` : meant.join(' ');
    let provider = standing.get(id);
    if (provider === undefined) {
      provider = name;
      standing.set(id, name);
      for (const family of meant) byFamily.get(family)?.push(name);
    }
    return [{ name, provider }];
  });
  return { rows, standingFor: (family) => byFamily.get(family) ?? [] };
}

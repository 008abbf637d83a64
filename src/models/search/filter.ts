import { deprecationOf } from '../capabilities.ts';
import { asList, asText, field } from '../../core/json.ts';
import { flag, type Entry } from '../entry.ts';
import type { ModelStore } from '../store.ts';
import { own } from '../../core/collections.ts';
import { providerFamily, providerName } from '../providers.ts';
import { isInRegion, regionOf } from '../regions.ts';
import { Candidate, priceOf } from './candidate.ts';

/** Which models are wanted. What is absent does not matter; a list holds if any of it does, but where it says all. */
export interface Filters {
  /** All of them stand in the key or the provider's name, in any order and case. */
  readonly words: readonly string[];
  readonly providers: readonly string[];
  /** `none` for models without a mode. */
  readonly modes: readonly string[];
  /** All of these `supports_*` fields are true. */
  readonly supports: readonly string[];
  readonly endpoints: readonly string[];
  readonly regions: readonly string[];
  readonly minContext?: number | undefined;
  /** USD per 1M tokens; a model that is priced otherwise does not pass. */
  readonly maxInputUsd?: number | undefined;
  readonly maxOutputUsd?: number | undefined;
  readonly priced: boolean;
  /** Whether the map says 0 for all its prices; undefined for either. */
  readonly free?: boolean | undefined;
  /** Whether the day of deprecation has come; undefined for either. */
  readonly deprecated?: boolean | undefined;
}

export const NO_FILTERS: Filters = {
  words: [],
  providers: [],
  modes: [],
  supports: [],
  endpoints: [],
  regions: [],
  priced: false,
};

/** The models that pass, in the order of the map. */
export function candidatesOf(store: ModelStore, filters: Filters, now: Date): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const entry of store.all(prefilter(filters))) {
    const candidate = new Candidate(entry);
    if (passes(candidate, filters, now)) found.push(candidate);
  }
  return found;
}

/** True for a model that passes all filters, the cheap ones first. */
export function passes(candidate: Candidate, filters: Filters, now: Date): boolean {
  const { entry, provider, mode } = candidate;
  return (
    isNamed(entry.key, provider, filters.words) &&
    anyOf(filters.providers, (name) => isFrom(provider, name)) &&
    anyOf(filters.modes, (name) => (mode ?? 'none') === name) &&
    filters.supports.every((name) => flag(entry, name) === true) &&
    (filters.minContext === undefined || (candidate.contextTokens ?? -1) >= filters.minContext) &&
    anyOf(filters.endpoints, (name) => endpointsOf(entry).some((endpoint) => isEndpoint(endpoint, name))) &&
    anyOf(filters.regions, (name) => regionsOf(entry).some((region) => isInRegion(region, name))) &&
    isAtMost(candidate, 'input', filters.maxInputUsd) &&
    isAtMost(candidate, 'output', filters.maxOutputUsd) &&
    (!filters.priced || candidate.state !== 'unknown') &&
    (filters.free === undefined || (candidate.state === 'free') === filters.free) &&
    (filters.deprecated === undefined || isDeprecated(entry, now) === filters.deprecated)
  );
}

/** Endpoints that the entry lists: `/v1/responses`. */
export function endpointsOf(entry: Entry): readonly string[] {
  return asList(field(entry.fields, 'supported_endpoints')).flatMap((endpoint) => asText(endpoint) ?? []);
}

/** The region that the key names, and those that the entry lists. */
export function regionsOf(entry: Entry): readonly string[] {
  const listed = asList(field(entry.fields, 'supported_regions')).flatMap((region) => asText(region) ?? []);
  const own = regionOf(entry.key);
  return own === null || listed.includes(own) ? listed : [own, ...listed];
}

/** Names that people have for a provider, beside the map's own. */
const NICKNAMES: Readonly<Record<string, string>> = {
  google: 'gemini',
  vertex: 'vertex_ai',
  alibaba: 'dashscope',
  qwen: 'dashscope',
  aws: 'bedrock*',
  amazon: 'bedrock*',
};

/**
 * True for the provider of that name in the map's spelling, with its product lines (`vertex_ai` is
 * `vertex_ai-language-models` too); `bedrock*` is every provider whose name begins with it.
 */
export function isFrom(provider: string | null, name: string): boolean {
  if (provider === null) return false;
  const wanted = own(NICKNAMES, name) ?? name;
  if (wanted.endsWith('*')) return provider.startsWith(wanted.slice(0, -1));
  return provider === wanted || providerFamily(provider) === wanted;
}

/** What the name of every such provider begins with. */
function stemOf(name: string): string {
  return (own(NICKNAMES, name) ?? name).replace(/\*$/, '');
}

function anyOf(wanted: readonly string[], holds: (name: string) => boolean): boolean {
  return wanted.length === 0 || wanted.some(holds);
}

function isNamed(key: string, provider: string | null, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = `${key} ${provider ?? ''} ${providerName(provider)}`.toLowerCase();
  return words.every((word) => text.includes(word.toLowerCase()));
}

/** `responses` and `/v1/responses` are one; `images` is all that begins with it. */
export function isEndpoint(endpoint: string, name: string): boolean {
  const bare = withoutVersion(endpoint);
  const wanted = withoutVersion(name);
  return bare === wanted || bare.startsWith(`${wanted}/`);
}

function withoutVersion(endpoint: string): string {
  return endpoint.toLowerCase().replace(/^\/?(v\d+\/)?/, '');
}

function isAtMost(candidate: Candidate, side: 'input' | 'output', limit: number | undefined): boolean {
  if (limit === undefined) return true;
  const { headline } = candidate;
  const price = headline.unit === 'token' ? priceOf(1_000_000, headline[side]) : null;
  return price !== null && price <= limit;
}

function isDeprecated(entry: Entry, now: Date): boolean {
  const day = deprecationOf(entry, now);
  return day !== null && day.daysLeft <= 0;
}

/**
 * What the text of an entry must hold for it to pass, so that a stored map does not have to be parsed
 * whole. It lets through more than passes; undefined where no filter can be judged so.
 */
function prefilter({ words, providers, modes, supports }: Filters): ((json: string) => boolean) | undefined {
  const plainWords = words.map((word) => word.toLowerCase()).filter((word) => PLAIN.test(word));
  const someOf = [
    providers.map((name) => `"litellm_provider":"${stemOf(name)}`),
    modes.includes('none') ? [] : modes.map((mode) => `"mode":"${mode}"`),
    ...supports.map((name) => [`"${name}":true`]),
  ].filter((texts) => texts.length > 0 && texts.every((text) => PLAIN.test(text.replaceAll('"', ''))));
  if (someOf.length + plainWords.length === 0) return undefined;
  return (json) =>
    someOf.every((texts) => texts.some((text) => json.includes(text))) &&
    (plainWords.length === 0 || isNamedIn(json, plainWords));
}

/** Texts that JSON holds as they are. */
const PLAIN = /^[\w./:@ -]*$/;

/** A word may also stand in the provider's proper name, which only the map's own name leads to. */
function isNamedIn(json: string, words: readonly string[]): boolean {
  const provider = /"litellm_provider":"([^"\\]*)"/.exec(json)?.[1] ?? '';
  const text = `${json} ${providerName(provider)}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

import { deprecationOf } from '../facts.ts';
import { asList, asText, field } from '../json.ts';
import { flag, type Entry } from '../map/entry.ts';
import type { ModelStore } from '../map/store.ts';
import { isProvider, providerName } from '../providers.ts';
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
  readonly free: boolean;
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
  free: false,
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
    anyOf(filters.providers, (name) => isProvider(provider, name)) &&
    anyOf(filters.modes, (name) => (mode ?? 'none') === name) &&
    filters.supports.every((name) => flag(entry, name) === true) &&
    (filters.minContext === undefined || (candidate.contextTokens ?? -1) >= filters.minContext) &&
    anyOf(filters.endpoints, (name) => endpointsOf(entry).some((endpoint) => isEndpoint(endpoint, name))) &&
    anyOf(filters.regions, (name) => regionsOf(entry).some((region) => isInRegion(region, name))) &&
    isAtMost(candidate, 'input', filters.maxInputUsd) &&
    isAtMost(candidate, 'output', filters.maxOutputUsd) &&
    (!filters.priced || candidate.state !== 'unknown') &&
    (!filters.free || candidate.state === 'free') &&
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
 * whole. It lets through whatever it cannot judge; undefined where no filter can be judged so.
 */
function prefilter({ words, providers, modes, supports }: Filters): ((json: string) => boolean) | undefined {
  const modeTexts = modes.includes('none') ? [] : modes.map((mode) => `"mode":${JSON.stringify(mode)}`);
  const flags = supports.map((name) => `"${name}":true`);
  if (words.length + providers.length + modeTexts.length + flags.length === 0) return undefined;
  return (json) => {
    if (modeTexts.length > 0 && !modeTexts.some((text) => json.includes(text))) return false;
    if (!flags.every((text) => json.includes(text))) return false;
    if (words.length + providers.length === 0) return true;
    const key = /^"([^"\\]*)"/.exec(json)?.[1];
    const names = [...json.matchAll(/"litellm_provider":"([^"\\]*)"/g)].map(([, name]) => name ?? '');
    const [provider] = names;
    // An escape or a second provider inside the entry: only the parsed entry tells.
    if (key === undefined || provider === undefined || names.length > 1) return true;
    return isNamed(key, provider, words) && anyOf(providers, (name) => isProvider(provider, name));
  };
}

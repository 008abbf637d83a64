import { AmbiguousModelError, ModelNotFoundError, type Candidate } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { Entry } from './entry.ts';
import { isPriceName, type Unit } from './fields.ts';
import { nearest } from '../core/nearest.ts';
import type { ModelStore, Summary } from './store.ts';
import { decimal, formatPrice } from '../core/money.ts';
import { isProvider, providerFamily } from './providers.ts';
import { normalized } from './prices.ts';
import { compareText } from '../core/collections.ts';

/** How a name led to an entry. Nothing looser than these ever prices anything. */
export type MatchedBy = 'key' | 'case' | 'alias' | 'provider' | 'user-alias';

export interface Match {
  readonly entry: Entry;
  readonly by: MatchedBy;
}

/** What a user's settings add to a look-up. */
export interface LookUpOptions {
  /** The user's own names for keys. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Providers in order of preference, for a bare name that several of them price differently. */
  readonly prefer?: readonly string[];
}

/**
 * Finds the model of that name: the exact key; the key in another case; an entry's `aliases`;
 * `provider/model` or `provider:model` for a bare key of that provider, and the other way round; the
 * user's own aliases.
 *
 * @throws ModelNotFoundError with the nearest keys as suggestions.
 * @throws AmbiguousModelError when several entries match at one step with different prices.
 */
export function lookUp(store: ModelStore, name: string, options: LookUpOptions = {}): Match {
  const wanted = name.trim();
  const exact = store.get(wanted);
  if (exact !== undefined) return { entry: exact, by: 'key' };
  const summaries = store.summaries();
  for (const step of STEPS) {
    const matches = summaries.filter((summary) => step.matches(summary, wanted));
    const entry = matches.length === 0 ? undefined : settle(store, wanted, matches, options.prefer ?? []);
    if (entry !== undefined) return { entry, by: step.by };
  }
  const target =
    options.aliases !== undefined && Object.hasOwn(options.aliases, wanted)
      ? options.aliases[wanted]
      : undefined;
  if (target !== undefined && target !== wanted) {
    const { prefer } = options;
    return { ...lookUp(store, target, prefer === undefined ? {} : { prefer }), by: 'user-alias' };
  }
  throw notFound(store, wanted, summaries);
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
    const models = summaries.filter((summary) => matches(summary, name));
    if (models.length > 0) return { by, models };
  }
  return undefined;
}

interface Step {
  readonly by: MatchedBy;
  readonly matches: (summary: Summary, name: string) => boolean;
}

const STEPS: readonly Step[] = [
  { by: 'case', matches: ({ key }, name) => same(key, name) },
  { by: 'alias', matches: ({ aliases }, name) => aliases.some((alias) => same(alias, name)) },
  { by: 'provider', matches: matchesPrefixed },
  { by: 'provider', matches: matchesBare },
];

function same(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}

/**
 * `openai/gpt-4o` and `openai:gpt-4o` for the key `gpt-4o` of openai; `azure:gpt-4o` for the key
 * `azure/gpt-4o`.
 */
function matchesPrefixed({ key, provider }: Summary, name: string): boolean {
  const [prefix, rest] = splitProvider(name);
  if (prefix === undefined || rest === undefined || !isProvider(provider, prefix)) return false;
  return same(key, rest) || matchesBare({ key, provider }, rest);
}

/** The other way round: `sonar` for the key `perplexity/sonar` of perplexity. */
function matchesBare({ key, provider }: Pick<Summary, 'key' | 'provider'>, name: string): boolean {
  const bare = withoutProvider(key, provider);
  return bare !== undefined && same(bare, name);
}

/** `perplexity/sonar` of perplexity → `sonar`; undefined for a key that does not begin with its provider. */
function withoutProvider(key: string, provider: string | null): string | undefined {
  const [prefix, rest] = splitProvider(key);
  return prefix !== undefined && isProvider(provider, prefix) ? rest : undefined;
}

/** `azure/eu/gpt-4o` → [`azure`, `eu/gpt-4o`]; the first separator decides, with something on both sides. */
function splitProvider(name: string): readonly [string | undefined, string | undefined] {
  const at = name.search(/[/:]/);
  return at <= 0 || at === name.length - 1 ? [undefined, undefined] : [name.slice(0, at), name.slice(at + 1)];
}

/** One entry of several that a name fits: the only one, a preferred one, or any of equally priced ones. */
function settle(
  store: ModelStore,
  name: string,
  matches: readonly Summary[],
  prefer: readonly string[],
): Entry | undefined {
  const sorted = [...matches].sort((a, b) => compareText(a.key, b.key));
  const preferred = prefer
    .map((provider) => sorted.filter((summary) => isProvider(summary.provider, provider)))
    .find((some) => some.length > 0);
  const chosen = preferred ?? sorted;
  const entries = chosen.flatMap(({ key }) => store.get(key) ?? []);
  const [first, ...others] = entries;
  if (first === undefined || others.every((other) => samePrices(first, other))) return first;
  throw new AmbiguousModelError(
    `"${name}" is ${entries.length} models with different prices.`,
    'Name one of them by its whole key.',
    chosen.map(candidate),
  );
}

/** True when two entries say the same of everything that costs. */
function samePrices(a: Entry, b: Entry): boolean {
  return costsOf(a) === costsOf(b);
}

function costsOf(entry: Entry): string {
  const costs = Object.entries(entry.fields).filter(([name]) => isPriceName(name));
  return JSON.stringify(inOrder(Object.fromEntries(costs)));
}

/** The same value with its fields in one order, whatever order a map has them in. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).sort(compareText);
  return Object.fromEntries(names.map((name) => [name, inOrder(value[name])]));
}

function notFound(store: ModelStore, name: string, summaries: readonly Summary[]): ModelNotFoundError {
  const suggestions = suggest(summaries, name, 5);
  const hint =
    suggestions.length === 0
      ? 'See the names with: llmcost list'
      : `Did you mean ${suggestions.map(({ key }) => key).join(', ')}?`;
  return new ModelNotFoundError(
    `No model is called "${name}" among ${store.size} models.`,
    hint,
    suggestions.map(candidate),
  );
}

/** The keys nearest to a name, nearest first. Suggestions only: they never price anything. */
export function suggest(summaries: readonly Summary[], name: string, count: number): readonly Summary[] {
  return nearest(name, summaries, ({ key }) => key, count);
}

function candidate({ key, provider, input, output, unit }: Summary): Candidate {
  return { key, provider: provider ?? 'unknown', price: priceText(input, output, unit) };
}

/** `$5.0000 in, $10.0000 out / 1M tokens`, for a person who has to choose. */
function priceText(input: number | null, output: number | null, unit: Unit | null): string {
  if (unit === null) return 'no price';
  const side = (usd: number | null, word: string) =>
    usd === null ? [] : [`${formatPrice(normalized(decimal(usd), unit).usd)} ${word}`];
  return `${[...side(input, 'in'), ...side(output, 'out')].join(', ')} / ${normalized(decimal(0), unit).unit}`;
}

/** A model with comparable prices, and how far they are apart. */
export interface Similar {
  readonly key: string;
  /** |ln(input ratio)| + |ln(output ratio)|; 0 for equal prices. */
  readonly distance: number;
}

/** Which models may count as similar. */
export interface SimilarOptions {
  readonly cheaper?: boolean;
  readonly sameProvider?: boolean;
  readonly otherProviders?: boolean;
}

/**
 * Models of the same mode with the nearest headline prices in the same unit. At one distance, keys
 * that share a word of letters with the model's own key come first, then the order is that of the keys.
 */
export function similar(
  store: ModelStore,
  model: Summary,
  count: number,
  options: SimilarOptions = {},
): readonly Similar[] {
  if (model.unit === null) return [];
  const found: Similar[] = [];
  for (const other of store.summaries(model.mode)) {
    if (other.key === model.key || other.unit !== model.unit || !allowed(model, other, options)) continue;
    const distance = apart(model.input, other.input) + apart(model.output, other.output);
    if (Number.isFinite(distance)) found.push({ key: other.key, distance });
  }
  // Names are compared only where prices leave it open who comes first.
  const farthest = Float64Array.from(found, ({ distance }) => distance).sort()[count - 1] ?? Infinity;
  const words = new Set(wordsOf(model.key));
  return found
    .filter(({ distance }) => distance <= farthest)
    .map((each) => ({ ...each, related: wordsOf(each.key).some((word) => words.has(word)) }))
    .sort(
      (a, b) => a.distance - b.distance || Number(b.related) - Number(a.related) || compareText(a.key, b.key),
    )
    .slice(0, count)
    .map(({ key, distance }) => ({ key, distance }));
}

function allowed(model: Summary, other: Summary, options: SimilarOptions): boolean {
  if (options.sameProvider === true && !isOfSameHouse(model, other)) return false;
  if (options.otherProviders === true && isOfSameHouse(model, other)) return false;
  return options.cheaper !== true || isCheaper(other, model);
}

function isOfSameHouse(a: Summary, b: Summary): boolean {
  return providerFamily(a.provider ?? '') === providerFamily(b.provider ?? '');
}

/** Cheaper on one side and dearer on none. */
function isCheaper(a: Summary, b: Summary): boolean {
  const sides = [
    [a.input, b.input],
    [a.output, b.output],
  ].map(([x, y]) => (x ?? 0) - (y ?? 0));
  return sides.every((difference) => difference <= 0) && sides.some((difference) => difference < 0);
}

/** |ln(a / b)|. Two absent or two free prices are no distance; one of them alone is not comparable. */
function apart(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null || b === null || a <= 0 || b <= 0) return Infinity;
  const distance = Math.abs(Math.log(a / b));
  // 3e-7 / 1e-7 and its inverse differ in the last digit; equal distances must not be told apart by that.
  return Math.round(distance * 1e9) / 1e9;
}

function wordsOf(key: string): readonly string[] {
  return key.toLowerCase().match(/[a-z]{2,}/g) ?? [];
}

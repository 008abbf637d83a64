/**
 * A second price list: the one that comes with the package `@pydantic/genai-prices` (MIT). It is
 * installed by whoever wants the comparison, and loaded only for it.
 */
import { systemCode, UsageError } from '../../core/errors.ts';
import { asNumber, asText, isJsonObject, type JsonObject } from '../../core/json.ts';

export const PACKAGE = '@pydantic/genai-prices';

/** A model of the second list under every name that is exactly its own. */
export interface ListedModel {
  /** Their name for the provider. */
  readonly provider: string;
  readonly id: string;
  /** The id, and the names that the list says are equal to it; in lower case. */
  readonly names: readonly string[];
  /** Prices by the list's own keys: `input_mtok`. */
  readonly prices: ReadonlyMap<string, ListedPrice>;
}

/** A price, and what it becomes for longer prompts. */
export interface ListedPrice {
  readonly base: number;
  readonly tiers: readonly { readonly start: number; readonly price: number }[];
}

export interface SecondSource {
  readonly name: string;
  readonly models: readonly ListedModel[];
}

/**
 * Loads the second list as it stands at a moment: prices that begin later are left out, those of
 * hours of the day too.
 * @param name the package; a variable, so that no bundler takes it along.
 * @throws UsageError when the package is not installed, or holds something else than is known.
 */
export async function loadSecondSource(at: Date, name: string = PACKAGE): Promise<SecondSource> {
  const models = readProviders(await providers(name), at);
  if (models.length === 0) {
    throw new UsageError(`The installed ${PACKAGE} holds no prices that llmcost can read.`, INSTALL);
  }
  return { name: PACKAGE, models };
}

const INSTALL = `Install it beside llmcost: npm install ${PACKAGE} (with -g where llmcost is installed with -g).`;

async function providers(name: string): Promise<unknown> {
  const list = await installed(name);
  const isUsable = typeof list === 'object' && list !== null && 'waitForUpdate' in list;
  // It answers with the list that comes with the package, and asks no network unless it is told to.
  return isUsable && typeof list.waitForUpdate === 'function' ? await list.waitForUpdate() : [];
}

async function installed(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (error) {
    if (!/MODULE_NOT_FOUND/.test(systemCode(error) ?? '')) throw error;
    throw new UsageError(`A cross-check needs ${PACKAGE}, which is not installed.`, INSTALL, {
      cause: error,
    });
  }
}

/** Takes the package's data apart; what does not look like a model is left out. */
export function readProviders(value: unknown, at: Date): readonly ListedModel[] {
  return listOf(value).flatMap((provider) => {
    const name = isJsonObject(provider) ? asText(provider['id']) : undefined;
    if (!isJsonObject(provider) || name === undefined) return [];
    return listOf(provider['models']).flatMap((model) => readModel(model, name, at));
  });
}

function readModel(value: unknown, provider: string, at: Date): readonly ListedModel[] {
  const id = isJsonObject(value) ? asText(value['id']) : undefined;
  if (!isJsonObject(value) || id === undefined) return [];
  const current = currentPrices(value['prices'], at);
  if (current === undefined) return [];
  const prices = Object.entries(current).flatMap(([key, price]) => {
    const read = readPrice(price);
    return read === undefined ? [] : [[key, read] as const];
  });
  const names = [id, ...equalNames(value['match'])].map((name) => name.toLowerCase());
  return [{ provider, id, names: [...new Set(names)], prices: new Map(prices) }];
}

/** The names that a rule of theirs says are equal; rules that look at parts of a name are guesses. */
function equalNames(match: unknown): readonly string[] {
  if (!isJsonObject(match)) return [];
  const own = asText(match['equals']);
  return [...(own === undefined ? [] : [own]), ...listOf(match['or']).flatMap(equalNames)];
}

/** Of prices by date the last that has begun. */
function currentPrices(value: unknown, at: Date): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  const begun = listOf(value).filter((each): each is JsonObject => isJsonObject(each) && hasBegun(each, at));
  const prices = begun.at(-1)?.['prices'];
  return isJsonObject(prices) ? prices : undefined;
}

function hasBegun({ constraint }: JsonObject, at: Date): boolean {
  if (!isJsonObject(constraint)) return true;
  const start = asText(constraint['start_date']);
  return start !== undefined && Date.parse(start) <= at.getTime();
}

function readPrice(value: unknown): ListedPrice | undefined {
  const flat = asNumber(value);
  if (flat !== undefined) return { base: flat, tiers: [] };
  if (!isJsonObject(value)) return undefined;
  const base = asNumber(value['base']);
  if (base === undefined) return undefined;
  const tiers = listOf(value['tiers']).flatMap((tier) => {
    const start = isJsonObject(tier) ? asNumber(tier['start']) : undefined;
    const price = isJsonObject(tier) ? asNumber(tier['price']) : undefined;
    return start === undefined || price === undefined ? [] : [{ start, price }];
  });
  return { base, tiers };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

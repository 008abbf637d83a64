/** Where the library's catalogs come from. Nothing is read or fetched before it is asked for. */
import imageTokens from '../../fixtures/image-tokens.json' with { type: 'json' };
import type { LookUpOptions } from '../models/catalog.ts';
import { pathsFor, workingDir } from '../core/paths.ts';
import { SYNC_CONNECT_TIMEOUT_MS, SYNC_TIMEOUT_MS } from '../core/defaults.ts';
import type { Deps, Output } from '../core/deps.ts';
import { reasonOf, UsageError } from '../core/errors.ts';
import { parseImageRules } from '../pricing/images/rules.ts';
import { isJsonObject, parseJson, type JsonObject } from '../core/json.ts';
import { withMap, type LoadOptions } from '../map/load.ts';
import { toAddress } from '../map/address.ts';
import { sha256Of } from '../map/cache/history.ts';
import { storeFromEntries } from '../models/memory-store.ts';
import { parseMap } from '../map/parse.ts';
import type { ModelStore } from '../models/store.ts';
import { openBook } from '../map/book/stored-book.ts';
import { catalogOf, type CatalogMap } from './catalog.ts';
import { packageDir } from './package-dir.ts';
import type { Catalog } from './types.ts';

/** What every way of making a catalog takes. */
export interface CatalogOptions extends LookUpOptions {
  /** Tokens per image in the form of the project's own file, in place of the counts that come along. */
  readonly imageTokens?: object | undefined;
}

/**
 * Where the map comes from: at most one of `map`, `text`, `file`, `url` and `priceBook`. With none of
 * them it comes as it does for the command: from its cache while that is fresh, else from the network
 * (and then into the cache), else from an older copy, else from the price book.
 */
export interface LoadCatalogOptions extends CatalogOptions {
  /** A cost map as it was published, parsed. */
  readonly map?: object | undefined;
  /** The same, as JSON text. */
  readonly text?: string | undefined;
  /** The path of a map, which may be gzipped. */
  readonly file?: string | undefined;
  /** Fetched now; nothing is written to disk. */
  readonly url?: string | undefined;
  /** The prices that come along with llmcost. */
  readonly priceBook?: boolean | undefined;
  /** For everything that the network takes; 60 s for a `url`, else 3.5 s. */
  readonly timeoutMs?: number | undefined;
  /** Without a source: open no socket. */
  readonly offline?: boolean | undefined;
  /** Without a source: ask the network even if the copy is fresh. */
  readonly refresh?: boolean | undefined;
  /** Without a source: how old the copy may be; 24 hours if not given. */
  readonly maxAgeMs?: number | undefined;
  /** Without a source: where copies are kept; the command's own place if not given. */
  readonly cacheDir?: string | undefined;
  /** Proxies, `LLMCOST_MAP_URL` and the like; `process.env` if not given. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Loads prices.
 *
 * ```ts
 * import { loadCatalog } from 'llmcost';
 *
 * const catalog = await loadCatalog({ priceBook: true });
 * catalog.find('gpt-4o').providerName; // → 'OpenAI'
 * catalog.source.kind; // → 'price-book'
 * ```
 *
 * @throws MapUnavailableError when the map cannot be had, BrokenMapError when what came is none,
 * UsageError for options that contradict each other.
 */
export async function loadCatalog(options: LoadCatalogOptions = {}): Promise<Catalog> {
  const given = SOURCES.filter((name) => options[name] !== undefined && options[name] !== false);
  if (given.length > 1) {
    throw new UsageError(`${given.join(' and ')} cannot be given together.`, 'A catalog has one source.');
  }
  if (options.map !== undefined) return catalogFromMap(options.map, options);
  if (options.text !== undefined) return catalogFromText(options.text, options);
  return made(await loadedMap(options), options);
}

const SOURCES = [
  'map',
  'text',
  'file',
  'url',
  'priceBook',
] as const satisfies readonly (keyof LoadCatalogOptions)[];

/**
 * A catalog of a cost map that the caller has: all of it is checked and copied, so that later changes
 * to the object change no price.
 *
 * ```ts
 * import { catalogFromMap, estimate } from 'llmcost';
 *
 * const catalog = catalogFromMap({
 *   'my-model': {
 *     litellm_provider: 'my-gateway',
 *     mode: 'chat',
 *     input_cost_per_token: 0.000002,
 *     output_cost_per_token: 0.000008,
 *   },
 * });
 * estimate({ catalog, model: 'my-model', usage: { inputTokens: 1000, outputTokens: 100 } }).totalUsd; // → 0.0028
 * ```
 *
 * @throws BrokenMapError when it is no object of entries, or cannot be JSON.
 */
export function catalogFromMap(map: object, options: CatalogOptions = {}): Catalog {
  return catalogFromText(jsonOf(map, '`map`'), options);
}

/**
 * A catalog of a cost map as JSON text.
 * @throws BrokenMapError when it is none.
 */
export function catalogFromText(text: string, options: CatalogOptions = {}): Catalog {
  if (typeof text !== 'string') throw new UsageError('`text` must be a text.', 'Pass an object as `map`.');
  return made(
    parsed(Buffer.from(text), 'the map', { kind: 'object', location: null, syncedAt: null }),
    options,
  );
}

function made(map: CatalogMap, { imageTokens: own, aliases, prefer }: CatalogOptions): Catalog {
  const rules = parseImageRules(own === undefined ? imageTokens : parseJson(jsonOf(own, '`imageTokens`')));
  return catalogOf(map, { ...(aliases && { aliases }), ...(prefer && { prefer }) }, rules);
}

/** Checked whole: entries that fail are left out and counted in a warning. @throws BrokenMapError */
function parsed(
  bytes: Buffer,
  from: string,
  source: Omit<CatalogMap['source'], 'sha256' | 'modelCount'>,
): CatalogMap {
  const { entries, skipped, issues } = parseMap(bytes.toString(), from);
  const [first] = issues;
  const message = `${skipped} of ${entries.size + skipped} entries failed and are left out; the first: ${first?.path} ${first?.reason}.`;
  return {
    store: storeFromEntries(entries),
    source: { ...source, sha256: sha256Of(bytes), modelCount: entries.size },
    warnings: skipped === 0 ? [] : [{ code: 'ENTRIES_SKIPPED', message }],
  };
}

/** The map of `file`, `url` or `priceBook`, or the one that the command would use; all of it in memory. */
async function loadedMap(options: LoadCatalogOptions): Promise<CatalogMap> {
  const deps = depsFor(options);
  if (options.priceBook === true) {
    const { store, sha256, asOf } = openBook(deps.paths.packageDir);
    const source = {
      kind: 'price-book',
      location: null,
      sha256,
      syncedAt: `${asOf}T00:00:00.000Z`,
      modelCount: store.size,
    } as const;
    return { store: inMemory(store), source, warnings: [] };
  }
  if (options.url !== undefined) return await fetched(options.url, options, deps);
  const { offline, refresh, maxAgeMs, timeoutMs, file } = options;
  const wanted: LoadOptions = { offline, refresh, maxAgeMs, timeoutMs, map: file, verify: true };
  if (file !== undefined && toAddress(file, deps.cwd).kind !== 'file') {
    throw new UsageError('`file` must be the path of a file.', 'Pass an address as `url`.');
  }
  return await withMap(wanted, deps, ({ store, source, warnings }) => ({
    store: inMemory(store),
    source,
    warnings,
  }));
}

async function fetched(
  url: string,
  { timeoutMs = SYNC_TIMEOUT_MS }: LoadCatalogOptions,
  deps: Deps,
): Promise<CatalogMap> {
  const address = toAddress(url, deps.cwd);
  if (address.kind !== 'url')
    throw new UsageError('`url` must be an http or https address.', 'Pass a path as `file`.');
  const { fetchMap } = await import('../map/fetch/source.ts');
  const reply = await fetchMap({
    url: address.url,
    etag: null,
    lastModified: null,
    timeoutMs,
    connectTimeoutMs: Math.min(SYNC_CONNECT_TIMEOUT_MS, timeoutMs),
    env: deps.env,
  });
  if (reply.status !== 'modified') throw new Error('a map that was not compared cannot be unchanged');
  const source = { kind: 'url', location: address.shown, syncedAt: deps.now().toISOString() } as const;
  return parsed(reply.bytes, `the map from ${address.shown}`, source);
}

/** A server asks a catalog for days: it must not depend on files that a `sync` replaces meanwhile. */
function inMemory(store: ModelStore): ModelStore {
  const entries = new Map<string, JsonObject>();
  for (const { key, fields } of store.all()) entries.set(key, fields);
  return storeFromEntries(entries);
}

/** The world as the command sees it, but that nothing is printed and nothing is read. */
function depsFor({ env = process.env, cacheDir }: LoadCatalogOptions): Deps {
  const paths = pathsFor(env, packageDir());
  const silent: Output = { write: () => undefined, isTTY: false, columns: undefined };
  return {
    env,
    cwd: workingDir(),
    paths: cacheDir === undefined ? paths : { ...paths, cacheDir },
    now: () => new Date(),
    stdin: () => process.stdin,
    stdout: silent,
    stderr: silent,
    notice: () => undefined,
  };
}

function jsonOf(value: object, name: string): string {
  if (!isJsonObject(value)) throw new UsageError(`${name} must be an object.`);
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new UsageError(`${name} cannot be JSON: ${reasonOf(error)}.`, null, { cause: error });
  }
}

/** Where the library's catalogs come from. Nothing is read or fetched before it is asked for. */
import { pathsFor, workingDir } from '../core/paths.ts';
import { SYNC_CONNECT_TIMEOUT_MS, SYNC_TIMEOUT_MS } from '../core/defaults.ts';
import type { Deps, Output } from '../core/deps.ts';
import { UsageError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { withMap, type LoadOptions } from '../map/load.ts';
import { toAddress } from '../map/address.ts';
import { storeFromEntries } from '../models/memory-store.ts';
import type { ModelStore } from '../models/store.ts';
import { openBook } from '../map/book/stored-book.ts';
import type { CatalogMap } from './catalog.ts';
import { catalogFromMap, catalogFromText, made, parsed, type CatalogOptions } from './from-map.ts';
import { packageDir } from './packaged.ts';
import type { Catalog } from './types.ts';

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
  return await withMap(wanted, deps, ({ store, source: { projectFiles: _none, ...source }, warnings }) => ({
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
  const { bytes } = await fetchMap({
    url: address.url,
    timeoutMs,
    connectTimeoutMs: Math.min(SYNC_CONNECT_TIMEOUT_MS, timeoutMs),
    env: deps.env,
  });
  const source = { kind: 'url', location: address.shown, syncedAt: deps.now().toISOString() } as const;
  return parsed(bytes, `the map from ${address.shown}`, source);
}

/** A server asks a catalog for days: it must not depend on files that a `sync` replaces meanwhile. */
function inMemory(store: ModelStore): ModelStore {
  const entries = new Map<string, JsonObject>();
  for (const { key, fields } of store.all()) entries.set(key, fields);
  return storeFromEntries(entries, store.setAside());
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

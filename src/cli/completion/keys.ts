/**
 * Keys of models for Tab, and for naming what somebody may have meant. They come from the index of the
 * map that lies in the cache, whatever its age, else from that of the price book. The index is searched
 * as text: it is never parsed, nothing is checked, nothing is fetched and nothing fails.
 */
import { join } from 'node:path';
import type { Deps } from '../../core/deps.ts';
import { toAddress } from '../../map/address.ts';
import { cacheLocation, storedFiles } from '../../map/cache/location.ts';
import { configuredMap } from '../../map/plan.ts';
import { readPointer } from '../../map/cache/pointer.ts';
import { whyForeign } from '../../map/cache/trust.ts';
import { MAX_MAP_BYTES } from '../../core/defaults.ts';
import { readRegular } from '../../core/read-file.ts';

/** The keys of an index. */
export class IndexKeys {
  readonly #index: string;

  constructor(index: string) {
    this.#index = index;
  }

  has(key: string): boolean {
    return this.#index.includes(`\n[${rowText(key)}",`);
  }

  /** The keys that begin so, sorted. */
  startingWith(prefix: string): readonly string[] {
    const found: string[] = [];
    const wanted = `\n[${rowText(prefix)}`;
    let at = this.#index.indexOf(wanted);
    while (at >= 0) {
      const start = at + 2;
      const end = this.#index.indexOf('",', start);
      if (end < 0) break;
      found.push(keyIn(this.#index.slice(start, end + 1)));
      at = this.#index.indexOf(wanted, end);
    }
    return found.filter((key) => key !== '').sort();
  }

  /** The second column of every row: the providers. */
  providers(): readonly string[] {
    const found = new Set<string>();
    for (const [, provider = ''] of this.#index.matchAll(/\n\["(?:[^"\\]|\\.)*","([^"\\]*)",/g))
      found.add(provider);
    return [...found].sort();
  }

  /** The groups of the index: the modes. */
  modes(): readonly string[] {
    return [...this.#index.matchAll(/\n\{"mode":"([^"\\]*)"/g)].map(([, mode = '']) => mode).sort();
  }
}

/** A key as a row of the index begins: as JSON, without its closing quote, in ASCII. */
function rowText(key: string): string {
  const json = JSON.stringify(key).slice(0, -1);
  return json.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function keyIn(json: string): string {
  // A key that holds a quote ends before its row does: it is left out.
  if (!json.includes('\\')) return json.slice(1, -1);
  try {
    const key: unknown = JSON.parse(json);
    return typeof key === 'string' ? key : '';
  } catch {
    return '';
  }
}

/** The keys of the cached map, else of the price book; undefined where neither can be read. */
export function cachedKeys({ env, cwd, paths }: Pick<Deps, 'env' | 'cwd' | 'paths'>): IndexKeys | undefined {
  try {
    const location = cacheLocation(paths.cacheDir, toAddress(configuredMap(env), cwd));
    const read = whyForeign(location) === undefined ? readPointer(location.pointerFile) : undefined;
    const index =
      read?.state === 'read'
        ? storedFiles(location.dir, read.pointer.name, read.pointer.checks).index
        : join(paths.packageDir, 'book/index.json');
    return new IndexKeys(readRegular(index, { maxBytes: MAX_MAP_BYTES }).toString('latin1'));
  } catch {
    return undefined;
  }
}

/** Models as a user names them in a list: by a name as everywhere, or by a pattern with stars. */
import { lookUp, type LookUpOptions } from './catalog.ts';
import { ModelNotFoundError } from '../core/errors.ts';
import type { ModelStore } from './store.ts';

export function isPattern(name: string): boolean {
  return name.includes('*');
}

/**
 * The key that a name stands for in the first of the maps that knows it.
 * @throws ModelNotFoundError of the first map, AmbiguousModelError.
 */
export function keyOf(name: string, stores: readonly ModelStore[], options: LookUpOptions): string {
  let miss: unknown;
  for (const store of stores) {
    try {
      return lookUp(store, name, options).entry.key;
    } catch (error) {
      if (!(error instanceof ModelNotFoundError)) throw error;
      miss ??= error;
    }
  }
  throw miss;
}

/** `gpt-5*` fits every key that begins so, in any case; a text without a star fits that key alone. */
export function matcherOf(pattern: string): (key: string) => boolean {
  if (!isPattern(pattern)) return (key) => key === pattern;
  const parts = pattern.toLowerCase().split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  return (key) => {
    const text = key.toLowerCase();
    const end = text.length - last.length;
    if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= end;
  };
}

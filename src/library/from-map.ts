/** Catalogs of a map that is at hand: nothing of Node's, so that a browser can make them too. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import imageTokens from '../../fixtures/image-tokens.json' with { type: 'json' };
import { reasonOf, UsageError } from '../core/errors.ts';
import { isJsonObject, parseJson } from '../core/json.ts';
import { parseMap, storeOfMap } from '../map/parse.ts';
import type { LookUpOptions } from '../models/catalog.ts';
import { parseImageRules } from '../pricing/images/rules.ts';
import { catalogOf, type CatalogMap } from './catalog.ts';
import type { Catalog } from './types.ts';

/** What every way of making a catalog takes. */
export interface CatalogOptions extends LookUpOptions {
  /** Tokens per image in the form of the project's own file, in place of the counts that come along. */
  readonly imageTokens?: object | undefined;
}

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
    parsed(new TextEncoder().encode(text), 'the map', { kind: 'object', location: null, syncedAt: null }),
    options,
  );
}

/** A catalog of a map that was read. */
export function made(map: CatalogMap, { imageTokens: own, aliases, prefer }: CatalogOptions): Catalog {
  const rules = parseImageRules(own === undefined ? imageTokens : parseJson(jsonOf(own, '`imageTokens`')));
  return catalogOf(map, { ...(aliases && { aliases }), ...(prefer && { prefer }) }, rules);
}

/** Entries with values that cannot be used are counted in a warning. @throws BrokenMapError */
export function parsed(
  bytes: Uint8Array,
  from: string,
  source: Omit<CatalogMap['source'], 'sha256' | 'modelCount'>,
): CatalogMap {
  const map = parseMap(new TextDecoder().decode(bytes), from);
  const { entries, flawed, issues } = map;
  const [first] = issues;
  const message = `${flawed} of ${entries.size} entries have values that cannot be used; the first: ${first?.path} ${first?.reason}.`;
  return {
    store: storeOfMap(map),
    source: { ...source, sha256: bytesToHex(sha256(bytes)), modelCount: entries.size },
    warnings: flawed === 0 ? [] : [{ code: 'VALUES_UNUSABLE', message }],
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

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asObject, field, isJsonObject, parseJson, type JsonObject } from '../../src/core/json.ts';
import { toEntry, type Entry } from '../../src/models/entry.ts';
import { storeFromEntries } from '../../src/models/memory-store.ts';
import type { ModelStore } from '../../src/models/store.ts';

/** Whole published maps that tests read where they lie beside the project; they are no part of it. */
export const SHARED_MAPS = ['2026-08-06', '2026-05-24'] as const;
export type SharedMap = (typeof SHARED_MAPS)[number];

const NO_MODELS = new Set(['sample_spec', 'fallback_generalizations']);

/** Where a file lies that is kept beside the project, and is no part of it. */
export function sharedPath(path: string): string {
  return fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));
}

export function sharedMapPath(date: SharedMap): string {
  return sharedPath(`cost-maps/cost-map-${date}.json`);
}

/** False where the maps are absent: tests that need them are skipped, and their names say so. */
export const HAS_SHARED_MAPS = SHARED_MAPS.every((date) => existsSync(sharedMapPath(date)));

/** The models of a shared map by key. */
export function sharedMap(date: SharedMap): ReadonlyMap<string, JsonObject> {
  const map = asObject(parseJson(readFileSync(sharedMapPath(date), 'utf8'))) ?? {};
  return new Map(
    Object.entries(map).flatMap(([key, value]) =>
      isJsonObject(value) && !NO_MODELS.has(key) ? [[key, value] as const] : [],
    ),
  );
}

export function sharedStore(date: SharedMap): ModelStore {
  return storeFromEntries(sharedMap(date));
}

export function sharedEntry(date: SharedMap, key: string): Entry {
  const map = asObject(parseJson(readFileSync(sharedMapPath(date), 'utf8')));
  const entry = toEntry(key, field(map, key));
  if (entry === undefined) throw new Error(`the map of ${date} has no ${key}`);
  return entry;
}

import { field, type JsonObject, type JsonValue } from '../../../src/core/json.ts';
import { toEntry, type Entry } from '../../../src/models/entry.ts';

/** A mistake put into a copy of a map, and the fields that it touched. */
export interface Fault {
  readonly kind: string;
  readonly model: string;
  readonly fields: readonly string[];
}

/** The fields of one entry while a fault is put in. Undefined removes a field. */
export type Fields = Record<string, JsonValue | undefined>;

/** What a fault may look at besides the entry that it is put into. */
export interface Surroundings {
  readonly key: string;
  readonly random: () => number;
  /** The map as it was published. */
  readonly map: ReadonlyMap<string, JsonObject>;
  /** Other names of the model, at any provider. */
  readonly copies: readonly Copy[];
}

export interface Copy {
  readonly key: string;
  readonly fields: JsonObject;
}

/** Tries to put one mistake into an entry; the fields that it changed, or none where it does not apply. */
export type Seed = (fields: Fields, around: Surroundings) => readonly string[];

export type Seeds = Readonly<Record<string, Seed>>;

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function one<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

export function numberOf(fields: Fields | JsonObject, name: string): number {
  const value = field(fields, name);
  return typeof value === 'number' ? value : 0;
}

export function textOf(fields: Fields | JsonObject, name: string): string {
  const value = field(fields, name);
  return typeof value === 'string' ? value : '';
}

const PER_UNIT = /^(in|out)put_cost_per_|^cache_(read|creation)_|^ocr_cost|_cost_per_query$/;

/** The prices above 0 whose names match. */
export function pricesIn(fields: Fields, pattern = PER_UNIT): readonly string[] {
  return Object.keys(fields).filter(
    (name) => PER_UNIT.test(name) && pattern.test(name) && numberOf(fields, name) > 0,
  );
}

/** Sets a field where that changes it. */
export function put(fields: Fields, name: string, value: JsonValue | undefined): readonly string[] {
  if (fields[name] === value) return [];
  fields[name] = value;
  return [name];
}

/**
 * The name under which all sellers know a model, made in a way of its own so that the harness does not
 * stand on the code that it tests: last part of the path, no date, no version of Bedrock's.
 */
export function looseName(key: string): string {
  const last = key.toLowerCase().split('/').at(-1) ?? '';
  return last
    .replace(/^(us|eu|apac|au|jp|global|us-gov)\./, '')
    .replace(/^(anthropic|openai|google|meta|amazon|mistral|xai|deepseek|qwen|cohere)[.-](?=[a-z])/, '')
    .replace(/[-@]?20\d\d-?[01]\d-?[0-3]\d/, '')
    .replace(/(-v\d+)?:\d+$|-latest$|@default$|@latest$/, '')
    .replace(/[._]/g, '-');
}

/** A copy of the map with so many mistakes of each kind, each in a model of its own. */
export function withFaults(
  map: ReadonlyMap<string, JsonObject>,
  seeds: Seeds,
  countOfEach: number,
  seed: number,
): { readonly entries: readonly Entry[]; readonly faults: readonly Fault[] } {
  const random = randomFrom(seed);
  const changed = new Map<string, Fields>();
  const keys = [...map.keys()];
  const byName = new Map<string, Copy[]>();
  for (const [key, fields] of map) {
    const name = looseName(key);
    byName.set(name, [...(byName.get(name) ?? []), { key, fields }]);
  }
  const faults: Fault[] = [];
  for (const [kind, sow] of Object.entries(seeds)) {
    const full = faults.length + countOfEach;
    for (let tries = 0; faults.length < full && tries < keys.length * 10; tries++) {
      const key = one(keys, random) ?? '';
      const published = map.get(key);
      if (published === undefined || changed.has(key)) continue;
      const fields: Fields = structuredClone(published);
      const copies = (byName.get(looseName(key)) ?? []).filter((each) => each.key !== key);
      const names = sow(fields, { key, random, map, copies });
      if (names.length === 0) continue;
      changed.set(key, fields);
      faults.push({ kind, model: key, fields: names });
    }
  }
  const entries = [...map].flatMap(([key, fields]) => toEntry(key, changed.get(key) ?? fields) ?? []);
  return { entries, faults };
}

import { field, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { toEntry, type Entry } from '../../src/models/entry.ts';

/** A mistake put into a copy of a map, and the fields that it touched. */
export interface Fault {
  readonly kind: string;
  readonly model: string;
  readonly fields: readonly string[];
}

type Fields = Record<string, JsonValue | undefined>;

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

const PER_UNIT =
  /^(in|out)put_cost_per_(token|image|second|character|page|query|audio_token|image_token)|^cache_/;

/** Tries to put one mistake into the fields; the fields that it changed, or none. */
type Seed = (fields: Fields, random: () => number) => readonly string[];

function prices(fields: Fields, pattern = PER_UNIT): readonly string[] {
  return Object.keys(fields).filter((name) => pattern.test(name) && numberOf(fields, name) > 0);
}

function numberOf(fields: Fields, name: string): number {
  const value = field(fields, name);
  return typeof value === 'number' ? value : 0;
}

function one<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

function moved(factor: number): Seed {
  return (fields, random) => {
    const name = one(prices(fields), random);
    if (name === undefined) return [];
    fields[name] = numberOf(fields, name) * factor;
    return [name];
  };
}

function swapped(a: string, b: string): Seed {
  return (fields) => {
    const [x, y] = [numberOf(fields, a), numberOf(fields, b)];
    if (x === 0 || y === 0 || x === y) return [];
    fields[a] = y;
    fields[b] = x;
    return [a, b];
  };
}

/** A conditional price and the plain one in each other's fields. */
function inverted(condition: RegExp): Seed {
  return (fields, random) => {
    const name = one(prices(fields, condition), random);
    return name === undefined ? [] : swapped(name, name.replace(condition, ''))(fields, random);
  };
}

function dropped(fields: Fields, random: () => number): readonly string[] {
  const name = one(prices(fields), random);
  if (name === undefined) return [];
  fields[name] = undefined;
  return [name];
}

/** Kinds of mistakes that people make in a list of prices. */
export const SEEDS: Readonly<Record<string, Seed>> = {
  'three places up': moved(1e3),
  'six places up': moved(1e6),
  'three places down': moved(1e-3),
  'input and output swapped': swapped('input_cost_per_token', 'output_cost_per_token'),
  'input and cached swapped': swapped('input_cost_per_token', 'cache_read_input_token_cost'),
  'limits swapped': swapped('max_input_tokens', 'max_output_tokens'),
  'tier inverted': inverted(/_(flex|priority|batches)$/),
  'long context inverted': inverted(/_above_\d+k_tokens$/),
  'rate dropped': dropped,
};

/** A copy of the map with so many mistakes of each kind, each in a model of its own. */
export function withFaults(
  map: ReadonlyMap<string, JsonObject>,
  countOfEach: number,
  seed: number,
): { readonly entries: readonly Entry[]; readonly faults: readonly Fault[] } {
  const random = randomFrom(seed);
  const copy = new Map([...map].map(([key, fields]): [string, Fields] => [key, { ...fields }]));
  const keys = [...copy.keys()];
  const faults: Fault[] = [];
  const touched = new Set<string>();
  for (const [kind, sow] of Object.entries(SEEDS)) {
    const full = faults.length + countOfEach;
    for (let tries = 0; faults.length < full && tries < keys.length * 20; tries++) {
      const key = one(keys, random) ?? '';
      const fields = copy.get(key);
      if (fields === undefined || touched.has(key)) continue;
      const names = sow(fields, random);
      if (names.length === 0) continue;
      touched.add(key);
      faults.push({ kind, model: key, fields: names });
    }
  }
  return { entries: [...copy].flatMap(([key, fields]) => toEntry(key, fields) ?? []), faults };
}

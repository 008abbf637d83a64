/** A published map, taken apart and checked whole. */
import { MIN_MODELS, MIN_SHARE_OF_PREVIOUS } from '../core/defaults.ts';
import { BrokenMapError } from '../core/errors.ts';
import { field, isJsonObject, parseJson, type JsonObject, type JsonValue } from '../core/json.ts';
import { EntryChecker, type MapIssue } from './schema.ts';
import { hintFor, describePayload } from './describe-payload.ts';
import { kindOf } from '../core/show-value.ts';
import { storeFromEntries } from '../models/memory-store.ts';
import type { ModelStore, SetAside } from '../models/store.ts';

export type { MapIssue } from './schema.ts';

/** A published map, parsed and checked. */
export interface ParsedMap {
  /**
   * Entries in the order of the map, figures spelled as text turned into numbers. A value that cannot be
   * used stays as it is: whoever needs that field sees that it holds no figure.
   */
  readonly entries: ReadonlyMap<string, JsonObject>;
  /** Values that cannot be used, by field; one entry can have several. */
  readonly issues: readonly MapIssue[];
  /** How many entries have such values. */
  readonly flawed: number;
  /** Values that are no models. */
  readonly setAside: readonly SetAside[];
}

/** Keys of the map that were never meant to be models. */
const NO_MODELS: ReadonlyMap<string, string> = new Map([
  ['sample_spec', 'describes the fields in prose'],
  ['fallback_generalizations', 'holds rules for names, which are never run'],
]);

/**
 * Parses a published map and checks every value. A value that is no model is set aside, a field that
 * cannot be used is reported, and the rest of its entry stands.
 * @param from what the text is, for messages: "the map from https://…".
 * @throws BrokenMapError when the text is no JSON object.
 */
export function parseMap(text: string, from: string): ParsedMap {
  const checker = new EntryChecker();
  const entries = new Map<string, JsonObject>();
  const setAside: SetAside[] = [];
  let flawed = 0;
  for (const [key, value] of Object.entries(rootOf(text, from))) {
    const reason = whyNoModel(key, value, checker);
    if (reason !== undefined || !isJsonObject(value)) {
      setAside.push({ key, reason: reason ?? 'is no object' });
      continue;
    }
    const before = checker.issues.length;
    entries.set(key, checker.fields([key], value, 1));
    if (checker.issues.length > before) flawed += 1;
  }
  return { entries, issues: checker.issues, flawed, setAside };
}

/**
 * One entry of a published map, as `parseMap` gives it: for a command that asks many maps for one model.
 * Undefined where the map has no model under that key.
 * @throws BrokenMapError when the text is no JSON object.
 */
export function parseEntry(text: string, key: string, from: string): JsonObject | undefined {
  const value = field(rootOf(text, from), key);
  const checker = new EntryChecker();
  if (!isJsonObject(value) || whyNoModel(key, value, checker) !== undefined) return undefined;
  return checker.fields([key], value, 1);
}

/** What a look-up must know of a parsed map, for the stores that keep it. */
export function failedKeys({ setAside }: Pick<ParsedMap, 'setAside'>): readonly SetAside[] {
  return setAside.filter(({ key }) => !NO_MODELS.has(key));
}

/** A parsed map that can be asked. */
export function storeOfMap(map: Pick<ParsedMap, 'entries' | 'setAside'>): ModelStore {
  return storeFromEntries(map.entries, failedKeys(map));
}

/** What a map must have to take the place of the one before. */
export interface Floor {
  /** Models of the copy that we had; null where there is none. */
  readonly previousModels: number | null;
  /** Take a map that lost more than half of its models (`sync --force`). */
  readonly force: boolean;
}

/**
 * Refuses what is too small to be the map: upstream has had thousands of models for years.
 * @throws BrokenMapError
 */
export function refuseTooSmall(map: ParsedMap, from: string, floor: Floor): void {
  const models = map.entries.size;
  if (models < MIN_MODELS) {
    throw new BrokenMapError(
      `${capital(from)} holds ${models} ${models === 1 ? 'model' : 'models'}, and fewer than ${MIN_MODELS} are no cost map.`,
      'A small map of your own can be used for one command with --map FILE.',
    );
  }
  if (floor.previousModels === null || floor.force || models >= floor.previousModels * MIN_SHARE_OF_PREVIOUS)
    return;
  throw new BrokenMapError(
    `${capital(from)} holds ${models} models, less than half of the ${floor.previousModels} that we had.`,
    'If that is right, `llmcost sync --force` takes it.',
  );
}

function whyNoModel(key: string, value: JsonValue | undefined, checker: EntryChecker): string | undefined {
  if (!isJsonObject(value)) return `holds ${kindOf(value)}, not a model`;
  if (key === '') return 'has no name';
  const known = NO_MODELS.get(key);
  if (known !== undefined) return known;
  if (Object.hasOwn(value, 'litellm_provider')) return undefined;
  if (Object.keys(value).some((name) => checker.schemaOf(name) !== undefined)) return undefined;
  return 'has no provider, mode, price, limit or capability';
}

function rootOf(text: string, from: string): JsonObject {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let root: JsonValue;
  try {
    root = parseJson(clean);
  } catch (error) {
    throw new BrokenMapError(`${capital(from)} is ${describePayload(clean, error)}.`, hintFor(clean), {
      cause: error,
    });
  }
  if (isJsonObject(root)) return root;
  throw new BrokenMapError(`${capital(from)} is JSON, but ${kindOf(root)}: a cost map is an object.`);
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A published map, taken apart and checked whole. */
import { MIN_MODELS, MIN_SHARE_OF_PREVIOUS } from '../core/defaults.ts';
import { BrokenMapError } from '../core/errors.ts';
import { field, isJsonObject, parseJson, type JsonObject, type JsonValue } from '../core/json.ts';
import { EntryChecker, type MapIssue } from './schema.ts';
import { hintFor, describePayload } from './describe-payload.ts';
import { kindOf } from '../core/show-value.ts';

export type { MapIssue } from './schema.ts';

/** A value of the map that is no model and was never meant to be one. */
export interface SetAside {
  readonly key: string;
  readonly reason: string;
}

/** A published map, taken apart: the entries that stand, and what does not. */
export interface ParsedMap {
  /** Entries in the order of the map, with figures that were spelled as text turned into numbers. */
  readonly entries: ReadonlyMap<string, JsonObject>;
  /** Why entries were skipped; one entry can have several. */
  readonly issues: readonly MapIssue[];
  /** How many entries were skipped. */
  readonly skipped: number;
  readonly setAside: readonly SetAside[];
}

/** Values of the map that are known to be no models. */
const NO_MODELS: ReadonlyMap<string, string> = new Map([
  ['sample_spec', 'describes the fields in prose'],
  ['fallback_generalizations', 'holds rules for names, which are never run'],
]);

/**
 * Takes a published map apart and checks it whole. A value that is no model is set aside, an entry
 * that fails is skipped and reported, and the rest stands.
 * @param from what the text is, for messages: "the map from https://…".
 * @throws BrokenMapError when the text is no JSON object.
 */
export function parseMap(text: string, from: string): ParsedMap {
  const checker = new EntryChecker();
  const entries = new Map<string, JsonObject>();
  const setAside: SetAside[] = [];
  let skipped = 0;
  for (const [key, value] of Object.entries(rootOf(text, from))) {
    const reason = whyNoModel(key, value, checker);
    if (reason !== undefined || !isJsonObject(value)) {
      setAside.push({ key, reason: reason ?? 'is no object' });
      continue;
    }
    const before = checker.issues.length;
    const fields = checker.fields([key], value, 1);
    if (checker.issues.length > before) skipped++;
    else entries.set(key, fields);
  }
  return { entries, issues: checker.issues, skipped, setAside };
}

/**
 * One entry of a published map, checked as `parseMap` checks it: for who asks many maps for one model.
 * Undefined where the map does not have it, or where it fails.
 * @throws BrokenMapError when the text is no JSON object.
 */
export function parseEntry(text: string, key: string, from: string): JsonObject | undefined {
  const value = field(rootOf(text, from), key);
  const checker = new EntryChecker();
  if (!isJsonObject(value) || whyNoModel(key, value, checker) !== undefined) return undefined;
  const fields = checker.fields([key], value, 1);
  return checker.issues.length === 0 ? fields : undefined;
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

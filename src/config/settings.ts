/** The user's settings, merged from all files. */
import type { LookUpOptions } from '../models/catalog.ts';
import type { Entry } from '../models/entry.ts';
import type { ModelStore } from '../models/store.ts';
import type { Tier } from '../usage/usage.ts';
import type { ConfigFile } from './find-config.ts';
import type { Currency } from '../core/currency.ts';
import type { Notice } from '../core/notice.ts';

/** A setting that an answer used. */
export interface Override {
  readonly kind: 'price' | 'model' | 'tier' | 'region' | 'discount' | 'margin' | 'scores';
  readonly file: string;
  /** The place in the file: `overrides["gpt-4o"].usdPer1M.input`. */
  readonly path: string;
  /** One sentence for a person. */
  readonly message: string;
  /** The field of the cost map that it overrides, if any. */
  readonly field: string | null;
}

/** A default, and where it is set. */
export interface Default<T> {
  readonly value: T;
  readonly override: Override;
}

export interface Settings {
  /** Where settings were looked for, by precedence. */
  readonly files: readonly ConfigFile[];
  /** The project file in use, if any. */
  readonly projectFiles: readonly string[];
  /** For each settings file that is not used. */
  readonly warnings: readonly Notice[];
  readonly lookUp: LookUpOptions;
  readonly tier: Default<Tier> | null;
  readonly region: Default<string> | null;
  readonly scores: Default<string> | null;
  readonly currency: Currency | null;
  /** Applies own models and overrides to a map. */
  readonly overlay: (store: ModelStore) => ModelStore;
  /** The settings for the model with this key. */
  readonly overridesOf: (key: string) => readonly Override[];
  /** The discount and the margin for a model, in the order in which they apply. */
  readonly rulesFor: (entry: Entry) => readonly CostRule[];
}

/** No settings. */
export const NO_SETTINGS: Settings = {
  files: [],
  projectFiles: [],
  warnings: [],
  lookUp: {},
  tier: null,
  region: null,
  scores: null,
  currency: null,
  overlay: (store) => store,
  overridesOf: () => [],
  rulesFor: () => [],
};

/** A discount or a margin for a model. */
export interface CostRule {
  readonly kind: 'discount' | 'margin';
  /** Null if the settings give no name. */
  readonly name: string | null;
  /** What it applies to; both null: every model. */
  readonly provider: string | null;
  readonly model: string | null;
  /** Of the cost before this rule; 0 for none. */
  readonly percent: number;
  /** USD per request, besides the percentage; 0 for none. */
  readonly usdPerRequest: number;
  /** Where it is set. */
  readonly file: string;
  readonly path: string;
}

/** What tables of these models took from the user's settings and not from the map. */
export function overridesAmong(settings: Settings, keys: readonly string[]): readonly Override[] {
  const scores = settings.scores === null ? [] : [settings.scores.override];
  return [...keys.flatMap((key) => settings.overridesOf(key)), ...scores];
}

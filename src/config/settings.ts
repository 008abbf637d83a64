/** The user's settings as commands see them, whatever files they came from. */
import type { LookUpOptions } from '../models/catalog.ts';
import type { Entry } from '../models/entry.ts';
import type { ModelStore } from '../models/store.ts';
import type { Tier } from '../usage/usage.ts';
import type { ConfigFile } from './find.ts';
import type { Currency } from '../core/currency.ts';
import type { Notice } from '../core/notice.ts';

/** A setting of the user's that an answer used. It is no warning: the user wanted it. */
export interface Override {
  readonly kind: 'price' | 'model' | 'tier' | 'region' | 'discount' | 'margin' | 'scores';
  readonly file: string;
  /** The place in the file: `overrides["gpt-4o"].usdPer1M.input`. */
  readonly path: string;
  /** One sentence for a person. */
  readonly message: string;
  /** The cost map's field that it stands for; null where it stands for none. */
  readonly field: string | null;
}

/** A default of the user's, and where it is written. */
export interface Default<T> {
  readonly value: T;
  readonly override: Override;
}

export interface Settings {
  /** Where settings were looked for, the place that wins first. */
  readonly files: readonly ConfigFile[];
  /** The file of the project that is in force, if any. */
  readonly projectFiles: readonly string[];
  /** Files of settings that are not used, and why. */
  readonly warnings: readonly Notice[];
  readonly lookUp: LookUpOptions;
  readonly tier: Default<Tier> | null;
  readonly region: Default<string> | null;
  readonly scores: Default<string> | null;
  readonly currency: Currency | null;
  /** The map with the user's own models and prices laid over it; only what is asked for is read. */
  readonly overlay: (store: ModelStore) => ModelStore;
  /** What the user says of the model with this key. */
  readonly overridesOf: (key: string) => readonly Override[];
  /** The discount and the margin that hold for a model, in the order in which they apply. */
  readonly rulesFor: (entry: Entry) => readonly CostRule[];
}

/** Nobody has settings: everything is as the map says. */
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

/** A discount or a margin that the user's settings put on a model. */
export interface CostRule {
  readonly kind: 'discount' | 'margin';
  /** What the user calls it; null where the settings give no name. */
  readonly name: string | null;
  /** Whom it is for; both null: every model. */
  readonly provider: string | null;
  readonly model: string | null;
  /** Of the cost before this rule; 0 for none. */
  readonly percent: number;
  /** USD for each request, on top of the percentage; 0 for none. */
  readonly usdPerRequest: number;
  /** Where it is written: the file, and the place in it. */
  readonly file: string;
  readonly path: string;
}

/** Turns settings files into settings. Loaded only when there is a file. */
import { dirname, resolve } from 'node:path';
import type { CostRule, Default, Override, Settings } from './settings.ts';
import { UsageError } from '../core/errors.ts';
import { parseJsonFile, type JsonValue } from '../core/json.ts';
import type { Entry } from '../models/entry.ts';
import { parseField } from '../models/fields.ts';
import { formatPrice, decimal, plain } from '../core/money.ts';
import { normalized } from '../models/prices.ts';
import { isProvider } from '../models/providers.ts';
import type { ConfigSearch, ConfigSource } from './find-config.ts';
import { refuseForeignFile } from './named-file.ts';
import { issueText, pathText, type Issue, type Path } from '../core/reading/issue.ts';
import type { UserField, UserModel } from './model.ts';
import { overlayStore } from './overlay.ts';
import { readConfig, type Config, type Rule } from './read.ts';

/** A parsed settings file. */
export interface LoadedConfig extends ConfigSource {
  readonly config: Config;
  /** As written; an empty object if it is not JSON. */
  readonly json: JsonValue;
}

/** Parses a file. Invalid JSON is an issue like any other, for `config check` to report. */
export function parseConfig(source: ConfigSource): LoadedConfig & { readonly issues: readonly Issue[] } {
  try {
    const json = parseJsonFile(source.text);
    return { ...source, json, ...readConfig(json) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const issue = { path: [], problem: `is ${error.message}` };
    return { ...source, json: {}, config: readConfig({}).config, issues: [issue] };
  }
}

/**
 * Merges the settings of all files; the first file takes precedence.
 * @throws UsageError for the first issue, with the file and the place in it.
 */
export function loadSettings({ files, sources, warnings }: ConfigSearch, configDir: string): Settings {
  const configs = sources.map((source) => loadUsable(source, configDir));
  const projectFiles = sources.flatMap(({ role, path }) => (role === 'project' ? [path] : []));
  return { ...settingsOf(configs), files, projectFiles, warnings };
}

function loadUsable(source: ConfigSource, configDir: string): LoadedConfig {
  const { issues, ...loaded } = parseConfig(source);
  const [first, ...others] = issues;
  if (first === undefined) {
    const { scores } = loaded.config;
    if (scores !== null) refuseForeignFile(scores, source, configDir);
    return loaded;
  }
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const hint = 'See all of it with: llmcost config check';
  throw new UsageError(`${source.path}: ${issueText(first)}${more}.`, hint);
}

function settingsOf(configs: readonly LoadedConfig[]): Omit<Settings, 'files' | 'projectFiles' | 'warnings'> {
  const own = firstOf(configs, ({ models }) => models);
  const overrides = firstOf(configs, (config) => config.overrides);
  const discounts = configs.flatMap((each) => rulesOf(each, 'discount', each.config.discounts));
  const margins = configs.flatMap((each) => rulesOf(each, 'margin', each.config.margins));
  const models = { own: valuesOf(own), overrides: valuesOf(overrides) };
  return {
    lookUp: {
      aliases: Object.fromEntries(valuesOf(firstOf(configs, ({ aliases }) => aliases))),
      prefer: configs.find(({ config }) => config.prefer.length > 0)?.config.prefer ?? [],
    },
    tier: defaultOf(
      configs,
      'tier',
      ({ tier }) => tier,
      (tier) => `The tier is ${tier} where a job does not name one.`,
    ),
    region: defaultOf(
      configs,
      'region',
      ({ region }) => region,
      (region) => `The region is ${region} where a job does not name one.`,
    ),
    scores: scoresOf(configs),
    currency: configs.find(({ config }) => config.currency !== null)?.config.currency ?? null,
    overlay: (store) => overlayStore(store, models),
    overridesOf: (key) => [
      ...fieldsOf(own.get(key), 'model', ['models', key]),
      ...fieldsOf(overrides.get(key), 'price', ['overrides', key]),
    ],
    rulesFor: (entry) => [mostSpecific(discounts, entry), mostSpecific(margins, entry)].flat(),
  };
}

interface Placed<T> {
  readonly file: string;
  readonly value: T;
}

/** A section of all files; for each name, the first file that has it. */
function firstOf<T>(
  configs: readonly LoadedConfig[],
  section: (config: Config) => ReadonlyMap<string, T>,
): ReadonlyMap<string, Placed<T>> {
  const found = new Map<string, Placed<T>>();
  for (const { path, config } of configs) {
    for (const [name, value] of section(config)) if (!found.has(name)) found.set(name, { file: path, value });
  }
  return found;
}

function valuesOf<T>(placed: ReadonlyMap<string, Placed<T>>): ReadonlyMap<string, T> {
  return new Map([...placed].map(([name, { value }]) => [name, value]));
}

function defaultOf<T extends string>(
  configs: readonly LoadedConfig[],
  kind: 'tier' | 'region' | 'scores',
  of: (config: Config) => T | null,
  message: (value: T) => string,
): Default<T> | null {
  for (const { path, config } of configs) {
    const value = of(config);
    if (value !== null)
      return { value, override: { kind, file: path, path: kind, message: message(value), field: null } };
  }
  return null;
}

/** A path of scores is relative to the file that names it. */
function scoresOf(configs: readonly LoadedConfig[]): Default<string> | null {
  const found = defaultOf(
    configs,
    'scores',
    ({ scores }) => scores,
    (name) => `The coding scores are those of ${name}.`,
  );
  return found && { ...found, value: resolve(dirname(found.override.file), found.value) };
}

function rulesOf(
  { path }: LoadedConfig,
  kind: CostRule['kind'],
  rules: readonly Rule[],
): readonly CostRule[] {
  return rules.map((rule) => ({ ...rule, kind, file: path, path: pathText(rule.path) }));
}

/** The rule for the model, else for its provider, else for all; the first file takes precedence. */
function mostSpecific(rules: readonly CostRule[], { key, provider }: Entry): readonly CostRule[] {
  const found =
    rules.find(({ model }) => model?.toLowerCase() === key.toLowerCase()) ??
    rules.find((rule) => rule.provider !== null && isProvider(provider, rule.provider)) ??
    rules.find((rule) => rule.model === null && rule.provider === null);
  return found === undefined ? [] : [found];
}

function fieldsOf(
  placed: Placed<UserModel> | undefined,
  kind: 'model' | 'price',
  path: Path,
): readonly Override[] {
  if (placed === undefined) return [];
  const { file, value } = placed;
  const same = value.sameAs === null ? '' : `, like ${value.sameAs} but for what stands beside it`;
  const whole: readonly Override[] =
    kind === 'model'
      ? [{ kind, file, path: pathText(path), message: `It is a model of your own${same}.`, field: null }]
      : [];
  if (kind === 'model' && value.sameAs === null) return whole;
  const fields = [...value.fields].map(([name, field]): Override => {
    return { kind: 'price', file, path: pathText(field.path), message: fieldWords(name, field), field: name };
  });
  return [...whole, ...fields];
}

/** `input_cost_per_token is $2.0000 / 1M tokens.` */
function fieldWords(name: string, { value }: UserField): string {
  if (value === null) return `${name} is left out.`;
  const unit = parseField(name)?.unit;
  if (typeof value !== 'number') return `${name} is your own.`;
  if (unit === undefined || unit === 'factor') return `${name} is ${plain(value)}.`;
  const price = normalized(decimal(value), unit);
  return `${name} is ${formatPrice(price.usd)} / ${price.unit}.`;
}

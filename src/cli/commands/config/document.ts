import { configPlaces, findConfig, namedConfig, type ConfigFile } from '../../../config/find-config.ts';
import { pathText, type Issue } from '../../../core/reading/issue.ts';
import { loadSettings, parseConfig, type LoadedConfig } from '../../../config/load.ts';
import { notesOn, type Note } from '../../../config/notes.ts';
import { NO_SETTINGS } from '../../../config/settings.ts';
import { resolve } from 'node:path';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type Document, type MapDocument } from '../../document.ts';
import { asList, field, isJsonObject, type JsonValue } from '../../../core/json.ts';
import type { ModelStore } from '../../../models/store.ts';
import { useMap, type MapOptions } from '../../../map/open.ts';

/** `llmcost config path`: where settings are looked for, the place that wins first. */
export interface ConfigPathDocument extends Document {
  readonly files: readonly ConfigFile[];
}

export function configPath(deps: Deps): ConfigPathDocument {
  const { files, warnings } = configPlaces(deps);
  return { schemaVersion: SCHEMA_VERSION, files, warnings };
}

/** One setting that is in force. */
export interface SettingRow {
  /** `aliases.cheap`, `discounts[0]`, `tier`. */
  readonly path: string;
  /** As it is written. */
  readonly value: JsonValue;
  readonly file: string;
}

/** `llmcost config show`: the settings that are in force. */
export interface ConfigShowDocument extends ConfigPathDocument {
  readonly settings: readonly SettingRow[];
}

/** @throws UsageError for a file that cannot be used. */
export function configShow(deps: Deps): ConfigShowDocument {
  const search = findConfig(deps);
  const { files, warnings } = loadSettings(search, deps.paths.configDir);
  const rows = new Map<string, SettingRow>();
  for (const source of search.sources) {
    for (const row of rowsOf(parseConfig(source))) {
      // Rules of all files are in force; anything else is what the first file says.
      const name = /^(discounts|margins)\[/.test(row.path) ? `${row.file}:${row.path}` : row.path;
      if (!rows.has(name)) rows.set(name, row);
    }
  }
  return { schemaVersion: SCHEMA_VERSION, files, settings: [...rows.values()], warnings };
}

function rowsOf({ path: file, json }: LoadedConfig): readonly SettingRow[] {
  const row = (path: readonly (string | number)[], value: JsonValue) => ({
    path: pathText(path),
    value,
    file,
  });
  return entriesOf(json).flatMap(([name, value]) => {
    if (name === '$schema') return [];
    if (name === 'discounts' || name === 'margins') {
      return asList(value).map((rule, index) => row([name, index], rule));
    }
    if (name !== 'aliases' && name !== 'models' && name !== 'overrides') return [row([name], value)];
    return entriesOf(value).map(([key, part]) => row([name, key], part));
  });
}

function entriesOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (!isJsonObject(value)) return [];
  return Object.keys(value).map((name) => [name, field(value, name) ?? null] as const);
}

/** One file of `llmcost config check`. */
export interface CheckedFile extends ConfigFile {
  /** What keeps the file from being used. */
  readonly issues: readonly { readonly path: string; readonly problem: string }[];
  /** What has no effect, or another than one may think. */
  readonly notes: readonly Note[];
}

/** `llmcost config check`: every mistake, and what the map says to the names that are used. */
export interface ConfigCheckDocument extends MapDocument {
  readonly valid: boolean;
  readonly files: readonly CheckedFile[];
}

export interface ConfigCheckOptions extends MapOptions {
  /** A file to check instead of those that are in force. */
  readonly file?: string | undefined;
}

/**
 * Checks the files that are in force, or the one that is named.
 * @throws UsageError when a file cannot be read.
 */
export async function configCheck(options: ConfigCheckOptions, deps: Deps): Promise<ConfigCheckDocument> {
  const search = options.file === undefined ? findConfig(deps) : namedConfig(resolve(deps.cwd, options.file));
  const loaded = search.sources.map(parseConfig);
  // The map is asked without the settings: a file with mistakes in it must not keep it from being checked.
  return await useMap({ ...options, settings: NO_SETTINGS }, deps, ({ loaded: map }) => {
    const files = search.files.map((place) => {
      const config = loaded.find(({ path }) => path === place.path);
      return { ...place, ...checked(config, map.store, deps.paths.configDir) };
    });
    const valid = files.every(({ issues }) => issues.length === 0);
    const warnings = [...search.warnings, ...map.warnings];
    return { schemaVersion: SCHEMA_VERSION, valid, files, warnings, source: map.source };
  });
}

function checked(
  config: ReturnType<typeof parseConfig> | undefined,
  store: ModelStore,
  configDir: string,
): Pick<CheckedFile, 'issues' | 'notes'> {
  if (config === undefined) return { issues: [], notes: [] };
  const { issues, notes } = notesOn(config, store, configDir);
  return { issues: [...config.issues, ...issues].map(issueRow), notes };
}

function issueRow({ path, problem }: Issue): { readonly path: string; readonly problem: string } {
  return { path: pathText(path), problem };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../../core/deps.ts';
import { SCHEMA_VERSION, type Document } from '../../document.ts';
import { UsageError } from '../../../core/errors.ts';
import { asObject, asText, field, parseJson, type JsonObject } from '../../../core/json.ts';
import { nearest } from '../../../core/nearest.ts';
import { own } from '../../../core/collections.ts';

/** What schemas there are. */
export interface SchemaListDocument extends Document {
  /** In the order of the commands. */
  readonly schemas: readonly {
    /** What `llmcost schema` takes. */
    readonly name: string;
    readonly about: string;
  }[];
}

/** Every schema that there is, by name. */
export function schemaList(deps: Deps): SchemaListDocument {
  const schemas = Object.entries(readAll(deps)).map(([name, item]) => {
    return { name, about: asText(field(asObject(item), 'about')) ?? '' };
  });
  return { schemaVersion: SCHEMA_VERSION, schemas, warnings: [] };
}

/** Shorter names: of what a command does without an action, and of the files. */
const SHORT: Readonly<Record<string, string>> = {
  cache: 'cache status',
  config: 'config file',
  reviews: 'reviews file',
};

/**
 * The JSON Schema of a document or a file.
 * @throws UsageError for a name that none has.
 */
export function schemaOf(name: string, deps: Deps): JsonObject {
  const all = readAll(deps);
  const wanted = own(SHORT, name) ?? name;
  const schema = asObject(field(asObject(field(all, wanted)), 'schema'));
  if (schema !== undefined) return schema;
  const [near] = nearest(name, Object.keys(all), (known) => known, 1);
  throw new UsageError(
    `There is no schema "${name}".`,
    near === undefined ? 'See the names with: llmcost schema' : `Did you mean: llmcost schema ${near}`,
  );
}

/** Written by the build, so that printing one does not load what they are made with. */
function readAll(deps: Deps): JsonObject {
  return asObject(parseJson(readFileSync(join(deps.paths.packageDir, 'schemas.json'), 'utf8'))) ?? {};
}

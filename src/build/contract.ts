/** What the build needs of the sources to write the schemas down. */
import { jsonSchemaOf, SCHEMA_NAMES, SCHEMAS } from '../cli/schemas/index.ts';

/** Every schema by its name, with what it is of. */
export function allSchemas(): object {
  return Object.fromEntries(
    SCHEMA_NAMES.map((name) => [name, { about: SCHEMAS[name].about, schema: jsonSchemaOf(name) }]),
  );
}

import { parseJson, type JsonValue } from '../../src/json.ts';
import { toJson } from '../../src/render/json.ts';
import { SCHEMAS, type SchemaName } from '../../src/schemas/index.ts';

/**
 * Holds a document against its published schema, as it is printed: a field that is missing, of another
 * type or not documented fails the test that made the document.
 * @returns what a reader of the JSON gets.
 */
export function expectDocument(name: SchemaName, document: unknown): JsonValue {
  const printed = parseJson(typeof document === 'string' ? document : toJson(document));
  const result = SCHEMAS[name].schema.safeParse(printed);
  if (result.success) return printed;
  const issues = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`The document is not what \`llmcost schema ${name}\` says:\n${issues.join('\n')}`);
}

/** The JSON Schema of what a tool answers: that of the command's document, or of an error. */
import { schemaOf } from '../schema/document.ts';
import type { Deps } from '../../../core/deps.ts';
import { asList, asObject, field, type JsonObject, type JsonValue } from '../../../core/json.ts';

export function outputSchemaOf(name: string, deps: Deps) {
  const [answer, error] = [name, 'error'].map(
    (each) => asObject(withoutOldNames(schemaOf(each, deps))) ?? {},
  );
  return {
    type: 'object' as const,
    anyOf: [...alternatives(answer), ...alternatives(error)],
    $defs: { ...asObject(field(answer, '$defs')), ...asObject(field(error, '$defs')) },
  };
}

function alternatives(schema: JsonObject | undefined): readonly JsonValue[] {
  const { $schema: _, $defs: __, ...whole } = schema ?? {};
  const several = asList(field(schema, 'anyOf'));
  return several.length === 0 ? [asObject(whole) ?? {}] : several;
}

/** Field names of 1.0 are for older scripts; tools never had them. */
function withoutOldNames(schema: JsonValue | undefined): JsonValue {
  if (Array.isArray(schema)) return schema.map((each: JsonValue) => withoutOldNames(each));
  const object = asObject(schema);
  if (object === undefined) return schema ?? null;
  const properties = asObject(field(object, 'properties'));
  const old = Object.entries(properties ?? {}).flatMap(([name, property]) =>
    field(asObject(property), 'deprecated') === true ? [name] : [],
  );
  const fields = Object.entries(object).map(([name, value]) => {
    if (name === 'properties' && properties !== undefined) return [name, without(properties, old)];
    if (name === 'required') return [name, asList(value).filter((each) => !old.includes(String(each)))];
    return [name, withoutOldNames(value)];
  });
  return Object.fromEntries(fields);
}

function without(properties: JsonObject, names: readonly string[]): JsonObject {
  const kept = Object.entries(properties).filter(([name]) => !names.includes(name));
  return Object.fromEntries(kept.map(([name, property]) => [name, withoutOldNames(property)]));
}

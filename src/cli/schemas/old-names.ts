import type { z } from 'zod';
import type { OldNames } from '../old-names.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Lists the old names of a rule as deprecated in a JSON Schema, each with what the new one says. */
export function addOldNames(schema: JsonSchema, { at, names }: OldNames): void {
  for (const object of objectsAt(schema, schema, at === '' ? [] : at.split('.'))) {
    for (const [before, now] of Object.entries(names)) {
      const property = object.properties?.[now];
      if (object.properties === undefined || typeof property !== 'object') continue;
      if (object.properties[before] !== undefined) continue;
      object.properties[before] = { ...property, description: `Use \`${now}\`.`, deprecated: true };
      if (object.required?.includes(now) === true) object.required.push(before);
    }
  }
}

/** The schemas of the objects at a place such as `models[].source`, whatever they may be beside objects. */
function objectsAt(
  root: JsonSchema,
  found: JsonSchema,
  [step, ...rest]: readonly string[],
): readonly JsonSchema[] {
  const objects = variants(root, found).filter(({ properties }) => properties !== undefined);
  if (step === undefined) return objects;
  return objects.flatMap(({ properties }) => {
    const property = properties?.[step.replace(/\[\]$/, '')];
    if (typeof property !== 'object') return [];
    const inner = step.endsWith('[]')
      ? variants(root, property).flatMap(({ items }) => (isSchema(items) ? [items] : []))
      : [property];
    return inner.flatMap((each) => objectsAt(root, each, rest));
  });
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a schema stands for: that which it refers to, and each of several that it may be. */
function variants(
  root: JsonSchema,
  { $ref, anyOf, oneOf, allOf, ...schema }: JsonSchema,
): readonly JsonSchema[] {
  const name = $ref?.replace('#/$defs/', '');
  const target = name === undefined ? undefined : root.$defs?.[name];
  return [
    schema,
    ...(target === undefined ? [] : variants(root, target)),
    ...[...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])].flatMap((each) => variants(root, each)),
  ];
}

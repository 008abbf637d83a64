import { describe, expect, it } from 'vitest';
import { withOldNames } from '../../src/cli/old-names.ts';
import { jsonSchemaOf, SCHEMA_NAMES } from '../../src/cli/schemas/index.ts';
import { asObject, asText, field, parseJson, type JsonObject } from '../../src/core/json.ts';

describe('the names of 1.0', () => {
  it('stand beside the new ones, with their values', () => {
    const document = {
      source: { kind: 'file', modelCount: 3 },
      models: [{ model: 'tern-1', provider: 'p' }],
      ranking: null,
    };
    expect(withOldNames('compare', document)).toEqual({
      source: { kind: 'file', modelCount: 3, models: 3 },
      models: [{ model: 'tern-1', provider: 'p', key: 'tern-1' }],
      ranking: null,
    });
  });

  it('stand in every page of several, and in errors', () => {
    const headline = { inputUsdPerUnit: 1, outputUsdPerUnit: null, cacheReadUsdPerUnit: 3, unit: 'token' };
    expect(withOldNames('show', { models: [{ headline }] })).toEqual({
      models: [{ headline: { ...headline, input: 1, output: null, cacheRead: 3 } }],
    });
    expect(withOldNames('error', { error: { candidates: [{ model: 'a' }] } })).toEqual({
      error: { candidates: [{ model: 'a', key: 'a' }] },
    });
  });

  it('change neither the document nor one without them', () => {
    const document = { models: [{ model: 'a' }], source: { modelCount: 1 } };
    const before = JSON.stringify(document);
    withOldNames('list', document);
    expect(JSON.stringify(document)).toBe(before);
    expect(withOldNames('completion', document)).toBe(document);
  });

  it('are deprecated in the schemas, each with the name that takes its place', () => {
    const counts = ['models: Use `modelCount`.'];
    const keys = ['key: Use `model`.'];
    const headline = ['cacheRead', 'input', 'output'].map((name) => `${name}: Use \`${name}UsdPerUnit\`.`);
    const found = SCHEMA_NAMES.map((name) => [
      name,
      deprecatedIn(asObject(parseJson(JSON.stringify(jsonSchemaOf(name)))) ?? {}),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      show: [...headline, ...keys, ...counts].sort(),
      estimate: [...keys, ...counts],
      'estimate requests': [...keys, ...counts],
      why: counts,
      tally: [...keys, ...counts],
      'tally each': [],
      'tally dry run': [],
      tokens: [],
      sql: [],
      list: [...keys, ...counts],
      compare: [...keys, ...counts],
      offers: [...keys, ...counts],
      providers: counts,
      modes: counts,
      doctor: [...keys, ...counts],
      review: counts,
      lifecycle: [...keys, ...counts],
      site: [],
      sync: counts,
      diff: counts,
      history: counts,
      lock: counts,
      import: counts,
      validate: counts,
      'cache status': counts,
      'cache path': [],
      'cache clear': [],
      'cache prune': [],
      'config show': [],
      'config path': [],
      'config check': counts,
      'config allow': [],
      completion: [],
      schema: [],
      error: keys,
      'config file': [],
      'lock file': [],
      'reviews file': [],
    });
  });
});

/** `key: Use \`model\`.` for every deprecated property anywhere in a schema, each once. */
function deprecatedIn(schema: JsonObject): readonly string[] {
  const own = Object.entries(asObject(field(schema, 'properties')) ?? {}).flatMap(([name, property]) => {
    const about = asObject(property);
    return field(about, 'deprecated') === true ? [`${name}: ${asText(field(about, 'description'))}`] : [];
  });
  const inner = Object.values(schema).flatMap((value) =>
    (Array.isArray(value) ? value : [value]).flatMap((each) => deprecatedIn(asObject(each) ?? {})),
  );
  return [...new Set([...own, ...inner])].sort();
}

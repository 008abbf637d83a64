import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../../src/core/json.ts';
import { isJsonObject } from '../../../../src/core/json.ts';
import { isFields, type Fields } from '../../../../src/usage/logs/scan/fields.ts';
import { FAST_FIELDS } from '../../../../src/usage/logs/fast/shapes.ts';
import { KNOWN_NAMES } from '../../../../src/usage/logs/fast/names.ts';
import { createLineReader, readUsageObject } from '../../../../src/usage/recognise.ts';
import { fixture } from '../../../helpers/usage-fixture.ts';

/**
 * Names of single items inside a span, a modality list and the like, never of what the scanner reads,
 * and names that say something only beside others, such as the id of a span.
 */
const DEEPER = new Set(
  `audio cache_creation cache_read doubleValue double_value image input_tokens intValue int_value key
   logRecords log_records modality reasoning scopeLogs scopeSpans scope_logs scope_spans search_units
   service.name spans stringValue string_value summary tokenCount token_count ttl
   role variant context traceId trace_id parentSpanContext name ai.operationId source forked_from_id thread_settings request_id user_api_key_team_id user_api_key_user_id value output_tokens total_cost text_tokens amount outputBodyJson token_usage
   cache_creation_token_details
   event openinference traceloop langfuse openai enduser service mlflow
   choices models model_info path tools`.split(/\s+/),
);

describe('the list of names', () => {
  it('holds every name that the recogniser asks for where the scanner passes over fields', () => {
    const asked = new Set<string>();
    const values = [
      ...samples(),
      {},
      { usage: {} },
      { message: { usage: {} } },
      { type: 'x', sessionId: 's', message: { usage: { input_tokens: 1 } } },
      { usage: { prompt_tokens: 1, completion_tokens: 1 } },
      { usage: { input_tokens: 1 }, response: {}, request: { body: {} }, metadata: {} },
      { metadata: {}, usage: { inputTokens: 1 } },
      { type: 'result', usage: {} },
      { totalUsage: {}, steps: [] },
    ];
    for (const value of values) {
      createLineReader().read(spied(value, asked, FAST_FIELDS));
      readUsageObject(spied(value, asked, FAST_FIELDS));
    }
    const missing = [...asked].filter((name) => !Object.hasOwn(KNOWN_NAMES, name) && !DEEPER.has(name));
    expect(missing).toEqual([]);
    expect(asked.size).toBeGreaterThan(150);
  });
});

/** They have names of their own, and no list of those that matter elsewhere. */
describe('the attributes of spans', () => {
  const askedBeside = (looked: Fields | undefined) => {
    const asked = new Set<string>();
    for (const counts of [{}, { 'gen_ai.usage.input_tokens': 1 }]) {
      const attributes = spied(counts, asked, looked);
      createLineReader().read({ trace_id: 't', name: 'chat', attributes, resource: { attributes } });
    }
    return [...asked];
  };

  it('are looked for by every name that the recogniser asks for', () => {
    expect(askedBeside(nestedIn(FAST_FIELDS, 'attributes'))).toEqual([]);
    expect(askedBeside({}).length).toBeGreaterThan(80);
  });
});

/** Every line of every sample of a log. */
function samples(): readonly JsonValue[] {
  const folder = fileURLToPath(new URL('../../../../fixtures/usage', import.meta.url));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.jsonl?$/.test(name)).flatMap((name) => fixture(name));
}

/**
 * A copy that notes which fields it is asked for; listing its own fields is not asking.
 * @param looked what the scanner looks for in it; what nobody looks into makes a line the recogniser's.
 */
function spied(value: JsonValue, asked: Set<string>, looked: Fields | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((item) => spied(item, asked, undefined));
  if (!isJsonObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, spied(item ?? null, asked, nestedIn(looked, name))]),
  );
  let listed: string[] = [];
  return new Proxy(inner, {
    ownKeys(target) {
      listed = Object.keys(target);
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      const index = listed.indexOf(String(name));
      if (index >= 0) listed.splice(index, 1);
      else if (looked !== undefined && !Object.hasOwn(looked, name)) asked.add(String(name));
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}

function nestedIn(fields: Fields | undefined, name: string): Fields | undefined {
  const field = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (typeof field !== 'object') return undefined;
  if (isFields(field)) return field;
  return field[0] === 'maybe' || field[0] === 'given' ? field[1] : undefined;
}

import { type JsonObject, type JsonValue, asNumber, asObject, asText, field } from '../core/json.ts';
import { shown } from '../core/show-value.ts';
import { placeAt, usagePathsOf } from './places.ts';
import { type LineOutcome, CONTEXT, skipped } from './shape.ts';
import { nearestCanonicalName } from './shapes/canonical.ts';
import { isSessionContext } from './shapes/claude-code.ts';

const HAVE_IT_READ =
  'write its counts under the names of llmcost (inputTokens, outputTokens) to have it read';

/** Why no usage was found: the request failed, it is in a form that nothing knows, or there is none. */
export function notFound(line: JsonObject): readonly LineOutcome[] {
  if (isSessionContext(line)) return CONTEXT;
  const error = field(line, 'error') ?? field(asObject(field(line, 'response')), 'error') ?? null;
  const status =
    asNumber(field(line, 'status_code')) ?? asNumber(field(asObject(field(line, 'response')), 'status_code'));
  if (error !== null || field(line, 'type') === 'error' || (status !== undefined && status >= 400)) {
    return skipped('failed request', `the request failed${errorText(error)}`);
  }
  for (const path of usagePathsOf(line)) {
    const names = Object.keys(placeAt(line, path)?.usage ?? {});
    // Anything may stand under these names; a usage object is meant to be one.
    if (LOOSE_NAMES.has(path.at(-1) ?? '') || names.length === 0) continue;
    return skipped('unknown usage', `${fieldsOf(names)}; ${HAVE_IT_READ}`);
  }
  if (typeof field(line, 'total_tokens') === 'number') {
    return skipped(
      'unknown usage',
      'only a total of tokens is reported, and tokens in and out have different prices; log both to have it read',
    );
  }
  const counts = Object.entries(line).find(([name, value]) => isCounts(name, value))?.[0];
  if (counts !== undefined) {
    return skipped('unknown usage', `no provider's usage stands under ${shown(counts)}; ${HAVE_IT_READ}`);
  }
  return skipped('no usage', 'the line holds no usage');
}

/** `{"tokens": {"prompt": 100, …}}` is meant as usage, whoever writes it. */
function isCounts(name: string, value: JsonValue | undefined): boolean {
  return (
    /^tokens?$|token_?(usage|counts?)$/i.test(name) &&
    Object.values(asObject(value) ?? {}).some((count) => (asNumber(count) ?? 0) > 0)
  );
}

const LOOSE_NAMES: ReadonlySet<string> = new Set([
  'meta',
  'metrics',
  'properties',
  'text',
  'tokenMetadata',
  'inference_status',
]);

function errorText(error: JsonValue): string {
  const text = asText(error) ?? asText(field(asObject(error), 'message'));
  return text === undefined ? '' : `: ${text.slice(0, 120)}`;
}

function fieldsOf(names: readonly string[]): string {
  return `no provider's usage object has these fields: ${names.slice(0, 6).map(shown).join(', ')}`;
}

/** Why an object alone is no usage. */
export function unknownFields(object: JsonObject): string {
  const names = Object.keys(object);
  if (names.length === 0) return 'the usage object is empty';
  const near = names.map((name) => [name, nearestCanonicalName(name)] as const).find(([, found]) => found);
  const hint = near === undefined ? '' : `; the nearest to ${shown(near[0])} is ${shown(near[1])}`;
  return `${fieldsOf(names)}${hint}`;
}

import { type JsonObject, asObject, asText, field } from '../../core/json.ts';
import { placeAt } from '../places.ts';
import { readReplies, readUsage } from '../read-place.ts';
import type { LineShape, Place } from '../shape.ts';
import { hasAny, skipped } from '../shape.ts';
import { bedrockMetrics } from './bedrock-converse.ts';

/**
 * A line of Amazon Bedrock's model invocation log. Its own `modelId` names the region or profile that
 * served, and so comes before the model inside; its own counts leave the cache out, as Converse's do.
 */
export const bedrockLog: LineShape = {
  readsPlaces: false,
  recognises: (line) =>
    field(line, 'schemaType') === 'ModelInvocationLog' ||
    (hasAny(line, 'modelId') &&
      hasAny(asObject(field(line, 'input')), 'inputTokenCount') &&
      asObject(field(line, 'output')) !== undefined),
  read(line) {
    if (hasAny(line, 'errorCode')) return skipped('failed request', 'Bedrock logged an error');
    const overrides = {
      shape: 'bedrock-log',
      model: asText(field(line, 'modelId')),
      dedupeKey: asText(field(line, 'requestId')),
    };
    const inner = placeAt(line, ['output', 'outputBodyJson', 'usage']);
    const outer = countsOf(line);
    // The body inside may tell more, such as writes by their time to live.
    const body = inner === undefined ? [] : readUsage(inner, overrides);
    if (body.length > 0) return body;
    if (outer === undefined) return skipped('no usage', 'the invocation holds no token counts');
    return readReplies(outer, bedrockMetrics, overrides);
  },
};

function countsOf(line: JsonObject): Place | undefined {
  const input = asObject(field(line, 'input'));
  const output = asObject(field(line, 'output'));
  const usage = { ...numbersOf(input), ...numbersOf(output) };
  return Object.keys(usage).length === 0 ? undefined : { usage, holders: [line], bare: false };
}

function numbersOf(object: JsonObject | undefined): JsonObject {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => name.endsWith('TokenCount')));
}

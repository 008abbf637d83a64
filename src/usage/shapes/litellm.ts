import type { JsonObject, JsonValue } from '../../core/json.ts';
import { asList, asObject, asText, field, parseJson } from '../../core/json.ts';
import { decimalText } from '../decimal-text.ts';
import { readReplies, shapeOf, type FoundUsage } from '../read-place.ts';
import type { LineShape, Place } from '../shape.ts';
import { hasAny, skipped } from '../shape.ts';

/** The row's own counts. */
const TOTALS = ['prompt_tokens', 'completion_tokens'] as const;

/**
 * A row of LiteLLM's spend log, or what its callbacks write. The counts of `metadata.usage_object`
 * tell cached and other parts; the row's own two totals are what is left without it.
 */
export const litellm: LineShape = {
  recognises: (line) =>
    hasAny(line, 'spend', 'response_cost') && hasAny(line, ...TOTALS, 'custom_llm_provider'),
  read(line) {
    if (field(line, 'status') === 'failure')
      return skipped('failed request', 'LiteLLM logged it as a failure');
    const hit = field(line, 'cache_hit');
    if (hit === true || hit === 'True' || hit === 'true') {
      return skipped('gateway cache', 'LiteLLM answered it from its own cache, so no provider billed it');
    }
    const metadata = objectOf(field(line, 'metadata'));
    const found = findCounts(line, metadata);
    if (found === undefined) return skipped('no usage', 'the row holds no token counts');
    return readReplies(found.place, found.shape, {
      shape: 'litellm',
      dedupeKey: asText(field(line, 'request_id')),
      reportedUsd: decimalText(field(line, 'spend')) ?? decimalText(field(line, 'response_cost')),
      user: userOf(line, metadata),
      project: asText(field(line, 'team_id')) ?? asText(field(metadata, 'user_api_key_team_id')),
      tags: tagsOf(line),
    });
  },
};

function findCounts(line: JsonObject, metadata: JsonObject | undefined): FoundUsage | undefined {
  const reported = asObject(field(metadata, 'usage_object'));
  const places: readonly Place[] = [
    ...(reported === undefined ? [] : [{ usage: reported, holders: [line], bare: false }]),
    ...(hasAny(line, ...TOTALS) ? [{ usage: line, holders: [line], bare: true }] : []),
  ];
  for (const place of places) {
    const shape = shapeOf(place);
    if (shape !== undefined) return { place, shape };
  }
  return undefined;
}

function userOf(line: JsonObject, metadata: JsonObject | undefined): string | undefined {
  return (
    asText(field(line, 'end_user')) ??
    asText(field(line, 'user')) ??
    asText(field(metadata, 'user_api_key_user_id'))
  );
}

function tagsOf(line: JsonObject): readonly string[] | undefined {
  const tags = asList(valueOf(field(line, 'request_tags'))).filter((tag) => typeof tag === 'string');
  return tags.length > 0 ? tags.map(String) : undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return asObject(valueOf(value));
}

/** Exports from the database write lists and objects as JSON inside a text. */
function valueOf(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return undefined;
  }
}

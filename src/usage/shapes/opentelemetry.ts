import type { JsonObject, JsonValue } from '../../core/json.ts';
import { asList, asObject, field } from '../../core/json.ts';
import { hashesOf } from '../relations/span-tree.ts';
import type { LineOutcome, LineShape } from '../shape.ts';
import { skipped } from '../shape.ts';
import { type Attributes, attributesOf, fieldsAs } from './otel-attributes.ts';
import { dialectOf, readSpan } from './otel-span.ts';
import { isSummarySpan, spanPlaceOf } from './spans.ts';

/**
 * OpenTelemetry's GenAI conventions: a span as an exporter prints it, with its attributes as an
 * object or as OTLP's list of `{key, value}`, or a whole OTLP document of many spans or log records.
 * Cached tokens are part of the input, reasoning part of the output.
 */
export const opentelemetry: LineShape = {
  readsPlaces: false,
  recognises: (line) =>
    Array.isArray(groupsOf(line)) ||
    tellsUsage(line, attributesOf(line)) ||
    (Object.keys(line).some(isAttribute) && tellsUsage(line, fieldsAs(line))),
  read(line, { relations }): readonly LineOutcome[] {
    const outcomes: LineOutcome[] = [];
    for (const { span, resource } of spansOf(line)) {
      const attributes = attributesOf(span) ?? fieldsAs(span);
      const place = spanPlaceOf(span);
      const hashes = place && hashesOf(place);
      const dialect = dialectOf(span, attributes);
      if (dialect === undefined) {
        if (hashes !== undefined) relations.spans.other(hashes);
        continue;
      }
      const isSummary = isSummarySpan(span, attributes);
      const outcome = readSpan({ span, attributes, resource, dialect, place, isSummary });
      if (hashes !== undefined && isSummary) relations.spans.other(hashes);
      else if (hashes !== undefined) relations.spans.request(hashes);
      const isHeld = place !== undefined && isSummary && outcome.kind === 'record';
      outcomes.push(
        isHeld ? { kind: 'summary', of: { by: 'span', place }, records: [outcome.record] } : outcome,
      );
    }
    return outcomes.length > 0 ? outcomes : NO_SPAN;
  },
};

export const NO_SPAN = skipped('no usage', 'no span holds gen_ai.usage attributes');

function tellsUsage(span: JsonObject, attributes: Attributes | undefined): boolean {
  return attributes !== undefined && dialectOf(span, attributes) !== undefined;
}

/** Names of attributes have dots in them, unless their parts are objects inside one another. */
function isAttribute(name: string): boolean {
  return name.includes('.') || name === 'gen_ai' || name === 'llm' || name === 'ai';
}

function groupsOf(line: JsonObject): JsonValue | undefined {
  return (
    field(line, 'resourceSpans') ??
    field(line, 'resource_spans') ??
    field(line, 'resourceLogs') ??
    field(line, 'resource_logs')
  );
}

/** Every span and log record of an OTLP document; a line that is none is one span itself. */
function* spansOf(line: JsonObject): Generator<{ span: JsonObject; resource: Attributes | undefined }> {
  const groups = groupsOf(line);
  if (!Array.isArray(groups)) {
    yield { span: line, resource: attributesOf(asObject(field(line, 'resource'))) };
    return;
  }
  for (const group of asList(groups)) {
    const resource = attributesOf(asObject(field(asObject(group), 'resource')));
    for (const scope of nested(asObject(group), 'scopeSpans', 'scope_spans', 'scopeLogs', 'scope_logs')) {
      for (const span of nested(asObject(scope), 'spans', 'logRecords', 'log_records')) {
        const object = asObject(span);
        if (object !== undefined) yield { span: object, resource };
      }
    }
  }
}

function* nested(object: JsonObject | undefined, ...names: readonly string[]): Generator<JsonValue> {
  for (const name of names) yield* asList(field(object, name));
}

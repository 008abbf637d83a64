import { type JsonObject, type JsonValue, asNumber, asObject, asText, field } from '../core/json.ts';
import { shown } from '../core/show-value.ts';
import { placeAt, USAGE_PATHS } from './places.ts';
import { findUsage, readPlace } from './read-place.ts';
import { type FileState, type LineOutcome, type LineShape, CONTEXT, newFileState, skipped } from './shape.ts';
import { aiSdkRun } from './shapes/ai-sdk-run.ts';
import { amp } from './shapes/amp.ts';
import { anthropicBatch } from './shapes/anthropic-batch.ts';
import { anthropicStream, endOfStream } from './shapes/anthropic-stream.ts';
import { claudeCode, isSessionContext } from './shapes/claude-code.ts';
import { claudeRun } from './shapes/claude-run.ts';
import { codebuff } from './shapes/codebuff.ts';
import { codex } from './shapes/codex.ts';
import { droid } from './shapes/droid.ts';
import { geminiCli } from './shapes/gemini-cli.ts';
import { kimi } from './shapes/kimi.ts';
import { opencode } from './shapes/opencode.ts';
import { pi } from './shapes/pi.ts';
import { goose, hermes } from './shapes/session-rows.ts';
import { litellm } from './shapes/litellm.ts';
import { openaiBatch } from './shapes/openai-batch.ts';
import { spanPlaceOf } from './shapes/spans.ts';
import { opentelemetry } from './shapes/opentelemetry.ts';
import { nearestCanonicalName, own } from './shapes/canonical.ts';
import type { UsageRecord } from './usage.ts';

/**
 * The lines that are recognised as a whole, before the usage objects of read-place.ts: what they
 * hold is one of those, but what surrounds it changes what it costs.
 */
export const LINE_SHAPES: readonly LineShape[] = [
  claudeCode,
  claudeRun,
  anthropicStream,
  codex,
  opencode,
  geminiCli,
  kimi,
  pi,
  amp,
  droid,
  codebuff,
  goose,
  hermes,
  openaiBatch,
  anthropicBatch,
  litellm,
  aiSdkRun,
  opentelemetry,
];

/** Reads the lines of one file in their order; some logs say only once what many lines need. */
export interface LineReader {
  read(value: JsonValue): readonly LineOutcome[];
  /** What is left when the file has no more lines. */
  end(): readonly LineOutcome[];
}

/** @param state of the file; without one, of a file that nothing is known of. */
export function createLineReader(state: FileState = newFileState()): LineReader {
  return {
    read: (value) => readValue(value, state),
    end: () => [...endOfStream(state), ...state.session.replies.values()],
  };
}

export type UsageReading =
  | { readonly ok: true; readonly record: UsageRecord }
  | { readonly ok: false; readonly problem: string };

/**
 * The one request that a JSON value tells of: a bare usage object of any shape, or a response or a
 * log line with one inside.
 */
export function readUsageObject(value: JsonValue): UsageReading {
  const object = asObject(value);
  if (object === undefined)
    return { ok: false, problem: `a usage object was expected, this is ${shown(value)}` };
  const outcomes = readValue(object, newFileState()).flatMap(counted);
  const [first, second] = outcomes;
  if (first?.kind === 'record' && second === undefined) return { ok: true, record: first.record };
  if (second !== undefined) return { ok: false, problem: `it holds ${outcomes.length} requests, not one` };
  if (first?.kind === 'skipped' && first.reason !== 'no usage') {
    return { ok: false, problem: first.detail };
  }
  // Alone, an object of canonical names without tokens ({"images": 4}) means what it says.
  const place = { usage: object, holders: [object], bare: false };
  if (own.recognises(place)) {
    const outcome = readPlace(place, own);
    if (outcome.kind === 'record') return { ok: true, record: outcome.record };
    return { ok: false, problem: outcome.detail };
  }
  return { ok: false, problem: unknownFields(object) };
}

/** Alone, a summary is the source. */
function counted(outcome: LineOutcome): readonly Exclude<LineOutcome, { kind: 'summary' }>[] {
  if (outcome.kind !== 'summary') return [outcome];
  return outcome.records.map((record) => ({ kind: 'record', record }));
}

function readValue(value: JsonValue, state: FileState): readonly LineOutcome[] {
  const line = asObject(value);
  if (line === undefined) return skipped('no usage', `the line is ${shown(value)}, not an object`);
  const shape = LINE_SHAPES.find((candidate) => candidate.recognises(line));
  if (shape !== undefined) return shape.read(line, state);
  const found = findUsage(line);
  if (found === undefined) {
    const span = spanPlaceOf(line);
    if (span !== undefined) state.relations.spans.other(span);
    return notFound(line);
  }
  if (field(line, 'type') === 'finish-step') state.sdkRun.steps += 1;
  return [readPlace(found.place, found.shape)];
}

/** Why no usage was found: the request failed, it is in a form that nothing knows, or there is none. */
function notFound(line: JsonObject): readonly LineOutcome[] {
  if (isSessionContext(line)) return CONTEXT;
  const error = field(line, 'error') ?? field(asObject(field(line, 'response')), 'error') ?? null;
  const status =
    asNumber(field(line, 'status_code')) ?? asNumber(field(asObject(field(line, 'response')), 'status_code'));
  if (error !== null || field(line, 'type') === 'error' || (status !== undefined && status >= 400)) {
    return skipped('failed request', `the request failed${errorText(error)}`);
  }
  for (const path of USAGE_PATHS) {
    const names = Object.keys(placeAt(line, path)?.usage ?? {});
    // Anything may stand under meta; a usage object is meant to be one.
    if (path.at(-1) !== 'meta' && names.length > 0) {
      return skipped(
        'unknown usage',
        `no provider's usage object has these fields: ${names.slice(0, 6).map(shown).join(', ')}`,
      );
    }
  }
  return skipped('no usage', 'the line holds no usage');
}

function errorText(error: JsonValue): string {
  const text = asText(error) ?? asText(field(asObject(error), 'message'));
  return text === undefined ? '' : `: ${text.slice(0, 120)}`;
}

function unknownFields(object: JsonObject): string {
  const names = Object.keys(object);
  if (names.length === 0) return 'the usage object is empty';
  const near = names.map((name) => [name, nearestCanonicalName(name)] as const).find(([, found]) => found);
  const hint = near === undefined ? '' : `; the nearest to ${shown(near[0])} is ${shown(near[1])}`;
  return `no provider's usage object has these fields: ${names.slice(0, 6).map(shown).join(', ')}${hint}`;
}

import { type JsonObject, type JsonValue, asObject, field } from '../core/json.ts';
import { shown } from '../core/show-value.ts';
import { claimsOf } from './claims.ts';
import { notFound, unknownFields } from './not-found.ts';
import { placesIn } from './places.ts';
import { type PlaceOutcome, readUsage } from './read-place.ts';
import { hashesOf } from './relations/span-tree.ts';
import { oneRecord } from './one-record.ts';
import {
  type FileState,
  type LineOutcome,
  type LineShape,
  type Place,
  newFileState,
  skipped,
} from './shape.ts';
import { aiSdkRun } from './shapes/ai-sdk-run.ts';
import { amp } from './shapes/amp.ts';
import { anthropicBatch } from './shapes/anthropic-batch.ts';
import { anthropicStream, endOfStream } from './shapes/anthropic-stream.ts';
import { bedrockLog } from './shapes/bedrock-log.ts';
import { byModel } from './shapes/by-model.ts';
import { claudeCode } from './shapes/claude-code.ts';
import { claudeRun } from './shapes/claude-run.ts';
import { codebuff } from './shapes/codebuff.ts';
import { codex } from './shapes/codex.ts';
import { droid } from './shapes/droid.ts';
import { geminiBatch } from './shapes/gemini-batch.ts';
import { geminiCli } from './shapes/gemini-cli.ts';
import { groqCompound } from './shapes/groq-compound.ts';
import { inLists } from './shapes/in-lists.ts';
import { kimi } from './shapes/kimi.ts';
import { litellm } from './shapes/litellm.ts';
import { openaiBatch } from './shapes/openai-batch.ts';
import { opencode } from './shapes/opencode.ts';
import { opentelemetry } from './shapes/opentelemetry.ts';
import { pi } from './shapes/pi.ts';
import { goose, hermes } from './shapes/session-rows.ts';
import { spanPlaceOf } from './shapes/spans.ts';
import { assemblyAi, deepgram, whisper } from './shapes/speech.ts';
import { usageReport } from './shapes/usage-report.ts';
import { videoJob } from './shapes/video-job.ts';
import { doubted, tokensOf } from './two-shapes.ts';
import type { UsageRecord } from './usage.ts';

/**
 * The lines that are recognised as a whole: what they hold is one of the usage objects of
 * shapes/all.ts, but what surrounds it changes what it costs. A line is of one of them at most.
 */
export const LINE_SHAPES: Readonly<Record<string, LineShape>> = {
  'a Claude Code session': claudeCode,
  'a Claude Code run': claudeRun,
  'an Anthropic stream': anthropicStream,
  'a Codex session': codex,
  'an OpenCode session': opencode,
  'a Gemini CLI session': geminiCli,
  'a Kimi session': kimi,
  'a pi session': pi,
  'an Amp thread': amp,
  'a Droid session': droid,
  'a Codebuff chat': codebuff,
  'a Goose session': goose,
  'a Hermes session': hermes,
  'an OpenAI batch': openaiBatch,
  'an Anthropic batch': anthropicBatch,
  'a Gemini batch': geminiBatch,
  'a LiteLLM spend log': litellm,
  'an AI SDK run': aiSdkRun,
  'a Bedrock invocation log': bedrockLog,
  'a usage report': usageReport,
  'a video job': videoJob,
  'a Deepgram transcript': deepgram,
  'an AssemblyAI transcript': assemblyAi,
  'a Whisper transcript': whisper,
  'a Groq compound reply': groqCompound,
  'usage by model': byModel,
  'counts in lists': inLists,
  'an OpenTelemetry span': opentelemetry,
};

const NAMED_SHAPES = Object.entries(LINE_SHAPES);

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
  const state = newFileState();
  const outcomes = [...readValue(object, state), ...endOfStream(state)].flatMap(counted);
  const isUsage = outcomes.some(({ kind }) => kind === 'record');
  // Alone, an object of canonical names without tokens ({"images": 4}) means what it says.
  const alone = isUsage ? [] : readUsage({ usage: object, holders: [object], bare: false });
  if (alone.length > 0) return oneRecord(alone, true);
  const [first] = outcomes;
  if (first === undefined || (first.kind === 'skipped' && first.reason === 'no usage'))
    return { ok: false, problem: unknownFields(object) };
  // The requests of a log are requests of their own; those of one usage object are one reply's.
  const isOneReply = !Object.values(LINE_SHAPES).some((shape) => shape.recognises(object));
  return oneRecord(outcomes, isOneReply);
}

/** Alone, a summary is the source. */
function counted(outcome: LineOutcome): readonly PlaceOutcome[] {
  switch (outcome.kind) {
    case 'summary':
      return outcome.records.map((record) => ({ kind: 'record', record }));
    case 'context':
      return [];
    case 'record':
    case 'skipped':
      return [outcome];
  }
}

function readValue(value: JsonValue, state: FileState): readonly LineOutcome[] {
  const line = asObject(value);
  if (line === undefined) return skipped('no usage', `the line is ${shown(value)}, not an object`);
  const [shape, ...others] = NAMED_SHAPES.filter(([, each]) => each.recognises(line));
  if (shape === undefined) return readPlain(line, state);
  if (others.length > 0) {
    const names = [shape, ...others].map(([name]) => name).join(' and ');
    return skipped('unreadable', `the line fits ${names}, which count it differently`);
  }
  const outcomes = shape[1].read(line, state);
  return doubtSecond(outcomes, line, shape[1]);
}

/** A line that holds nothing but a usage object, or none. */
function readPlain(line: JsonObject, state: FileState): readonly LineOutcome[] {
  const readings = [...placesIn(line)].map((place) => readUsage(place)).filter(({ length }) => length > 0);
  const [first, ...others] = readings;
  if (first === undefined) {
    const span = spanPlaceOf(line);
    if (span !== undefined) state.relations.spans.other(hashesOf(span));
    return notFound(line);
  }
  if (field(line, 'type') === 'finish-step') state.sdkRun.steps += 1;
  return others.length === 0 ? first : mostOf(first, others);
}

/**
 * Of several usage objects in one line, as a gateway writes its own counts beside the provider's, the
 * first, where all tell the same number of tokens; else the one with the most, as an assumption.
 */
function mostOf(
  first: readonly PlaceOutcome[],
  others: readonly (readonly PlaceOutcome[])[],
): readonly PlaceOutcome[] {
  if (first[0]?.kind !== 'record') return first;
  const used = [first, ...others].filter((outcomes) => weightOf(outcomes) > 0);
  const most = used.toSorted((a, b) => weightOf(b) - weightOf(a))[0] ?? first;
  if (used.every((outcomes) => weightOf(outcomes) === weightOf(most))) return first;
  const message = 'the line holds usage objects that differ: the one with the most tokens is counted';
  return most.map((outcome) =>
    outcome.kind === 'record' ? { kind: 'record', record: doubted(outcome.record, message) } : outcome,
  );
}

/** Doubts what a line tells where it holds another usage object, with other counts, beside its own. */
function doubtSecond(
  outcomes: readonly LineOutcome[],
  line: JsonObject,
  shape: LineShape,
): readonly LineOutcome[] {
  const weights = outcomes.flatMap((outcome) =>
    outcome.kind === 'record' ? [tokensOf(outcome.record.usage)] : [],
  );
  if (weights.length === 0 || (weights.length > 1 && shape.addsUp !== true)) return outcomes;
  const places = [...placesIn(line)].filter((place) => claimsOf(place).length > 0);
  // The one place of most lines is the one that was read.
  if (places.length < 2 && shape.readsPlaces !== false && shape.addsUp !== true) return outcomes;
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const isPart = (weight: number) =>
    weights.length > 1 ? weights.includes(weight) : shape.addsUp === true && weight < whole;
  const isTold = (place: Place) => {
    const weight = weightOf(readUsage(place));
    return weight === 0 || weight === whole || (place.name === 'usage' && isPart(weight));
  };
  if (places.every(isTold)) return outcomes;
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'record') return outcome;
    const message = `the line holds a usage object with other counts beside its ${outcome.record.shape} counts`;
    return { kind: 'record', record: doubted(outcome.record, message) };
  });
}

function weightOf(outcomes: readonly PlaceOutcome[]): number {
  const [main] = outcomes;
  return main?.kind === 'record' ? tokensOf(main.record.usage) : 0;
}

import type { JsonObject } from '../core/json.ts';
import { asObject, field } from '../core/json.ts';
import type { Place } from './shape.ts';

/**
 * Where a usage object may stand in a line, tried in this order; the line itself comes last. The
 * list is closed on purpose: an object named `usage` anywhere else (a tool's argument, a prompt) is
 * somebody's text and not a bill.
 */
export const USAGE_PATHS: readonly (readonly string[])[] = [
  ['usage'],
  ['usageMetadata'],
  ['usage_metadata'],
  ['message', 'usage'],
  ['response', 'usage'],
  ['response', 'usageMetadata'],
  ['response', 'usage_metadata'],
  ['response', 'body', 'usage'],
  ['response', 'body', 'usageMetadata'],
  // Cohere's rerank and embed put it under meta.
  ['response', 'body', 'meta'],
  ['response', 'meta'],
  ['result', 'message', 'usage'],
  ['result', 'usage'],
  ['body', 'usage'],
  ['data', 'usage'],
  ['meta', 'usage'],
  ['metadata', 'usage'],
  ['meta'],
  // A sub-agent's reply inside a Claude Code progress line.
  ['data', 'message', 'message', 'usage'],
  // Bedrock's invocation log.
  ['output', 'outputBodyJson', 'usage'],
  // LangChain messages as they are serialised, and the older form of their counts.
  ['kwargs', 'usage_metadata'],
  ['response_metadata', 'token_usage'],
  ['response_metadata', 'tokenUsage'],
  ['response_metadata', 'usage'],
  ['payload', 'info', 'last_token_usage'],
  ['x_groq', 'usage'],
  // Langfuse's observations.
  ['usageDetails'],
  ['usage_details'],
  // Cursor's usage events.
  ['tokenUsage'],
  // What Bedrock measures at the end of a stream.
  ['amazon-bedrock-invocationMetrics'],
  // Replicate's predictions, Braintrust's spans.
  ['metrics'],
  ['usage_info'],
  // Events of PostHog, also those that aider logs.
  ['properties'],
  // LangChain's older results, and logs of people's own.
  ['token_usage'],
  ['llm_output', 'token_usage'],
  // Traces of OpenAI's Agents SDK.
  ['span_data', 'usage'],
  // OpenAI's library for .NET, Semantic Kernel.
  ['Usage'],
  ['Metadata', 'Usage'],
  // AutoGen's messages.
  ['models_usage'],
  // Tencent, iFlytek, Vertex AI's older models, DeepInfra's own API.
  ['Response', 'Usage'],
  ['payload', 'usage', 'text'],
  ['metadata', 'tokenMetadata'],
  ['inference_status'],
];

const OUTERMOST: ReadonlySet<string> = new Set(USAGE_PATHS.map(([name = '']) => name));

/** The paths of the table that begin with a name of the line, in the order of the table. */
export function usagePathsOf(line: JsonObject): readonly (readonly string[])[] {
  const names = Object.keys(line).filter((name) => OUTERMOST.has(name));
  return names.length === 0 ? NO_PATHS : USAGE_PATHS.filter(([name = '']) => names.includes(name));
}

const NO_PATHS: readonly (readonly string[])[] = [];

const GENERATION = ['native_tokens_prompt', 'native_tokens_completion', 'tokens_prompt', 'tokens_completion'];

/** Every object in a line that stands where a usage object may, in the order of the table. */
export function* placesIn(line: JsonObject): Generator<Place> {
  for (const path of usagePathsOf(line)) {
    const place = placeAt(line, path);
    if (place !== undefined) yield place;
  }
  yield { usage: line, holders: [line], bare: true };
  // OpenRouter answers with a generation, whose counts stand at its top, inside `data`.
  const inner = asObject(field(line, 'data'));
  if (inner !== undefined && GENERATION.some((name) => Object.hasOwn(inner, name)))
    yield { usage: inner, holders: [inner, line], bare: true };
}

/** The object at one path, with what holds it; undefined where there is none. */
export function placeAt(line: JsonObject, path: readonly string[]): Place | undefined {
  const holders: JsonObject[] = [];
  let object: JsonObject | undefined = line;
  for (const name of path) {
    if (object === undefined) return undefined;
    holders.unshift(object);
    object = asObject(field(object, name));
  }
  return object === undefined ? undefined : { usage: object, holders, bare: false, name: path.at(-1) };
}

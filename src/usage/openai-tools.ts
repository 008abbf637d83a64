import { type JsonObject, asObject, asObjects, asText, field } from '../core/json.ts';
import { type Charge, chargesOf } from './charges.ts';
import type { Notes } from './notes.ts';
import type { ExtraReply } from './shape.ts';
import { hasAny } from './shape.ts';
import { openaiImages } from './shapes/openai-images.ts';

export interface OpenaiTools {
  readonly webSearches: number | undefined;
  /** Code interpreter containers. */
  readonly sessions: number | undefined;
  readonly charges: readonly Charge[];
  /** The image model's own tokens, which the usage of the response leaves out. */
  readonly images: readonly ExtraReply[];
}

/** The tool calls of an OpenAI response: items of its `output`, and `tool_usage`. */
export function openaiTools(response: JsonObject, notes: Notes): OpenaiTools {
  const output = asObjects(field(response, 'output'));
  const calls = (type: string) => output.filter((item) => field(item, 'type') === type);
  const toolUsage = asObject(field(response, 'tool_usage'));
  const images = extraImages(response, toolUsage);
  return {
    webSearches: searchesOf(toolUsage, calls('web_search_call'), notes),
    sessions: containersOf(calls('code_interpreter_call')),
    charges: chargesOf({
      fileSearch: calls('file_search_call').length,
      imageCall: images.length === 0 ? calls('image_generation_call').length : 0,
    }),
    images,
  };
}

/** Searches are billed; opening a page that was found, and looking into it, are not. */
function searchesOf(
  toolUsage: JsonObject | undefined,
  calls: readonly JsonObject[],
  notes: Notes,
): number | undefined {
  const reported = notes.count(asObject(field(toolUsage, 'web_search')), 'num_requests');
  if (reported !== undefined) return reported === 0 ? undefined : reported;
  const searches = calls.filter((call) => {
    return (asText(field(asObject(field(call, 'action')), 'type')) ?? 'search') === 'search';
  });
  return searches.length === 0 ? undefined : searches.length;
}

/** A container is billed once, however often its code runs. */
function containersOf(calls: readonly JsonObject[]): number | undefined {
  if (calls.length === 0) return undefined;
  return new Set(calls.map((call) => asText(field(call, 'container_id')) ?? '')).size;
}

function extraImages(response: JsonObject, toolUsage: JsonObject | undefined): readonly ExtraReply[] {
  const usage = asObject(field(toolUsage, 'image_gen'));
  if (usage === undefined || !hasAny(usage, 'input_tokens', 'output_tokens')) return [];
  const tools = asObjects(field(response, 'tools'));
  const tool = tools.find((item) => field(item, 'type') === 'image_generation');
  const model = asText(field(tool, 'model')) ?? null;
  return [{ suffix: 'image', usage, shape: openaiImages, model }];
}

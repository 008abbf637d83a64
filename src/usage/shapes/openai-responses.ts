import { type JsonObject, asObject, asObjects, asText, field } from '../../core/json.ts';
import { chargesOf } from '../charges.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import type { Reading, ReplyBeside, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import type { Usage } from '../usage.ts';
import { INPUT_OUTPUT } from '../words.ts';
import { INPUT_OUTPUT_FIELDS, readInputOutput } from './input-output.ts';
import { isImages, openaiImages } from './openai-images.ts';

/**
 * OpenAI Responses: cached tokens are part of `input_tokens`, reasoning part of `output_tokens`. What
 * the tools of the response cost stands beside: searches and other calls, and an image model's tokens.
 */
export const openaiResponses: UsageShape = {
  name: 'openai-responses',
  words: INPUT_OUTPUT,
  own: [
    'input_tokens_details',
    'output_tokens_details.reasoning_tokens',
    'prompt_tokens_details',
    'input_tokens_cache_read',
    'input_tokens_cache_write',
  ],
  unless: ({ usage }) => isImages(usage),
  takesPlain: ({ usage }) => hasAny(usage, 'total_tokens', 'cached_tokens', 'reasoning_tokens'),
  layout: { countsCachedTwice: true },
  fields: [...INPUT_OUTPUT_FIELDS, 'num_sources_used', 'num_server_side_tools_used'],
  read({ usage, holders }, notes): Reading {
    const [response] = holders;
    const output = asObjects(field(response, 'output'));
    const calls = (type: string) => output.filter((item) => field(item, 'type') === type);
    const toolUsage = asObject(field(response, 'tool_usage'));
    const images = imagesBeside(response, toolUsage);
    return {
      told: readInputOutput(usage, notes),
      usage: present<Usage>({
        webSearches: searchesOf(toolUsage, calls('web_search_call'), notes),
        sessions: containersOf(calls('code_interpreter_call')),
      }),
      charges: chargesOf({
        fileSearch: calls('file_search_call').length,
        imageCall: images.length === 0 ? calls('image_generation_call').length : 0,
        // What xAI adds to the shape.
        liveSource: notes.count(usage, 'num_sources_used'),
        toolCall: notes.count(usage, 'num_server_side_tools_used'),
      }),
      beside: images,
    };
  },
};

/** Searches are billed; opening a page that was found, and looking into it, are not. */
function searchesOf(
  toolUsage: JsonObject | undefined,
  calls: readonly JsonObject[],
  notes: Notes,
): number | undefined {
  const told = notes.count(asObject(field(toolUsage, 'web_search')), 'num_requests');
  if (told !== undefined) return told === 0 ? undefined : told;
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

/** The tokens of the image model that the response called, which the usage leaves out. */
function imagesBeside(
  response: JsonObject | undefined,
  toolUsage: JsonObject | undefined,
): readonly ReplyBeside[] {
  const usage = asObject(field(toolUsage, 'image_gen'));
  if (usage === undefined || !hasAny(usage, 'input_tokens', 'output_tokens')) return [];
  const tools = asObjects(field(response, 'tools'));
  const tool = tools.find((item) => field(item, 'type') === 'image_generation');
  const model = asText(field(tool, 'model')) ?? null;
  return [{ suffix: 'image', usage, shape: openaiImages, model }];
}

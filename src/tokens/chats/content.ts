import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { asDetail } from '../media/rules.ts';
import { type MediaSource, type Part, type ToolCall, sourceOf } from './chat.ts';

/** What the content of a message holds. */
export interface Content {
  readonly parts: readonly Part[];
  readonly calls: readonly ToolCall[];
  readonly warnings: readonly string[];
}

const NOTHING: Content = { parts: [], calls: [], warnings: [] };

/** The content of a message of OpenAI's or Anthropic's: a text, or a list of blocks. */
export function contentOf(value: JsonValue | undefined): Content {
  if (typeof value === 'string') return textContent(value);
  return joined(
    asList(value).map((block) => (typeof block === 'string' ? textContent(block) : blockOf(block))),
  );
}

export function joined(contents: readonly Content[]): Content {
  return {
    parts: contents.flatMap(({ parts }) => parts),
    calls: contents.flatMap(({ calls }) => calls),
    warnings: contents.flatMap(({ warnings }) => warnings),
  };
}

export function textContent(text: string): Content {
  return { ...NOTHING, parts: [{ kind: 'text', text }] };
}

/** Blocks that cost nothing in the prompt: thinking of earlier turns is left out of it, and a refusal is a text. */
const SILENT = new Set([
  'redacted_thinking',
  'reasoning',
  'item_reference',
  'cache_control',
  'container_upload',
]);

function blockOf(value: JsonValue): Content {
  const block = asObject(value);
  if (block === undefined) return NOTHING;
  const type = asText(field(block, 'type')) ?? (field(block, 'text') === undefined ? 'nothing' : 'text');
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
    case 'refusal':
    case 'thinking':
      return textContent(
        String(field(block, 'text') ?? field(block, 'refusal') ?? field(block, 'thinking') ?? ''),
      );
    case 'image_url':
    case 'input_image':
    case 'image':
      return imageOf(block);
    case 'document':
    case 'file':
    case 'input_file':
      return documentOf(block);
    case 'input_audio':
    case 'audio':
      return media('audio', audioSource(block));
    case 'video_url':
    case 'video':
      return media('video', urlSource(field(block, 'video_url') ?? field(block, 'url')));
    case 'tool_use':
    case 'server_tool_use':
      return { ...NOTHING, calls: [callOf(field(block, 'name'), field(block, 'input'))] };
    case 'tool_result':
      return contentOf(field(block, 'content'));
    default:
      return SILENT.has(type)
        ? NOTHING
        : { ...NOTHING, warnings: [`A block of type "${type}" is not counted.`] };
  }
}

function imageOf(block: JsonObject): Content {
  const image = field(block, 'image_url');
  const source = field(block, 'source') === undefined ? urlSource(image) : anthropicSource(block);
  const detail = asText(field(asObject(image), 'detail')) ?? asText(field(block, 'detail'));
  const known = detail === undefined ? undefined : asDetail(detail);
  return { ...NOTHING, parts: [{ kind: 'image', source, detail: known }] };
}

function documentOf(block: JsonObject): Content {
  const source = asObject(field(block, 'source'));
  // Anthropic takes a document as plain text, too, or as blocks.
  const data = field(source, 'data');
  if (asText(field(source, 'type')) === 'text' && typeof data === 'string') return textContent(data);
  if (asText(field(source, 'type')) === 'content') return contentOf(field(source, 'content'));
  if (source !== undefined) return media('document', anthropicSource(block));
  const file = asObject(field(block, 'file')) ?? block;
  return media(
    'document',
    urlSource(field(file, 'file_data') ?? field(file, 'file_url') ?? field(file, 'file_id')),
  );
}

function media(kind: 'document' | 'audio' | 'video', source: MediaSource): Content {
  return { ...NOTHING, parts: [{ kind, source }] };
}

/** `{"type":"base64","data":…}`, `{"type":"url","url":…}` or `{"type":"file","file_id":…}`. */
function anthropicSource(block: JsonObject): MediaSource {
  const source = asObject(field(block, 'source'));
  const data = asText(field(source, 'data'));
  if (data !== undefined) return { from: 'data', base64: data };
  return elsewhere(asText(field(source, 'url')) ?? asText(field(source, 'file_id')));
}

function urlSource(value: JsonValue | undefined): MediaSource {
  const url = asText(value) ?? asText(field(asObject(value), 'url'));
  return url === undefined || /^file[-_]/.test(url) ? elsewhere(url) : sourceOf(url);
}

function audioSource(block: JsonObject): MediaSource {
  const audio = asObject(field(block, 'input_audio')) ?? block;
  const data = asText(field(audio, 'data'));
  return data === undefined ? elsewhere(asText(field(audio, 'id'))) : { from: 'data', base64: data };
}

function elsewhere(where = 'a place that is not named'): MediaSource {
  return /^https?:/i.test(where) ? sourceOf(where) : { from: 'elsewhere', where };
}

/** A call of a tool, its arguments as JSON whatever they were written as. */
export function callOf(name: JsonValue | undefined, input: JsonValue | undefined): ToolCall {
  return { name: asText(name) ?? '', input: typeof input === 'string' ? input : JSON.stringify(input ?? {}) };
}

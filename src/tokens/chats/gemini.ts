import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import { asDetail } from '../media/rules.ts';
import { type Chat, type MediaSource, type Message, type Part, sourceOf } from './chat.ts';
import { callOf, joined, textContent, type Content } from './content.ts';
import { maxTokens } from './messages.ts';
import { toolsOf } from './tools.ts';

/** A body of Gemini's generateContent, its fields in either spelling. */
export function readGemini(body: JsonObject): Chat {
  const config = asObject(either(body, 'generationConfig', 'generation_config')) ?? {};
  const level = mediaLevel(either(config, 'mediaResolution', 'media_resolution'));
  const system = asObject(either(body, 'systemInstruction', 'system_instruction'));
  const contents = asList(field(body, 'contents')).map((content) => readContent(asObject(content), level));
  const { tools, warnings } = toolsOf(field(body, 'tools'));
  const schema = SCHEMAS.map((name) => asObject(field(config, name))).find((each) => each !== undefined);
  const own = system === undefined ? undefined : readContent(system, level);
  return {
    model: asText(field(body, 'model')),
    maxOutputTokens: maxTokens({ max_tokens: either(config, 'maxOutputTokens', 'max_output_tokens') }),
    messages: [
      ...(own === undefined ? [] : [{ ...own.message, role: 'system' }]),
      ...contents.map(({ message }) => message),
    ],
    tools,
    toolChoice: 'auto',
    schema: schema === undefined ? undefined : { name: 'response', description: '', schema },
    warnings: [own, ...contents].flatMap((each) => each?.warnings ?? []).concat(warnings),
  };
}

const SCHEMAS = ['responseSchema', 'responseJsonSchema', 'response_schema', 'response_json_schema'] as const;

function readContent(content: JsonObject | undefined, level: string | undefined) {
  const read = joined(asList(field(content, 'parts')).map((part) => partOf(part, level)));
  const role = asText(field(content, 'role')) ?? 'user';
  const message: Message = {
    role: role === 'model' ? 'assistant' : role,
    name: undefined,
    parts: read.parts,
    calls: read.calls,
  };
  return { message, warnings: read.warnings };
}

function partOf(value: JsonValue, level: string | undefined): Content {
  const part = asObject(value);
  const text = field(part, 'text');
  if (typeof text === 'string') return field(part, 'thought') === true ? nothing() : textContent(text);
  const inline = asObject(either(part, 'inlineData', 'inline_data'));
  const file = asObject(either(part, 'fileData', 'file_data'));
  if (inline !== undefined || file !== undefined) {
    const own = mediaLevel(field(asObject(either(part, 'mediaResolution', 'media_resolution')), 'level'));
    return mediaPart(inline, file, own ?? level);
  }
  const call = asObject(either(part, 'functionCall', 'function_call'));
  if (call !== undefined) return { ...nothing(), calls: [callOf(field(call, 'name'), field(call, 'args'))] };
  const answer = asObject(either(part, 'functionResponse', 'function_response'));
  if (answer !== undefined) {
    const { name, input } = callOf(field(answer, 'name'), field(answer, 'response'));
    return textContent(name + input);
  }
  return {
    ...nothing(),
    warnings: [`A part with ${Object.keys(part ?? {}).join(', ') || 'nothing'} is not counted.`],
  };
}

function mediaPart(
  inline: JsonObject | undefined,
  file: JsonObject | undefined,
  level: string | undefined,
): Content {
  const data = asText(field(inline, 'data'));
  const type = asText(either(inline ?? file, 'mimeType', 'mime_type')) ?? '';
  const source: MediaSource =
    data === undefined
      ? sourceOf(asText(either(file, 'fileUri', 'file_uri')) ?? 'gs:unnamed')
      : { from: 'data', base64: data };
  return { ...nothing(), parts: [withType(type, source, level)] };
}

function withType(type: string, source: MediaSource, level: string | undefined): Part {
  if (type.startsWith('audio/')) return { kind: 'audio', source };
  if (type.startsWith('video/')) return { kind: 'video', source };
  if (type.startsWith('image/')) {
    return { kind: 'image', source, detail: level === undefined ? undefined : asDetail(level) };
  }
  return { kind: 'document', source };
}

/** `MEDIA_RESOLUTION_HIGH` → `high`; ultra high is what others call the original. */
function mediaLevel(value: JsonValue | undefined): string | undefined {
  const level = /^MEDIA_RESOLUTION_(\w+)$/i.exec(asText(value) ?? '')?.[1]?.toLowerCase();
  return level === 'ultra_high' ? 'original' : level;
}

function nothing(): Content {
  return { parts: [], calls: [], warnings: [] };
}

function either(object: JsonObject | undefined, camel: string, snake: string): JsonValue | undefined {
  return field(object, camel) ?? field(object, snake);
}

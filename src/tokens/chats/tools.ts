import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { ResponseSchema, Tool, ToolChoice } from './chat.ts';

/** The tools of a request, and those that are the provider's own and have no schema to count. */
export interface Tools {
  readonly tools: readonly Tool[];
  readonly warnings: readonly string[];
}

/** OpenAI's tools, in either API, its older functions, Anthropic's tools, and Gemini's declarations. */
export function toolsOf(value: JsonValue | undefined): Tools {
  const tools: Tool[] = [];
  const warnings: string[] = [];
  for (const item of asList(value)) {
    const tool = asObject(item) ?? {};
    const declared = field(tool, 'functionDeclarations') ?? field(tool, 'function_declarations');
    const functions = declared === undefined ? [asObject(field(tool, 'function')) ?? tool] : asList(declared);
    for (const each of functions) {
      const read = toolOf(asObject(each) ?? {});
      if (read === undefined)
        warnings.push(`The tool "${nameOf(tool)}" is the provider's own; its tokens are not counted.`);
      else tools.push(read);
    }
  }
  return { tools, warnings };
}

const SCHEMA_NAMES = [
  'parameters',
  'input_schema',
  'parametersJsonSchema',
  'parameters_json_schema',
] as const;

function toolOf(tool: JsonObject): Tool | undefined {
  const name = asText(field(tool, 'name'));
  const schema = SCHEMA_NAMES.map((each) => asObject(field(tool, each))).find((each) => each !== undefined);
  const isOwn =
    schema === undefined &&
    field(tool, 'description') === undefined &&
    !/^(function|custom)?$/.test(typeOf(tool));
  if (name === undefined || isOwn) return undefined;
  return { name, description: asText(field(tool, 'description')) ?? '', parameters: schema ?? {} };
}

function typeOf(tool: JsonObject): string {
  return asText(field(tool, 'type')) ?? '';
}

function nameOf(tool: JsonObject): string {
  return asText(field(tool, 'type')) ?? asText(field(tool, 'name')) ?? Object.keys(tool)[0] ?? 'nothing';
}

/** `tool_choice` of OpenAI (`"required"`, `{"function":{"name"}}`) and of Anthropic (`{"type":"any"}`). */
export function toolChoiceOf(value: JsonValue | undefined): ToolChoice {
  const choice = asObject(value);
  const name = asText(field(asObject(field(choice, 'function')), 'name')) ?? asText(field(choice, 'name'));
  if (name !== undefined) return { name };
  const word = asText(value) ?? asText(field(choice, 'type'));
  if (word === 'none') return 'none';
  return word === 'required' || word === 'any' ? 'required' : 'auto';
}

/** `response_format` of Chat Completions, `text.format` of Responses. */
export function schemaOf(value: JsonValue | undefined): ResponseSchema | undefined {
  const format = asObject(value);
  const named = asObject(field(format, 'json_schema')) ?? format;
  const schema = asObject(field(named, 'schema'));
  if (schema === undefined) return undefined;
  return {
    name: asText(field(named, 'name')) ?? 'response',
    description: asText(field(named, 'description')) ?? '',
    schema,
  };
}

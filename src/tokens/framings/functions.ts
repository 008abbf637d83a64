/** How OpenAI writes the functions of a request into its prompt: as types of a TypeScript namespace. */
import { asList, asObject, asText, field, type JsonObject, type JsonValue } from '../../core/json.ts';
import type { Tool } from '../chats/chat.ts';

export function functionsText(tools: readonly Tool[]): string {
  return ['namespace functions {\n', ...tools.map(functionText), '} // namespace functions'].join('\n');
}

function functionText({ name, description, parameters }: Tool): string {
  const comment = description === '' ? '' : `${commented(description, '')}\n`;
  const fields = fieldsText(parameters, 0);
  return fields === ''
    ? `${comment}type ${name} = () => any;\n`
    : `${comment}type ${name} = (_: {\n${fields}\n}) => any;\n`;
}

function commented(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => `${indent}// ${line}`)
    .join('\n');
}

/** True where a parameter of a function says what it is. */
export function hasDescribedParameter(tools: readonly Tool[]): boolean {
  return tools.some(({ parameters }) =>
    Object.values(asObject(field(parameters, 'properties')) ?? {}).some(
      (property) => asText(field(asObject(property), 'description')) !== undefined,
    ),
  );
}

function fieldsText(schema: JsonObject, depth: number): string {
  const required = new Set(asList(field(schema, 'required')));
  const indent = ' '.repeat(depth);
  return Object.entries(asObject(field(schema, 'properties')) ?? {})
    .map(([name, value]) => {
      const property = asObject(value) ?? {};
      const description = asText(field(property, 'description'));
      // What fields of fields say is left out of the prompt.
      const comment = description === undefined || depth >= 2 ? '' : `${commented(description, indent)}\n`;
      return `${comment}${indent}${name}${required.has(name) ? '' : '?'}: ${typeText(property, depth)},`;
    })
    .join('\n');
}

function typeText(schema: JsonObject, depth: number): string {
  const choices =
    field(schema, 'enum') ??
    (field(schema, 'const') === undefined ? undefined : [field(schema, 'const') ?? null]);
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  const alternatives = field(schema, 'anyOf') ?? field(schema, 'oneOf');
  if (Array.isArray(alternatives)) return unionText(alternatives, depth);
  const type = field(schema, 'type');
  if (Array.isArray(type)) return type.map((each) => typeText({ ...schema, type: each }, depth)).join(' | ');
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'array': {
      const items = asObject(field(schema, 'items'));
      return `${items === undefined ? 'any' : typeText(items, depth)}[]`;
    }
    case 'object': {
      const fields = fieldsText(schema, depth + 2);
      return fields === '' ? 'object' : `{\n${fields}\n${' '.repeat(depth)}}`;
    }
    default:
      return 'any';
  }
}

function unionText(alternatives: readonly JsonValue[], depth: number): string {
  return alternatives.map((each) => typeText(asObject(each) ?? {}, depth)).join(' | ');
}

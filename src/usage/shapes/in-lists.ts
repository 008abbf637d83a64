import { type JsonObject, type JsonValue, asObject, asObjects, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { present } from '../present.ts';
import { readPlace } from '../read-place.ts';
import type { LineShape } from '../shape.ts';
import { valueAt } from '../reported-counts.ts';
import type { Usage } from '../usage.ts';

type Values = (line: JsonObject) => readonly JsonValue[];

interface Form {
  /** Its input tells the form. */
  readonly input: Values;
  readonly output?: Values;
}

/** Responses that tell the tokens of each text by itself. */
const FORMS: Readonly<Record<string, Form>> = {
  // Amazon's Titan behind Bedrock's InvokeModel.
  titan: {
    input: (line) => reported(field(line, 'inputTextTokenCount')),
    output: inEach('results', 'tokenCount'),
  },
  watsonx: {
    input: inEach('results', 'input_token_count'),
    output: inEach('results', 'generated_token_count'),
  },
  // Embeddings of Vertex AI.
  'vertex-embeddings': { input: inEach('predictions', 'embeddings', 'statistics', 'token_count') },
  // Meta's own API.
  'llama-api': { input: metric('num_prompt_tokens'), output: metric('num_completion_tokens') },
};

/** What they have in common: counts in lists, which add up. */
export const inLists: LineShape = {
  readsPlaces: false,
  recognises: (line) => formOf(line) !== undefined,
  read(line) {
    const [name, form] = formOf(line) ?? ['', undefined];
    const place = { usage: line, holders: [line], bare: true };
    const read = (_: unknown, notes: Notes) => ({
      usage: present<Usage>({
        inputTokens: sumOf('input tokens', form?.input(line), notes),
        outputTokens: sumOf('output tokens', form?.output?.(line), notes),
      }),
    });
    return [readPlace(place, { name, read })];
  },
};

function formOf(line: JsonObject): readonly [string, Form] | undefined {
  return Object.entries(FORMS).find(([, { input }]) => input(line).length > 0);
}

function sumOf(name: string, values: readonly JsonValue[] | undefined, notes: Notes): number | undefined {
  return notes.sum(name, ...(values ?? []).map((value) => notes.wholeNumber(value, name)));
}

function inEach(list: string, ...path: readonly string[]): Values {
  return (line) => asObjects(field(line, list)).flatMap((item) => reported(valueAt(item, path)));
}

function metric(name: string): Values {
  return (line) => {
    const found = asObjects(field(line, 'metrics')).filter((item) => field(item, 'metric') === name);
    return found.flatMap((item) => reported(field(item, 'value')));
  };
}

function reported(value: JsonValue | undefined): readonly JsonValue[] {
  return value === undefined || value === null || asObject(value) !== undefined ? [] : [value];
}

/** Random lines of logs, written in every way in which JSON can be written. */
import type { Random } from './random.ts';

/** What JSON can hold, with the fields of an object in an order of their own, and some of them twice. */
export type Json = null | boolean | number | string | readonly Json[] | Fields;
export interface Fields {
  readonly fields: readonly (readonly [string, Json])[];
}

export const MODELS = ['tern-1', 'tern-2', 'gull/tern-3'] as const;

/**
 * One line that may hold a request; `id` tells it from all others. The first one is whole: what begins with a
 * line such as `{` is no log, but a document.
 */
export function logLine(id: number, random: Random): string {
  return random.of(id === 0 ? REQUESTS : KINDS)(id, random);
}

type Kind = (id: number, random: Random) => string;

const REQUESTS: readonly Kind[] = [
  (id, random) => written(chatCompletion(id, random), random),
  (id, random) => written(message(id, random), random),
  (id, random) => written(sessionLine(id, random), random),
];

const KINDS: readonly Kind[] = [
  ...REQUESTS,
  (id, random) =>
    written(object({ id: `x-${id}`, note: text(random), list: [1, 'usage', null] }, random), random),
  (id, random) => cut(written(chatCompletion(id, random), random), random),
  (_id, random) =>
    random.of(['', ' ', '\t', 'not JSON', '[1, 2]', '"text"', 'null', '7', '{', '}{', '\uFEFF']),
];

/** As OpenAI's chat completions say it. */
function chatCompletion(id: number, random: Random): Fields {
  const prompt = count(random);
  const completion = count(random);
  const cached = random.chance(0.4) ? random.below(prompt + 1) : undefined;
  const usage = object(
    {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      ...(cached === undefined ? {} : { prompt_tokens_details: object({ cached_tokens: cached }, random) }),
    },
    random,
  );
  const shape = { id: `chatcmpl-${id}`, object: 'chat.completion', model: random.of(MODELS), usage };
  return object({ ...shape, choices: [object({ index: 0, text: text(random) }, random)] }, random);
}

/** As Anthropic's messages say it. */
function message(id: number, random: Random): Fields {
  const usage = object(
    {
      input_tokens: count(random),
      output_tokens: count(random),
      ...(random.chance(0.5) ? { cache_read_input_tokens: count(random) } : {}),
      ...(random.chance(0.5) ? { cache_creation_input_tokens: count(random) } : {}),
    },
    random,
  );
  const content = [object({ type: 'text', text: text(random) }, random)];
  const shape = {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model: random.of(MODELS),
    content,
    usage,
  };
  return object(shape, random);
}

/** As Claude Code keeps it. */
function sessionLine(id: number, random: Random): Fields {
  return object(
    {
      type: 'assistant',
      sessionId: 'a5b1',
      requestId: `req_${id}`,
      timestamp: '2026-11-20T10:00:00.000Z',
      cwd: text(random),
      message: message(id, random),
    },
    random,
  );
}

/** An object with its fields shuffled; one of them may stand there twice, and the last one counts. */
function object(fields: Readonly<Record<string, Json>>, random: Random): Fields {
  const shuffled = Object.entries(fields)
    .map((entry) => [random.next(), entry] as const)
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);
  const [first] = shuffled;
  if (first === undefined || !random.chance(0.05)) return { fields: shuffled };
  return { fields: [[first[0], random.of<Json>([null, 5, 'twice', []])], ...shuffled] };
}

const COUNTS = [0, 1, 7, 100, 1000, 12_345, 100_000, 1_234_567] as const;

function count(random: Random): number {
  return random.chance(0.5) ? random.of(COUNTS) : random.below(1_000_000);
}

/** Texts that look like what is read, or like its end. */
const TEXTS: readonly string[] = [
  'hello',
  '"usage":{"prompt_tokens":999999}',
  '\\"model\\":\\"tern-1\\"',
  'a\nb\r\nc',
  '}]}',
  'Zürich 漢字 😀',
  '\u2028\u2029',
  '\\',
  '"',
  '',
];

function text(random: Random): string {
  const one = random.of(TEXTS);
  return random.chance(0.05) ? one.repeat(random.below(400)) : one;
}

/** Spaces, escapes and numbers as any writer of JSON may choose them. */
function written(value: Json, random: Random): string {
  const isPlain = random.chance(0.5);
  const space = () => (isPlain ? '' : random.of(['', '', ' ', '\t', '  ']));
  const write = (part: Json): string => {
    if (typeof part === 'string') return isPlain ? JSON.stringify(part) : escapedText(part, random);
    if (typeof part === 'number') return isPlain ? String(part) : number(part, random);
    if (part === null || typeof part === 'boolean') return String(part);
    if ('fields' in part) {
      const fields = part.fields.map(
        ([name, field]) => `${space()}${write(name)}${space()}:${space()}${write(field)}`,
      );
      return `{${fields.join(`${space()},`)}${space()}}`;
    }
    return `[${part.map((item) => space() + write(item)).join(`${space()},`)}${space()}]`;
  };
  return space() + write(value) + space();
}

function escapedText(part: string, random: Random): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const json = JSON.stringify(part);
  return random.chance(0.1) ? json.replace(/[a-z](?=[^\\]*"$)/, escape) : json;
}

function number(part: number, random: Random): string {
  return random.of([
    String(part),
    `${part}.0`,
    `${part}e0`,
    part.toExponential(),
    // 00E-1 would be no JSON.
    part === 0 ? '0' : `${part}0E-1`,
    `${part}.000e+0`,
  ]);
}

function cut(line: string, random: Random): string {
  return line.slice(0, random.below(line.length));
}

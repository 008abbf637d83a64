import type { Fields } from '../scan/fields.ts';
import { CODEX_COUNTS } from '../../shapes/codex.ts';
import { GEN_AI } from '../../shapes/otel-names.ts';
import { KNOWN_NAMES } from './names.ts';
import { COUNT, COUNT_NAMES, type CountName } from './record.ts';

/** Where the cell of a count stands in lines of one kind; -1 where they do not tell it. */
export type CellOf = (name: string) => number;

/** Reads the counts of one kind of line. */
export interface CountReader {
  /** A bit for each count that its lines tell. */
  readonly told: number;
  /** Fills the counts, by COUNT; false for a line that only the recogniser is sure of. */
  readonly read: (numbers: Float64Array, at: number, counts: Float64Array) => boolean;
}

/** The counts of one form of usage objects, as src/usage/shapes and settle.ts read them. */
export interface CountForm {
  readonly fields: Fields;
  /** Undefined for lines that do not tell a count of each side. */
  readonly reader: (cellOf: CellOf) => CountReader | undefined;
}

/** Objects whose other names must be none that matter. */
export const OTHERS = { '*': ['others', KNOWN_NAMES] } as const satisfies Fields;

/** See shapes/anthropic.ts. */
export const ANTHROPIC: CountForm = {
  fields: {
    ...OTHERS,
    input_tokens: 'count',
    output_tokens: 'count',
    cache_creation_input_tokens: 'count',
    cache_read_input_tokens: 'count',
    cache_creation: { ...OTHERS, ephemeral_5m_input_tokens: 'count', ephemeral_1h_input_tokens: 'count' },
    output_tokens_details: { ...OTHERS, thinking_tokens: 'count' },
    server_tool_use: { ...OTHERS, web_search_requests: 'count' },
    service_tier: 'label',
    inference_geo: 'label',
    speed: 'label',
    // Iterations of another type are billed beside the counts above.
    iterations: ['list', { type: ['exactly', 'message'] }],
  },
  reader(cellOf) {
    const cells = cellsOf(cellOf, {
      cacheReadTokens: 'cache_read_input_tokens',
      cacheWriteTokens: 'cache_creation_input_tokens',
      cacheWrite1hTokens: 'cache_creation.ephemeral_1h_input_tokens',
      outputTokens: 'output_tokens',
      reasoningTokens: 'output_tokens_details.thinking_tokens',
      webSearches: 'server_tool_use.web_search_requests',
    });
    const uncached = cellOf('input_tokens');
    const fiveMinutes = cellOf('cache_creation.ephemeral_5m_input_tokens');
    const hasInput = uncached >= 0 || cells.tell('cacheReadTokens') || cells.tell('cacheWriteTokens');
    const hasParts = fiveMinutes >= 0 || cells.tell('cacheWrite1hTokens');
    if (!cells.tell('outputTokens') || !hasInput) return undefined;
    return {
      told: cells.told | bitOf('inputTokens') | (hasParts ? bitOf('cacheWriteTokens') : 0),
      read(numbers, at, counts) {
        cells.read(numbers, at, counts);
        const all = cells.tell('cacheWriteTokens') ? countAt(counts, COUNT.cacheWriteTokens) : 0;
        const parts = numberAt(numbers, at, fiveMinutes) + countAt(counts, COUNT.cacheWrite1hTokens);
        const written = Math.max(parts, all);
        counts[COUNT.cacheWriteTokens] = written;
        counts[COUNT.inputTokens] =
          numberAt(numbers, at, uncached) + countAt(counts, COUNT.cacheReadTokens) + written;
        // Parts that are more than all writes take a warning.
        return (
          countAt(counts, COUNT.reasoningTokens) <= countAt(counts, COUNT.outputTokens) &&
          !(all > 0 && parts > all)
        );
      },
    };
  },
};

const PROMPT_DETAILS: Fields = {
  ...OTHERS,
  cached_tokens: 'count',
  cache_write_tokens: 'count',
  audio_tokens: 'count',
  image_tokens: 'count',
  video_tokens: 'count',
  text_tokens: 'present',
};

const COMPLETION_DETAILS: Fields = {
  ...OTHERS,
  reasoning_tokens: 'count',
  audio_tokens: 'count',
  image_tokens: 'count',
  video_tokens: 'count',
  text_tokens: 'present',
};

/**
 * Reads counts whose parts all stand within the totals of their sides.
 * @param total the cell of both sides together; below 0 where there is none.
 */
function withinReader(cellOf: CellOf, paths: Partial<Record<CountName, string>>, total: number) {
  const { told, tell, read } = cellsOf(cellOf, paths);
  const parts = partsIn(told);
  return {
    told,
    tell,
    read(numbers: Float64Array, at: number, counts: Float64Array): boolean {
      read(numbers, at, counts);
      const both = countAt(counts, COUNT.inputTokens) + countAt(counts, COUNT.outputTokens);
      // A larger total has something to say, and parts that are larger than theirs may stand beside it.
      return numberAt(numbers, at, total) <= both && partsFit(counts, parts);
    },
  };
}

/** A form whose parts all stand within the totals of their sides, beside `total_tokens`. */
function withinForm(fields: Fields, paths: Partial<Record<CountName, string>>): CountForm {
  return {
    fields: { ...OTHERS, ...fields, total_tokens: 'count' },
    reader(cellOf) {
      const within = withinReader(cellOf, paths, cellOf('total_tokens'));
      return within.tell('inputTokens') && within.tell('outputTokens') ? within : undefined;
    },
  };
}

/** OpenAI's two forms, which differ in their names. */
function openaiForm(input: string, output: string): CountForm {
  const fields: Fields = {
    [input]: 'count',
    [output]: 'count',
    [`${input}_details`]: PROMPT_DETAILS,
    [`${output}_details`]: COMPLETION_DETAILS,
  };
  return withinForm(fields, {
    inputTokens: input,
    cacheReadTokens: `${input}_details.cached_tokens`,
    cacheWriteTokens: `${input}_details.cache_write_tokens`,
    inputAudioTokens: `${input}_details.audio_tokens`,
    inputImageTokens: `${input}_details.image_tokens`,
    inputVideoTokens: `${input}_details.video_tokens`,
    outputTokens: output,
    reasoningTokens: `${output}_details.reasoning_tokens`,
    outputAudioTokens: `${output}_details.audio_tokens`,
    outputImageTokens: `${output}_details.image_tokens`,
    outputVideoTokens: `${output}_details.video_tokens`,
  });
}

export const CHAT = openaiForm('prompt_tokens', 'completion_tokens');
export const RESPONSES = openaiForm('input_tokens', 'output_tokens');

/** See shapes/codex-usage.ts. */
export const CODEX = withinForm(Object.fromEntries(CODEX_COUNTS.map((name) => [name, 'count'])), {
  inputTokens: 'input_tokens',
  cacheReadTokens: 'cached_input_tokens',
  cacheWriteTokens: 'cache_write_input_tokens',
  outputTokens: 'output_tokens',
  reasoningTokens: 'reasoning_output_tokens',
});

/** All of one modality: then the details say nothing that the totals do not. */
const TEXT_ONLY = ['list', { modality: ['exactly', 'TEXT'], tokenCount: 'count' }] as const;

/** See shapes/gemini.ts. */
export const GEMINI: CountForm = {
  fields: {
    ...OTHERS,
    promptTokenCount: 'count',
    cachedContentTokenCount: 'count',
    candidatesTokenCount: 'count',
    thoughtsTokenCount: 'count',
    toolUsePromptTokenCount: 'count',
    totalTokenCount: 'count',
    promptTokensDetails: TEXT_ONLY,
    candidatesTokensDetails: TEXT_ONLY,
    trafficType: 'label',
  },
  reader(cellOf) {
    const cells = cellsOf(cellOf, {
      inputTokens: 'promptTokenCount',
      cacheReadTokens: 'cachedContentTokenCount',
      outputTokens: 'candidatesTokenCount',
      reasoningTokens: 'thoughtsTokenCount',
    });
    const [tool, total] = [cellOf('toolUsePromptTokenCount'), cellOf('totalTokenCount')];
    if (!cells.tell('inputTokens') || !cells.tell('outputTokens')) return undefined;
    return {
      told: cells.told,
      read(numbers, at, counts) {
        cells.read(numbers, at, counts);
        const prompt = countAt(counts, COUNT.inputTokens);
        const input = prompt + numberAt(numbers, at, tool);
        const output = countAt(counts, COUNT.outputTokens) + countAt(counts, COUNT.reasoningTokens);
        counts[COUNT.inputTokens] = input;
        counts[COUNT.outputTokens] = output;
        // Another total says that something stands elsewhere than it usually does.
        const isUsual = total < 0 || numbers[at + total] === input + output;
        return isUsual && countAt(counts, COUNT.cacheReadTokens) <= prompt;
      },
    };
  },
};

/** How the parts of llmcost's own form are called: as its records call them. */
const OWN_COUNTS = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'reasoningTokens',
] as const;

/** See shapes/canonical.ts. */
export const CANONICAL: CountForm = {
  fields: { ...OTHERS, ...Object.fromEntries(OWN_COUNTS.map((name) => [name, 'count'])) },
  reader(cellOf) {
    const within = withinReader(cellOf, Object.fromEntries(OWN_COUNTS.map((name) => [name, name])), -1);
    if (!within.tell('inputTokens') || !within.tell('outputTokens')) return undefined;
    return {
      told: within.told,
      read: (numbers, at, counts) =>
        within.read(numbers, at, counts) &&
        countAt(counts, COUNT.cacheWrite1hTokens) <= countAt(counts, COUNT.cacheWriteTokens),
    };
  },
};

/** See shapes/otel-names.ts. Where a count is spelled in several ways, they must say the same. */
export const SPAN_COUNTS: CountForm = {
  fields: Object.fromEntries(
    Object.values(GEN_AI)
      .flat()
      .map((name) => [name, 'count']),
  ),
  reader(cellOf) {
    const paths: Partial<Record<CountName, string>> = {};
    const again: (readonly [cell: number, first: number])[] = [];
    const firstOf = (names: readonly string[] = []): string | undefined => {
      const [first, ...others] = names.filter((name) => cellOf(name) >= 0);
      for (const other of others) again.push([cellOf(other), cellOf(first ?? '')]);
      return first;
    };
    for (const name of COUNT_NAMES) {
      const first = firstOf(name === 'webSearches' ? [] : GEN_AI[name]);
      if (first !== undefined) paths[name] = first;
    }
    const total = cellOf(firstOf(GEN_AI.totalTokens) ?? '');
    const within = withinReader(cellOf, paths, total);
    return {
      told: within.told,
      read: (numbers, at, counts) =>
        within.read(numbers, at, counts) &&
        again.every(([cell, first]) => numbers[at + cell] === numbers[at + first]),
    };
  },
};

/** Counts that stand in a cell of their own. @param paths where each of them stands in a usage object. */
export function cellsOf(cellOf: CellOf, paths: Partial<Record<CountName, string>>) {
  const found = COUNT_NAMES.flatMap((name) => {
    const path = paths[name];
    const cell = path === undefined ? -1 : cellOf(path);
    return cell < 0 ? [] : [{ name, cell }];
  });
  const cells = found.map(({ cell }) => cell);
  const places = found.map(({ name }) => COUNT[name]);
  const told = found.reduce((bits, { name }) => bits | bitOf(name), 0);
  return {
    told,
    tell: (name: CountName) => (told & bitOf(name)) !== 0,
    read(numbers: Float64Array, at: number, counts: Float64Array): void {
      for (let i = 0; i < cells.length; i += 1) counts[places[i] ?? 0] = numbers[at + (cells[i] ?? 0)] ?? 0;
    },
  };
}

export function bitOf(name: CountName): number {
  return 1 << COUNT[name];
}

/** Places of the parts of each side. */
interface Parts {
  readonly input: readonly number[];
  readonly output: readonly number[];
}

const INPUT_PARTS = [
  'cacheReadTokens',
  'cacheWriteTokens',
  'inputAudioTokens',
  'inputImageTokens',
  'inputVideoTokens',
] as const;
const OUTPUT_PARTS = [
  'reasoningTokens',
  'outputAudioTokens',
  'outputImageTokens',
  'outputVideoTokens',
] as const;

/** Those that lines tell. */
function partsIn(told: number): Parts {
  const placesOf = (names: readonly CountName[]) =>
    names.filter((name) => (told & bitOf(name)) !== 0).map((name) => COUNT[name]);
  return { input: placesOf(INPUT_PARTS), output: placesOf(OUTPUT_PARTS) };
}

function partsFit(counts: Float64Array, { input, output }: Parts): boolean {
  return (
    sumOf(counts, input) <= countAt(counts, COUNT.inputTokens) &&
    sumOf(counts, output) <= countAt(counts, COUNT.outputTokens)
  );
}

function sumOf(counts: Float64Array, places: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < places.length; i += 1) sum += counts[places[i] ?? 0] ?? 0;
  return sum;
}

export function countAt(counts: Float64Array, place: number): number {
  return counts[place] ?? 0;
}

/** The number of a cell; 0 where there is none. */
export function numberAt(numbers: Float64Array, at: number, cell: number): number {
  return cell < 0 ? 0 : (numbers[at + cell] ?? 0);
}

import type { Fields } from '../scan/fields.ts';
import { CODEX_COUNTS } from '../../shapes/codex.ts';
import { KNOWN_NAMES } from './names.ts';
import { ABSENT, type FastRecord } from './record.ts';

/** Where the cell of a count stands in lines of one kind; -1 where they do not tell it. */
export type CellOf = (name: string) => number;
/** Fills the counts of a record; false for a line that only the recogniser is sure of. */
export type ReadCounts = (numbers: Float64Array, at: number, record: FastRecord) => boolean;

/** The counts of one form of usage objects, as src/usage/shapes and settle.ts read them. */
export interface CountForm {
  readonly fields: Fields;
  /** Undefined for lines that do not tell a count of each side. */
  readonly reader: (cellOf: CellOf) => ReadCounts | undefined;
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
    const [uncached, output] = [cellOf('input_tokens'), cellOf('output_tokens')];
    const [read, created] = [cellOf('cache_read_input_tokens'), cellOf('cache_creation_input_tokens')];
    const fiveMinutes = cellOf('cache_creation.ephemeral_5m_input_tokens');
    const hour = cellOf('cache_creation.ephemeral_1h_input_tokens');
    const thinking = cellOf('output_tokens_details.thinking_tokens');
    const searches = cellOf('server_tool_use.web_search_requests');
    const hasParts = fiveMinutes >= 0 || hour >= 0;
    if (output < 0 || (uncached < 0 && read < 0 && created < 0)) return undefined;
    return (numbers, at, record) => {
      record.outputTokens = tokens(numbers, at, output);
      record.reasoningTokens = tokens(numbers, at, thinking);
      record.cacheReadTokens = tokens(numbers, at, read);
      record.cacheWrite1hTokens = tokens(numbers, at, hour);
      record.webSearches = tokens(numbers, at, searches);
      const all = tokens(numbers, at, created);
      const parts = orNone(numbers, at, fiveMinutes) + orNone(numbers, at, hour);
      record.cacheWriteTokens = hasParts ? Math.max(parts, all) : all;
      record.inputTokens =
        orNone(numbers, at, uncached) + orNone(numbers, at, read) + Math.max(record.cacheWriteTokens, 0);
      // Parts that are more than all writes take a warning.
      return record.reasoningTokens <= record.outputTokens && !(all > 0 && parts > all);
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

/** OpenAI's two forms, which differ in their names. */
function openaiForm(input: string, output: string): CountForm {
  return {
    fields: {
      ...OTHERS,
      [input]: 'count',
      [output]: 'count',
      [`${input}_details`]: PROMPT_DETAILS,
      [`${output}_details`]: COMPLETION_DETAILS,
      total_tokens: 'count',
    },
    reader(cellOf) {
      const [prompt, completion, total] = [cellOf(input), cellOf(output), cellOf('total_tokens')];
      const inside = (name: string) => cellOf(`${input}_details.${name}`);
      const outside = (name: string) => cellOf(`${output}_details.${name}`);
      const [read, written] = [inside('cached_tokens'), inside('cache_write_tokens')];
      const media = ['audio_tokens', 'image_tokens', 'video_tokens'];
      const [audioIn = -1, imageIn = -1, videoIn = -1] = media.map(inside);
      const [audioOut = -1, imageOut = -1, videoOut = -1] = media.map(outside);
      const reasoning = outside('reasoning_tokens');
      if (prompt < 0 || completion < 0) return undefined;
      return (numbers, at, record) => {
        record.inputTokens = tokens(numbers, at, prompt);
        record.outputTokens = tokens(numbers, at, completion);
        record.cacheReadTokens = tokens(numbers, at, read);
        record.cacheWriteTokens = tokens(numbers, at, written);
        record.inputAudioTokens = tokens(numbers, at, audioIn);
        record.inputImageTokens = tokens(numbers, at, imageIn);
        record.inputVideoTokens = tokens(numbers, at, videoIn);
        record.reasoningTokens = tokens(numbers, at, reasoning);
        record.outputAudioTokens = tokens(numbers, at, audioOut);
        record.outputImageTokens = tokens(numbers, at, imageOut);
        record.outputVideoTokens = tokens(numbers, at, videoOut);
        // A larger total has something to say, and parts that are larger than theirs may stand beside it.
        return orNone(numbers, at, total) <= record.inputTokens + record.outputTokens && partsFit(record);
      };
    },
  };
}

export const CHAT = openaiForm('prompt_tokens', 'completion_tokens');
export const RESPONSES = openaiForm('input_tokens', 'output_tokens');

/** See shapes/codex-usage.ts. */
export const CODEX: CountForm = {
  fields: { ...OTHERS, ...Object.fromEntries(CODEX_COUNTS.map((name) => [name, 'count'])) },
  reader(cellOf) {
    const [input, output, total] = [cellOf('input_tokens'), cellOf('output_tokens'), cellOf('total_tokens')];
    const [read, written] = [cellOf('cached_input_tokens'), cellOf('cache_write_input_tokens')];
    const reasoning = cellOf('reasoning_output_tokens');
    if (input < 0 || output < 0) return undefined;
    return (numbers, at, record) => {
      record.inputTokens = tokens(numbers, at, input);
      record.outputTokens = tokens(numbers, at, output);
      record.cacheReadTokens = tokens(numbers, at, read);
      record.cacheWriteTokens = tokens(numbers, at, written);
      record.reasoningTokens = tokens(numbers, at, reasoning);
      return orNone(numbers, at, total) <= record.inputTokens + record.outputTokens && partsFit(record);
    };
  },
};

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
    const [prompt, tool] = [cellOf('promptTokenCount'), cellOf('toolUsePromptTokenCount')];
    const [candidates, thoughts] = [cellOf('candidatesTokenCount'), cellOf('thoughtsTokenCount')];
    const [read, total] = [cellOf('cachedContentTokenCount'), cellOf('totalTokenCount')];
    if (prompt < 0 || candidates < 0) return undefined;
    return (numbers, at, record) => {
      const asked = tokens(numbers, at, prompt);
      record.inputTokens = asked + orNone(numbers, at, tool);
      record.outputTokens = tokens(numbers, at, candidates) + orNone(numbers, at, thoughts);
      record.cacheReadTokens = tokens(numbers, at, read);
      record.reasoningTokens = tokens(numbers, at, thoughts);
      // Another total says that something stands elsewhere than it usually does.
      const isUsual = total < 0 || numbers[at + total] === record.inputTokens + record.outputTokens;
      return isUsual && record.cacheReadTokens <= asked;
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
    const told = OWN_COUNTS.flatMap((name) => {
      const cell = cellOf(name);
      return cell < 0 ? [] : [{ name, cell }];
    });
    if (!['inputTokens', 'outputTokens'].every((side) => told.some(({ name }) => name === side)))
      return undefined;
    return (numbers, at, record) => {
      for (const { name, cell } of told) record[name] = tokens(numbers, at, cell);
      return record.cacheWrite1hTokens <= record.cacheWriteTokens && partsFit(record);
    };
  },
};

function partsFit(record: FastRecord): boolean {
  const input =
    Math.max(record.cacheReadTokens, 0) +
    Math.max(record.cacheWriteTokens, 0) +
    Math.max(record.inputAudioTokens, 0) +
    Math.max(record.inputImageTokens, 0) +
    Math.max(record.inputVideoTokens, 0);
  const output =
    Math.max(record.reasoningTokens, 0) +
    Math.max(record.outputAudioTokens, 0) +
    Math.max(record.outputImageTokens, 0) +
    Math.max(record.outputVideoTokens, 0);
  return input <= record.inputTokens && output <= record.outputTokens;
}

function tokens(numbers: Float64Array, at: number, cell: number): number {
  return cell < 0 ? ABSENT : (numbers[at + cell] ?? ABSENT);
}

function orNone(numbers: Float64Array, at: number, cell: number): number {
  return cell < 0 ? 0 : (numbers[at + cell] ?? 0);
}

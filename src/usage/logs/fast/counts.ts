import type { Fields } from '../scan/fields.ts';
import { CODEX_COUNTS } from '../../shapes/codex-totals.ts';
import { GEN_AI } from '../../shapes/otel-names.ts';
import {
  added,
  cell,
  linearReader,
  same,
  without,
  type LinearCounts,
  type LinearReader,
  type Terms,
} from './linear.ts';
import { KNOWN_NAMES } from './names.ts';
import { COUNT, COUNT_NAMES, type CountName } from './record.ts';

/** Where the cell of a count stands in lines of one kind; -1 where they do not tell it. */
export type CellOf = (name: string) => number;

/** Reads the counts of one kind of line. */
export interface CountReader {
  /** A bit for each count that its lines tell. */
  readonly told: number;
  /** Fills the counts, by COUNT; false for a line that only the recogniser is sure of. */
  readonly read: LinearReader;
  /** The same for the scanner; undefined where it cannot work the counts out. */
  readonly linear: LinearCounts | undefined;
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
    const counts = cellsOf(cellOf, {
      cacheReadTokens: 'cache_read_input_tokens',
      cacheWriteTokens: 'cache_creation_input_tokens',
      cacheWrite1hTokens: 'cache_creation.ephemeral_1h_input_tokens',
      outputTokens: 'output_tokens',
      reasoningTokens: 'output_tokens_details.thinking_tokens',
      webSearches: 'server_tool_use.web_search_requests',
    });
    const uncached = cellOf('input_tokens');
    const fiveMinutes = cellOf('cache_creation.ephemeral_5m_input_tokens');
    const hasInput =
      uncached >= 0 || counts.cacheReadTokens !== undefined || counts.cacheWriteTokens !== undefined;
    const hasParts = fiveMinutes >= 0 || counts.cacheWrite1hTokens !== undefined;
    if (counts.outputTokens === undefined || !hasInput) return undefined;
    const parts = added(cell(fiveMinutes), counts.cacheWrite1hTokens ?? []);
    const written = counts.cacheWriteTokens ?? parts;
    return linear(
      {
        ...counts,
        ...(hasParts ? { cacheWriteTokens: written } : {}),
        inputTokens: added(cell(uncached), counts.cacheReadTokens ?? [], written),
      },
      // Parts that are more than all writes take a warning.
      [without(counts.outputTokens, counts.reasoningTokens ?? []), without(written, parts)],
    );
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
 * Counts whose parts all stand within the totals of their sides.
 * @param total the cell of both sides together; below 0 where there is none.
 */
function within(cellOf: CellOf, paths: Partial<Record<CountName, string>>, total: number): LinearCounts {
  const counts = cellsOf(cellOf, paths);
  const partsIn = (names: readonly CountName[]) => names.map((name) => counts[name] ?? []);
  const [input, output] = [counts.inputTokens ?? [], counts.outputTokens ?? []];
  const checks = [
    // A larger total has something to say, and parts that are larger than theirs may stand beside it.
    total < 0 ? [] : without(added(input, output), cell(total)),
    without(input, ...partsIn(INPUT_PARTS)),
    without(output, ...partsIn(OUTPUT_PARTS)),
  ];
  return { counts, checks: checks.filter((check) => check.some(({ sign }) => sign < 0)) };
}

/** A form whose parts all stand within the totals of their sides, beside `total_tokens`. */
function withinForm(fields: Fields, paths: Partial<Record<CountName, string>>): CountForm {
  return {
    fields: { ...OTHERS, ...fields, total_tokens: 'count' },
    reader(cellOf) {
      return bothSides(within(cellOf, paths, cellOf('total_tokens')));
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
    const counts = cellsOf(cellOf, {
      inputTokens: 'promptTokenCount',
      cacheReadTokens: 'cachedContentTokenCount',
      outputTokens: 'candidatesTokenCount',
      reasoningTokens: 'thoughtsTokenCount',
    });
    const [tool, total] = [cellOf('toolUsePromptTokenCount'), cellOf('totalTokenCount')];
    const { inputTokens: prompt, outputTokens: answer } = counts;
    if (prompt === undefined || answer === undefined) return undefined;
    const inputTokens = added(prompt, cell(tool));
    const outputTokens = added(answer, counts.reasoningTokens ?? []);
    // Another total says that something stands elsewhere than it usually does.
    const isUsual = total < 0 ? [] : same(cell(total), added(inputTokens, outputTokens));
    return linear({ ...counts, inputTokens, outputTokens }, [
      ...isUsual,
      without(prompt, counts.cacheReadTokens ?? []),
    ]);
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
    const { counts, checks } = within(cellOf, Object.fromEntries(OWN_COUNTS.map((name) => [name, name])), -1);
    const { cacheWriteTokens = [], cacheWrite1hTokens = [] } = counts;
    return bothSides({ counts, checks: [...checks, without(cacheWriteTokens, cacheWrite1hTokens)] });
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
    const { counts, checks } = within(cellOf, paths, total);
    return linear(counts, [...checks, ...again.flatMap(([other, first]) => same(cell(other), cell(first)))]);
  },
};

/** Counts of lines that tell each side. */
function bothSides({ counts, checks }: LinearCounts): CountReader | undefined {
  const isTold = counts.inputTokens !== undefined && counts.outputTokens !== undefined;
  return isTold ? linear(counts, checks) : undefined;
}

function linear(counts: LinearCounts['counts'], checks: readonly Terms[]): CountReader {
  const all = { counts, checks };
  return { told: bitsOf(counts), read: linearReader(all), linear: all };
}

/** Counts that stand in a cell of their own. @param paths where each of them stands in a usage object. */
export function cellsOf(cellOf: CellOf, paths: Partial<Record<CountName, string>>): LinearCounts['counts'] {
  return Object.fromEntries(
    Object.entries(paths).flatMap(([name, path]) => (cellOf(path) < 0 ? [] : [[name, cell(cellOf(path))]])),
  );
}

/** A bit for each count that lines tell. */
export function bitsOf(counts: LinearCounts['counts']): number {
  return COUNT_NAMES.reduce((bits, name) => (counts[name] === undefined ? bits : bits | bitOf(name)), 0);
}

export function bitOf(name: CountName): number {
  return 1 << COUNT[name];
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

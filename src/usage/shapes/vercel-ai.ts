import { asObject, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import type { Place, Reading, UsageShape } from '../shape.ts';
import { hasAny } from '../shape.ts';
import { countTable, pathsOf, readReported } from '../reported-counts.ts';
import { CAMEL_CHAT, CAMEL_INPUT_OUTPUT } from '../words.ts';
import { withRaw } from './ai-sdk-raw.ts';

const COUNTS = countTable({
  inputTokens: ['inputTokens', 'promptTokens'],
  // Version 6 keeps version 5's names beside its own.
  cacheReadTokens: [
    'inputTokenDetails.cacheReadTokens',
    'cachedInputTokens',
    'cacheReadTokens',
    'promptTokensDetails.cachedTokens',
  ],
  cacheWriteTokens: ['inputTokenDetails.cacheWriteTokens', 'cacheWriteTokens'],
  outputTokens: ['outputTokens', 'completionTokens'],
  reasoningTokens: [
    'outputTokenDetails.reasoningTokens',
    'reasoningTokens',
    'completionTokensDetails.reasoningTokens',
  ],
  totalTokens: ['totalTokens'],
});

/**
 * Vercel's AI SDK, versions 5 (`cachedInputTokens`, `reasoningTokens`) and 6 (`inputTokenDetails`,
 * `outputTokenDetails`). All parts are inside the two totals, unless the total says otherwise.
 */
export const vercelAi: UsageShape = {
  name: 'vercel-ai',
  words: CAMEL_INPUT_OUTPUT,
  own: ['cachedInputTokens', 'inputTokenDetails', 'outputTokenDetails'],
  takesPlain: ({ usage, holders }) =>
    hasAny(usage, 'totalTokens') && !hasAny(holders[0], 'stopReason', 'metrics'),
  layout: {},
  fields: [...pathsOf(COUNTS), 'raw'],
  read: readSdk,
};

/** Version 4, and what else counts prompts and completions in camelCase: Spring AI, Naver, Yandex. */
export const vercelAi4: UsageShape = {
  ...vercelAi,
  words: CAMEL_CHAT,
  own: [],
  takesPlain: () => true,
};

function readSdk(place: Place, notes: Notes): Reading {
  return withRaw(readReported(place.usage, COUNTS, notes), place, notes);
}

const MODEL_COUNTS = countTable({
  inputTokens: ['inputTokens.total'],
  cacheReadTokens: ['inputTokens.cacheRead'],
  cacheWriteTokens: ['inputTokens.cacheWrite'],
  outputTokens: ['outputTokens.total'],
  reasoningTokens: ['outputTokens.reasoning'],
});

/** The usage that a model of the AI SDK reports, each total with its parts inside. */
export const vercelModel: UsageShape = {
  name: 'vercel-ai-model',
  own: ['inputTokens.total', 'outputTokens.total', 'inputTokens.noCache', 'outputTokens.text'],
  layout: {},
  fields: pathsOf(MODEL_COUNTS),
  read({ usage }, notes) {
    const reported = readReported(usage, MODEL_COUNTS, notes);
    const uncached = notes.count(asObject(field(usage, 'inputTokens')), 'noCache');
    const text = notes.count(asObject(field(usage, 'outputTokens')), 'text');
    const whole = (total: number | undefined, rest: number | undefined, ...parts: (number | undefined)[]) =>
      total ?? (rest === undefined ? undefined : notes.sum('tokens', rest, ...parts));
    const inputTokens = whole(
      reported.inputTokens,
      uncached,
      reported.cacheReadTokens,
      reported.cacheWriteTokens,
    );
    const outputTokens = whole(reported.outputTokens, text, reported.reasoningTokens);
    return {
      reported: {
        ...reported,
        ...(inputTokens === undefined ? {} : { inputTokens }),
        ...(outputTokens === undefined ? {} : { outputTokens }),
      },
    };
  },
};

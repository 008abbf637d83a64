import type { UsageShape } from '../shape.ts';
import { anthropic } from './anthropic.ts';
import { bedrockConverse, bedrockMetrics } from './bedrock-converse.ts';
import { own } from './canonical.ts';
import { claudeEvent } from './claude-event.ts';
import { codexUsage } from './codex-usage.ts';
import { cohere } from './cohere.ts';
import { cursor } from './cursor.ts';
import { deepseek } from './deepseek.ts';
import { mistralOcr, reducto, totalOnly } from './documents.ts';
import { gemini } from './gemini.ts';
import { langchain } from './langchain.ts';
import { langfuse } from './langfuse.ts';
import { mistral } from './mistral.ts';
import { openaiChat, openaiEmbeddings } from './openai-chat.ts';
import { openaiImages } from './openai-images.ts';
import { openaiRealtime } from './openai-realtime.ts';
import { openaiReport } from './openai-report.ts';
import { openaiResponses } from './openai-responses.ts';
import { openaiTranscription, openaiTranscriptionLength } from './openai-transcription.ts';
import { openrouterGeneration } from './openrouter-generation.ts';
import { openrouter } from './openrouter.ts';
import { perplexity } from './perplexity.ts';
import { posthog } from './posthog.ts';
import { pydanticAi } from './pydantic-ai.ts';
import { TABLE_SHAPES } from './tables.ts';
import { vercelAi, vercelAi4, vercelModel } from './vercel-ai.ts';
import { xai } from './xai.ts';

/** Every shape of a usage object. Nothing hangs on their order: claims.ts says whose an object is. */
export const USAGE_SHAPES: readonly UsageShape[] = [
  openaiChat,
  openaiEmbeddings,
  deepseek,
  xai,
  perplexity,
  openrouter,
  openrouterGeneration,
  mistral,
  openaiResponses,
  openaiImages,
  openaiRealtime,
  openaiTranscription,
  openaiTranscriptionLength,
  openaiReport,
  anthropic,
  claudeEvent,
  codexUsage,
  langchain,
  pydanticAi,
  gemini,
  bedrockConverse,
  bedrockMetrics,
  vercelAi,
  vercelAi4,
  vercelModel,
  cohere,
  cursor,
  langfuse,
  posthog,
  mistralOcr,
  reducto,
  totalOnly,
  ...TABLE_SHAPES,
  own,
];

/** Every name that a field of a usage object may have and matter by, at whatever depth. */
export function usageNames(): readonly string[] {
  const paths = USAGE_SHAPES.flatMap(({ own, fields, words = [], places = [] }) => [
    ...own,
    ...fields,
    ...words,
    ...places,
  ]);
  return [...new Set(paths.flatMap((path) => path.split('.')))];
}

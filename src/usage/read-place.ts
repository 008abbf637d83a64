import type { JsonObject } from '../core/json.ts';
import { atMsOf, groupsOf, modelOf, providerOf, replyIdOf, reportedUsdOf, tierOf } from './context.ts';
import { Notes } from './notes.ts';
import { placesIn } from './places.ts';
import { present } from './present.ts';
import type { LineOutcome, Place, UsageShape } from './shape.ts';
import { anthropic } from './shapes/anthropic.ts';
import { bedrockConverse } from './shapes/bedrock-converse.ts';
import { codexUsage } from './shapes/codex-usage.ts';
import { cohere } from './shapes/cohere.ts';
import { deepseek } from './shapes/deepseek.ts';
import { gemini } from './shapes/gemini.ts';
import { langchain } from './shapes/langchain.ts';
import { openaiChat } from './shapes/openai-chat.ts';
import { openaiEmbeddings } from './shapes/openai-embeddings.ts';
import { openaiImages } from './shapes/openai-images.ts';
import { openaiRealtime } from './shapes/openai-realtime.ts';
import { openaiResponses } from './shapes/openai-responses.ts';
import { openaiTranscription } from './shapes/openai-transcription.ts';
import { own } from './shapes/canonical.ts';
import { vercelAi } from './shapes/vercel-ai.ts';
import { xai } from './shapes/xai.ts';
import type { UsageRecord } from './usage.ts';

/**
 * The shapes of usage objects. The first that knows a field of its own takes the object, so those
 * with rarer fields stand before those whose names they share.
 */
export const USAGE_SHAPES: readonly UsageShape[] = [
  // prompt_tokens and completion_tokens
  deepseek,
  xai,
  openaiEmbeddings,
  openaiChat,
  // input_tokens and output_tokens
  openaiTranscription,
  codexUsage,
  langchain,
  openaiRealtime,
  openaiImages,
  openaiResponses,
  anthropic,
  // camelCase, and the rest
  gemini,
  cohere,
  bedrockConverse,
  vercelAi,
  own,
];

/** What a line knows better than the usage object inside it. */
export type Overrides = { readonly [K in keyof Omit<UsageRecord, 'usage'>]?: UsageRecord[K] | undefined };

/** What a usage object turns out to be: it is there, so the line is more than context. */
export type PlaceOutcome = Extract<LineOutcome, { kind: 'record' | 'skipped' }>;

/** A usage object whose shape is known. */
export interface FoundUsage {
  readonly place: Place;
  readonly shape: UsageShape;
}

/** The first place of a line that holds a known usage object, and that object's shape. */
export function findUsage(line: JsonObject): FoundUsage | undefined {
  for (const place of placesIn(line)) {
    const shape = shapeOf(place);
    if (shape !== undefined) return { place, shape };
  }
  return undefined;
}

export function shapeOf(place: Place): UsageShape | undefined {
  return USAGE_SHAPES.find((shape) => shape.recognises(place));
}

/** Reads the usage at a place with its shape, and all that stands beside it. */
export function readPlace(place: Place, shape: UsageShape, overrides: Overrides = {}): PlaceOutcome {
  const notes = new Notes();
  const { usage, ...reading } = shape.read(place, notes);
  // A batch is billed as one, whatever tier its replies name.
  const tier =
    overrides.tier ?? reading.tier ?? (shape.name === 'llmcost' ? undefined : tierOf(place, notes));
  if (notes.problems.length > 0)
    return { kind: 'skipped', reason: 'unreadable', detail: notes.problems.join('; ') };
  return {
    kind: 'record',
    record: present<UsageRecord>({
      shape: shape.name,
      usage,
      model: modelOf(place),
      provider: reading.provider ?? providerOf(place),
      region: reading.region,
      speed: reading.speed,
      atMs: reading.atMs ?? atMsOf(place),
      requests: reading.requests,
      reportedUsd: reportedUsdOf(place),
      dedupeKey: replyIdOf(place),
      ...groupsOf(place),
      ...present(overrides),
      tier,
      warnings: notes.warnings.length > 0 ? notes.warnings : undefined,
    }),
  };
}

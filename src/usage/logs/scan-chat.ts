import type { ByteReader } from './byte-reader.ts';
import { END, UNSURE } from './byte-reader.ts';
import type { FastRecord } from './fast-record.ts';
import { ABSENT } from './fast-record.ts';
import { Name } from './names.ts';

const STANDARD = Buffer.from('standard');
const DEFAULT = Buffer.from('default');
const FLEX = Buffer.from('flex');
const PRIORITY = Buffer.from('priority');
const BATCH = Buffer.from('batch');

/**
 * OpenAI's chat usage object, which shapes/openai-chat.ts explains, from its opening brace to behind
 * the closing one. False sends the line to JSON.parse.
 */
export function scanChatUsage(reader: ByteReader, record: FastRecord): boolean {
  let prompt = ABSENT;
  let completion = ABSENT;
  let total = ABSENT;
  let details = 0;
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    switch (name) {
      case Name.NONE:
        if (!reader.pass()) return false;
        break;
      case Name.PROMPT_TOKENS:
        prompt = reader.count();
        if (prompt === UNSURE) return false;
        break;
      case Name.COMPLETION_TOKENS:
        completion = reader.count();
        if (completion === UNSURE) return false;
        break;
      case Name.TOTAL_TOKENS:
        total = reader.count();
        if (total === UNSURE) return false;
        break;
      case Name.PROMPT_TOKENS_DETAILS:
      case Name.COMPLETION_TOKENS_DETAILS: {
        const bit = name === Name.PROMPT_TOKENS_DETAILS ? 1 : 2;
        if ((details & bit) !== 0) return false;
        details |= bit;
        if (reader.passNull()) break;
        if (!reader.atObject) return false;
        if (!(bit === 1 ? scanPromptDetails(reader, record) : scanCompletionDetails(reader, record)))
          return false;
        break;
      }
      default:
        return false;
    }
  }
  if (name !== END || prompt === ABSENT || completion === ABSENT) return false;
  // A larger total has something to say: reasoning beside the completion, or a warning.
  if (total > prompt + completion || !fits(record, prompt, completion)) return false;
  record.inputTokens = prompt;
  record.outputTokens = completion;
  return true;
}

/** Parts that are larger than their total may stand beside it. */
function fits(record: FastRecord, prompt: number, completion: number): boolean {
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
  return input <= prompt && output <= completion;
}

function scanPromptDetails(reader: ByteReader, record: FastRecord): boolean {
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    if (name === Name.NONE || name === Name.TEXT_TOKENS) {
      if (!reader.pass()) return false;
      continue;
    }
    const count = reader.count();
    if (count === UNSURE) return false;
    if (name === Name.CACHED_TOKENS) record.cacheReadTokens = count;
    else if (name === Name.AUDIO_TOKENS) record.inputAudioTokens = count;
    else if (name === Name.IMAGE_TOKENS) record.inputImageTokens = count;
    else if (name === Name.VIDEO_TOKENS) record.inputVideoTokens = count;
    else if (name === Name.CACHE_WRITE_TOKENS) record.cacheWriteTokens = count;
    else return false;
  }
  return name === END;
}

function scanCompletionDetails(reader: ByteReader, record: FastRecord): boolean {
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    if (name === Name.NONE || name === Name.TEXT_TOKENS) {
      if (!reader.pass()) return false;
      continue;
    }
    const count = reader.count();
    if (count === UNSURE) return false;
    if (name === Name.REASONING_TOKENS) record.reasoningTokens = count;
    else if (name === Name.AUDIO_TOKENS) record.outputAudioTokens = count;
    else if (name === Name.IMAGE_TOKENS) record.outputImageTokens = count;
    else if (name === Name.VIDEO_TOKENS) record.outputVideoTokens = count;
    else return false;
  }
  return name === END;
}

/** The served tier of a chat response; false for a name that takes a warning or is not known. */
export function scanTier(reader: ByteReader, record: FastRecord): boolean {
  if (!reader.optionalText()) return false;
  if (!reader.hasText) record.tier = undefined;
  else if (reader.textIs(DEFAULT) || reader.textIs(STANDARD)) record.tier = 'standard';
  else if (reader.textIs(FLEX)) record.tier = 'flex';
  else if (reader.textIs(PRIORITY)) record.tier = 'priority';
  else if (reader.textIs(BATCH)) record.tier = 'batch';
  else return false;
  return true;
}

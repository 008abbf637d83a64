import type { ByteReader } from './byte-reader.ts';
import { END, UNSURE } from './byte-reader.ts';
import type { FastRecord } from './fast-record.ts';
import { ABSENT } from './fast-record.ts';
import type { Interner } from './intern.ts';
import { Name } from './names.ts';

/*
 * The two usage objects that are read as bytes. Each function stands at the opening brace, fills the
 * counts of the record and ends behind the closing one; false sends the line to JSON.parse.
 */

const STANDARD = Buffer.from('standard');
const DEFAULT = Buffer.from('default');
const FLEX = Buffer.from('flex');
const PRIORITY = Buffer.from('priority');
const BATCH = Buffer.from('batch');
const NOT_AVAILABLE = Buffer.from('not_available');

/** Anthropic's counts, which shapes/anthropic.ts explains. */
export function scanAnthropicUsage(reader: ByteReader, record: FastRecord, interner: Interner): boolean {
  let uncached = ABSENT;
  let read = ABSENT;
  let created = ABSENT;
  let written5m = ABSENT;
  let written1h = ABSENT;
  let output = ABSENT;
  let hasTtl = false;
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    switch (name) {
      case Name.NONE:
        if (!reader.pass()) return false;
        break;
      case Name.INPUT_TOKENS:
        uncached = reader.count();
        if (uncached === UNSURE) return false;
        break;
      case Name.OUTPUT_TOKENS:
        output = reader.count();
        if (output === UNSURE) return false;
        break;
      case Name.CACHE_READ_INPUT_TOKENS:
        read = reader.count();
        if (read === UNSURE) return false;
        break;
      case Name.CACHE_CREATION_INPUT_TOKENS:
        created = reader.count();
        if (created === UNSURE) return false;
        break;
      case Name.CACHE_CREATION: {
        // A second one would replace the first as a whole.
        if (hasTtl) return false;
        hasTtl = true;
        if (reader.passNull()) break;
        if (!reader.atObject) return false;
        let ttl = reader.firstKey();
        for (; ttl >= 0; ttl = reader.nextKey()) {
          if (ttl === Name.EPHEMERAL_5M) {
            written5m = reader.count();
            if (written5m === UNSURE) return false;
          } else if (ttl === Name.EPHEMERAL_1H) {
            written1h = reader.count();
            if (written1h === UNSURE) return false;
          } else if (!reader.pass()) {
            return false;
          }
        }
        if (ttl !== END) return false;
        break;
      }
      case Name.SERVER_TOOL_USE:
        if (!scanSearches(reader, record)) return false;
        break;
      case Name.SERVICE_TIER:
        record.tier = undefined;
        if (reader.passNull()) break;
        if (!reader.text() || !reader.textIs(STANDARD)) return false;
        record.tier = 'standard';
        break;
      case Name.INFERENCE_GEO:
        record.region = undefined;
        if (reader.passNull()) break;
        if (!reader.text()) return false;
        if (!reader.textIs(NOT_AVAILABLE)) record.region = internText(reader, interner);
        break;
      case Name.SPEED:
        record.speed = undefined;
        if (reader.passNull()) break;
        if (!reader.text()) return false;
        if (!reader.textIs(STANDARD)) record.speed = internText(reader, interner);
        break;
      default:
        return false;
    }
  }
  if (name !== END) return false;
  if (uncached === ABSENT && read === ABSENT && created === ABSENT && output === ABSENT) return false;
  const hasParts = written5m !== ABSENT || written1h !== ABSENT;
  const parts = (written5m === ABSENT ? 0 : written5m) + (written1h === ABSENT ? 0 : written1h);
  // Where the two tell different counts there is a warning to make.
  if (hasParts && created !== ABSENT && created !== parts) return false;
  const written = hasParts ? parts : created;
  record.inputTokens =
    uncached === ABSENT && read === ABSENT && written === ABSENT
      ? ABSENT
      : Math.max(uncached, 0) + Math.max(read, 0) + Math.max(written, 0);
  record.cacheReadTokens = read;
  record.cacheWriteTokens = written;
  record.cacheWrite1hTokens = written1h;
  record.outputTokens = output;
  return true;
}

function scanSearches(reader: ByteReader, record: FastRecord): boolean {
  record.webSearches = ABSENT;
  if (reader.passNull()) return true;
  if (!reader.atObject) return false;
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    if (name === Name.WEB_SEARCH_REQUESTS) {
      record.webSearches = reader.count();
      if (record.webSearches === UNSURE) return false;
    } else if (!reader.pass()) {
      return false;
    }
  }
  return name === END;
}

/** OpenAI's chat counts, which shapes/openai-chat.ts explains. */
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
  if (total > prompt + completion) return false;
  record.inputTokens = prompt;
  record.outputTokens = completion;
  return true;
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
  record.tier = undefined;
  if (reader.passNull()) return true;
  if (!reader.text()) return false;
  if (reader.textIs(DEFAULT) || reader.textIs(STANDARD)) record.tier = 'standard';
  else if (reader.textIs(FLEX)) record.tier = 'flex';
  else if (reader.textIs(PRIORITY)) record.tier = 'priority';
  else if (reader.textIs(BATCH)) record.tier = 'batch';
  else return false;
  return true;
}

export function internText(reader: ByteReader, interner: Interner): string {
  return interner.text(reader.block.bytes, reader.textFrom, reader.textTo);
}

import type { ByteReader } from './byte-reader.ts';
import { END, UNSURE } from './byte-reader.ts';
import type { FastRecord } from './fast-record.ts';
import { ABSENT } from './fast-record.ts';
import { Name } from './names.ts';

const STANDARD = Buffer.from('standard');
const MESSAGE = Buffer.from('message');
const NOT_AVAILABLE = Buffer.from('not_available');

/**
 * Anthropic's usage object, which shapes/anthropic.ts explains, from its opening brace to behind the
 * closing one. False sends the line to JSON.parse.
 */
export function scanAnthropicUsage(reader: ByteReader, record: FastRecord): boolean {
  let uncached = ABSENT;
  let read = ABSENT;
  let created = ABSENT;
  let written5m = ABSENT;
  let written1h = ABSENT;
  let output = ABSENT;
  let thinking = ABSENT;
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
      case Name.OUTPUT_TOKENS_DETAILS:
        // A second one would replace the first as a whole.
        if (thinking !== ABSENT) return false;
        if (reader.passNull()) break;
        thinking = thinkingIn(reader);
        if (thinking === UNSURE) return false;
        break;
      case Name.ITERATIONS:
        // Those of type `message` are the counts at the top, told again; others are billed beside them.
        if (!reader.passItems(() => isMessage(reader))) return false;
        break;
      case Name.SERVER_TOOL_USE:
        if (!scanSearches(reader, record)) return false;
        break;
      case Name.SERVICE_TIER:
        if (!reader.optionalText()) return false;
        if (reader.hasText && !reader.textIs(STANDARD)) return false;
        record.tier = reader.hasText ? 'standard' : undefined;
        break;
      case Name.INFERENCE_GEO:
        if (!reader.optionalText()) return false;
        record.region = reader.textIs(NOT_AVAILABLE) ? undefined : reader.interned();
        break;
      case Name.SPEED:
        if (!reader.optionalText()) return false;
        record.speed = reader.textIs(STANDARD) ? undefined : reader.interned();
        break;
      default:
        return false;
    }
  }
  if (name !== END) return false;
  // Where a side is not told, a name that was passed over may tell it.
  if (output === ABSENT || (uncached === ABSENT && read === ABSENT && created === ABSENT)) return false;
  if (thinking > output) return false;
  const hasParts = written5m !== ABSENT || written1h !== ABSENT;
  const parts = Math.max(written5m, 0) + Math.max(written1h, 0);
  // Where the parts are more there is a warning to make; where they are less, the rest is one of them.
  if (created > 0 && parts > created) return false;
  const written = hasParts ? Math.max(parts, created) : created;
  record.inputTokens = Math.max(uncached, 0) + Math.max(read, 0) + Math.max(written, 0);
  record.cacheReadTokens = read;
  record.cacheWriteTokens = written;
  record.cacheWrite1hTokens = written1h;
  record.outputTokens = output;
  record.reasoningTokens = thinking;
  return true;
}

/** Passes over a sampling of type `message`. */
function isMessage(reader: ByteReader): boolean {
  if (!reader.atObject) return false;
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    if (name !== Name.TYPE) {
      if (!reader.pass()) return false;
    } else if (!reader.text() || !reader.textIs(MESSAGE)) return false;
  }
  return name === END;
}

/** The thinking within the output; UNSURE where the object says anything else. */
function thinkingIn(reader: ByteReader): number {
  if (!reader.atObject) return UNSURE;
  let thinking = UNSURE;
  let name = reader.firstKey();
  for (; name >= 0; name = reader.nextKey()) {
    if (name !== Name.THINKING_TOKENS || thinking !== UNSURE) return UNSURE;
    thinking = reader.count();
    if (thinking === UNSURE) return UNSURE;
  }
  return name === END ? thinking : UNSURE;
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
    } else if (name !== Name.NONE || !reader.pass()) {
      return false;
    }
  }
  return name === END;
}

import { type JsonObject, type JsonValue, asList, asObject, asText, field } from '../../core/json.ts';
import type { Notes } from '../notes.ts';
import { less } from '../arithmetic.ts';
import { present } from '../present.ts';
import { readPlace } from '../read-place.ts';
import { type LineShape, type UsageReader } from '../shape.ts';
import { momentMs } from '../time.ts';
import type { Usage } from '../usage.ts';

const counts: UsageReader = {
  name: 'codebuff',
  read: ({ usage }, notes) => ({ usage: readCounts(usage, notes) }),
};

/** The cache stands beside the input, but for what an OpenAI model's details tell, which is part of it. */
function readCounts(usage: JsonObject, notes: Notes): Usage {
  const input = notes.firstCount(usage, 'inputTokens', 'input_tokens', 'promptTokens', 'prompt_tokens');
  const read = notes.firstCount(usage, 'cacheReadInputTokens', 'cache_read_input_tokens');
  const written = notes.firstCount(
    usage,
    'cacheCreationInputTokens',
    'cache_creation_input_tokens',
    'cacheCreationTokens',
    'cache_creation_tokens',
    'cachedTokensCreated',
    'cached_tokens_created',
  );
  const details =
    asObject(field(usage, 'promptTokensDetails')) ?? asObject(field(usage, 'prompt_tokens_details'));
  const inside = read === undefined ? notes.firstCount(details, 'cachedTokens', 'cached_tokens') : undefined;
  return present<Usage>({
    inputTokens: notes.sum('input tokens', less(input, inside), inside, read, written),
    cacheReadTokens: read ?? inside,
    cacheWriteTokens: written,
    outputTokens: notes.firstCount(
      usage,
      'outputTokens',
      'output_tokens',
      'completionTokens',
      'completion_tokens',
    ),
  });
}

const REPLIES: ReadonlySet<JsonValue | undefined> = new Set(['ai', 'agent', 'assistant']);

/** A message of Codebuff's `chat-messages.json`. */
export const codebuff: LineShape = {
  recognises: (line) =>
    REPLIES.has(field(line, 'variant') ?? field(line, 'role')) && foundIn(line).usage !== undefined,
  read(line, { facts }) {
    const { usage = {}, model } = foundIn(line);
    const metadata = asObject(field(line, 'metadata'));
    const id = asText(field(line, 'id'));
    return [
      readPlace({ usage, holders: [line], bare: false }, counts, {
        agent: facts.agent ?? 'codebuff',
        model: asText(field(metadata, 'model')) ?? asText(field(usage, 'model')) ?? model,
        session: facts.session,
        atMs:
          momentMs(field(line, 'timestamp')) ??
          momentMs(field(line, 'createdAt')) ??
          momentMs(field(metadata, 'timestamp')) ??
          facts.atMs,
        dedupeKey: id && `${facts.session ?? ''} ${id}`,
      }),
    ];
  },
};

interface Found {
  readonly usage: JsonObject | undefined;
  readonly model: string | undefined;
}

/** The counts of a message: at its metadata, else at the last reply of the run that it kept. */
function foundIn(line: JsonObject): Found {
  const metadata = asObject(field(line, 'metadata'));
  const own =
    asObject(field(metadata, 'usage')) ?? asObject(field(asObject(field(metadata, 'codebuff')), 'usage'));
  if (own !== undefined) return { usage: own, model: undefined };
  const run = asObject(field(asObject(field(metadata, 'runState')), 'sessionState'));
  const history = asList(field(asObject(field(run, 'mainAgentState')), 'messageHistory'));
  for (const item of history.toReversed()) {
    const options = asObject(field(asObject(item), 'providerOptions'));
    const codebuff = asObject(field(options, 'codebuff'));
    const usage = asObject(field(options, 'usage')) ?? asObject(field(codebuff, 'usage'));
    if (usage !== undefined) return { usage, model: asText(field(codebuff, 'model')) };
  }
  return { usage: undefined, model: undefined };
}

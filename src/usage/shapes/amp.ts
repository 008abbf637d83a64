import {
  type JsonObject,
  type JsonValue,
  asList,
  asNumber,
  asObject,
  asText,
  field,
  isJsonObject,
} from '../../core/json.ts';
import { readPlace } from '../read-place.ts';
import { hasAny, skipped, type FileState, type LineOutcome, type LineShape } from '../shape.ts';
import { momentMs } from '../time.ts';
import { countsShape } from './agent-counts.ts';

const ledgerCounts = countsShape('amp', {
  input: 'input',
  cacheRead: 'cacheReadInputTokens',
  cacheWrite: 'cacheCreationInputTokens',
  output: 'output',
  total: 'total',
});
const messageCounts = countsShape('amp', {
  input: 'inputTokens',
  cacheRead: 'cacheReadInputTokens',
  cacheWrite: 'cacheCreationInputTokens',
  output: 'outputTokens',
  total: 'totalTokens',
});

/**
 * A thread of Amp. Its ledger has a request in each event, the cache of which stands at the message
 * that the request led to; a thread without a ledger has the counts at its messages.
 */
export const amp: LineShape = {
  recognises: (line) => eventsOf(line).length > 0 || isThread(line),
  read(line, file): readonly LineOutcome[] {
    const messages = objectsIn(field(line, 'messages'));
    const events = eventsOf(line);
    const outcomes =
      events.length > 0
        ? events.map((event, index) => readEvent(event, index, messages, line, file))
        : messages.flatMap((message, index) => readMessage(message, index, line, file));
    return outcomes.length > 0 ? outcomes : skipped('no usage', 'no message of the thread holds usage');
  },
};

function objectsIn(list: JsonValue | undefined): readonly JsonObject[] {
  const objects: JsonObject[] = [];
  for (const item of asList(list)) if (isJsonObject(item)) objects.push(item);
  return objects;
}

function eventsOf(line: JsonObject): readonly JsonObject[] {
  return objectsIn(field(asObject(field(line, 'usageLedger')), 'events'));
}

function isThread(line: JsonObject): boolean {
  const isAmp = hasAny(line, 'usageLedger') || (asText(field(line, 'id')) ?? '').startsWith('T-');
  return isAmp && objectsIn(field(line, 'messages')).some((message) => usageOf(message) !== undefined);
}

function usageOf(message: JsonObject): JsonObject | undefined {
  return field(message, 'role') === 'assistant' ? asObject(field(message, 'usage')) : undefined;
}

function readEvent(
  event: JsonObject,
  index: number,
  messages: readonly JsonObject[],
  thread: JsonObject,
  { facts }: FileState,
): LineOutcome {
  const tokens = asObject(field(event, 'tokens')) ?? {};
  const to = asNumber(field(event, 'toMessageId'));
  const message = messages.find((each) => to !== undefined && asNumber(field(each, 'messageId')) === to);
  const usage = { ...cacheOf(message), ...tokens };
  return readPlace({ usage, holders: [event], bare: false }, ledgerCounts, {
    agent: facts.agent ?? 'amp',
    session: asText(field(thread, 'id')),
    atMs: momentMs(field(event, 'timestamp')) ?? momentMs(field(thread, 'created')),
    dedupeKey: keyOf(thread, asText(field(event, 'id')) ?? `event ${index}`),
  });
}

function cacheOf(message: JsonObject | undefined): JsonObject {
  const usage = message && usageOf(message);
  const names = ['cacheReadInputTokens', 'cacheCreationInputTokens'];
  return Object.fromEntries(names.map((name) => [name, field(usage, name) ?? null]));
}

function readMessage(
  message: JsonObject,
  index: number,
  thread: JsonObject,
  { facts }: FileState,
): readonly LineOutcome[] {
  const usage = usageOf(message);
  if (usage === undefined) return [];
  return [
    readPlace({ usage, holders: [message], bare: false }, messageCounts, {
      agent: facts.agent ?? 'amp',
      model: asText(field(usage, 'model')) ?? asText(field(message, 'model')),
      session: asText(field(thread, 'id')),
      atMs:
        momentMs(field(usage, 'timestamp')) ??
        momentMs(field(message, 'timestamp')) ??
        momentMs(field(thread, 'created')),
      dedupeKey: keyOf(thread, `message ${asNumber(field(message, 'messageId')) ?? index}`),
    }),
  ];
}

function keyOf(thread: JsonObject, part: string): string | undefined {
  const id = asText(field(thread, 'id'));
  return id && `${id} ${part}`;
}

import { asObject, asText, field } from '../../core/json.ts';
import { readPlace } from '../read-place.ts';
import { hasAny, type LineShape } from '../shape.ts';
import { momentMs } from '../time.ts';
import { countsShape } from './agent-counts.ts';

const counts = countsShape('droid', {
  input: 'inputTokens',
  cacheRead: 'cacheReadTokens',
  cacheWrite: 'cacheCreationTokens',
  output: 'outputTokens',
  reasoning: 'thinkingTokens',
  total: 'totalTokens',
});

/** What Droid keeps of a session beside it: all that it used, added up. */
export const droid: LineShape = {
  recognises: (line) =>
    hasAny(asObject(field(line, 'tokenUsage')), 'inputTokens', 'outputTokens', 'totalTokens') &&
    // Cursor's events have a tokenUsage, too, and LangChain for JavaScript.
    !hasAny(asObject(field(line, 'tokenUsage')), 'totalCents', 'cacheWriteTokens', 'promptTokens') &&
    hasAny(line, 'providerLock', 'providerLockTimestamp', 'model'),
  read(line, { facts }) {
    const usage = asObject(field(line, 'tokenUsage')) ?? {};
    return [
      readPlace({ usage, holders: [line], bare: false }, counts, {
        agent: facts.agent ?? 'droid',
        model: modelOf(asText(field(line, 'model'))),
        provider: asText(field(line, 'providerLock')),
        atMs: momentMs(field(line, 'providerLockTimestamp')) ?? facts.atMs,
        session: facts.session,
        sumOf: null,
        dedupeKey: facts.session && `droid ${facts.session}`,
      }),
    ];
  },
};

/** `custom:Claude-Opus-4-5-[Anthropic]-0` is a model that the user added under a name and a number. */
function modelOf(name: string | undefined): string | undefined {
  const custom = /^custom:(.*)$/s.exec(name ?? '')?.[1];
  if (custom === undefined) return name;
  return custom
    .replace(/-?\[[^\]]*\](-\d+)?/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
}

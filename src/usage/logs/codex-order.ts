/** Codex sessions that begin with the history of another are read after it. */
import { asObject, asText, field, parseJson } from '../../core/json.ts';
import type { CodexSession } from '../relations/codex-runs.ts';
import { startOfSession } from '../shapes/codex.ts';

/** The end of "session_meta": Node finds a short text several times as fast. */
const MARK = '_meta"';

/** The session whose log begins so; undefined for anything else. */
export function codexSessionIn(head: Buffer): CodexSession | undefined {
  if (!head.includes(MARK)) return undefined;
  let session: CodexSession | undefined;
  // The last line may be cut off.
  for (const text of head.toString('utf8').split('\n').slice(0, -1)) {
    if (text.includes('"token_count"')) break;
    if (!text.includes('"session_meta"')) continue;
    const line = parsed(text);
    if (asText(field(line, 'type')) !== 'session_meta') continue;
    const found = startOfSession(line, asObject(field(line, 'payload')));
    session =
      session === undefined || session.id === found.id
        ? (session ?? found)
        : { ...session, parents: [...session.parents, found.id] };
  }
  return session;
}

function parsed(text: string) {
  try {
    return asObject(parseJson(text));
  } catch {
    return undefined;
  }
}

/** Parents before what goes on with them, as far as they are among the items. */
export function inOrderOfHistory<T>(items: readonly T[], sessionOf: (item: T) => CodexSession): readonly T[] {
  const waiting = new Set(items);
  const ordered: T[] = [];
  while (waiting.size > 0) {
    const ids = new Set([...waiting].map((item) => sessionOf(item).id));
    const ready = [...waiting].filter((item) => {
      const { id, parents } = sessionOf(item);
      return !parents.some((parent) => parent !== id && ids.has(parent));
    });
    // Sessions that go on with each other are read as they come.
    for (const item of ready.length > 0 ? ready : [...waiting]) {
      ordered.push(item);
      waiting.delete(item);
    }
  }
  return ordered;
}

import { basename, dirname, join } from 'node:path';
import { MAX_SMALL_FILE_BYTES } from '../../core/defaults.ts';
import { asObject, asText, field, parseJson } from '../../core/json.ts';
import { readRegularText } from '../../core/read-file.ts';
import type { FileFacts } from '../shape.ts';
import { isoMs } from '../time.ts';
import { agentOfPath } from './agents.ts';
import type { LogInput } from './inputs.ts';

/** What the place of a log tells of its lines: some agents name session, model or time nowhere else. */
export function factsOf({ name, path, agent }: LogInput): FileFacts {
  if (path === null) return { name };
  const file = basename(path);
  const known = { name, agent: agent ?? agentOfPath(path) };
  if (file.endsWith('.settings.json')) return { ...known, session: file.replace(/\.settings\.json$/, '') };
  if (file === 'wire.jsonl') return { ...known, session: kimiSession(path), model: kimiModel(path) };
  if (file === 'chat-messages.json') {
    const chat = basename(dirname(path));
    return { ...known, session: chat, atMs: chatMs(chat) };
  }
  return known;
}

/** `<session>/wire.jsonl`, and of Kimi Code `<session>/agents/<agent>/wire.jsonl`, where `main` is the session's own. */
function kimiSession(path: string): string {
  const [agent, agents, session] = [dirname(path), join(path, '..', '..'), join(path, '..', '..', '..')].map(
    (directory) => basename(directory),
  );
  if (agents !== 'agents' || session === undefined) return agent ?? '';
  return agent === 'main' ? session : `${session}/${agent ?? ''}`;
}

/** Kimi names the model in its settings: `<home>/config.json` above `<home>/sessions/<group>/<session>`. */
function kimiModel(path: string): string | undefined {
  const settings = join(dirname(path), '..', '..', '..', 'config.json');
  try {
    const text = readRegularText(settings, { maxBytes: MAX_SMALL_FILE_BYTES });
    return asText(field(asObject(parseJson(text)), 'model'));
  } catch {
    return undefined;
  }
}

/** A chat of Codebuff is called after its moment, with dashes for colons: `2026-08-01T10-00-00.000Z`. */
function chatMs(chat: string): number | undefined {
  return isoMs(chat.replace(/T(\d\d)-(\d\d)-(\d\d)/, 'T$1:$2:$3'));
}

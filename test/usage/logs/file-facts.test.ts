import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/usage/logs/file-facts.ts';

describe('what the place of a log tells', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'llmcost-facts-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const facts = (name: string) => factsOf({ name, path: join(folder, name), bytes: null });

  it.each([
    ['.kimi/sessions/group/s-1/wire.jsonl', 's-1'],
    ['.kimi-code/sessions/work/s-2/agents/main/wire.jsonl', 's-2'],
    ['.kimi-code/sessions/work/s-2/agents/sub-1/wire.jsonl', 's-2/sub-1'],
    ['.factory/sessions/p/s-3.settings.json', 's-3'],
    [
      '.config/manicode/projects/p/chats/2026-08-01T10-00-00.000Z/chat-messages.json',
      '2026-08-01T10-00-00.000Z',
    ],
    ['logs/requests.jsonl', undefined],
  ])('%s is of the session %s', (name, session) => {
    expect(facts(name).session).toBe(session);
  });

  it('is the model of Kimi, from the settings above its sessions', () => {
    const settings = join(folder, '.kimi/config.json');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, '{"model":"kimi-k2"}');
    expect(facts('.kimi/sessions/group/s-1/wire.jsonl').model).toBe('kimi-k2');
    expect(facts('.other/sessions/group/s-1/wire.jsonl').model).toBeUndefined();
  });

  it('is the moment of a chat of Codebuff', () => {
    const atMs = Date.UTC(2026, 7, 1, 10);
    expect(facts('projects/p/chats/2026-08-01T10-00-00.000Z/chat-messages.json').atMs).toBe(atMs);
  });

  it('is the agent, where several write alike', () => {
    expect(facts('.qwen/projects/p/chats/a.jsonl').agent).toBe('qwen');
    expect(facts('.local/share/kilo/storage/message/s/m.json').agent).toBe('kilo');
    expect(facts('.moltbot/agents/main/sessions/a.jsonl').agent).toBe('openclaw');
    expect(facts('logs/a.jsonl').agent).toBeUndefined();
  });
});

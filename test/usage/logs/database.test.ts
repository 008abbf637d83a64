import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';
import { readDatabase } from '../../../src/usage/logs/database.ts';
import { sqliteDriver, type Database } from '../../../src/usage/logs/sqlite.ts';
import type { ChosenColumns } from '../../../src/usage/tables/columns.ts';
import { createLineReader } from '../../../src/usage/recognise.ts';
import type { UsageRecord } from '../../../src/usage/usage.ts';
import { tallyFiles } from '../../helpers/tally-files.ts';

type Tables = Readonly<Record<string, readonly JsonObject[]>>;

/** A database in memory that answers the queries that are asked of one. */
function databaseOf(tables: Tables): Database {
  return {
    *rows(sql) {
      const table = /table_info\("(\w+)"\)/.exec(sql)?.[1];
      const from = /FROM "?(\w+)"?/.exec(sql)?.[1] ?? '';
      if (table !== undefined) yield* Object.keys(tables[table]?.[0] ?? {}).map((name) => ({ name }));
      else if (from === 'sqlite_master') yield* Object.keys(tables).map((name) => ({ name }));
      else
        yield* (tables[from] ?? []).filter(({ type }) => !sql.includes('WHERE type') || type === 'assistant');
    },
    close: () => undefined,
  };
}

function recordsIn(tables: Tables, chosen: ChosenColumns = new Map()): readonly UsageRecord[] {
  const records: UsageRecord[] = [];
  const reader = createLineReader();
  const take = (outcomes: ReturnType<typeof reader.read>) => {
    for (const outcome of outcomes) if (outcome.kind === 'record') records.push(outcome.record);
  };
  readDatabase(
    databaseOf(tables),
    { row: (value) => take(reader.read(value)), outcome: (outcome) => take([outcome]) },
    { file: 'a.db', chosen },
  );
  return records;
}

const MESSAGE = {
  role: 'assistant',
  modelID: 'tern',
  providerID: 'openai',
  time: { created: 1785578400000 },
  tokens: { input: 1000, output: 10, reasoning: 0, cache: { read: 0, write: 0 } },
};
const GOOSE = {
  id: 's1',
  model_config_json: '{"model_name":"tern"}',
  provider_name: 'openai',
  created_at: '2026-08-01 10:00:00',
  accumulated_input_tokens: 1000,
  accumulated_output_tokens: 10,
};
const HERMES = {
  id: 'h1',
  model: 'tern',
  started_at: 1785578400.5,
  input_tokens: 900,
  output_tokens: 7,
  cache_read_tokens: 60,
  cache_write_tokens: 40,
  reasoning_tokens: 3,
  billing_provider: 'openai',
};

describe('databases of coding agents', () => {
  it('hold messages of OpenCode and Kilo, and of its second version', () => {
    const rows = [
      { id: 'm1', session_id: 's', data: JSON.stringify(MESSAGE) },
      { id: 'm2', session_id: 's', data: '{"role":"user"}' },
      { id: 'm3', session_id: 's', data: 'cut off' },
    ];
    const { modelID, providerID, role: _, ...rest } = MESSAGE;
    const second = { ...rest, model: { id: modelID, providerID } };
    const records = recordsIn({
      message: rows,
      session_message: [
        { id: 'm4', session_id: 's', type: 'assistant', data: JSON.stringify(second) },
        { id: 'm5', session_id: 's', type: 'user', data: JSON.stringify(second) },
      ],
    });
    expect(records.map(({ dedupeKey, model, session }) => [dedupeKey, model, session])).toEqual([
      ['m1', 'tern', 's'],
      ['m4', 'tern', 's'],
    ]);
  });

  it('hold events of OpenClaw, whose sessions name their model for themselves', () => {
    const event = (value: JsonObject) => JSON.stringify(value);
    const reply = { type: 'message', message: { role: 'assistant', usage: { input: 5, output: 1 } } };
    const rows = [
      { session_id: 'a', seq: 1, event_json: event({ type: 'model_change', modelId: 'tern' }) },
      { session_id: 'a', seq: 2, event_json: event(reply) },
      { session_id: 'b', seq: 1, event_json: event(reply) },
    ];
    expect(recordsIn({ transcript_events: rows }).map(({ model, session }) => [model, session])).toEqual([
      ['tern', 'a'],
      [undefined, 'b'],
    ]);
  });

  it('hold the sessions of Goose and of Hermes', () => {
    expect(recordsIn({ sessions: [GOOSE] })).toMatchObject([
      { agent: 'goose', model: 'tern', usage: { inputTokens: 1000, outputTokens: 10 }, sumOf: null },
    ]);
    // 900 + 60 + 40, 7 + 3.
    expect(recordsIn({ sessions: [HERMES] })).toMatchObject([
      { agent: 'hermes', usage: { inputTokens: 1000, cacheReadTokens: 60, outputTokens: 10 } },
    ]);
  });

  it('are read by their columns where they are of nobody known', () => {
    const responses = [{ id: 'x9', model: 'tern', input_tokens: 5, output_tokens: 3, prompt: 'hello' }];
    expect(recordsIn({ responses, notes: [{ text: 'no' }] })).toMatchObject([
      { shape: 'table', model: 'tern', usage: { inputTokens: 5, outputTokens: 3 }, dedupeKey: 'x9' },
    ]);
    expect(recordsIn({ notes: [{ text: 'no' }] })).toEqual([]);
  });

  it('pass over tables that are about something else, also where columns are named', () => {
    const accounts = [{ user: 'ann', tokens: 7 }];
    const calls = [{ deployment: 'tern', asked: 5, output_tokens: 3 }];
    const chosen: ChosenColumns = new Map([
      ['model', 'deployment'],
      ['input', 'Asked'],
    ]);
    expect(recordsIn({ accounts, calls }, chosen)).toMatchObject([
      { model: 'tern', usage: { inputTokens: 5, outputTokens: 3 } },
    ]);
    expect(recordsIn({ accounts, calls })).toEqual([]);
  });
});

const driver = await sqliteDriver();

interface Writable {
  readonly exec: (sql: string) => void;
  readonly close: () => void;
}

/** Writes a database with whichever driver is there. */
async function makeDatabase(path: string, sql: string): Promise<void> {
  const name: string = process.versions.node.startsWith('20.') ? 'better-sqlite3' : 'node:sqlite';
  const module: Record<string, new (path: string) => Writable> = await import(name);
  const Made = module['DatabaseSync'] ?? module['default'];
  if (Made === undefined) throw new Error('no driver');
  const database = new Made(path);
  database.exec(sql);
  database.close();
}

describe('SQLite files', () => {
  const ENTRIES = {
    tern: {
      litellm_provider: 'openai',
      mode: 'chat',
      input_cost_per_token: 1e-6,
      output_cost_per_token: 1e-5,
    },
  };
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'llmcost-db-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const literal = (value: JsonValue) =>
    typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

  it.skipIf(driver === undefined)('are read with what Node or the package gives', async () => {
    const path = join(folder, 'opencode.db');
    await makeDatabase(
      path,
      `CREATE TABLE message (id TEXT, session_id TEXT, data TEXT);
       INSERT INTO message VALUES ('m1', 's', ${literal(JSON.stringify(MESSAGE))});
       CREATE TABLE sessions (${Object.keys(GOOSE).join(', ')});
       INSERT INTO sessions VALUES (${Object.values(GOOSE).map(literal).join(', ')});`,
    );
    const { readFileSync } = await import('node:fs');
    const { total, counts } = await tallyFiles({ 'opencode.db': readFileSync(path) }, ENTRIES);
    // Twice 1000 × 1e-6 + 10 × 1e-5.
    expect([total, counts.lines]).toEqual(['0.0022', 2]);
  });

  it.skipIf(driver === undefined)('are named where they are damaged', async () => {
    writeFileSync(join(folder, 'x'), '');
    const damaged = `SQLite format 3\0${'x'.repeat(5000)}`;
    const { counts } = await tallyFiles({ 'a.db': damaged }, ENTRIES);
    expect(counts.broken).toMatchObject([{ file: 'a.db' }]);
  });

  it('are named where nothing reads them', async () => {
    const files = {
      'a.db': 'SQLite format 3\0',
      'a.jsonl': '{"model":"tern","usage":{"prompt_tokens":1}}\n',
    };
    const { counts } = await tallyFiles(files, ENTRIES, { sqliteDriver: () => Promise.resolve(undefined) });
    expect(counts.unread).toMatchObject([
      { file: 'a.db', reason: expect.stringContaining('better-sqlite3'), mayHoldUsage: true },
    ]);
  });
});

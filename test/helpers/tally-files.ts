import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../src/core/json.ts';
import { readAll, type ReadCounts } from '../../src/pricing/tally/run.ts';
import type { Agent } from '../../src/usage/logs/agents.ts';
import type { OpenDatabase } from '../../src/usage/logs/sqlite.ts';
import type { LogInput } from '../../src/usage/logs/inputs.ts';
import { makeHome } from './home.ts';
import { statesOf, tallyWith, tokensOf, totalOf, type TallyGiven } from './tally.ts';

export interface TalliedFiles {
  /** The exact total in USD, written out. */
  readonly total: string;
  readonly tokens: Readonly<Record<string, number>>;
  readonly states: Readonly<Record<string, number>>;
  readonly skips: Readonly<Record<string, number>>;
  readonly counts: ReadCounts;
}

export type Files = Readonly<Record<string, string | Uint8Array | readonly object[]>>;

/** Adds up files, in the order in which they are given, by way of everything but the command. */
export async function tallyFiles(
  files: Files,
  entries: Readonly<Record<string, JsonObject>>,
  given: TallyGiven & {
    readonly agents?: Readonly<Record<string, Agent>>;
    readonly sqliteDriver?: () => Promise<OpenDatabase | undefined>;
  } = {},
): Promise<TalliedFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'llmcost-files-'));
  const home = makeHome(new Date('2026-11-22T09:00:00Z'));
  try {
    const inputs = Object.entries(files).map(([name, content]): LogInput => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytesOf(content));
      return { name, path, bytes: statSync(path).size, agent: given.agents?.[name] };
    });
    const tally = tallyWith(entries, given);
    const counts = await readAll(
      inputs,
      tally,
      { parseAll: false, dedupe: given.dedupe, sqliteDriver: given.sqliteDriver },
      home.deps(),
    );
    return {
      total: totalOf(tally),
      tokens: tokensOf(tally),
      states: statesOf(tally),
      skips: Object.fromEntries(tally.skips.rows().map(({ reason, count }) => [reason, count])),
      counts,
    };
  } finally {
    home.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function bytesOf(content: string | Uint8Array | readonly object[]): string | Uint8Array {
  if (typeof content === 'string' || content instanceof Uint8Array) return content;
  return content.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** The same files the other way round. */
export function reversed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).reverse());
}

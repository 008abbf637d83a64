/** `--engine`: an engine reads the files and adds their rows up; what comes out is the same. */
import type { Command } from 'commander';
import type { ReadLogs } from './document.ts';
import type { Flags } from '../../flags/flags.ts';

const ENGINES = ['duckdb'] as const;

export function addEngineFlag(command: Command): void {
  command.option(
    '--engine <name>',
    'duckdb reads Parquet, CSV and DuckDB files and adds their rows up (needs @duckdb/node-api beside llmcost)',
  );
}

export function engineOf(flags: Flags): ReadLogs | undefined {
  const engine = flags.choice('engine', ENGINES);
  if (engine === undefined) return undefined;
  return async (inputs, adding, options) => {
    const { readInDuckDb } = await import('../../../engines/run/run.ts');
    return await readInDuckDb(inputs, adding, options);
  };
}

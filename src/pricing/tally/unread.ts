import { UsageError } from '../../core/errors.ts';
import type { LogInput } from '../../usage/logs/inputs.ts';
import type { OpenLog } from '../../usage/logs/read-log.ts';

/** A file that was not read, and why. */
export interface UnreadFile {
  readonly file: string;
  readonly reason: string;
  /** True for a log that cannot be read: a total without it is "at least". */
  readonly mayHoldUsage: boolean;
}

const KNOWN = 'Logs are JSON lines, JSON documents, tables (CSV, TSV) or the database of a coding agent.';

/** Why a log that has been opened is not read; undefined for one that is. */
export function reasonUnread(
  { kind, packing }: OpenLog,
  input: LogInput,
): Pick<UnreadFile, 'reason' | 'mayHoldUsage'> | undefined {
  switch (kind) {
    case 'lines':
    case 'document':
      return undefined;
    case 'packed':
      return { reason: `packed with ${packing}, which Node reads from 22.15 on`, mayHoldUsage: true };
    case 'parquet':
      return { reason: 'Parquet, which --engine duckdb reads', mayHoldUsage: true };
    case 'duckdb':
      return { reason: 'a DuckDB database, which --engine duckdb reads', mayHoldUsage: true };
    case 'table':
    case 'sqlite':
      return undefined;
    case 'empty':
      return { reason: 'it is empty', mayHoldUsage: false };
    case 'text':
      // Each line of a file that the user named is looked at, and told as no JSON.
      return input.isFound ? { reason: 'it is text', mayHoldUsage: false } : undefined;
    case 'binary':
      return { reason: 'it is binary, and no kind that is known', mayHoldUsage: !input.isFound };
    default:
      return kind satisfies never;
  }
}

export function copyOf(name: string, original: string): UnreadFile {
  return { file: name, reason: `a copy of ${original}`, mayHoldUsage: false };
}

/** @param what a table, or a database. */
export function unknownColumns(file: string, what: string, mayHoldUsage: boolean): UnreadFile {
  const reason = `${what} of which no column is known to hold tokens (--columns says which)`;
  return { file, reason, mayHoldUsage };
}

/** What to say where nothing that was named is a log. */
export function nothingRead(unread: readonly Pick<UnreadFile, 'file' | 'reason'>[]): UsageError {
  const [first, second] = unread;
  if (first === undefined) return new UsageError('Nothing that was named is a log.', KNOWN);
  const { file, reason } = first;
  if (second === undefined) {
    return new UsageError(`${file === '-' ? 'Standard input' : file} is no log: ${reason}.`, KNOWN);
  }
  const named = unread.slice(0, 5).map((each) => `${each.file} (${each.reason})`);
  const more = unread.length > named.length ? ` and ${unread.length - named.length} more` : '';
  return new UsageError(`Nothing that was named is a log: ${named.join(', ')}${more}.`, KNOWN);
}

import type { Deps } from '../../core/deps.ts';
import { reasonOf, systemCode, UsageError } from '../../core/errors.ts';
import { whyRefused } from '../../core/files.ts';
import { Relations } from '../../usage/relations/relations.ts';
import { codexSessionIn, inOrderOfHistory } from '../../usage/logs/codex-order.ts';
import { factsOf } from '../../usage/logs/file-facts.ts';
import { findCopies } from '../../usage/logs/copies.ts';
import type { LogInput, PassedOver } from '../../usage/logs/inputs.ts';
import { openLog, readLines, type OpenLog } from '../../usage/logs/read-log.ts';
import { LogLines } from '../../usage/logs/fast/log-lines.ts';
import { LogReader, type HeldLine } from '../../usage/logs/log-reader.ts';
import { readModule, workerFileIn } from '../../usage/logs/scan/module.ts';
import { threadsFor } from '../../usage/logs/threads/crew.ts';
import { readDatabase } from '../../usage/logs/database.ts';
import { NO_DRIVER, sqliteDriver, type OpenDatabase } from '../../usage/logs/sqlite.ts';
import { readTable, type TableNote } from '../../usage/logs/table.ts';
import type { ChosenColumns } from '../../usage/tables/columns.ts';
import { fileSource, streamSource, type LogSource } from '../../usage/logs/source.ts';
import type { CodexSession } from '../../usage/relations/codex-runs.ts';
import type { Tally } from './accumulate.ts';
import { copyOf, nothingRead, reasonUnread, unknownColumns, type UnreadFile } from './unread.ts';

/** A log that could not be read to its end: what came before counts. */
export interface BrokenLog {
  readonly file: string;
  readonly message: string;
}

export interface ReadCounts {
  readonly files: number;
  readonly bytes: number;
  /** Lines that are not blank; of a JSON document, its values; of a table, its rows. */
  readonly lines: number;
  readonly broken: readonly BrokenLog[];
  readonly unread: readonly UnreadFile[];
  readonly tables: readonly TableNote[];
}

export interface RunOptions {
  /** Every line is parsed, for groups by a path. */
  readonly parseAll: boolean;
  /** Files of directories that are not read for their names. */
  readonly passedOver?: readonly PassedOver[] | undefined;
  /** What the user says that columns of tables hold. */
  readonly columns?: ChosenColumns | undefined;
  /** False where each file counts, though it be the copy of another. */
  readonly dedupe?: boolean | undefined;
  /** Finds what opens databases; for tests. */
  readonly sqliteDriver?: (() => Promise<OpenDatabase | undefined>) | undefined;
  /** How many threads read a large log; by its size where it is left out. */
  readonly threads?: number | undefined;
  /** Told now and then how many bytes of all logs were read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Reads the logs one after the other into the tally.
 * @throws UsageError for one that cannot be opened, and where nothing of what was named is a log.
 */
export async function readAll(
  inputs: readonly LogInput[],
  tally: Tally,
  options: RunOptions,
  deps: Deps,
): Promise<ReadCounts> {
  const run = new Run(tally, options, deps);
  try {
    await run.readAll(inputs);
  } finally {
    await run.close();
  }
  return run.counts();
}

interface Postponed {
  readonly input: LogInput;
  readonly session: CodexSession;
}

class Run {
  readonly #tally: Tally;
  readonly #options: RunOptions;
  readonly #deps: Deps;
  readonly #logLines: LogLines;
  readonly #relations = new Relations<HeldLine>();
  readonly #broken: BrokenLog[] = [];
  readonly #unread: UnreadFile[];
  readonly #tables: TableNote[] = [];
  /** Logs none of whose lines is JSON. */
  readonly #texts: { readonly file: string; readonly reason: string }[] = [];
  #driver: Promise<OpenDatabase | undefined> | undefined = undefined;
  #files = 0;
  #lines = 0;
  #bytes = 0;
  /** Lines that are JSON, or rows. */
  #understood = 0;

  constructor(tally: Tally, options: RunOptions, deps: Deps) {
    this.#tally = tally;
    this.#options = options;
    this.#deps = deps;
    this.#logLines = new LogLines(readModule(deps.paths.packageDir), {
      parsesAll: options.parseAll,
      adder: tally.adder,
      threads: {
        ...threadsFor(options.threads),
        workerFile: workerFileIn(deps.paths.packageDir),
      },
    });
    const { ids, replies } = this.#logLines;
    if (ids !== undefined && replies !== undefined) tally.useIds(ids, replies);
    this.#unread = [];
    for (const each of options.passedOver ?? []) this.passOver(each);
  }

  async readAll(inputs: readonly LogInput[]): Promise<void> {
    const copies = this.#options.dedupe === false ? new Map<LogInput, LogInput>() : findCopies(inputs);
    const postponed: Postponed[] = [];
    const { crew } = this.#logLines;
    if (inputs.some(({ bytes }) => bytes !== null && crew?.isFor({ bytes }) === true)) crew?.begin();
    for (const input of inputs) {
      const original = copies.get(input);
      if (original !== undefined) {
        this.passOver(copyOf(input.name, original.name));
        continue;
      }
      const session = await this.#read(input, { mayWait: true });
      if (session !== undefined) postponed.push({ input, session });
    }
    for (const { input } of inOrderOfHistory(postponed, ({ session }) => session))
      await this.#read(input, {});
    this.#settle();
  }

  async close(): Promise<void> {
    await this.#logLines.crew?.close();
  }

  passOver(file: PassedOver): void {
    this.#unread.push({ ...file, mayHoldUsage: false });
  }

  /** Reads a log, or says which session it goes on with, so that its parent can be read first. */
  async #read(
    input: LogInput,
    { mayWait = false }: { readonly mayWait?: boolean },
  ): Promise<CodexSession | undefined> {
    const source = await open(input, this.#deps);
    let read = 0;
    const onBytes = (total: number): void => {
      read = total;
      this.#options.onBytes?.(this.#bytes + total);
    };
    const reader = new LogReader(this.#tally, {
      lines: this.#logLines,
      parseAll: this.#options.parseAll,
      facts: factsOf(input),
      relations: this.#relations,
    });
    const unreadBefore = this.#unread.length;
    try {
      const log = await openLog(source, { onBytes });
      if (mayWait && input.path !== null) {
        const session = codexSessionIn(log.head);
        if (session !== undefined && session.parents.length > 0) return session;
      }
      const unread = reasonUnread(log, input);
      if (unread !== undefined) {
        this.#unread.push({ file: input.name, ...unread });
        return undefined;
      }
      this.#tally.begin(input.name);
      if (log.kind === 'table') await this.#readTable(log, input, reader);
      else if (log.kind === 'sqlite') await this.#readDatabase(log, input, reader);
      else await readLines(log, reader);
      reader.end();
    } catch (error) {
      // What a disk, a pipe or zlib finds wrong has a code; what pricing throws is not about the log.
      if (error === reader.failure || error instanceof UsageError || systemCode(error) === undefined)
        throw error;
      this.#broken.push({ file: input.name, message: reasonOf(error) });
    } finally {
      await source.close();
    }
    if (this.#unread.length === unreadBefore) this.#files += 1;
    this.#bytes += read;
    this.#lines += reader.count;
    this.#understood += reader.understood;
    if (reader.understood === 0 && reader.count > 0) {
      const lines =
        reader.count === 1 ? 'its one line is no JSON' : `none of its ${reader.count} lines is JSON`;
      this.#texts.push({ file: input.name, reason: lines });
    }
    return undefined;
  }

  async #readTable(log: OpenLog, input: LogInput, reader: LogReader): Promise<void> {
    const chosen = this.#options.columns ?? new Map();
    reader.lines.begin(reader);
    let note: TableNote | undefined;
    try {
      note = await readTable(log, reader, { file: input.name, chosen });
    } finally {
      reader.lines.end();
    }
    if (note === undefined) this.#unread.push(unknownColumns(input.name, 'a table', input.isFound !== true));
    else this.#tables.push(note);
  }

  async #readDatabase({ packing }: OpenLog, input: LogInput, reader: LogReader): Promise<void> {
    const file = input.name;
    if (input.path === null || packing !== undefined) {
      const reason = 'a SQLite database, which can only be read from a file that is not packed';
      this.#unread.push({ file, reason, mayHoldUsage: true });
      return;
    }
    const openDatabase = await (this.#driver ??= (this.#options.sqliteDriver ?? sqliteDriver)());
    if (openDatabase === undefined) {
      this.#unread.push({ file, reason: NO_DRIVER, mayHoldUsage: true });
      return;
    }
    const database = openDatabase(input.path);
    try {
      const notes = readDatabase(database, reader, { file, chosen: this.#options.columns ?? new Map() });
      if (notes === undefined) this.#unread.push(unknownColumns(input.name, 'a database', true));
      else this.#tables.push(...notes);
    } finally {
      database.close();
    }
  }

  /** Counts the summaries whose requests stand in no other line. */
  #settle(): void {
    for (const { held, isCovered } of this.#relations.summaries()) {
      const { file, line, value } = held.place;
      this.#tally.begin(file);
      if (isCovered) this.#tally.skipped('summary', 'its requests stand in the logs one by one', line);
      else for (const record of held.records) this.#tally.record(record, line, value);
    }
  }

  /** @throws UsageError where nothing that was read is a log. */
  counts(): ReadCounts {
    if (this.#understood === 0 && this.#broken.length === 0)
      throw nothingRead([...this.#texts, ...this.#unread]);
    return {
      files: this.#files,
      bytes: this.#bytes,
      lines: this.#lines,
      broken: this.#broken,
      unread: this.#unread,
      tables: this.#tables,
    };
  }
}

async function open({ path, name }: LogInput, deps: Deps): Promise<LogSource> {
  if (path === null) return streamSource(deps.stdin());
  try {
    return await fileSource(path);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${whyRefused(error)}.`, null, { cause: error });
  }
}

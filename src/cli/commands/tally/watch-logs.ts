/** Which logs were written since a moment, and when one of them is written again. */
import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { HOUR_MS } from '../../../core/dates.ts';
import type { LogInput } from '../../../usage/logs/inputs.ts';

/** A log, as it was when it was last looked at. */
interface State {
  readonly input: LogInput;
  readonly bytes: number;
  /** The write-ahead log of a database. */
  readonly besideBytes: number;
  readonly writtenMs: number;
}

/** Files that only grow; documents and databases may shrink without losing anything. */
const GROWS = /\.(jsonl|ndjson|csv|tsv|log|txt)$/i;

/** Clocks of file servers may be off. */
const MARGIN_MS = HOUR_MS;
/** Watched directories; writes elsewhere are found by polling. */
const MOST_WATCHED = 64;

export class WatchedLogs {
  readonly #find: () => readonly LogInput[];
  #states: ReadonlyMap<string, State> = new Map();
  readonly #watchers = new Map<string, FSWatcher>();
  #onWrite: () => void = () => undefined;

  /** @param find the logs that there are now. @throws UsageError where there are none. */
  constructor(find: () => readonly LogInput[]) {
    this.#find = find;
  }

  /**
   * Looks at all logs again.
   * @returns the names of those that are shorter than before: truncated or replaced.
   */
  look(): readonly string[] {
    const before = this.#states;
    this.#states = new Map(this.#find().flatMap(stateOf));
    return [...this.#states].flatMap(([path, { input, bytes }]) =>
      GROWS.test(path) && bytes < (before.get(path)?.bytes ?? 0) ? [input.name] : [],
    );
  }

  /** Those written since then, the oldest first. An older one has no line of that time. */
  writtenSince(ms: number): readonly LogInput[] {
    return [...this.#states.values()]
      .filter(({ bytes, besideBytes, writtenMs }) => bytes + besideBytes > 0 && writtenMs >= ms - MARGIN_MS)
      .sort((a, b) => a.writtenMs - b.writtenMs)
      .map(({ input }) => input);
  }

  /** The same as long as none of these is written. */
  fingerprint(inputs: readonly LogInput[]): string {
    const states = inputs.flatMap(({ path }) => this.#states.get(path ?? '') ?? []);
    return states
      .map(({ input, bytes, besideBytes, writtenMs }) =>
        [input.path, bytes, besideBytes, writtenMs].join(':'),
      )
      .join('\n');
  }

  /** Resolves when one of these is written, as far as the system tells. */
  nextWrite(inputs: readonly LogInput[]): Promise<void> {
    const paths = inputs.flatMap(({ path }) => (path === null ? [] : [dirname(path)]));
    const directories = new Set(paths.slice(-MOST_WATCHED));
    for (const [directory, watcher] of this.#watchers) {
      if (directories.has(directory)) continue;
      watcher.close();
      this.#watchers.delete(directory);
    }
    for (const directory of directories) if (!this.#watchers.has(directory)) this.#watch(directory);
    return new Promise((done) => (this.#onWrite = done));
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, () => this.#onWrite());
      // A directory that is gone, or one too many for the system: polling finds the writes.
      watcher.on('error', () => watcher.close());
      this.#watchers.set(directory, watcher);
    } catch {
      // As above.
    }
  }
}

function stateOf(input: LogInput): readonly (readonly [string, State])[] {
  const { path } = input;
  if (path === null) return [];
  const file = statIfAny(path);
  if (file === undefined) return [];
  // SQLite writes its write-ahead log first.
  const beside = statIfAny(`${path}-wal`);
  const state = {
    input,
    bytes: file.size,
    besideBytes: beside?.size ?? 0,
    writtenMs: Math.max(file.mtimeMs, beside?.mtimeMs ?? 0),
  };
  return [[path, state]];
}

/** Undefined for what has gone since it was found. */
function statIfAny(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

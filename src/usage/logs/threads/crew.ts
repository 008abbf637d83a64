import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { newMemory } from '../scan/module.ts';
import type { Rows } from '../scan/rows.ts';
import type { Scanner } from '../scan/scanner.ts';
import type { Table } from '../scan/table.ts';
import type { Piece, PieceScanner, PieceSize, ScannedPiece } from './piece-scanner.ts';
import type { Message, Order, WorkerOptions } from './worker.ts';

export interface ThreadOptions {
  /** How many there are, the one that adds up among them. */
  readonly count: number;
  /** The bundle of worker.ts. */
  readonly workerFile: string;
  /** A file of fewer bytes is read by one thread. */
  readonly fewestBytes?: number;
  readonly pieceBytes?: number;
}

export interface CrewOptions<M> {
  readonly module: WebAssembly.Module;
  readonly table: Table;
  /** That of this thread, which adds up. */
  readonly scanner: Scanner<M>;
  readonly threads: ThreadOptions;
}

/** A piece that was scanned, whose rows are there until `release`. */
export interface Scanned<M> {
  readonly rows: Rows<M>;
  /** Undefined where it has no rows. */
  readonly piece: ScannedPiece | undefined;
  release(): void;
}

/** Is told what came of a piece; undefined where its thread has ended. */
export type Answer<M> = (scanned: Scanned<M> | undefined) => void;

/** Sooner than this, one thread has read it. */
const FEWEST_BYTES = 1 << 26;
/** From here on two threads take less than 0.7 times as long as one. */
const FEWEST_BYTES_UNASKED = 1 << 30;
/** Enough that a message for each costs little. */
const PIECE_BYTES = 1 << 21;
/** Pieces that each thread may be ahead of the one that adds up. */
const SLOTS = 3;

/** @param asked how many threads there are to be; undefined where nobody says. */
export function threadsFor(asked: number | undefined): Pick<ThreadOptions, 'count' | 'fewestBytes'> {
  if (asked !== undefined) return { count: asked };
  return { count: Math.min(2, availableParallelism()), fewestBytes: FEWEST_BYTES_UNASKED };
}

/** Those who scan pieces of files: this thread, while it would wait for another, and others. */
export class Crew<M> {
  readonly pieceBytes: number;
  readonly #options: CrewOptions<M>;
  #members: Promise<Members<M>> | undefined;

  constructor(options: CrewOptions<M>) {
    this.#options = options;
    this.pieceBytes = options.threads.pieceBytes ?? PIECE_BYTES;
  }

  /** True for files that several read sooner than one. */
  isFor({ bytes }: { readonly bytes: number }): boolean {
    const { count, fewestBytes = FEWEST_BYTES } = this.#options.threads;
    return count > 1 && bytes >= fewestBytes;
  }

  /** Begins the threads, which takes as long as looking at the first file does. */
  begin(): void {
    // Whoever waits for them meets the error.
    this.members().catch(() => undefined);
  }

  members(): Promise<Members<M>> {
    return (this.#members ??= this.#begin());
  }

  async #begin(): Promise<Members<M>> {
    // Most runs do without, and its modules take a millisecond or two.
    const node = await import('node:worker_threads');
    const { module, table, scanner, threads } = this.#options;
    const size: PieceSize = { slots: SLOTS, pieceBytes: this.pieceBytes };
    const others = Array.from({ length: threads.count - 1 }, () => {
      const memory = newMemory();
      const worker = startWorker(node, threads.workerFile, { module, memory, table, size });
      return new WorkerScans(worker, scanner.rowsOf(memory));
    });
    return { own: new OwnScans(scanner.pieces(size)), others };
  }

  /** Ends the other threads. */
  async close(): Promise<void> {
    const members = await this.#members;
    await Promise.all((members?.others ?? []).map((each) => each.close()));
    this.#members = undefined;
  }
}

export interface Members<M> {
  readonly own: OwnScans<M>;
  readonly others: readonly WorkerScans<M>[];
}

/** Numbers of slots that are free. */
function slotNumbers(): number[] {
  return Array.from({ length: SLOTS }, (_, slot) => slot);
}

/** Pieces that this thread scans. */
class OwnScans<M> {
  readonly #free = slotNumbers();
  readonly #scanner: PieceScanner;
  readonly #rows: Rows<M>;

  constructor({ scanner, rows }: { readonly scanner: PieceScanner; readonly rows: Rows<M> }) {
    this.#scanner = scanner;
    this.#rows = rows;
  }

  get hasRoom(): boolean {
    return this.#free.length > 0;
  }

  scan(piece: Piece): Scanned<M> {
    const slot = this.#free.pop() ?? 0;
    return {
      rows: this.#rows,
      piece: this.#scanner.scan(piece, slot),
      release: () => this.#free.push(slot),
    };
  }
}

/** Pieces that another thread scans, from when it is there: until then the others have them. */
class WorkerScans<M> {
  readonly #free: number[] = [];
  readonly #rows: Rows<M>;
  readonly #worker: Worker | undefined;
  /** What was ordered and is not answered yet, the oldest first. */
  readonly #orders: { readonly slot: number; readonly answer: Answer<M> }[] = [];
  #hasEnded = false;

  /** @param worker undefined where no thread can be had. */
  constructor(worker: Worker | undefined, rows: Rows<M>) {
    this.#rows = rows;
    this.#worker = worker;
    this.#worker?.on('message', (message: Message) => {
      if (message === 'ready') this.#free.push(...slotNumbers());
      else this.#answer(message.piece);
    });
    // The others do what a thread that has ended leaves.
    this.#worker?.on('error', () => this.#end());
    this.#worker?.on('exit', () => this.#end());
    if (this.#worker === undefined) this.#end();
  }

  get hasRoom(): boolean {
    return this.#free.length > 0;
  }

  scan(piece: Piece, answer: Answer<M>): void {
    const order: Order = { piece, slot: this.#free.pop() ?? 0 };
    this.#orders.push({ slot: order.slot, answer });
    this.#worker?.postMessage(order);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #answer(piece: ScannedPiece | undefined): void {
    const order = this.#orders.shift();
    order?.answer({ rows: this.#rows, piece, release: () => this.#release(order.slot) });
  }

  #release(slot: number): void {
    if (!this.#hasEnded) this.#free.push(slot);
  }

  #end(): void {
    this.#hasEnded = true;
    this.#free.length = 0;
    for (const { answer } of this.#orders.splice(0)) answer(undefined);
  }
}

function startWorker(
  { Worker }: typeof import('node:worker_threads'),
  file: string,
  workerData: WorkerOptions,
): Worker | undefined {
  try {
    return new Worker(file, { workerData });
  } catch {
    return undefined;
  }
}

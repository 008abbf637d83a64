import { turnOfTheLoop, type LogFile } from '../source.ts';
import type { Crew, Members, Scanned } from './crew.ts';
import type { Rows } from '../scan/rows.ts';
import type { ScannedPiece } from './piece-scanner.ts';

/**
 * Has the threads of a crew scan a file, and hands its pieces on in their order, whoever scanned them. What no piece
 * covers, the lines at their borders above all, is for the caller to read.
 * @param take false to have no more of them. What it throws is thrown.
 */
export async function scanPieces<M>(
  file: LogFile,
  crew: Crew<M>,
  take: (rows: Rows<M>, piece: ScannedPiece) => boolean,
): Promise<void> {
  const run = new PieceRun(file, crew.pieceBytes, await crew.members());
  try {
    for (let index = 0; index < run.count; index += 1) {
      const scanned = await run.scanned(index);
      if (scanned === undefined) continue;
      const goesOn = scanned.piece === undefined || take(scanned.rows, scanned.piece);
      scanned.release();
      if (!goesOn) return;
    }
  } finally {
    await run.end();
  }
}

class PieceRun<M> {
  readonly count: number;
  readonly #file: LogFile;
  readonly #pieceBytes: number;
  readonly #members: Members<M>;
  /** Pieces that nobody scans yet, the first one last. */
  readonly #todo: number[];
  readonly #done = new Map<number, Scanned<M>>();
  #ordered = 0;
  #wake = (): void => undefined;

  constructor(file: LogFile, pieceBytes: number, members: Members<M>) {
    this.#file = file;
    this.#pieceBytes = pieceBytes;
    this.#members = members;
    this.count = Math.ceil(file.bytes / pieceBytes);
    this.#todo = Array.from({ length: this.count }, (_, index) => index).reverse();
  }

  /** A piece, once it is scanned; undefined where nobody can scan it. */
  async scanned(index: number): Promise<Scanned<M> | undefined> {
    for (;;) {
      this.#giveOut();
      // Answers come in before this thread scans what another may have scanned.
      if (!this.#done.has(index)) await turnOfTheLoop();
      const done = this.#done.get(index);
      if (done !== undefined) {
        this.#done.delete(index);
        return done;
      }
      if (this.#scanHere()) continue;
      if (this.#ordered > 0) await this.#news();
      // All have their slots full of what comes later: a thread ended, and left this piece.
      else if (this.#takeBack(index)) return undefined;
    }
  }

  #takeBack(index: number): boolean {
    const place = this.#todo.indexOf(index);
    if (place >= 0) this.#todo.splice(place, 1);
    return place >= 0;
  }

  /** Waits for what is still being scanned. */
  async end(): Promise<void> {
    while (this.#ordered > 0) await this.#news();
    for (const scanned of this.#done.values()) scanned.release();
  }

  #giveOut(): void {
    for (const worker of this.#members.others) {
      while (worker.hasRoom) {
        const index = this.#todo.pop();
        if (index === undefined) return;
        this.#ordered += 1;
        worker.scan(this.#piece(index), (scanned) => {
          this.#ordered -= 1;
          if (scanned === undefined) this.#putBack(index);
          else this.#done.set(index, scanned);
          this.#wake();
        });
      }
    }
  }

  #putBack(index: number): void {
    this.#todo.push(index);
    this.#todo.sort((a, b) => b - a);
  }

  /** Scans a piece in this thread; false where there is none, or no room for one. */
  #scanHere(): boolean {
    const { own } = this.#members;
    if (!own.hasRoom) return false;
    const index = this.#todo.pop();
    if (index === undefined) return false;
    this.#done.set(index, own.scan(this.#piece(index)));
    return true;
  }

  #piece(index: number) {
    const from = index * this.#pieceBytes;
    return { fd: this.#file.fd, from, to: Math.min(from + this.#pieceBytes, this.#file.bytes) };
  }

  /** Until a worker has answered. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

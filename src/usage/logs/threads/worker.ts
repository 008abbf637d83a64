import { parentPort, workerData } from 'node:worker_threads';
import { newScan } from '../scan/instance.ts';
import type { Table } from '../scan/table.ts';
import { PieceScanner, type Piece, type PieceSize, type ScannedPiece } from './piece-scanner.ts';

/** Whoever looks at the rows has the memory too. */
export interface WorkerOptions {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly table: Table;
  readonly size: PieceSize;
}

/** A piece to scan, and the slot that it takes. */
export interface Order {
  readonly piece: Piece;
  readonly slot: number;
}

/** What a thread says: that it is there, and then what came of each order, one after the other. */
export type Message = 'ready' | { readonly piece: ScannedPiece | undefined };

const { module, memory, table, size }: WorkerOptions = workerData;
const scanner = new PieceScanner(newScan(module, memory, table), memory, size);

function say(message: Message): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ piece, slot }: Order) => say({ piece: scanner.scan(piece, slot) }));
say('ready');

import { parentPort, workerData } from 'node:worker_threads';
import { PieceScanner, type Piece, type PieceScannerOptions } from './piece-scanner.ts';

/** A piece to scan, and the slot that it takes. */
export interface Order {
  readonly piece: Piece;
  readonly slot: number;
}

const options: PieceScannerOptions = workerData;
const scanner = new PieceScanner(options);

/** Orders are answered one after the other. */
parentPort?.on('message', ({ piece, slot }: Order) => parentPort?.postMessage(scanner.scan(piece, slot)));

import { parentPort, workerData } from 'node:worker_threads';
import { PieceScanner, type Piece, type PieceScannerOptions, type ScannedPiece } from './piece-scanner.ts';

/** A piece to scan, and the slot that it takes. */
export interface Order {
  readonly piece: Piece;
  readonly slot: number;
}

/** What a thread says: that it is there, and then what came of each order, one after the other. */
export type Message = 'ready' | { readonly piece: ScannedPiece | undefined };

const options: PieceScannerOptions = workerData;
const scanner = new PieceScanner(options);

function say(message: Message): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ piece, slot }: Order) => say({ piece: scanner.scan(piece, slot) }));
say('ready');

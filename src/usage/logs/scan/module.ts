import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of WebAssembly is used here; the types of Node leave it out. */
declare global {
  namespace WebAssembly {
    const Module: new (bytes: Uint8Array) => Module;
    class Memory {
      constructor(size: { readonly initial: number; readonly maximum: number; readonly shared: true });
      readonly buffer: SharedArrayBuffer;
    }
    class Instance {
      constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
      readonly exports: object;
    }
  }
}

/** A number that the module and JavaScript share. */
interface SharedNumber {
  value: number;
}

/** What the module exports; wasm/scan.ts says what each is. */
export interface ScannerExports {
  readonly lines: SharedNumber;
  readonly reached: SharedNumber;
  readonly unpatterned: SharedNumber;
  readonly firstKind: SharedNumber;
  readonly isStuck: SharedNumber;
  readonly hasOddQuotes: SharedNumber;
  readonly endings: SharedNumber;
  readonly numbered: SharedNumber;
  readonly lastSums: SharedNumber;
  allocate(bytes: number): number;
  addSlot(holds: number): number;
  addKey(node: number, key: number, length: number, action: number, slot: number, child: number): number;
  idOf(at: number, length: number): number;
  hashAt(at: number, length: number): number;
  findReply(reply: number, request: number): number;
  entryFor(reply: number, request: number, found: number, width: number): number;
  addRows(row: number, end: number, kinds: number): number;
  setSums(row: number, sums: number): void;
  spell(node: number, key: number, length: number, text: number, textLength: number): void;
  scan(from: number, to: number, rows: number, rowsEnd: number): number;
  beginTable(delimiter: number, isCrlf: boolean, hasDecimalPoint: boolean, columns: number): void;
  addColumn(reads: number, slot: number): void;
  scanTable(from: number, to: number, isEnd: boolean, rows: number, rowsEnd: number): number;
  spansOf(at: number, from: number, end: number): number;
}

/** As the build makes the module: pages of 64 KB. Those that are not used take no room. */
const PAGES = { initial: 64, maximum: 1 << 16, shared: true } as const;

/**
 * The module that the build made. Undefined where it cannot be had or run: without WebAssembly (`node --jitless`), or
 * on a processor without its vectors. Then JSON.parse has to read every line.
 */
export function readModule(packageDir: string): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(readFileSync(join(packageDir, 'scanner.wasm')));
  } catch {
    return undefined;
  }
}

/** The bundle of ../threads/worker.ts. */
export function workerFileIn(packageDir: string): string {
  return join(packageDir, 'scan-worker.cjs');
}

/** Memory for one scanner. Other threads can look at it. */
export function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory(PAGES);
}

/** @throws TypeError for another module than that of wasm/. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): ScannerExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (isScanner(exports)) return exports;
  throw new TypeError('the WebAssembly module is not the scanner');
}

/** The build makes the module of the source beside this file, so its names are enough to know it by. */
function isScanner(exports: object): exports is ScannerExports {
  const names: readonly (keyof ScannerExports)[] = [
    'lines',
    'reached',
    'unpatterned',
    'firstKind',
    'isStuck',
    'hasOddQuotes',
    'endings',
    'numbered',
    'lastSums',
    'allocate',
    'addSlot',
    'addKey',
    'spell',
    'idOf',
    'hashAt',
    'findReply',
    'entryFor',
    'addRows',
    'setSums',
    'scan',
    'beginTable',
    'addColumn',
    'scanTable',
    'spansOf',
  ];
  return names.every((name) => name in exports);
}

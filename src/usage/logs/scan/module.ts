import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of WebAssembly is used here; the types of Node leave it out. */
declare global {
  namespace WebAssembly {
    const Module: new (bytes: Uint8Array) => Module;
    class Instance {
      constructor(module: Module);
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
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly lines: SharedNumber;
  readonly reached: SharedNumber;
  readonly unpatterned: SharedNumber;
  readonly firstKind: SharedNumber;
  readonly isStuck: SharedNumber;
  readonly hasOddQuotes: SharedNumber;
  readonly endings: SharedNumber;
  allocate(bytes: number): number;
  addSlot(holds: number): number;
  addKey(node: number, key: number, length: number, action: number, slot: number, child: number): number;
  idOf(at: number, length: number): number;
  hashAt(at: number, length: number): number;
  spell(node: number, key: number, length: number, text: number, textLength: number): void;
  scan(from: number, to: number, rows: number, rowsEnd: number): number;
  beginTable(delimiter: number, isCrlf: boolean, hasDecimalPoint: boolean, columns: number): void;
  addColumn(reads: number, slot: number): void;
  scanTable(from: number, to: number, isEnd: boolean, rows: number, rowsEnd: number): number;
}

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

/** @throws TypeError for another module than that of wasm/. */
export function instantiate(module: WebAssembly.Module): ScannerExports {
  const { exports } = new WebAssembly.Instance(module);
  if (isScanner(exports)) return exports;
  throw new TypeError('the WebAssembly module is not the scanner');
}

/** The build makes the module of the source beside this file, so its names are enough to know it by. */
function isScanner(exports: object): exports is ScannerExports {
  const names: readonly (keyof ScannerExports)[] = [
    'memory',
    'lines',
    'reached',
    'unpatterned',
    'firstKind',
    'isStuck',
    'hasOddQuotes',
    'endings',
    'allocate',
    'addSlot',
    'addKey',
    'spell',
    'idOf',
    'hashAt',
    'scan',
    'beginTable',
    'addColumn',
    'scanTable',
  ];
  return names.every((name) => name in exports);
}

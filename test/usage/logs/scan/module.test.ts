import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantiate, newMemory, readModule } from '../../../../src/usage/logs/scan/module.ts';

describe('the module of the scanner', () => {
  it('is read from where the package has its files', () => {
    const module = readModule(join(import.meta.dirname, '../../../../dist'));
    expect(module === undefined ? undefined : instantiate(module, newMemory()).lines.value).toBe(0);
  });

  it('is none where it cannot be compiled', () => {
    const folder = mkdtempSync(join(tmpdir(), 'llmcost-module-'));
    try {
      // A module of a version that no engine knows.
      writeFileSync(join(folder, 'scanner.wasm'), Buffer.from('\0asm\x63\0\0\0', 'latin1'));
      expect(readModule(folder)).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is no other module', () => {
    const empty = new WebAssembly.Module(Buffer.from('\0asm\x01\0\0\0', 'latin1'));
    expect(() => instantiate(empty, newMemory())).toThrow('the WebAssembly module is not the scanner');
  });
});

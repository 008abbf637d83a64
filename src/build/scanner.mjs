// Compiles the scanner of logs, which is AssemblyScript, to WebAssembly.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from 'assemblyscript/asc';

const SOURCE = 'src/usage/logs/scan/wasm';
const OPTIONS = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--enable',
  'threads',
  '--importMemory',
  '--zeroFilledMemory',
  '--sharedMemory',
  '--initialMemory',
  '64',
  '--maximumMemory',
  '65536',
];

/** The bytes of the module. @throws Error with what the compiler says of the source. */
export async function scannerModule(root) {
  const written = new Map();
  const { error, stderr } = await main(
    [`${SOURCE}/scan.ts`, '--outFile', 'scanner.wasm', '--baseDir', root, ...OPTIONS],
    {
      readFile: (name, baseDir) => readIfThere(join(baseDir, name)),
      writeFile: (name, contents) => void written.set(name, contents),
      listFiles: (directory, baseDir) => readdirSync(join(baseDir, directory)),
    },
  );
  const bytes = written.get('scanner.wasm');
  if (error !== null || bytes === undefined) throw new Error(`the scanner does not compile:\n${stderr}`);
  return bytes;
}

/** The compiler tries several names for each import. */
function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

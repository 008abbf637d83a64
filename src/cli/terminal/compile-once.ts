/**
 * Keeps Node 20 from compiling things a second time, better, for a process that runs each of them for a
 * few milliseconds: undici's WebAssembly parser, which would hold the end up by 80 to 150 ms, and the
 * reading of a map, where it takes a third of all the processor time. Node 22 and 24 gain nothing by it.
 * @returns what sets it back: the code that the shim keeps for the next start belongs to the usual flags.
 */
export async function compileOnce(): Promise<() => void> {
  if (!process.versions.node.startsWith('20.')) return () => undefined;
  const { setFlagsFromString } = await import('node:v8');
  const set = (flags: readonly string[]) => flags.forEach((flag) => setFlagsFromString(flag));
  set(['--liftoff-only', '--no-opt']);
  // The first of them had switched the next two off as well.
  return () => set(['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering', '--opt']);
}

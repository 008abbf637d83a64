/**
 * A process that loads or syncs as a command does, for tests that need whole processes:
 * `sync`, or `price [flags]`, which prints the price of `tern-1` and where it is from.
 */
import { sync } from '../../src/cli/commands/sync/document.ts';
import type { Deps } from '../../src/core/deps.ts';
import { LlmcostError } from '../../src/core/errors.ts';
import { withMap } from '../../src/map/load.ts';
import { priceIn } from './maps.ts';

const [command, ...flags] = process.argv.slice(2);
const { env } = process;
const output = { write: (text: string) => void process.stdout.write(text), isTTY: false, columns: undefined };
const deps: Deps = {
  env,
  cwd: process.cwd(),
  paths: {
    cacheDir: env['TEST_CACHE'] ?? '',
    configDir: '/nowhere',
    homeDir: '/nowhere',
    packageDir: env['TEST_PACKAGE'] ?? '',
  },
  now: () => new Date(),
  stdin: () => process.stdin,
  stdout: output,
  stderr: output,
  notice: () => undefined,
};

async function answer(): Promise<object> {
  if (command === 'sync') return await sync({}, deps);
  const options = { offline: flags.includes('--offline'), refresh: flags.includes('--refresh') };
  return await withMap(options, deps, ({ store, source, warnings }) => ({
    price: priceIn(store),
    source,
    warnings,
  }));
}

answer().then(
  (document) => void process.stdout.write(`${JSON.stringify(document)}\n`),
  (error: unknown) => {
    if (!(error instanceof LlmcostError)) throw error;
    process.exitCode = error.exitCode;
    process.stdout.write(`${JSON.stringify({ error: error.report() })}\n`);
  },
);

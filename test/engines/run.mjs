/**
 * Holds all engines that can be run here to the tally: DuckDB, ClickHouse's own engine (chdb, 550 MB, installed
 * into a directory that is kept between runs), and PostgreSQL where LLMCOST_TEST_POSTGRES names a server.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHDB_VERSION = '3.4.0';
const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = process.env.LLMCOST_TEST_CHDB ?? join(tmpdir(), `llmcost-chdb-${CHDB_VERSION}`);

if (!existsSync(join(directory, 'node_modules/chdb'))) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', `chdb@${CHDB_VERSION}`], directory);
}
const hasChdb = existsSync(join(directory, 'node_modules/chdb'));
if (!hasChdb) console.error(`chdb@${CHDB_VERSION} cannot be installed: ClickHouse is not tested.`);
if (process.env.LLMCOST_TEST_POSTGRES === undefined)
  console.error('LLMCOST_TEST_POSTGRES names no server: PostgreSQL is not tested.');
process.exitCode = run(
  'npx',
  ['vitest', 'run', '--config', 'test/vitest.config.ts', '--root', '.', 'test/engines'],
  root,
  hasChdb ? { LLMCOST_TEST_CHDB: directory } : {},
);

function run(command, args, cwd, env = {}) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  return status ?? 1;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Home } from './home.ts';

/** How a process ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bundles the driver, so that processes start in little more than Node itself; the path of the script. */
export async function buildDriver(dir: string): Promise<string> {
  const outfile = join(dir, 'driver.cjs');
  const entryPoints = [join(import.meta.dirname, 'driver.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
  chmodSync(dir, 0o755);
  return outfile;
}

/** The environment that makes a driver use this home, and nothing of the computer that the test runs on. */
export function driverEnv(home: Home, more: Readonly<Record<string, string>>): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TEST_CACHE: home.cacheDir,
    TEST_PACKAGE: join(home.dir, 'package'),
    ...more,
  };
}

/** A process that is under way, and its end. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export function start(
  command: readonly [string, ...string[]],
  options: { readonly env: Record<string, string>; readonly uid?: number },
): Running {
  const [program, ...args] = command;
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = new Promise<Ended>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

/** What a driver printed. A test reads it without types: what is wrong with it fails the test. */
export function documentOf({ stdout, stderr }: Ended): Record<string, unknown> {
  try {
    const document: Record<string, unknown> = JSON.parse(stdout);
    return document;
  } catch {
    throw new Error(`no document, but ${JSON.stringify({ stdout, stderr })}`);
  }
}

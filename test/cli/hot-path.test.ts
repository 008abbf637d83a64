import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { map, startMapServer } from '../helpers/map-server.ts';
import { mapOf } from '../helpers/maps.ts';
import { BIN, makeCliHome } from '../helpers/run-cli.ts';

const HOOK = fileURLToPath(new URL('../helpers/trace-modules.cjs', import.meta.url));
const DIST = resolve(BIN, '../../dist');
const home = makeCliHome();
afterAll(() => home.remove());

/** Nobody listens there: a command that asked for a map would fail or say so. */
const WARM = { LLMCOST_OFFLINE: undefined, LLMCOST_MAP_URL: 'http://127.0.0.1:9/map.json' };

beforeAll(async () => {
  const server = await startMapServer(map(mapOf(100)));
  try {
    // The cache is kept by address: the copy is made for the address that is asked later.
    const env = {
      LLMCOST_OFFLINE: undefined,
      HTTP_PROXY: server.origin,
      LLMCOST_MAP_URL: WARM.LLMCOST_MAP_URL,
    };
    const { code, stderr } = await home.run(['sync', '--json'], { env });
    if (code !== 0) throw new Error(stderr);
  } finally {
    await server.close();
  }
});

/** What they share with other commands, beside `parts/shared.cjs`. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  show: ['parts/models.cjs'],
  estimate: ['parts/jobs.cjs', 'parts/estimate-tally-sync.cjs'],
};

const COMMANDS = [
  ['show', 'tern-1', '--json'],
  ['show', 'tern-1'],
  ['estimate', 'tern-1', '--input', '1000', '--output', '100', '--json'],
  ['estimate', 'tern-1', '--input', '1000', '--output', '100'],
];

interface Trace {
  /** Node's own modules. */
  readonly own: readonly string[];
  readonly files: readonly string[];
}

function traceOf(path: string): Trace {
  const trace: Trace = JSON.parse(readFileSync(path, 'utf8'));
  return trace;
}

describe('show and estimate on a warm cache', () => {
  it.each(COMMANDS)('load their own bundle, and no slow module of Node: %s %s %s', async (...args) => {
    const path = join(home.dir, 'trace.json');
    const env = { ...WARM, TRACE_MODULES: path };
    const { code, stderr } = await home.run(args, { env, node: ['--require', HOOK] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const bare = join(home.dir, 'bare.json');
    execFileSync(process.execPath, ['--require', HOOK, '-e', '0'], {
      env: { ...process.env, TRACE_MODULES: bare },
    });

    const { own, files } = traceOf(path);
    // No socket, stream, digest, process or compression; `process` is what commander asks for.
    expect(own.filter((name) => !traceOf(bare).own.includes(name))).toEqual(['process']);
    const bundles = [
      'start.cjs',
      `commands/${args[0]}.cjs`,
      'parts/shared.cjs',
      ...(PARTS[args[0] ?? ''] ?? []),
    ];
    expect(files.filter((file) => file.startsWith(DIST))).toEqual(bundles.map((name) => join(DIST, name)));
  });

  it.skipIf(process.platform === 'win32')('make no stream for /dev/null', () => {
    const path = join(home.dir, 'null.json');
    const env = { ...process.env, LLMCOST_CACHE_DIR: join(home.dir, 'cache'), ...WARM, TRACE_MODULES: path };
    const args = ['--require', HOOK, BIN, 'show', 'tern-1'];
    expect(spawnSync(process.execPath, args, { cwd: home.dir, env, stdio: 'ignore' }).status).toBe(0);
    for (const name of ['stream', 'tty', 'net']) expect(traceOf(path).own).not.toContain(name);
  });

  it.each(Object.keys(PARTS))('find in the bundles of %s neither undici nor zod', (name) => {
    for (const file of [`commands/${name}.cjs`, 'parts/shared.cjs', ...(PARTS[name] ?? [])]) {
      const text = readFileSync(join(DIST, file), 'latin1');
      for (const mark of ['llhttp', 'ZodMini', '_zod']) expect(text).not.toContain(mark);
    }
  });

  const hasStrace = spawnSync('strace', ['-V']).status === 0;
  it.skipIf(!hasStrace).each(COMMANDS)('open no socket (strace): %s %s %s', (...args) => {
    const log = join(home.dir, 'strace.log');
    const env = {
      PATH: process.env['PATH'],
      HOME: home.dir,
      LLMCOST_CACHE_DIR: join(home.dir, 'cache'),
      LLMCOST_MAP_URL: WARM.LLMCOST_MAP_URL,
    };
    const strace = ['-f', '-qq', '-e', 'trace=%network', '-o', log, process.execPath, BIN];
    const { status, stderr } = spawnSync('strace', [...strace, ...args], {
      env,
      cwd: home.dir,
      encoding: 'utf8',
    });
    // Where tracing is forbidden nothing was run.
    if (/PTRACE|ptrace|Operation not permitted/.test(stderr)) return;
    expect(status).toBe(0);
    expect(readFileSync(log, 'utf8')).not.toMatch(/socket\(AF_INET|connect\(/);
  });
});

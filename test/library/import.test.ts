import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a script prints that is run inside the package, where 'llmcost' is the package itself. */
function said(script: string): unknown {
  const args = ['--input-type=module', '--eval', script];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('importing llmcost', () => {
  it('changes nothing but the global of zod: no listener, no variable, no handle, no time that passes', () => {
    const script = `
      import fs from 'node:fs';
      const world = () => ({
        globals: Reflect.ownKeys(globalThis).map(String),
        prototypes: [Object, Array, String, Error, Map, Promise].map((each) => Reflect.ownKeys(each.prototype).length),
        listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
        env: { ...process.env },
        handles: process.getActiveResourcesInfo().sort(),
        cwd: process.cwd(),
        exitCode: process.exitCode ?? null,
      });
      const read = [];
      for (const name of ['readFileSync', 'openSync', 'writeFileSync', 'mkdirSync']) {
        const own = fs[name];
        fs[name] = (path, ...args) => (read.push(String(path)), own(path, ...args));
      }
      const before = world();
      await import('llmcost');
      // What read the files is closed a moment later.
      await new Promise((done) => setTimeout(done, 50));
      const after = world();
      const strange = read.filter((path) => !/dist.(packages.)?[\\w-]+\\.(cjs|js)$|package\\.json$/.test(path));
      process.stdout.write(JSON.stringify({ before, after, strange }));
    `;
    const { before, after, strange } = Object(said(script));
    // zod keeps its settings where all copies of it in a program find them.
    const globals = [...before.globals, '__zod_globalConfig'].toSorted();
    expect({ ...after, globals: after.globals.toSorted() }).toEqual({ ...before, globals });
    expect(strange).toEqual([]);
  });

  it('loads nothing of Node that speaks to a network', () => {
    const script = `
      await import('llmcost');
      const own = process.moduleLoadList.filter((name) => /NativeModule (tls|https?|net|dns)$/.test(name));
      process.stdout.write(JSON.stringify(own));
    `;
    expect(said(script)).toEqual([]);
  });
});

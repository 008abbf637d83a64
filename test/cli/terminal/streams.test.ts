import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ended, jsonOf, makeCliHome } from '../../helpers/run-cli.ts';

const MEGABYTE = 1024 * 1024;
const HOOK = fileURLToPath(new URL('../../helpers/nonblocking-stdout.cjs', import.meta.url));

const home = makeCliHome();
afterAll(() => home.remove());

const entry = { litellm_provider: 'shorebird', mode: 'chat', input_cost_per_token: 2e-6 };
const note = 'tern '.repeat((10 * MEGABYTE) / 5);
const small = home.write('small.json', JSON.stringify({ 'tern-1': entry }));
const large = home.write('large.json', JSON.stringify({ 'tern-1': { ...entry, note } }));

/** A document of ten megabytes, the entry's own fields included. */
const LARGE = ['show', 'tern-1', '--json', '--map', large];

const request = '{"model":"tern-1","usage":{"prompt_tokens":3,"completion_tokens":0}}\n';
const log = home.write('log.jsonl', request.repeat(100_000));

describe('standard output', () => {
  it.each([1, 50])('loses nothing to a reader that waits %i ms now and then', async (pauseMs) => {
    const child = home.start(LARGE);
    const chunks: Buffer[] = [];
    let read = 0;
    for await (const chunk of child.stdout ?? []) {
      if (!Buffer.isBuffer(chunk)) throw new Error('a chunk is bytes');
      chunks.push(chunk);
      if (++read % 16 === 0) await sleep(pauseMs);
    }
    const { raw } = jsonOf({ stdout: Buffer.concat(chunks).toString(), stderr: '' });
    expect(raw).toEqual({ ...entry, note });
  });

  it('waits for room in a pipe that does not block', async () => {
    const counted = join(home.dir, 'eagain');
    const child = home.start(LARGE, { node: ['--require', HOOK], env: { COUNT_EAGAIN: counted } });
    const chunks: Buffer[] = [];
    await sleep(500);
    for await (const chunk of child.stdout ?? []) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    expect(jsonOf({ stdout: Buffer.concat(chunks).toString(), stderr: '' })['raw']).toEqual({
      ...entry,
      note,
    });
    // Else the pipe was never full, and nothing has been shown.
    expect(Number(readFileSync(counted, 'utf8'))).toBeGreaterThan(0);
  });

  it('ends quietly when nobody reads any more', async () => {
    const child = home.start(LARGE);
    child.stdout?.once('data', () => child.stdout?.destroy());
    let stderr = '';
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('ends a tally quietly when nobody reads its lines any more', async () => {
    const child = home.start(['tally', log, '--each', '--map', small]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    let stderr = '';
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    const code = await new Promise((done) => child.on('close', done));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  describe.skipIf(!existsSync('/dev/full'))('on a full disk', () => {
    it.each([
      ['text', ['show', 'tern-1', '--map', small]],
      ['JSON', ['show', 'tern-1', '--map', small, '--json']],
      ['help', ['--help']],
      ['an error', ['show', 'no-such-model', '--map', small, '--json']],
    ])('says so on stderr and fails, for %s', async (what, args) => {
      const full = openSync('/dev/full', 'w');
      const { code, stderr } = await ended(home.start(args, { stdout: full }));
      closeSync(full);
      if (what === 'an error') return expect(code).toBe(3);
      expect(code).toBe(1);
      expect(stderr).toBe(
        'llmcost: The answer could not be written: ENOSPC: no space left on device, write.\n',
      );
    });
  });

  it('that cannot be written to is an error with a reason, and no stack', async () => {
    const readOnly = openSync(small, 'r');
    const { code, stderr } = await ended(
      home.start(['show', 'tern-1', '--map', small], { stdout: readOnly }),
    );
    closeSync(readOnly);
    expect(code).toBe(1);
    expect(stderr).toBe('llmcost: The answer could not be written: EBADF: bad file descriptor, write.\n');
  });
});

describe('standard error', () => {
  it('may be closed: the answer and the exit status stand', async () => {
    // The price book answers, so there is a notice that nobody hears.
    const child = home.start(['show', 'gpt-4o']);
    child.stderr?.destroy();
    let stdout = '';
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    const code = await new Promise((done) => child.on('close', done));
    expect(code).toBe(0);
    expect(stdout).toContain('gpt-4o');

    const failing = home.start(['show', 'no-such-model', '--map', small]);
    failing.stderr?.destroy();
    expect(await new Promise((done) => failing.on('close', done))).toBe(3);
  });
});

describe('a signal', () => {
  // A shell reports 128 + 2 and 128 + 15 for these.
  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command that waits for its input', async (signal) => {
    const child = home.start(['estimate', 'gpt-4o', '--usage', '-'], { staysOpen: true, stdin: '{"prompt_' });
    await sleep(400);
    child.kill(signal);
    expect(await ended(child)).toMatchObject({ code: null, signal, stdout: '' });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command whose reader has stopped', async (signal) => {
    const child = home.start(LARGE, { node: ['--require', HOOK], env: { COUNT_EAGAIN: '/dev/null' } });
    await sleep(700);
    child.kill(signal);
    const end = await new Promise((done) => child.on('exit', (code, ended) => done({ code, ended })));
    child.stdout?.destroy();
    expect(end).toEqual({ code: null, ended: signal });
  });

  it('ends a tally in its midst, and what it has written stands', async () => {
    const child = home.start(['tally', '-', '--each', '--map', small], {
      staysOpen: true,
      stdin: request.repeat(20_000),
    });
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { signal, stdout } = await ended(child);
    expect(signal).toBe('SIGINT');
    // The signal may come in the middle of a write.
    const lines = stdout.split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(0);
    // 3 × 0.000002
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ totalUsd: 0.000006 });
  });
});

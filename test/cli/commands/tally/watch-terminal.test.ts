import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, makeCliHome, type CliHome } from '../../../helpers/run-cli.ts';
import { SAMPLE_MAP } from '../../../helpers/transcript.ts';

/**
 * The command on a pseudo-terminal, which `script` of util-linux makes. The shell around it says the exit
 * status, and whether the terminal has the settings that it had before.
 */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

const ENTER = '\u001B[?1049h\u001B[?25l';
const LEAVE = '\u001B[?25h\u001B[?1049l';
const HOME = '\u001B[H';

/** Costs 1,000 × 2e-6 + 100 × 8e-6 = 0.0028 USD. */
function reply(id: string): string {
  const usage = { prompt_tokens: 1000, completion_tokens: 100 };
  return `${JSON.stringify({ id, model: 'acorn-1', created: Math.floor(Date.now() / 1000), usage })}\n`;
}

let home: CliHome;
let terminal: ChildProcess;
let printed: string;
let ended: Promise<unknown>;

beforeEach(() => {
  home = makeCliHome();
  printed = '';
});
afterEach(async () => {
  terminal.kill('SIGKILL');
  await ended;
  home.remove();
});

/** Starts `llmcost tally LOG --watch` in a window of that size. */
function start(log: string, columns = 100, rows = 30): void {
  const command = `'${process.execPath}' '${BIN}' tally '${log}' --watch --map '${SAMPLE_MAP}' --no-color`;
  const shell = [
    'trap : INT TERM HUP',
    `stty cols ${columns} rows ${rows}`,
    'tty > tty; before=$(stty -g)',
    `sh -c 'echo $$ > pid; exec "$@"' sh ${command}`,
    'echo "status $?"',
    '[ "$before" = "$(stty -g)" ] && echo "settings as before"',
  ];
  terminal = spawn('script', ['-qfc', shell.join('; '), '/dev/null'], {
    cwd: home.dir,
    env: {
      PATH: process.env['PATH'],
      HOME: home.dir,
      TERM: 'xterm',
      SHELL: '/bin/sh',
      LLMCOST_CACHE_DIR: join(home.dir, 'cache'),
      LLMCOST_CONFIG_DIR: join(home.dir, 'config'),
      LLMCOST_OFFLINE: '1',
    },
  });
  terminal.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  ended = new Promise((done) => terminal.on('close', done));
}

/** What stands on the screen, as it was drawn last. */
const screen = () => (printed.split(HOME).at(-1) ?? '').replaceAll('\u001B[K', '').replaceAll('\r', '');
async function shows(text: string): Promise<void> {
  await expect.poll(screen, { timeout: 20_000 }).toContain(text);
}
const fileText = (name: string) => readFileSync(join(home.dir, name), 'utf8').trim();

describe.skipIf(!hasScript)('tally --watch on a terminal', () => {
  it('follows a log that grows, and a new one, and leaves the terminal as it was on Ctrl-C', async () => {
    const log = home.write('logs/a.jsonl', reply('a'));
    start('logs');
    await shows('Today  $0.0028, 1 request\n');
    appendFileSync(log, reply('b'));
    await shows('Today  $0.0056, 2 requests\n');
    home.write('logs/new.jsonl', reply('c'));
    await shows('Rate   $0.0084 an hour, 3 requests in the last 60 minutes');
    terminal.stdin?.write('\u0003');
    await ended;
    expect(printed.indexOf(ENTER)).toBe(0);
    const [before, after] = printed.split(LEAVE);
    expect(before?.split(ENTER)).toHaveLength(2);
    expect(after).toMatch(/^(\^C)?status 130\r\nsettings as before\r\n$/);
  });

  it('draws anew in a window of another size, each line within it', async () => {
    home.write('logs/a.jsonl', reply('a'));
    start('logs', 100, 30);
    await shows('│ Model    Requests  Input  Output     USD │');
    spawnSync('stty', ['-F', fileText('tty'), 'cols', '40', 'rows', '9']);
    await shows('Rate   $0.0028 an hour, 1 request in the\nlast 60 minutes\n');
    const lines = screen().split('\n');
    expect(lines).toHaveLength(9);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves the terminal as it was on %s', async (signal, status) => {
    home.write('logs/a.jsonl', reply('a'));
    start('logs');
    await shows('Today  $0.0028');
    process.kill(Number(fileText('pid')), signal);
    await ended;
    expect(printed.split(LEAVE).at(-1)).toBe(`status ${status}\r\nsettings as before\r\n`);
  });

  it('gives the terminal back while it is stopped', async () => {
    home.write('logs/a.jsonl', reply('a'));
    start('logs');
    await shows('Today  $0.0028');
    process.kill(Number(fileText('pid')), 'SIGTSTP');
    await expect.poll(() => printed.endsWith(LEAVE), { timeout: 20_000 }).toBe(true);
    process.kill(Number(fileText('pid')), 'SIGCONT');
    await expect.poll(() => printed.split(ENTER).length, { timeout: 20_000 }).toBe(3);
    await shows('Today  $0.0028');
  });

  it('takes no screen where the log is not there', async () => {
    start('nothing');
    await ended;
    expect(printed).not.toContain(ENTER);
    expect(printed).toContain('There is no nothing.');
    expect(printed).toContain('status 2');
  });
});

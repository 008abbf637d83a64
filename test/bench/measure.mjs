// Times whole processes side by side: the runs of all commands take turns, so that a machine that
// slows down slows all of them down, and only ratios are quoted.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PEAK_PROBE = fileURLToPath(new URL('peak-probe.cjs', import.meta.url));

/**
 * Each command in pairs with a base that is run just before or just after it: a machine that is slow
 * for a moment is slow for both. Which of the two goes first changes from run to run.
 * @returns by name: the times of the command and those of its base in ms, and the ratio of each pair; sorted.
 */
export async function takePairs(base, commands, runs) {
  const pairs = new Map(commands.map(({ name }) => [name, { times: [], base: [], ratios: [] }]));
  for (const command of [base, ...commands]) await timeOnce(command);
  for (let run = 0; run < runs; run += 1) {
    for (const command of commands) {
      const order = run % 2 === 0 ? [base, command] : [command, base];
      const times = new Map();
      for (const each of order) times.set(each, await timeOnce(each));
      const pair = pairs.get(command.name);
      pair.times.push(times.get(command));
      pair.base.push(times.get(base));
      pair.ratios.push(times.get(command) / times.get(base));
    }
  }
  for (const lists of pairs.values()) for (const list of Object.values(lists)) list.sort((a, b) => a - b);
  return pairs;
}

async function timeOnce(command) {
  await command.before?.();
  const started = process.hrtime.bigint();
  const { code, stderr } = await runToEnd(command);
  const ms = Number(process.hrtime.bigint() - started) / 1e6;
  const allowed = command.allowed ?? [0];
  if (!allowed.includes(code)) throw new Error(`${command.name} ended with ${code}: ${stderr.slice(0, 500)}`);
  return ms;
}

/**
 * Rounds in which each command runs once, in an order that turns from round to round.
 * @returns by name: for each round the time by the clock and that of the processors, in ms.
 */
export async function takeRounds(commands, runs) {
  const rounds = new Map(commands.map(({ name }) => [name, { wall: [], processor: [] }]));
  for (const command of commands) await runToEnd(command);
  for (let run = 0; run < runs; run += 1) {
    for (let i = 0; i < commands.length; i += 1) {
      const command = commands[(i + run) % commands.length];
      const { wall, processor } = await timeBoth(command);
      rounds.get(command.name).wall.push(wall);
      rounds.get(command.name).processor.push(processor);
    }
  }
  return rounds;
}

/** By the shell's own clock, which knows the processor time of what it ran. */
async function timeBoth({ argv, env }) {
  const script = 'TIMEFORMAT="took %R %U %S"; time "$@" 2>/dev/null';
  const { stderr } = await runToEnd({ argv: ['bash', '-c', script, 'bash', ...argv], env });
  const [, wall, user, system] = /took ([\d.]+) ([\d.]+) ([\d.]+)/.exec(stderr) ?? [];
  if (wall === undefined) throw new Error(`bash told no time: ${stderr.slice(0, 500)}`);
  return { wall: Number(wall) * 1000, processor: (Number(user) + Number(system)) * 1000 };
}

/** Runs a command to its end. */
export function runToEnd({ argv: [program, ...args], env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ code, stderr }));
  });
}

/** Peak resident memory of a Node command in MB: the median of a few runs. */
export async function peakMegabytes(args, env, runs = 5) {
  const peaks = [];
  for (let run = 0; run < runs; run += 1) {
    const { stderr } = await runToEnd({ argv: [process.execPath, '--require', PEAK_PROBE, ...args], env });
    const [, kilobytes] = /peak-kilobytes (\d+)/.exec(stderr) ?? [];
    if (kilobytes === undefined) throw new Error(`no peak was reported: ${stderr.slice(0, 500)}`);
    peaks.push(Number(kilobytes) / 1024);
  }
  return median(peaks.sort((a, b) => a - b));
}

/** Of a sorted list. */
export function median(sorted) {
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

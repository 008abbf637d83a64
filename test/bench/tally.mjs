// Reading logs that are made here, in the ways of readers.mjs: how long it takes and how much memory.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { logsOf } from './logs.mjs';
import { median, peakMegabytes, runToEnd, takeRounds } from './measure.mjs';
import { readersIn } from './readers.mjs';

const RUNS = Number(process.env.LLMCOST_BENCH_TALLY_RUNS ?? 5);
const SEED = Number(process.env.LLMCOST_BENCH_SEED ?? 1);
/** Which logs, by the beginnings of their names: `LLMCOST_BENCH_LOGS="sessions 10 MB,strangers"`. */
const WANTED = (process.env.LLMCOST_BENCH_LOGS ?? '').split(',').filter((name) => name !== '');
const MB = 1e6;

export async function benchTally({ bin, env, home }) {
  // The map that is in the cache, as for whoever has used the command before.
  await runToEnd({ argv: [process.execPath, bin, 'sync'], env });
  const readers = readersIn({ bin, env });
  const report = [
    `## Logs (medians of ${RUNS}, seed ${SEED})`,
    '',
    'The loop is readline with JSON.parse (of a table, readline that splits at commas), and only adds up. "Of the loop"',
    'is the median of what a run took as part of what the loop took in the same round: by the clock, and in processor',
    'time, which other work disturbs less. What starting takes is in all of it.',
    'Strangers are sessions of Claude Code and Codex and responses with random fields in between.',
    '',
  ];
  for (const each of logsOf(SEED)) {
    if (WANTED.length > 0 && !WANTED.some((name) => each.name.startsWith(name))) continue;
    report.push(...(await benchLog(each, readers, home)));
  }
  return report;
}

async function benchLog({ name, isSessions, write }, readers, home) {
  const folder = join(home, 'log');
  const { bytes, lines } = write(folder);
  const chosen = readers.filter(({ isForSessions }) => isSessions || !isForSessions);
  const commands = chosen.map(({ command }) => command(folder));
  const rounds = await takeRounds(commands, RUNS);
  const [loop] = commands;
  const rows = [];
  for (const command of commands) {
    const { wall, processor } = rounds.get(command.name);
    const base = rounds.get(loop.name);
    const isNode = command.argv[0] === process.execPath;
    const peak = isNode ? (await peakMegabytes(command.argv.slice(1), command.env, 1)).toFixed(0) : '';
    const cells = [
      command.name,
      (median(sorted(wall)) / 1000).toFixed(2),
      (bytes / 1000 / median(sorted(wall))).toFixed(0),
      Math.round((lines / median(sorted(wall))) * 1000).toLocaleString('en-US'),
      (median(sorted(processor)) / 1000).toFixed(2),
      ratio(wall, base.wall),
      ratio(processor, base.processor),
      peak,
    ];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  rmSync(folder, { recursive: true });
  return [
    `### ${name}: ${(bytes / MB).toFixed(0)} MB, ${lines.toLocaleString('en-US')} lines`,
    '',
    '| reader | s | MB/s | lines/s | processor, s | of the loop | of its processor time | peak memory, MB |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ];
}

function ratio(times, base) {
  return median(sorted(times.map((time, run) => time / base[run]))).toFixed(2);
}

function sorted(numbers) {
  return [...numbers].sort((a, b) => a - b);
}

// `tally` on logs that it makes itself: against a readline and JSON.parse loop that only reads, and
// against `wc -l`; and how time and memory grow with the input.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeResponses, writeSessions } from './logs.mjs';
import { median, peakMegabytes, runToEnd, takePairs, takeTurns } from './measure.mjs';

const RUNS = Number(process.env.LLMCOST_BENCH_TALLY_RUNS ?? 9);
/** A small scale tries the benchmark itself. */
const SCALE = Number(process.env.LLMCOST_BENCH_TALLY_SCALE ?? 1);
const READ_ONLY = fileURLToPath(new URL('read-only.mjs', import.meta.url));
const GROWTH = [10, 100, 1000];

export async function benchTally({ bin, env, home }) {
  // The map that is in the cache, as for whoever has used the command before.
  await runToEnd({ argv: [process.execPath, bin, 'sync'], env });
  const kinds = [
    {
      name: 'sessions, about 1.5 KB a line',
      goal: 1 / 3,
      write: (path) => writeSessions(path, 500e6 * SCALE),
    },
    {
      name: 'OpenAI-style responses, about 300 bytes a line',
      goal: 1 / 2,
      write: (path) => writeResponses(path, 1e6 * SCALE),
    },
  ];
  const rows = [];
  for (const kind of kinds) rows.push(...(await sideBySide(kind, { bin, env, home })));
  return [
    `## Logs (medians of ${RUNS})`,
    '',
    'The loop is readline with JSON.parse, and only reads; the ratio is the median of pairs of runs.',
    '',
    '| log | llmcost tally, s | MB/s | the loop, s | times the loop | to reach | wc -l, s |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
    ...(await growth({ bin, env, home })),
  ];
}

async function sideBySide({ name, goal, write }, { bin, env, home }) {
  const path = join(home, 'log.jsonl');
  const { bytes, lines } = write(path);
  const tally = { name: 'tally', argv: [process.execPath, bin, 'tally', path, '--json'], env };
  const loop = { name: 'loop', argv: [process.execPath, READ_ONLY, path] };
  const wc = { name: 'wc', argv: ['wc', '-l', path] };
  const { times, base, ratios } = (await takePairs(loop, [tally], RUNS)).get('tally');
  const counting = (await takeTurns([wc], RUNS)).get('wc');
  rmSync(path);
  const [seconds, loopSeconds, wcSeconds] = [times, base, counting].map((list) => median(list) / 1000);
  const what = `${name}: ${(bytes / 1e6).toFixed(0)} MB, ${lines.toLocaleString('en-US')} lines`;
  const cells = [what, seconds.toFixed(2), (bytes / 1e6 / seconds).toFixed(0), loopSeconds.toFixed(2)];
  return [`| ${[...cells, median(ratios).toFixed(2), goal.toFixed(2), wcSeconds.toFixed(2)].join(' | ')} |`];
}

/** A straight line for time, a flat one for memory. */
async function growth({ bin, env, home }) {
  const path = join(home, 'log.jsonl');
  const rows = [];
  for (const megabytes of GROWTH) {
    const { bytes } = writeSessions(path, megabytes * 1e6 * SCALE);
    const argv = [bin, 'tally', path, '--json'];
    const times = await takeTurns([{ name: 'tally', argv: [process.execPath, ...argv], env }], 3);
    const seconds = median(times.get('tally')) / 1000;
    const peak = await peakMegabytes(argv, env, 3);
    rows.push(`| ${(bytes / 1e6).toFixed(0)} | ${seconds.toFixed(2)} | ${peak.toFixed(0)} |`);
  }
  rmSync(path);
  return ['| sessions, MB | s | peak memory, MB (to reach: 200) |', '| ---: | ---: | ---: |', ...rows, ''];
}

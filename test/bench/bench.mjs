// `npm run bench`: how fast the command is, against a bare `node -e 0` and against plain ways of
// reading logs, all measured in one run. Writes RESULTS.md beside this file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapForBench, serve } from './map-for-bench.mjs';
import { peakMegabytes } from './measure.mjs';
import { sizes } from './sizes.mjs';
import { starts } from './starts.mjs';
import { benchTally } from './tally.mjs';

const RUNS = Number(process.env.LLMCOST_BENCH_RUNS ?? 51);
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'llmcost.js');
const home = mkdtempSync(join(tmpdir(), 'llmcost-bench-'));
const map = await mapForBench();
const server = await serve(map.text);
const env = {
  LLMCOST_MAP_URL: server.url,
  LLMCOST_CACHE_DIR: join(home, 'cache'),
  LLMCOST_CONFIG_DIR: join(home, 'config'),
};

try {
  if (process.argv.includes('--only-logs')) await onlyLogs();
  else await everything();
} finally {
  server.close();
  rmSync(home, { recursive: true, force: true });
}

/** To try the readers of logs by themselves. */
async function onlyLogs() {
  process.stdout.write(`${(await benchTally({ bin, env, home })).join('\n')}\n`);
}

async function everything() {
  const report = [
    '# What was measured',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, llmcost ${version()}, ${map.what}.`,
    'What is compared took turns. Times are medians, of whole processes.',
    '',
    ...(await starts({ bin, env, home, runs: RUNS })),
    ...(await memory()),
    ...(process.argv.includes('--no-tally') ? [] : await benchTally({ bin, env, home })),
    ...sizes(root),
  ].join('\n');
  writeFileSync(new URL('RESULTS.md', import.meta.url), `${report}\n`);
  process.stdout.write(`${report}\n`);
}

function version() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

async function memory() {
  const bare = await peakMegabytes(['-e', '0'], env);
  const show = await peakMegabytes([bin, 'show', 'gpt-image-2'], env);
  return [
    '## Memory',
    '',
    `Peak of \`show\`: ${show.toFixed(1)} MB, ${(show - bare).toFixed(1)} MB above a bare Node (to reach: 10).`,
    '',
  ];
}

// `npm run bench`: how fast the command is, against a bare `node -e 0` and against plain ways of
// reading logs, all measured in one run. Writes RESULTS.md beside this file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapForBench, serve } from './map-for-bench.mjs';
import { median, peakMegabytes, runToEnd, takePairs } from './measure.mjs';
import { sizes } from './sizes.mjs';
import { benchTally } from './tally.mjs';

const RUNS = Number(process.env.LLMCOST_BENCH_RUNS ?? 51);
const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'bin', 'llmcost.js');
const home = mkdtempSync(join(tmpdir(), 'llmcost-bench-'));
const map = mapForBench();
const server = await serve(map.text);
const env = {
  LLMCOST_MAP_URL: server.url,
  LLMCOST_CACHE_DIR: join(home, 'cache'),
  LLMCOST_CONFIG_DIR: join(home, 'config'),
};

try {
  const report = [
    '# What was measured',
    '',
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, llmcost ${version()}, ${map.what}.`,
    'What is compared took turns. Times are medians, of whole processes.',
    '',
    ...(await starts()),
    ...(await memory()),
    ...(process.argv.includes('--no-tally') ? [] : await benchTally({ bin, env, home })),
    ...sizes(root),
  ].join('\n');
  writeFileSync(new URL('RESULTS.md', import.meta.url), `${report}\n`);
  process.stdout.write(`${report}\n`);
} finally {
  server.close();
  rmSync(home, { recursive: true, force: true });
}

function version() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

async function starts() {
  const five = ['gpt-4o', 'gpt-4.1', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'mistral/mistral-large-latest'];
  const goals = [
    ['show gpt-image-2', 1.25],
    ['estimate gpt-4o --input 1000 --output 100', 1.25],
    ['--version', 1.2],
    ['--help', 1.2],
    ['__complete show gpt-', 1.2],
    ['list --provider openai --json', 1.5],
    [`compare ${five.join(' ')}`, 1.5],
  ];
  const llmcost = (line) => ({ name: line, argv: [process.execPath, bin, ...line.split(' ')], env });
  await runToEnd(llmcost('sync'));
  const bare = { name: 'node -e 0', argv: [process.execPath, '-e', '0'] };
  // With nothing in the cache it fetches, checks and writes the whole map. It has its turns by itself:
  // the disk and the server go on for a while.
  const cache = join(home, 'sync');
  const sync = {
    ...llmcost('sync'),
    env: { ...env, LLMCOST_CACHE_DIR: cache },
    before: () => rmSync(cache, { recursive: true, force: true }),
  };
  const quick = goals.map(([line]) => llmcost(line));
  const pairs = new Map([...(await takePairs(bare, quick, RUNS)), ...(await takePairs(bare, [sync], RUNS))]);
  const rows = [...goals, ['sync', 4]].map(([line, goal]) => {
    const { times, base, ratios } = pairs.get(line);
    const [ms, bareMs, ratio] = [times, base, ratios].map(median);
    const cells = [`\`llmcost ${line}\``, ms.toFixed(0), bareMs.toFixed(0), ratio.toFixed(2), goal];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `## Starting (medians of ${RUNS})`,
    '',
    'Each run of a command stands beside one of a bare `node -e 0`; the ratio is the median of the pairs.',
    '',
    '| command, warm cache | ms | bare, ms | times a bare start | to reach |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ];
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

// How long a start takes, beside a bare `node -e 0` of the same Node.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { median, runToEnd, takePairs } from './measure.mjs';

const FIVE = ['gpt-4o', 'gpt-4.1', 'claude-sonnet-4-5', 'gemini-2.5-pro', 'mistral/mistral-large-latest'];

/** What is run on a warm cache, and how many bare starts it may take on Node 20 and on newer ones. */
const COMMANDS = [
  { line: 'show gpt-image-2', goals: [1.35, 1.5] },
  { line: 'estimate gpt-4o --input 1000 --output 100', goals: [1.35, 1.5] },
  { line: '--version', goals: [1.15, 1.15] },
  { line: '--help', goals: [1.2, 1.2] },
  { line: '__complete show gpt-', goals: [1.15, 1.15] },
  { line: 'list --provider openai --json', goals: [1.5, 2] },
  { line: `compare ${FIVE.join(' ')}`, goals: [1.5, 2] },
];

/** This Node, and those whose paths LLMCOST_BENCH_NODES lists, separated by commas. */
export function nodes() {
  const named = (process.env.LLMCOST_BENCH_NODES ?? '').split(',').filter((path) => path !== '');
  return [process.execPath, ...named].map((path) => ({
    path,
    version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  }));
}

export async function starts({ bin, env, home, runs }) {
  const tables = [];
  for (const node of nodes()) tables.push(...(await startsOn(node, { bin, env, home, runs })));
  return [
    `## Starting (medians of ${runs})`,
    '',
    'Each run of a command stands beside one of a bare `node -e 0`; the ratio is the median of the pairs. From Node 22.8',
    "on, compiled code comes from Node's own cache.",
    '',
    ...tables,
  ];
}

async function startsOn({ path, version }, { bin, env: shared, home, runs }) {
  const cache = join(home, version);
  const env = { ...shared, LLMCOST_CACHE_DIR: cache };
  const llmcost = (line) => ({ name: line, argv: [path, bin, ...line.split(' ')], env });
  await runToEnd(llmcost('sync'));
  // The first run of each bundle keeps what was compiled.
  for (const { line } of COMMANDS) await runToEnd(llmcost(line));
  const bare = { name: 'node -e 0', argv: [path, '-e', '0'] };
  // With nothing in the cache it fetches, checks and writes the whole map. It has its turns by itself: the disk
  // and the server go on for a while.
  const syncCache = join(home, 'sync');
  const sync = {
    ...llmcost('sync'),
    env: { ...env, LLMCOST_CACHE_DIR: syncCache },
    before: () => rmSync(syncCache, { recursive: true, force: true }),
  };
  const quick = COMMANDS.map(({ line }) => llmcost(line));
  const pairs = new Map([...(await takePairs(bare, quick, runs)), ...(await takePairs(bare, [sync], runs))]);
  const isOld = version.startsWith('v20.');
  const rows = [...COMMANDS, { line: 'sync', goals: [4, 8] }].map(({ line, goals: [old, newer] }) => {
    const { times, base, ratios } = pairs.get(line);
    const [ms, bareMs, ratio] = [times, base, ratios].map(median);
    const cells = [
      `\`llmcost ${line}\``,
      ms.toFixed(0),
      bareMs.toFixed(0),
      ratio.toFixed(2),
      isOld ? old : newer,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `### Node ${version.slice(1)}`,
    '',
    '| command, warm cache | ms | bare, ms | times a bare start | to reach |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ];
}

// Ways to read a log, to be measured beside one another. A log is a folder that holds `projects`, as Claude Code's.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const READ_ONLY = fileURLToPath(new URL('read-only.mjs', import.meta.url));

/** The readers that there are here, the loop first. */
export function readersIn({ bin, env }) {
  const node = (name, ...args) => ({
    name,
    command: (folder) => ({ name, argv: [process.execPath, ...args, join(folder, 'projects')], env }),
  });
  return [
    node('the loop', READ_ONLY),
    {
      name: 'wc -l',
      command: (folder) => ({ name: 'wc -l', argv: ['sh', '-c', COUNT_LINES, 'sh', folder] }),
    },
    node('llmcost tally', bin, 'tally', '--json'),
    node('llmcost tally --threads 2', bin, 'tally', '--json', '--threads', '2'),
    node('llmcost tally --by day,model', bin, 'tally', '--json', '--by', 'day,model'),
    node('llmcost tally --each', bin, 'tally', '--each'),
    ...ccusage(),
  ];
}

const COUNT_LINES = 'find "$1/projects" -type f -print0 | xargs -0 cat | wc -l';

/** Only where it is installed: LLMCOST_BENCH_CCUSAGE names it, or it is on the path. It reads sessions alone. */
function ccusage() {
  const name = process.env.LLMCOST_BENCH_CCUSAGE ?? 'ccusage';
  let version;
  try {
    version = execFileSync(name, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return [];
  }
  const title = `ccusage ${/[\d.]+/.exec(version)?.[0] ?? ''}`.trim();
  const argv = [name, 'claude', 'daily', '--offline', '--json'];
  const command = (folder) => ({ name: title, argv, env: { CLAUDE_CONFIG_DIR: folder } });
  return [{ name: title, isForSessions: true, command }];
}

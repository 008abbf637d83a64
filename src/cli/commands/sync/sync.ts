import { sync } from './document.ts';
import { renderSync } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { FETCHING, onFetch, withProgress } from '../../terminal/progress.ts';

export const spec: CommandSpec = {
  args: '',
  about: 'Fetch the newest cost map now, check it, and keep it.',
  examples: ['llmcost sync', 'llmcost sync --check && echo up to date', 'llmcost sync --json'],
  flags(command) {
    command
      .option('--map <file|url>', 'another address than LLMCOST_MAP_URL')
      .option('--check', 'say whether there is something new and write nothing (exit 1 if there is)')
      .option('--force', 'take a map that lost more than half of its models')
      .option('--offline', 'open no socket')
      .option('--timeout <time>', 'how long to wait for the network (default 60s)');
  },
  async run(_args, flags, deps) {
    const checkOnly = flags.yes('check');
    const options = {
      map: flags.text('map'),
      offline: flags.yes('offline'),
      check: checkOnly,
      force: flags.yes('force'),
      timeoutMs: flags.durationMs('timeout'),
    };
    const document = await withProgress(deps, FETCHING, (progress) => {
      return sync({ ...options, onProgress: onFetch(progress) }, deps);
    });
    return {
      document,
      text: () => renderSync(document),
      warnings: document.warnings,
      exitCode: checkOnly && document.status === 'new' ? 1 : 0,
    };
  },
};

import { UsageError } from '../../../core/errors.ts';
import type { StreamSpec } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import type { FlagValues } from './arguments.ts';
import { LogRoots } from './log-roots.ts';
import { serve } from './server.ts';

export const spec: StreamSpec = {
  args: '',
  about:
    'Prices for an agent: a server of the Model Context Protocol on standard input and output, which an agent starts ' +
    'by itself. Its tools show, search and compare models, estimate a job, say what changed between two maps, and, ' +
    'below directories that you name, tally logs. All are read-only. `llmcost help agents` says how to add it to an agent.',
  examples: ['llmcost mcp', 'llmcost mcp --logs ~/.claude/projects'],
  flags(command) {
    command.option('--logs <directory...>', 'directories below which tally_logs may read');
    addMapFlags(command);
  },
  async stream(_args, flags, deps) {
    if (flags.yes('json')) {
      throw new UsageError('llmcost mcp prints messages of its protocol only.', 'Leave --json out.');
    }
    // Wrong map flags are reported at once, not by each tool.
    mapOptions(flags);
    const logs = new LogRoots(flags.each('logs'), deps);
    if (deps.stdinIsTerminal?.() === true) {
      deps.notice('llmcost: waits for an agent on standard input; Ctrl-D ends it. See: llmcost help agents');
    }
    const stop = new AbortController();
    let exitCode = 0;
    const end = (code: number) => () => {
      exitCode = code;
      stop.abort();
    };
    const [onInterrupt, onTerminate] = [end(130), end(143)];
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
    try {
      await serve({ logs, map: mapFlagsOf(flags) }, deps, stop.signal);
    } finally {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    }
    return exitCode;
  },
};

const TEXTS = ['map', 'asOf', 'maxAge', 'timeout'] as const;
const SWITCHES = ['offline', 'refresh'] as const;

/** The flags of `addMapFlags`, for every call. `lock` is a file, or false for `--no-lock`. */
function mapFlagsOf(flags: Flags): FlagValues {
  const values: Record<string, string | boolean> = {};
  for (const name of [...TEXTS, 'lock']) {
    const text = flags.text(name);
    if (text !== undefined) values[name] = text;
  }
  for (const name of SWITCHES) if (flags.yes(name)) values[name] = true;
  if (flags.no('lock')) values['lock'] = false;
  return values;
}

import { lifecycle } from './document.ts';
import { renderLifecycle } from './render.ts';
import { withProgress } from '../../terminal/progress.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, mapOptions } from '../../flags/map-flags.ts';
import { DAY_MS } from '../../../core/dates.ts';

const WITHIN_DAYS = 90;
/** As for a price that is missing: the answer is there, and it is not the one that was hoped for. */
const FOUND = 4;

export const spec: CommandSpec = {
  args: '<file|model...>',
  about:
    'Which of the models that you use are deprecated, soon will be, were renamed, or are not in the map, and what ' +
    'could take their place. Names are read from the command line, from lists, and from any file in which they ' +
    'stand as words: source code, YAML, JSON, .env.',
  examples: [
    'llmcost lifecycle gpt-4-0613 claude-3-7-sonnet-20250219',
    'llmcost lifecycle src/*.py .env --within 180d',
    "llmcost lifecycle $(git ls-files '*.ts' '*.yaml') --exit-code",
  ],
  flags(command) {
    command
      .option('--within <time>', `how far ahead to look (default ${WITHIN_DAYS}d)`)
      .option('--exit-code', 'exit 4 when there is anything to report');
    addMapFlags(command);
  },
  async run(inputs, flags, deps) {
    const withinMs = flags.durationMs('within') ?? WITHIN_DAYS * DAY_MS;
    const options = { inputs, withinDays: Math.floor(withinMs / DAY_MS), load: mapOptions(flags) };
    const task = { title: 'Looking for models', noun: 'files', total: inputs.length };
    const document = await withProgress(deps, task, ({ show }) => {
      return lifecycle({ ...options, onFile: (count) => show(count) }, deps);
    });
    return {
      document,
      text: (style) => renderLifecycle(document, style),
      warnings: document.warnings,
      exitCode: flags.yes('exitCode') && document.findings.length > 0 ? FOUND : 0,
    };
  },
};

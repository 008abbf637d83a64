import type { Command } from 'commander';
import { diffHtml } from './html.ts';
import { diff } from './document.ts';
import { isSame } from './diff-maps.ts';
import { UsageError } from '../../../core/errors.ts';
import type { LoadOptions } from '../../../map/load.ts';
import { diffCsv, diffMarkdown, renderDiff } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import type { Flags } from '../../flags/flags.ts';
import { addFormatFlags, addHtmlFlag } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[old] [new]',
  about:
    'What changed between two maps: files, addresses, days of the history, beginnings of a SHA-256, or ' +
    'the words previous, current and lock. Without names: the last change.',
  examples: [
    'llmcost diff',
    'llmcost diff 2026-05-24 --prices-only --min-change 10%',
    "llmcost diff old.json new.json --model 'gpt-5*' --provider openai",
    'llmcost diff lock current --format markdown > pull-request.md',
  ],
  flags(command) {
    command
      .option('--model <names>', 'only these: keys, or patterns such as gpt-5*')
      .option('--provider <names>', 'only of these providers: openai, bedrock*')
      .option('--prices-only', 'only prices of models that both maps have')
      .option('--min-change <percent>', 'leave out prices that changed by less')
      .option('--exit-code', 'exit 1 when something differs');
    addHistoryFlags(command);
    addFormatFlags(command);
    addHtmlFlag(command);
  },
  async run([before, after], flags, deps) {
    const document = await diff(
      {
        before,
        after,
        models: flags.list('model'),
        providers: flags.list('provider').map((name) => name.toLowerCase()),
        pricesOnly: flags.yes('pricesOnly'),
        minPercent: percentOf(flags.text('minChange')),
        load: historyOptions(flags),
      },
      deps,
    );
    return {
      document,
      text: (style) => renderDiff(document, style),
      formats: { csv: () => diffCsv(document), markdown: () => diffMarkdown(document) },
      html: async () => diffHtml(document, deps),
      warnings: document.warnings,
      paged: true,
      exitCode: flags.yes('exitCode') && !isSame(document) ? 1 : 0,
    };
  },
};

/** The flags of commands that look into the history of a map. */
function addHistoryFlags(command: Command): void {
  command
    .optionsGroup('Map:')
    .option('--map <url>', 'the history of another address than LLMCOST_MAP_URL')
    .option('--offline', 'open no socket')
    .option('--refresh', 'ask for a newer map first')
    .option('--timeout <time>', 'how long to wait for the network (default 3.5s)');
}

function historyOptions(flags: Flags): LoadOptions {
  const map = flags.text('map');
  return {
    offline: flags.yes('offline'),
    refresh: flags.yes('refresh'),
    timeoutMs: flags.durationMs('timeout'),
    ...(map === undefined ? {} : { map }),
  };
}

/** `10%` and `10`. @throws UsageError */
function percentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const digits = /^\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  throw new UsageError(`--min-change must be a percentage, not "${text}".`, 'Write it as 10% or 0.5%.');
}

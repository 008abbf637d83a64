import { lock } from './document.ts';
import { diffMarkdown } from '../diff/markdown.ts';
import { renderLock } from './render.ts';
import type { CommandSpec } from '../../command.ts';

export const spec: CommandSpec = {
  args: '',
  about:
    'Writes llmcost.lock.json: commands in its directory and below answer from exactly this map, and fail ' +
    'with exit code 5 rather than from another, until the lock is updated.',
  examples: [
    'llmcost lock --models gpt-4o,claude-sonnet-4-5',
    'llmcost lock --update',
    'llmcost lock --update --format markdown > pull-request.md',
  ],
  flags(command) {
    command
      .option(
        '--models <names...>',
        'keep the entries of these models in it: it needs no cache and no network',
      )
      .option('--no-models', 'with --update: keep none any more')
      .option('--update', 'take the newest map, and say what that changes')
      .option('--lock <file>', 'where it lies, in place of llmcost.lock.json')
      .option('--map <file|url>', 'another map than that of LLMCOST_MAP_URL')
      .option('--offline', 'open no socket')
      .option('--timeout <time>', 'how long to wait for the network (default 3.5s)')
      .option('--format <name>', 'table, json or, for what an update changes, markdown');
  },
  async run(_args, flags, deps) {
    const map = flags.text('map');
    const names = flags.list('models');
    const models = flags.no('models') ? [] : names.length > 0 ? names : undefined;
    const document = await lock(
      {
        models,
        lock: flags.text('lock'),
        update: flags.yes('update'),
        load: {
          offline: flags.yes('offline'),
          timeoutMs: flags.durationMs('timeout'),
          ...(map === undefined ? {} : { map }),
        },
      },
      deps,
    );
    const { diff } = document;
    return {
      document,
      text: (style) => renderLock(document, style),
      ...(diff === null ? {} : { formats: { markdown: () => diffMarkdown(diff) } }),
      warnings: document.warnings,
    };
  },
};

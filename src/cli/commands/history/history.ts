import { history } from './document.ts';
import { UsageError } from '../../../core/errors.ts';
import { historyHtml } from './html.ts';
import { historyCsv, historyMarkdown, renderHistory } from './render.ts';
import { speaksUtf8 } from '../../terminal/streams.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags, addHtmlFlag } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[model]',
  about: 'Each price of a model over the maps that the cache has kept, with the days on which it changed.',
  examples: ['llmcost history gpt-4o', 'llmcost history gpt-4o --json | jq .prices[0].points'],
  flags(command) {
    command.option('--map <url>', 'the history of another address than LLMCOST_MAP_URL');
    addFormatFlags(command);
    addHtmlFlag(command);
  },
  async run([model], flags, deps) {
    if (model === undefined) throw new UsageError('No model is given.', 'Write: llmcost history gpt-4o');
    const document = await history({ model, map: flags.text('map') }, deps);
    const view = { isUnicode: speaksUtf8(deps.env) };
    return {
      document,
      text: (style) => renderHistory(document, view, style),
      formats: { csv: () => historyCsv(document), markdown: () => historyMarkdown(document) },
      html: async () => historyHtml(document, deps),
      warnings: document.warnings,
      paged: true,
    };
  },
};

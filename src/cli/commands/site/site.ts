import { UsageError } from '../../../core/errors.ts';
import type { CommandSpec } from '../../command.ts';
import { addMapFlags, wholeMap } from '../../flags/map-flags.ts';
import { withProgress } from '../../terminal/progress.ts';
import { site } from './document.ts';
import { renderSite } from './render.ts';

export const spec: CommandSpec = {
  args: '[directory]',
  about:
    'A web site of the whole map: for each model the page of show --html, and a list with a search over all of ' +
    'them. It needs no server: open index.html, or copy the directory to any static host. A directory that holds ' +
    'anything but a former site is left alone.',
  examples: ['llmcost site prices', 'llmcost site prices --json | jq -r .models[].file'],
  flags(command) {
    addMapFlags(command);
  },
  async run([directory], flags, deps) {
    if (!directory) throw new UsageError('No directory is given.', 'Write: llmcost site prices');
    const task = { title: 'Writing pages', noun: 'models', total: null };
    const document = await withProgress(deps, task, ({ show }) => {
      return site({ directory, load: wholeMap(flags), onPage: show }, deps);
    });
    return { document, text: (style) => renderSite(document, style), warnings: document.warnings };
  },
};

import { COUNT_SORTS } from '../../../models/search/count.ts';
import { modes } from './document.ts';
import { countsCsv, countsMarkdown, modesTable, renderCounts } from './counts-table.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags, addMapFlags, wholeMap } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '',
  about: 'What the map has models for: how many of each mode, from how many providers, priced per what.',
  examples: ['llmcost modes', "llmcost modes --json | jq -r '.modes[].mode'"],
  flags(command) {
    command.option('--sort <by>', `${COUNT_SORTS.join(' or ')} (default models)`);
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run(_args, flags, deps) {
    const sort = flags.choice('sort', COUNT_SORTS) ?? 'models';
    const document = await modes({ sort, load: wholeMap(flags) }, deps);
    const table = modesTable(document);
    return {
      document,
      text: (style) => renderCounts(table, style),
      formats: { csv: () => countsCsv(table), markdown: () => countsMarkdown(table) },
      warnings: document.warnings,
      paged: true,
    };
  },
};

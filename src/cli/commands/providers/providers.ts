import { COUNT_SORTS } from '../../../models/search/count.ts';
import { providers } from './document.ts';
import { countsCsv, countsMarkdown, providersTable, renderCounts } from '../modes/counts-table.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags, addMapFlags, wholeMap } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '[words...]',
  about: 'Who is in the map: how many models each provider has, for what, and how many with a price.',
  examples: [
    'llmcost providers',
    'llmcost providers amazon',
    "llmcost providers --json | jq '.providers | length'",
  ],
  flags(command) {
    command.option('--sort <by>', `${COUNT_SORTS.join(' or ')} (default models)`);
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run(words, flags, deps) {
    const sort = flags.choice('sort', COUNT_SORTS) ?? 'models';
    const document = await providers({ words, sort, load: wholeMap(flags) }, deps);
    const table = providersTable(document);
    const nothing = document.providers.length === 0 ? [{ message: 'No provider matches.' }] : [];
    return {
      document,
      text: (style) => renderCounts(table, style),
      formats: { csv: () => countsCsv(table), markdown: () => countsMarkdown(table) },
      warnings: [...document.warnings, ...nothing],
      paged: true,
    };
  },
};

import { offers } from './document.ts';
import { listCsv, listMarkdown } from '../list/render.ts';
import { OFFER_COLUMNS, renderOffers } from './render.ts';
import type { CommandSpec } from '../../command.ts';
import { addFormatFlags, addMapFlags, wholeMap } from '../../flags/map-flags.ts';

export const spec: CommandSpec = {
  args: '<name>',
  about: "One model at all providers and regions that have it, against the maker's own price.",
  examples: [
    'llmcost offers claude-sonnet-4-5',
    'llmcost offers llama-3.3-70b --top 5',
    'llmcost offers gpt-4o --provider azure',
  ],
  flags(command) {
    command
      .option('--provider <names>', 'of these providers only: azure, bedrock*')
      .option('--region <names>', 'in these regions only: eu, us-east-1')
      .option('--top <n>', 'the cheapest so many');
    addFormatFlags(command);
    addMapFlags(command);
  },
  async run([model = ''], flags, deps) {
    const document = await offers(
      {
        model,
        providers: flags.list('provider').map((name) => name.toLowerCase()),
        regions: flags.list('region').map((name) => name.toLowerCase()),
        top: flags.count('top'),
        load: wholeMap(flags),
      },
      deps,
    );
    const nothing = document.offers.length === 0 ? [{ message: 'No offer matches.' }] : [];
    return {
      document,
      text: (style) => renderOffers(document, style),
      formats: {
        csv: () => listCsv(OFFER_COLUMNS, document.offers),
        markdown: () => listMarkdown(OFFER_COLUMNS, document.offers),
      },
      warnings: [...document.warnings, ...nothing],
      paged: true,
    };
  },
};
